//! Organizations: creating one, listing mine, opening one.

mod create;
mod open;

pub use create::CreateOrganization;
pub use open::Home;
pub use store::{AuditEntry, Member, Membership, Organization, Project};
