//! Invitations, for whoever is invited.

mod accept;
mod decline;
mod open;

pub use accept::{Acceptance, Accepted};
pub(crate) use open::dead;
pub use open::{OpenInvitation, Way};
