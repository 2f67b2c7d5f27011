//! Signing up, proving the address, signing in and out, a forgotten password: all that is done to get into an account.

mod attempts;
mod change_address;
mod complete;
mod confirm;
mod credentials;
mod link;
mod own_words;
mod proof;
mod reset;
mod sign_in;
mod sign_out;
mod sign_up;
mod status;
mod user_agent;
mod verification_mail;

pub use confirm::{Confirmed, LinkView};
pub use reset::ResetLink;
pub use security::choose_password;
pub use sign_in::SignedIn;
pub use sign_up::SignUp;
pub use status::AttemptStatus;
pub use user_agent::UserAgent;

pub(crate) use link::{OpenLink, dead_link};
pub(crate) use proof::Proof;
