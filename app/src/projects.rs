//! Projects, and who belongs to them.

mod acts;
pub mod api;
mod context;
mod frame;
mod list;
mod members;
mod new_project;
mod overview;
mod page;
mod row;

pub use members::ProjectMembers;
pub use overview::Project;
pub use page::Projects;
