//! Accounts: signing up, proving the address, signing in and out.

mod caller;
mod change_address;
mod complete;
mod confirm;
mod resend;
mod sign_in;
mod sign_out;
mod sign_up;
mod status;
mod verification_mail;

pub use caller::Caller;
pub use confirm::{Confirmed, DeadLink, LinkView};
pub use security::choose_password;
pub use sign_in::SignedIn;
pub use sign_up::SignUp;
pub use status::{AttemptStatus, Mail, Status};
