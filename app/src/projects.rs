//! Projects, and who belongs to them.

pub mod api;
mod archive;
mod context;
mod list;
mod new_project;
mod page;
mod row;

pub use page::Projects;
