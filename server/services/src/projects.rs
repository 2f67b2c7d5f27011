//! Projects, and who belongs to them (PR-1 to PR-6).

mod actions;
mod change;
mod list;
mod mails;
mod members;

pub use actions::ListedProject;
pub use list::{OpenProject, ProjectList};
pub(crate) use members::ChangedPlace;
pub use members::{ListedProjectMember, ProjectMemberList};
pub use store::Project;
