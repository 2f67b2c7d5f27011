//! Organizations: creating one, listing mine, opening one, leaving and ending one.

mod availability;
mod create;
mod home;
mod identity_managed;
mod kept_outside;
mod leave;
mod open;
mod ownership;
mod support_contacts;

pub use availability::Sees;
pub use create::CreateOrganization;
pub use home::{Home, SeenMember, WaitingForProject};
pub use kept_outside::KeptOutside;
pub use leave::{Deletion, LostAccess, Whereabouts};
pub(crate) use leave::{TO_DELETE, TO_TRANSFER};
pub use ownership::Ownership;
pub use store::{AuditEntry, Contents, Member, Membership, Organization, Project, WithoutProject};
pub use support_contacts::SupportContactNotSet;
