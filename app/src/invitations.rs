//! Invitations, as whoever is invited sees them.

pub mod api;
mod dead;
mod invitation;

pub use invitation::Invitation;
