//! Invitations, for whoever is invited.

mod accept;
mod cancel;
mod decline;
mod open;
mod seat;

pub use accept::{Acceptance, Accepted};
pub use open::OpenInvitation;
pub(crate) use open::dead;
