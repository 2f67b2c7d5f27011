//! Projects, and who belongs to them.

pub mod list;
pub mod members;
pub mod overview;

use domain::{NameProblem, ProjectMemberProblem, ProjectPermission, ProjectRole, RefusedLine, SavedMeanwhile, limits};

use super::{plural, told_apart};
use crate::ui::isolated;

/// When a project or a role in it is none.
pub const NO_PROJECT_ROLE: &str = "Choose projects and roles that are listed.";
/// When something was to be granted that cannot be.
pub const NO_GRANT: &str = "Choose among the permissions that are listed.";

/// When an entry of a list that says who belongs to a project cannot be read.
pub fn no_project_member(entry: usize) -> String {
    format!(
        "Entry {entry} can’t be read, so nothing was saved. It takes an id, what they were and what they are to be, as in \
         ID:agent:none."
    )
}

/// A role in a project, by its name.
pub const fn project_role(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "Manager",
        ProjectRole::Agent => "Agent",
        ProjectRole::Viewer => "Viewer",
    }
}

/// "41 people"
pub fn people(count: i64) -> String {
    plural::counted(count, "person", "people")
}

/// What a role in a project lets somebody do.
pub const fn about_project_role(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "Everything in it, and who belongs",
        ProjectRole::Agent => "Reads along and answers",
        ProjectRole::Viewer => "Reads along",
    }
}

/// Name of the field with somebody’s role in a project.
pub fn role_in(project: &str) -> String {
    format!("Role in {}", isolated(project))
}

/// What somebody is in a project, after *as*: "an agent".
pub const fn a_project_role(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "a manager",
        ProjectRole::Agent => "an agent",
        ProjectRole::Viewer => "a viewer",
    }
}

/// A permission's name in a project, as refusals quote it.
pub const fn project_permission(permission: ProjectPermission) -> &'static str {
    match permission {
        ProjectPermission::Read => "Read",
        ProjectPermission::Answer => "Answer",
        ProjectPermission::ManageMembers => "Manage project members",
    }
}

/// Why a project's name cannot be taken.
pub fn name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty | NameProblem::TooShort => "Give the project a name.".into(),
        NameProblem::TooLong => format!("Use at most {} characters.", limits::ORGANIZATION_NAME_MAX),
        NameProblem::Control => "Leave out line breaks and invisible characters.".into(),
        NameProblem::Url | NameProblem::IsUrl | NameProblem::IsScheme => "Leave out web addresses.".into(),
    }
}

/// Why a line of the list cannot be saved.
pub const fn line_problem(problem: ProjectMemberProblem) -> &'static str {
    match problem {
        ProjectMemberProblem::NotAMember => "Not in the organization any more.",
        ProjectMemberProblem::Twice => "Here twice. Choose one role.",
        ProjectMemberProblem::ReachesEveryProject => "Owners and admins reach every project without being added.",
    }
}

/// That nothing was saved because of these lines.
pub fn refused_lines(lines: &[RefusedLine]) -> String {
    let reason = lines.first().map_or("", |line| line_problem(line.problem));
    match lines.len() {
        0 | 1 => format!("Nothing was saved, because of one line: {reason}"),
        more => format!("Nothing was saved, because of {more} lines. The first: {reason}"),
    }
}

/// That somebody else saved the list meanwhile.
pub fn saved_meanwhile(meanwhile: &SavedMeanwhile) -> String {
    let named = |by: &String| isolated(&told_apart(by, meanwhile.by_email.as_deref()));
    let by = meanwhile.by.as_ref().map_or_else(|| "Somebody".to_owned(), named);
    let lines = i64::try_from(meanwhile.lines.len()).unwrap_or(i64::MAX);
    format!(
        "{by} saved this list while you were editing, and chose otherwise for {}. Nothing of yours is saved yet, and nothing is lost.",
        plural::counted(lines, "person", "people")
    )
}
