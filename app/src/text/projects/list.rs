//! The list of projects.

use domain::ProjectAction;

use crate::{text::plural, ui::isolated};

/// Document title, heading and entry of the navigation.
pub const TITLE: &str = "Projects";
pub const INTRO: &str = "Owners and admins reach every project; the numbers count everybody else.";
/// Link, title of the panel.
pub const NEW: &str = "New project";
/// What the table lists.
pub const CAPTION: &str = "Projects";
pub const PROJECT: &str = "Project";
pub const PEOPLE: &str = "People";
pub const MANAGERS: &str = "Managers";
pub const AGENTS: &str = "Agents";
pub const VIEWERS: &str = "Viewers";
pub const CREATED: &str = "Created";
/// Head of a column, said only.
pub const ACTIONS: &str = "Actions";
/// In the place of a count of managers.
pub const NO_MANAGER: &str = "None";
pub const MEMBERS: &str = "Members…";
pub const COPY_LINK: &str = "Copy link";
pub const RENAME: &str = "Rename";
pub const ARCHIVE: &str = "Archive…";
/// Button of the form in a row.
pub const SAVE: &str = "Save";
/// Link of the form in a row, of the panel and of the question.
pub const CANCEL: &str = "Cancel";
/// Beside [`CANCEL`]: the key that does the same.
pub const ESCAPE: &str = "Esc";
/// Field of the panel.
pub const NAME: &str = "Name";
pub const NAME_HINT: &str = "Its address follows from the name. Next you choose who works in it.";
/// Button of the panel.
pub const CREATE: &str = "Create project";
pub const DO_ARCHIVE: &str = "Archive";
/// Button of an archived project.
pub const RESTORE: &str = "Restore";
/// Button beside what was just done.
pub const UNDO: &str = "Undo";
/// Opens the list of archived projects.
pub const ARCHIVED: &str = "Archived";

/// What archiving changes: before the rest of the sentence.
pub const LEAVES: &str = "It leaves every sidebar";
pub const LEAVES_REST: &str = "and nobody works in it, owners and admins neither";
/// What archiving does where members need a project: before the rest of the sentence.
pub const STAY_OUTSIDE: &str = "Members of no other project";
pub const STAY_OUTSIDE_REST: &str = "stay outside until they are added to one, as Security asks";
/// What archiving keeps: before the rest of the sentence.
pub const STAYS: &str = "Everything stays";
pub const STAYS_REST: &str = "as it is: its address, the log, who belonged and as what";
/// Below what archiving changes.
pub const RESTORABLE: &str = "Restore it here at any time, with its people and address as they were.";

pub const ONE: &str = "One project is enough for most teams";
pub const ONE_INTRO: &str = "A second one keeps work and people apart: a shop and its repairs, say. Everybody you add to it gets a role of their own there.";

/// "Actions for Repairs"
pub fn actions_for(project: &str) -> String {
    format!("Actions for {}", isolated(project))
}

/// The path of a project below that of its organization.
pub fn address(slug: &str) -> String {
    format!("/projects/{slug}")
}

/// "Restore: Trade fair"
pub fn restore(project: &str) -> String {
    format!("{RESTORE}: {}", isolated(project))
}

/// Label of the field in a row.
pub fn name_of(project: &str) -> String {
    format!("Name of {}", isolated(project))
}

/// Below that field, before the address that the project has by now.
pub fn now(project: &str) -> String {
    format!("Now “{}”. Links to", isolated(project))
}

pub const LINKS_KEEP: &str = "keep working.";

/// "3 managers · 31 agents · 7 viewers", with a word for none of them.
pub fn mix(managers: i64, agents: i64, viewers: i64) -> String {
    let managers = match managers {
        0 => "no managers".to_owned(),
        managers => plural::counted(managers, "manager", "managers"),
    };
    format!(
        "{managers} · {} · {}",
        plural::counted(agents, "agent", "agents"),
        plural::counted(viewers, "viewer", "viewers")
    )
}

/// "41 people: 3 managers · 31 agents · 7 viewers"
pub fn people_mix(managers: i64, agents: i64, viewers: i64) -> String {
    match managers + agents + viewers {
        0 => "Nobody was added yet".to_owned(),
        count => format!("{}: {}", super::people(count), mix(managers, agents, viewers)),
    }
}

/// In a row's menu, in the place of *Archive*.
pub fn is_last(project: &str) -> String {
    format!("{} is the only project in use. Create another one to archive it.", isolated(project))
}

/// Title of the question.
pub fn archive(project: &str) -> String {
    format!("Archive {}?", isolated(project))
}

/// What archiving changes, after how many people there are: "no longer work in it: 1 manager, 6 agents, 3 viewers".
pub fn stop_working(managers: i64, agents: i64, viewers: i64) -> String {
    let parts = [(managers, "manager", "managers"), (agents, "agent", "agents"), (viewers, "viewer", "viewers")];
    let parts = parts.iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, many)| plural::counted(*count, one, many)).collect();
    let verb = plural::of(&(managers + agents + viewers), "no longer works in it", "no longer work in it");
    format!("{verb}: {}", parts.join(", "))
}

/// After archiving.
pub fn archived(project: &str) -> String {
    format!("{} is archived, with its people as they were.", isolated(project))
}

/// In its row, after this was done with it. That it is archived takes the row's place.
pub const fn done(action: ProjectAction) -> Option<&'static str> {
    match action {
        ProjectAction::Rename => Some("Renamed. Its old address leads here"),
        ProjectAction::Restore => Some(RESTORED),
        ProjectAction::Archive | ProjectAction::ChangeMembers => None,
    }
}

/// On the page of a project, once it is worked in again.
pub const RESTORED: &str = "Restored, with its people as they were";

/// In its row, after its link was copied.
pub const COPIED: &str = "Link copied";
/// In its row, before the link, where the browser keeps its clipboard to itself.
pub const COPY_YOURSELF: &str = "Copy this link yourself:";

/// What was done with a project, with its name.
pub fn of(project: &str, what: &str) -> String {
    format!("{}: {what}", isolated(project))
}

/// Before the time at which a project was archived.
pub const ARCHIVED_AT: &str = "Archived ";

/// After the time at which a project was archived: by whom, and how many people are in it.
pub fn archived_by(name: Option<&str>, people: i64) -> String {
    let people = super::people(people);
    name.map_or_else(|| format!(" · {people}"), |name| format!(" by {} · {people}", isolated(name)))
}

/// When I am in no project, and cannot see the list.
pub const NONE: &str = "You’re not in a project yet";

/// Below it: "Mina or Jonas can add you."
pub fn none(adders: &[String]) -> String {
    let who = if adders.is_empty() { "An owner or admin".to_owned() } else { crate::text::listed(adders, "or") };
    format!("{who} can add you to one. It appears here by itself, and everything else in here is open to you as it is.")
}

/// "4 projects"
pub fn projects(count: usize) -> String {
    plural::counted(count, "project", "projects")
}

/// "Undo: archive Repairs"
pub fn undo(project: &str) -> String {
    format!("{UNDO}: archive {}", isolated(project))
}
