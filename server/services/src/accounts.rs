//! Accounts: signing up, proving the address, signing in and out, and what people decide about themselves.

mod address;
mod begin;
mod caller;
mod change_address;
mod complete;
mod confirm;
mod credentials;
mod delete;
mod export;
mod own_words;
mod password;
mod profile;
mod proof;
mod resend;
mod reset;
mod sign_in;
mod sign_out;
mod sign_up;
mod status;
mod undo_address;
mod user_agent;
mod verification_mail;

pub use address::{AddressLink, AddressMoved};
pub use caller::{Caller, OrganizationContext};
pub use confirm::{Confirmed, LinkView};
pub use profile::{MyOrganization, Profile, SessionInfo};
pub use security::choose_password;
pub use sign_in::SignedIn;
pub use sign_up::SignUp;
pub use status::AttemptStatus;
pub use user_agent::UserAgent;

pub(crate) use proof::Proof;

use domain::{DeadLink, LinkPurpose, Refusal};

use crate::ServiceError;

/// The refusal of a link that opens nothing.
pub(crate) fn dead_link(link: LinkPurpose, reason: DeadLink) -> ServiceError {
    Refusal::DeadLink { link, reason }.into()
}
