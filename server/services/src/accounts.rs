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

pub use address::{AddressAccess, AddressLink, AddressMoved};
pub use caller::{Caller, Scope};
pub use confirm::{Confirmed, LinkView, Origin};
pub use profile::{Mine, Profile, SessionFacts};
pub use security::choose_password;
pub use sign_in::SignedIn;
pub use sign_up::SignUp;
pub use status::{AttemptStatus, Status};
pub use user_agent::{Device, UserAgent};

pub(crate) use proof::Proof;

use domain::LinkKind;
use security::Purpose;

/// The purpose of a mailed link about an account.
const fn purpose_of(kind: LinkKind) -> Purpose {
    match kind {
        LinkKind::Verification => Purpose::Verify,
        LinkKind::Reset => Purpose::Reset,
        LinkKind::NewAddress => Purpose::NewAddress,
        LinkKind::UndoAddress => Purpose::UndoAddress,
    }
}
