//! Organizations: creating one, listing mine, opening one, leaving and ending one.

mod create;
mod identity_managed;
mod leave;
mod open;

pub use create::CreateOrganization;
pub use leave::LostAccess;
pub(crate) use leave::{TO_DELETE, TO_TRANSFER};
pub use open::Home;
pub use store::{AuditEntry, Member, Membership, Organization, Project};
