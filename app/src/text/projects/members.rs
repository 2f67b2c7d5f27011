//! Who works in a project.

use domain::{BelongingFilter, ConflictingLine, Namesakes, ProjectRole, Role, SavedMeanwhile};

use crate::{
    text::{first_name, plural, saving::unsaved, told_apart},
    ui::isolated,
};

/// Tab, and part of the document's title.
pub const TITLE: &str = "Members";
pub const INTRO: &str = "Switch people on, give each a role, save once. Owners and admins reach every project.";
/// Below the heading, for those who only read.
pub const INTRO_READER: &str = "Owners and admins reach every project.";
/// Search field.
pub const SEARCH: &str = "Search people";
/// What may be typed into the field that searches people.
pub const SEARCH_FOR: &str = "Name or email";
/// Button of the search, without JavaScript.
pub const FIND: &str = "Search";
/// Label of the filter.
pub const SHOW: &str = "Show";
/// What the table lists.
pub const CAPTION: &str = "People of the organization";
pub const PERSON: &str = "Person";
pub const ORGANIZATION_ROLE: &str = "Organization role";
pub const BELONGS: &str = "Belongs to project";
pub const PROJECT_ROLE: &str = "Project role";
/// Name of the bar.
pub const UNSAVED: &str = "Unsaved changes";
/// In the bar, where nothing can count.
pub const SWITCH_AND_SAVE: &str = "Switch people on or off and give each a role.";
pub const DISCARD: &str = "Discard";
pub const SAVE: &str = "Save changes";
/// Button beside what was discarded.
pub const UNDO: &str = "Undo";
/// Name of the links from page to page.
pub const PAGES: &str = "Pages";
/// Link to the first page.
pub const FIRST: &str = "First page";
/// Link to the next page.
pub const NEXT: &str = "Next";
pub const NOBODY: &str = "Nobody found";
pub const NOBODY_INTRO: &str = "Search for another name, or show everyone.";
/// Link where nobody was found.
pub const EVERYONE: &str = "Show everyone";
/// Before the time at which somebody else saved.
pub const WHILE_EDITING: &str = ", while you were editing.";
pub const NOTHING_IS_LOST: &str = "Nothing is saved yet, and nothing of yours is lost.";
/// Button: lines that cannot be saved are left as they are.
pub const LEAVE_OUT: &str = "Leave them out";
pub const REFUSED: &str = "Nothing was saved, because of these:";
/// In an organization whose people come from an identity provider.
pub const IDENTITY_MANAGED: &str =
    "Who works in which project comes from this organization’s identity provider. Change it there.";

pub fn heading(project: &str) -> String {
    format!("Who works in {}", isolated(project))
}

pub fn archived(project: &str) -> String {
    format!("{} is archived. Restore it to change who works in it.", isolated(project))
}

/// Part of the document's title: "Members of Website".
pub fn title(project: &str) -> String {
    format!("{TITLE} of {}", isolated(project))
}

/// A filter's name; `total` is how many there are in the organization.
pub fn filter(filter: BelongingFilter, project: &str, total: i64) -> String {
    match filter {
        BelongingFilter::Everyone => format!("Everyone ({total})"),
        BelongingFilter::Inside => format!("In {}", isolated(project)),
        BelongingFilter::Outside => format!("Not in {}", isolated(project)),
    }
}

/// In the place of how many were found, while that is not known yet.
pub const SEARCHING: &str = "Searching…";

/// "3 of 128"
pub fn tally(count: i64, total: i64) -> String {
    format!("{count} of {total}")
}

/// How many were found, for screen readers.
pub fn tally_said(count: i64, total: i64) -> String {
    format!("{count} of {} found", plural::counted(total, "person", "people"))
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

/// What is not saved about somebody: "was agent", "new here", "Leaves, was agent".
pub fn was(before: Option<ProjectRole>, after: Option<ProjectRole>) -> String {
    match (before, after) {
        (Some(before), Some(_)) => format!("was {}", role_word(before)),
        (None, _) => "new here".to_owned(),
        (Some(before), None) => format!("Leaves, was {}", role_word(before)),
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

/// "Keep mine for both"
pub fn keep_mine(lines: usize) -> &'static str {
    if lines == 2 { "Keep mine for both" } else { "Keep mine for all" }
}

/// "Take Jonas’s for both"
pub fn take_theirs(by: Option<&str>, lines: usize) -> String {
    let whose = by.map_or_else(|| "theirs".to_owned(), |by| format!("{}’s", isolated(first_name(by))));
    if lines == 2 { format!("Take {whose} for both") } else { format!("Take {whose} for all") }
}

/// Name of the choice of a line: "Aiko Tanaka: was agent".
pub fn choice(person: &str, before: Option<ProjectRole>) -> String {
    match before {
        Some(before) => format!("{}: was {}", isolated(person), role_word(before)),
        None => format!("{}: was not in it", isolated(person)),
    }
}

/// That somebody else saved, before the time: "Jonas saved this list at ", with the address where another one is called alike.
pub fn saved_at(SavedMeanwhile { by, by_email, .. }: &SavedMeanwhile) -> String {
    let alike = by.as_deref().filter(|_| by_email.is_some());
    let who = alike.map_or_else(|| who(by.as_deref()), |by| told_apart(by, by_email.as_deref()));
    format!("{who} saved this list at ")
}

/// What those are called whose lines both changed: by the first name where no other of them has it, else by the whole name, and with
/// the address where that is another's, too (FIELD-23).
pub fn called(lines: &[ConflictingLine]) -> Vec<String> {
    let whole = Namesakes::among(lines.iter().map(|line| (line.name.as_str(), line.member)));
    let first = Namesakes::among(lines.iter().map(|line| (first_name(&line.name), line.member)));
    let name = |line: &ConflictingLine| {
        if whole.has(&line.name) {
            told_apart(&line.name, Some(&line.email))
        } else if first.has(first_name(&line.name)) {
            line.name.clone()
        } else {
            first_name(&line.name).to_owned()
        }
    };
    lines.iter().map(name).collect()
}

/// After that: "You both changed Aiko and Leo: choose for each. Your other two changes stand."
pub fn both_changed(meanwhile: &SavedMeanwhile, others: usize) -> String {
    let names = called(&meanwhile.lines);
    let names = if names.len() > 4 { format!("{} people", names.len()) } else { crate::text::listed(&names, "and") };
    let both = format!("You both changed {names}: choose for each.");
    match others {
        0 => both,
        1 => format!("{both} Your other change stands."),
        others => format!("{both} Your other {others} changes stand."),
    }
}

/// In the bar, when changes of before came back.
pub fn back(count: usize) -> String {
    plural::of(&count, "Your unsaved change is back".to_owned(), format!("Your {count} unsaved changes are back"))
}

/// In the bar: who is left.
pub fn left_to_decide(names: &[String]) -> String {
    match names {
        [one] => format!("{} is left to decide", isolated(one)),
        more => format!("{} people are left to decide", more.len()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-23, PR-3
    #[test]
    fn those_of_whom_one_chooses_are_told_apart() {
        let line = |number: u128, name: &str| ConflictingLine {
            member: format!("{number:032x}").parse().unwrap(),
            name: name.to_owned(),
            email: format!("{number}@x.example"),
            before: None,
            mine: Some(ProjectRole::Agent),
            theirs: Some(ProjectRole::Viewer),
        };
        let plain = |names: Vec<String>| names.join("; ").replace(['\u{2068}', '\u{2069}'], "");
        let lines = [line(1, "Aiko Tanaka"), line(2, "Leo Marchetti"), line(3, "Aiko Mori"), line(4, "AIKO TANAKA")];
        assert_eq!(plain(called(&lines[..2])), "Aiko; Leo");
        assert_eq!(plain(called(&lines[..3])), "Aiko Tanaka; Leo; Aiko Mori");
        assert_eq!(plain(called(&lines)), "Aiko Tanaka (1@x.example); Leo; Aiko Mori; AIKO TANAKA (4@x.example)");
    }
}
