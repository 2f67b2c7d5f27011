//! A project's own page.

use domain::ProjectRole;

use crate::{text::projects::a_project_role, ui::isolated};

/// Tab.
pub const TITLE: &str = "Overview";
pub const PEOPLE: &str = "Who works here";
/// Below it, when nobody was added.
pub const NOBODY: &str = "Nobody was added yet. Owners and admins reach every project.";
/// Below the people.
pub const OWNERS_TOO: &str = "Owners and admins reach every project, and are not counted.";
/// Link to the list of who belongs to it, for those who change it.
pub const CHANGE: &str = "Choose who works here";
/// The same link, for those who only read it.
pub const SEE: &str = "See everyone";
/// Link to all projects.
pub const ALL: &str = "All projects";
/// Notice of an archived project.
pub const ARCHIVED: &str =
    "This project is archived, with its people as they were. Nobody works in it until it is restored.";

/// Below the heading: what I am in it.
pub fn mine(role: Option<ProjectRole>, can_read: bool) -> String {
    match role {
        Some(role) => format!("You’re {} here.", a_project_role(role)),
        None if can_read => "You reach it as you reach every project.".to_owned(),
        None => "You say who works here, and don’t work here yourself.".to_owned(),
    }
}

/// For those who see the list of projects and nothing in this one.
pub const ONLY_KNOWN: &str = "You don’t work here.";

/// "and 29 more"
pub fn more(count: i64) -> String {
    format!("and {count} more")
}

/// Heading in the place of a project that was open and is not open to me any more.
pub const GONE: &str = "This project isn’t open to you any more";
/// Below it: they were taken out of it, or have another role in the organization.
pub const GONE_INTRO: &str = "Whoever manages it can add you to it.";

/// Name of the tabs.
pub fn tabs(project: &str) -> String {
    isolated(project)
}
