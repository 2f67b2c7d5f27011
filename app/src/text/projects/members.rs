//! Who works in a project.

use domain::{BelongingFilter, ProjectRole, Role, SavedMeanwhile};

use crate::{
    text::{first_name, plural},
    ui::isolated,
};

/// Tab, and part of the document's title.
pub const TITLE: &str = "Members";
/// Below the heading.
pub const INTRO: &str = "Switch people on, give each a role, save once. Owners and admins reach every project.";
/// Below the heading, for those who only read.
pub const INTRO_READER: &str = "Owners and admins reach every project.";
/// Search field.
pub const SEARCH: &str = "Search people";
/// What may be typed there.
pub const SEARCH_FOR: &str = "Name or email";
/// Button beside it, without JavaScript.
pub const FIND: &str = "Search";
/// Label of the filter.
pub const SHOW: &str = "Show";
/// What the table lists.
pub const CAPTION: &str = "People of the organization";
/// Head of a column.
pub const PERSON: &str = "Person";
/// Head of a column.
pub const ORGANIZATION_ROLE: &str = "Organization role";
/// Head of a column.
pub const BELONGS: &str = "Belongs to project";
/// Head of a column.
pub const PROJECT_ROLE: &str = "Project role";
/// Name of the bar.
pub const UNSAVED: &str = "Unsaved changes";
/// In the bar, where nothing can count.
pub const SWITCH_AND_SAVE: &str = "Switch people on or off and give each a role.";
/// Button of the bar.
pub const DISCARD: &str = "Discard";
/// Button of the bar.
pub const SAVE: &str = "Save changes";
/// Button beside what was discarded.
pub const UNDO: &str = "Undo";
/// Name of the links from page to page.
pub const PAGES: &str = "Pages";
/// Link to the first page.
pub const FIRST: &str = "First page";
/// Link to the next page.
pub const NEXT: &str = "Next";
/// When nobody was found.
pub const NOBODY: &str = "Nobody found";
/// Below it.
pub const NOBODY_INTRO: &str = "Search for another name, or show everyone.";
/// Link below that.
pub const EVERYONE: &str = "Show everyone";
/// Button for all lines that both changed.
pub const KEEP_MINE: &str = "Keep mine for all";
/// Before the time at which somebody else saved.
pub const WHILE_EDITING: &str = ", while you were editing. Nothing is saved yet, and nothing of yours is lost.";
/// Button: lines that cannot be saved are left as they are.
pub const LEAVE_OUT: &str = "Leave them out";
/// When lines cannot be saved.
pub const REFUSED: &str = "Nothing was saved, because of these:";
/// Title of the question before the page is left.
pub const LEAVE: &str = "Leave without saving?";
/// Button of the question.
pub const STAY: &str = "Stay";
/// Button of the question.
pub const DISCARD_AND_LEAVE: &str = "Discard and leave";
/// When changes of before came back.
pub const BACK: &str = "Your unsaved changes are back.";
/// In an organization whose people come from an identity provider.
pub const IDENTITY_MANAGED: &str =
    "Who works in which project comes from this organization’s identity provider. Change it there.";

/// Heading.
pub fn heading(project: &str) -> String {
    format!("Who works in {}", isolated(project))
}

/// When the project is archived.
pub fn archived(project: &str) -> String {
    format!("{} is archived. Restore it to change who works in it.", isolated(project))
}

/// Part of the document's title: "Members of Website".
pub fn title(project: &str) -> String {
    format!("{TITLE} of {}", isolated(project))
}

/// A filter's name.
pub fn filter(filter: BelongingFilter, project: &str) -> String {
    match filter {
        BelongingFilter::Everyone => "Everyone".to_owned(),
        BelongingFilter::Inside => format!("In {}", isolated(project)),
        BelongingFilter::Outside => format!("Not in {}", isolated(project)),
    }
}

/// "3 of 128"
pub fn tally(count: i64, total: i64) -> String {
    format!("{count} of {total}")
}

/// The same for screen readers.
pub fn tally_said(count: i64, total: i64) -> String {
    format!("{count} of {} found", plural::counted(total, "person", "people"))
}

/// What somebody is in a project.
pub const fn project_role(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "Manager",
        ProjectRole::Agent => "Agent",
        ProjectRole::Viewer => "Viewer",
    }
}

const fn role_word(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "manager",
        ProjectRole::Agent => "agent",
        ProjectRole::Viewer => "viewer",
    }
}

/// In the place of a role in the project: "Everything, as owner".
pub fn everything(role: Role) -> String {
    format!("Everything, as {}", crate::text::role(role).to_lowercase())
}

/// Label of a switch.
pub fn belongs(person: &str, project: &str) -> String {
    format!("{} belongs to {}", isolated(person), isolated(project))
}

/// Label of a role.
pub fn role_of(person: &str) -> String {
    format!("Project role of {}", isolated(person))
}

/// What is not saved about somebody: "was agent", "new here", "leaves, was agent".
pub fn was(before: Option<ProjectRole>, after: Option<ProjectRole>) -> String {
    match (before, after) {
        (Some(before), Some(_)) => format!("was {}", role_word(before)),
        (None, _) => "new here".to_owned(),
        (Some(before), None) => format!("leaves, was {}", role_word(before)),
    }
}

/// What somebody else saved about somebody meanwhile: "Jonas changed this, was agent".
pub fn theirs(by: Option<&str>, before: Option<ProjectRole>) -> String {
    let by = who(by);
    match before {
        Some(before) => format!("{by} changed this, was {}", role_word(before)),
        None => format!("{by} added them"),
    }
}

fn who(by: Option<&str>) -> String {
    by.map_or_else(|| "Somebody".to_owned(), |by| isolated(first_name(by)))
}

fn chosen(role: Option<ProjectRole>) -> &'static str {
    role.map_or("leaves", role_word)
}

/// "Mine: manager"
pub fn mine(role: Option<ProjectRole>) -> String {
    format!("Mine: {}", chosen(role))
}

/// "Jonas’s: viewer"
pub fn choice_of(by: Option<&str>, role: Option<ProjectRole>) -> String {
    let by = by.map_or_else(|| "Theirs".to_owned(), |by| format!("{}’s", isolated(first_name(by))));
    format!("{by}: {}", chosen(role))
}

/// In a line that both changed, without JavaScript: "Jonas’s: viewer. Save again to keep yours."
pub fn save_again(by: Option<&str>, theirs: Option<ProjectRole>) -> String {
    format!("{}. Save again to keep yours.", choice_of(by, theirs))
}

/// "Take Jonas’s for all"
pub fn take_theirs(by: Option<&str>) -> String {
    by.map_or_else(|| "Take theirs for all".to_owned(), |by| format!("Take {}’s for all", isolated(first_name(by))))
}

/// Name of the choice of a line: "Aiko Tanaka: was agent".
pub fn choice(person: &str, before: Option<ProjectRole>) -> String {
    match before {
        Some(before) => format!("{}: was {}", isolated(person), role_word(before)),
        None => format!("{}: was not in it", isolated(person)),
    }
}

/// That somebody else saved, before the time: "Jonas saved this list at ".
pub fn saved_at(by: Option<&str>) -> String {
    format!("{} saved this list at ", who(by))
}

/// After that: "You both changed Aiko and Leo: choose for each. Your other two changes stand."
pub fn both_changed(meanwhile: &SavedMeanwhile, others: usize) -> String {
    let names: Vec<String> = meanwhile.lines.iter().map(|line| first_name(&line.name).to_owned()).collect();
    let names = if names.len() > 4 { format!("{} people", names.len()) } else { crate::text::listed(&names, "and") };
    let both = format!("You both changed {names}: choose for each.");
    match others {
        0 => both,
        1 => format!("{both} Your other change stands."),
        others => format!("{both} Your other {others} changes stand."),
    }
}

/// In the bar: "3 unsaved changes".
pub fn unsaved(count: usize) -> String {
    plural::counted(count, "unsaved change", "unsaved changes")
}

/// In the bar: who is left.
pub fn left_to_decide(names: &[String]) -> String {
    match names {
        [one] => format!("{} is left to decide", isolated(first_name(one))),
        more => format!("{} people are left to decide", more.len()),
    }
}

/// After saving.
pub fn saved(count: usize) -> String {
    plural::of(&count, format!("{count} change is saved."), format!("{count} changes are saved."))
}

/// After discarding.
pub fn discarded(count: usize) -> String {
    plural::of(&count, format!("{count} change is discarded."), format!("{count} changes are discarded."))
}

/// Below the question before the page is left.
pub fn leaving(count: usize, project: &str) -> String {
    let project = isolated(project);
    format!("{} in {project} would be lost.", unsaved(count))
}

/// Beside a line that cannot be saved: "Leo Marchetti: Not in the organization any more."
pub fn line(person: &str, problem: &str) -> String {
    format!("{}: {problem}", isolated(person))
}

/// "51 people"
pub fn people(count: i64) -> String {
    plural::counted(count, "person", "people")
}
