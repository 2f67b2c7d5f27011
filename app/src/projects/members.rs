//! `/o/{slug}/projects/{project}/members`: who works in a project (PR-3).

mod bar;
mod conflict;
mod editing;
mod list;
mod page;
mod row;
mod search;

pub use page::ProjectMembers;
