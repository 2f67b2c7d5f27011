//! `/o/{slug}/projects/{project}/members`: who works in a project (PR-3).

mod conflict;
mod editing;
mod leaving;
mod list;
mod page;
mod row;
mod search;

pub use page::ProjectMembers;
