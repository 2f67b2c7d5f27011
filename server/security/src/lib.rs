//! Secrets: password hashing, tokens and their digests, commonly used passwords.

mod common;
mod hashing;
mod token;

pub use common::choose_password;
pub use hashing::{Cost, HashError, Hasher, PasswordHash};
pub use token::{Digest, Purpose, ServerSecret, ServerSecretError, Token};
