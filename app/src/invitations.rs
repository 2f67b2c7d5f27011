//! Invitations, as whoever is invited sees them.

pub mod api;
mod dead;
mod invitation;
mod pending;

pub use invitation::Invitation;
pub use pending::{PendingInSwitcher, PendingList};
