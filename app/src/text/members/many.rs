//! What is done with many members at once: one role for all, adding them to a project; and what those pages have in common with
//! the one that revokes access.

use domain::{Grants, MembersChange, Role};

use super::list::several;
use crate::{
    text::{a_role, plural, projects, role as role_name},
    ui::isolated,
};

/// Somebody of whom nothing is known.
pub const SOMEBODY: &str = "Somebody";
/// So many are named in a refusal.
pub const NAMED: usize = 3;

/// Document title, and heading where no role is chosen yet or nobody is left.
pub const CHANGE_ROLES: &str = "Change roles";
/// When nobody of those who were chosen is left.
pub const NOBODY: &str = "Nobody on this list gets another role. Choose people among the members first.";
pub const NOBODY_ADDED: &str = "Nobody on this list can be added to a project. Choose people among the members first.";
/// Link then.
pub const BACK: &str = "Go to members";
pub const ROLE_INTRO: &str = "Takes effect with their next click, and they’re told by mail.";
pub const OWNER_INTRO: &str = "Owners can do everything, also delete the organization and remove other owners. It takes effect with their next click.";
/// Before the buttons.
const UNDO: &str = "You can undo this for 10 minutes.";
pub const CANCEL: &str = "Cancel";
/// Buttons that take somebody off the list: where access is revoked they keep it, elsewhere nothing is done with them.
pub const KEEP: &str = "Keep";
pub const LEAVE_OUT: &str = "Leave out";
pub const CHANGE_ROLE: &str = "Change role";
/// Document title, and heading where nobody is left.
pub const ADD_TO_PROJECT: &str = "Add to project";
pub const ADD_INTRO: &str = "Whoever is in the project already keeps their role there.";
pub const ADD: &str = "Add";
/// Fields.
pub const PROJECT: &str = "Project";
pub const ROLE_IN_PROJECT: &str = "Role in the project";
/// Name of the list of what can be undone.
pub const RECENTLY_CHANGED: &str = "Recently changed";
/// Said once it is undone.
pub const UNDONE: &str = "Undone: all of them are as before.";
/// Said once something is undone that was done with so many.
pub fn undone(count: usize) -> &'static str {
    plural::of(&count, "Undone: they are as before.", UNDONE)
}
/// In the line of somebody who has the role already.
pub const HAS_IT: &str = "Has this role already.";

/// Heading, once the role is chosen.
pub fn heading(names: &[String], role: Option<Role>) -> String {
    match (names, role) {
        ([], _) => CHANGE_ROLES.into(),
        ([one], Some(role)) => format!("Make {} {}?", isolated(one), a_role(role)),
        (several, Some(role)) => format!("Make {} people {}?", several.len(), role_plural(role)),
        ([one], None) => format!("Change the role of {}", isolated(one)),
        (several, None) => format!("Change the role of {} people", several.len()),
    }
}
/// "admins"
const fn role_plural(role: Role) -> &'static str {
    match role {
        Role::Owner => "owners",
        Role::Admin => "admins",
        Role::BillingAdmin => "billing admins",
        Role::UserAdmin => "user admins",
        Role::Member => "members",
    }
}
/// Before the buttons, where so many are given a role: what is done with one alone stands in their row, and not in the list of
/// what can be undone.
pub fn undo_of_role(count: usize) -> Option<&'static str> {
    (count > 1).then_some(UNDO)
}
/// Before the buttons, where so many are added to a project.
pub fn undo_of_adding(count: usize) -> Option<&'static str> {
    (count > 0).then_some(UNDO)
}
/// The role that somebody will have, and the one that they have.
pub fn from_to(before: Role, after: Role) -> String {
    format!("{}, was {}", role_name(after), role_name(before))
}
/// What goes with the role that they have.
pub fn loses(grants: Grants) -> String {
    format!("Loses what was granted beside it: {}.", super::grants(grants))
}
/// Heading of the other form.
pub fn add_heading(names: &[String]) -> String {
    match names {
        [] => ADD_TO_PROJECT.into(),
        [one] => format!("Add {} to a project", isolated(one)),
        several => format!("Add {} people to a project", several.len()),
    }
}
/// In the line of somebody who is in the project.
pub fn in_it_already(role: domain::ProjectRole) -> String {
    format!("In it already, as {}.", projects::project_role(role).to_lowercase())
}
/// Fuller name of [`KEEP`] or [`LEAVE_OUT`].
pub fn off(word: &str, name: &str) -> String {
    format!("{word} {}", isolated(name))
}
/// In the list, what was done; when stands behind it. `project` is what the project is called, where it is about one.
pub fn was_done(change: &MembersChange, project: &str, names: &[String]) -> String {
    let people = several(names);
    match change {
        MembersChange::Role { role } => format!("Role changed to {} for {people},", role_name(*role)),
        MembersChange::Project { role, .. } => {
            let (project, role) = (isolated(project), projects::project_role(*role).to_lowercase());
            format!("Added to {project} as {role}: {people},")
        }
    }
}
/// Fuller name of the button that undoes it.
pub fn undo(change: &MembersChange, project: &str, names: &[String]) -> String {
    let people = several(names);
    match change {
        MembersChange::Role { .. } => format!("Undo: the role of {people}"),
        MembersChange::Project { .. } => format!("Undo: adding {people} to {}", isolated(project)),
    }
}
/// Said once the role of so many is another.
pub fn changed(count: usize, role: Role) -> String {
    plural::of(
        &count,
        format!("One person is {} now.", a_role(role)),
        format!("{count} people are {} now.", role_plural(role)),
    )
}

/// Said once so many are added to a project.
pub fn added(count: usize) -> String {
    plural::of(
        &count,
        "One person is added to the project.".to_owned(),
        format!("{count} people are added to the project."),
    )
}
/// Said where all who were to be added to a project were in it.
pub const NOBODY_WAS_ADDED: &str = "Nobody was added: all of them were in the project already.";

#[cfg(test)]
mod tests {
    use domain::{MemberProblem, RefusedMember};

    use super::{super::refused_members, *};

    // TR-6: whoever is in the way is named with the reason.
    #[test]
    fn a_refusal_names_who_is_in_the_way() {
        let refused =
            |name: Option<&str>, problem| RefusedMember { member: uuid_of(7), name: name.map(str::to_owned), problem };
        let one = [refused(None, MemberProblem::NotAMember)];
        assert_eq!(refused_members(&one), "Nothing was changed. Somebody: Not in the organization, or not any more.");
        let many: Vec<RefusedMember> = (0..5).map(|_| refused(None, MemberProblem::Twice)).collect();
        assert!(refused_members(&many).ends_with("Somebody: Named twice. And 2 others."));
        assert_eq!(heading(&["Ada".to_owned(), "Bo".to_owned()], Some(Role::Owner)), "Make 2 people owners?");
        assert_eq!(changed(1, Role::Admin), "One person is an admin now.");
    }

    fn uuid_of(number: u128) -> domain::AccountId {
        format!("{number:032x}").parse().unwrap()
    }
}
