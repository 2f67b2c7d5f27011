//! Secrets: password hashing, tokens and their digests, commonly used passwords.

#![warn(unreachable_pub)]

mod common;
mod hashing;
mod line;
mod throttle;
mod token;

pub use common::choose_password;
pub use hashing::{Cost, HashError, Hasher, PasswordHash};
pub use line::Priority;
pub use throttle::{BackOff, Quota, Throttle, client_key};
pub use token::{Digest, Purpose, ServerSecret, ServerSecretError, Token};
