//! What people decide about their own account.

mod address;
mod delete;
mod export;
mod password;
mod profile;
mod undo_address;

pub use address::{AddressLink, AddressMoved};
pub use profile::{MyOrganization, Profile, SessionInfo};
