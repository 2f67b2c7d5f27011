//! The list.

use domain::{Grant, InviteOutcome, MemberState, PermissionSummary, Role};

use crate::{text::plural, ui::isolated};

/// What the table lists.
pub const CAPTION: &str = "Members";
/// Name of the links to the lists of members and of invitations.
pub const VIEWS: &str = "Lists";
/// Link to the list as a file.
pub const CSV: &str = "CSV";
/// On a phone, the button of the menu with *Who can do what* and the file.
pub const MORE: &str = "More: who can do what, CSV";
/// Search field of the list of invitations.
pub const SEARCH_INVITED: &str = "Search invitations";
/// Link: no search and no filter.
pub const CLEAR_ALL: &str = "Clear all";
pub const PROJECT: &str = "Project";
pub const PERMISSION: &str = "Permission";
/// Filter that is not set, and the way out of one that is.
pub const ANY_ROLE: &str = "Any role";
pub const ANY_STATE: &str = "Any state";
pub const ANY_PROJECT: &str = "Any project";
pub const ANY_PERMISSION: &str = "Any permission";
pub const PERMISSIONS: &str = "Permissions";
pub const PROJECTS: &str = "Projects";
/// Projects of somebody who reaches them all.
pub const EVERY_PROJECT: &str = "Every project";
/// Projects of somebody who reaches none, and permissions of a member to whom nothing is granted.
pub const NO_PROJECT: &str = "None";
/// State of a member who reaches no project.
pub const WITHOUT_PROJECT: &str = "No project";
pub const UNDO: &str = "Undo";
/// Name of the list of what can be undone.
pub const RECENTLY_REVOKED: &str = "Recently revoked";
/// Search field.
pub const SEARCH: &str = "Search members";
/// What may be typed into the field that searches members.
pub const SEARCH_FOR: &str = "Name or email";
pub const FIND: &str = "Search";
pub const NAME: &str = "Name";
/// Head of a column of the file.
pub const EMAIL: &str = "Email";
pub const ROLE: &str = "Role";
pub const JOINED: &str = "Joined";
pub const LAST_ACTIVE: &str = "Last active";
/// Below *Last active*, of those who are at work with a page open.
pub const NOW: &str = "Now";
pub const STATE: &str = "State";
/// Head of a column, said only.
pub const ACTIONS: &str = "Actions";
/// The box in the head.
pub const SELECT_ALL: &str = "Select all on this page";
/// After one's own name.
pub const YOU: &str = "(you)";
/// Badge of whom the operator named.
pub const SUPPORT_CONTACT: &str = "Support contact";
/// State of a member.
pub const ACTIVE: &str = "Active";
pub const INVITED: &str = "Invited";

/// Fuller name of a button of a row.
pub fn for_whom(button: &str, email: &str) -> String {
    format!("{button}: {email}")
}
/// Name of the bar that appears with a selection.
pub const SELECTION: &str = "Selection";
/// In the bar of a selection, where nothing can count.
pub const TICK: &str = "Tick people to change their role, add them to a project or revoke their access.";
/// In the bar of a selection of invitations, where nothing can count.
pub const TICK_INVITED: &str = "Tick invitations to revoke them.";
/// Button of the bar of a selection: nobody is ticked any more.
pub const CLEAR: &str = "Clear";
/// Button of the bar of a selection, and entry of a row's menu.
pub const REVOKE_ACCESS: &str = "Revoke access";
/// After the words of a button: a page follows that asks. No part of its name.
pub const ASKS: &str = "…";
/// Name of the links from page to page.
pub const PAGES: &str = "Pages";
/// The link to the page of members before this one.
pub const PREVIOUS: &str = "Previous";
/// The link to the page of members after this one.
pub const NEXT: &str = "Next";
/// When nobody else is in.
pub const ALONE: &str = "You’re alone in here so far";
/// Below [`ALONE`], for those who may invite.
pub const ALONE_INTRO: &str = "Invite the people who’ll answer. Everyone gets their own link, good for 7 days.";
/// Below [`ALONE`], for those who may not invite.
pub const ALONE_READER: &str = "Owners and admins can invite more people.";
pub const NOBODY: &str = "Nobody here";
/// Below [`NOBODY`], when a filter found nobody.
pub const NOBODY_FILTERED: &str = "No one fits all of these filters.";
/// Below [`NOBODY`], when nobody is invited.
pub const NOBODY_INVITED: &str = "No invitation is waiting. People you invite stand here until they join.";

/// Below [`NOBODY`].
pub fn nobody(find: &str) -> String {
    format!("No member’s name or email contains “{find}”.")
}
/// Where filters leave out some of those who are found.
pub fn nobody_among(find: &str) -> String {
    format!("No one who fits the filters is found by “{find}”.")
}
/// Where the search finds no invitation.
pub fn nobody_invited(find: &str) -> String {
    format!("No invitation’s address contains “{find}”.")
}
/// "12 selected, 5 on this page"
pub fn selected(count: usize, here: usize) -> String {
    if count == here { format!("{count} selected") } else { format!("{count} selected, {here} on this page") }
}
/// Button beside how many are selected, which shows who they are.
pub const SHOW: &str = "Show";
/// "12 people selected": title of what it shows.
pub fn people_selected(count: usize) -> String {
    format!("{} selected", plural::counted(count, "person", "people"))
}
/// Button beside somebody among those who are selected.
pub const UNTICK: &str = "Untick";
/// Fuller name of [`UNTICK`].
pub fn untick(name: &str) -> String {
    format!("{UNTICK} {}", isolated(name))
}
/// Button of the bar of a selection: everybody whom the filter finds.
pub fn select_found(found: i64, limit: i64) -> String {
    if found > limit { format!("Select the first {limit} of {found}") } else { format!("Select all {found}") }
}
/// In the bar of a selection, when more are ticked than can be dealt with at once.
pub fn too_many(limit: i64) -> String {
    format!("{limit} at most at once.")
}
/// "51 to 100 of 124"
pub fn rows_of(before: i64, shown: i64, found: i64) -> String {
    format!("{} to {} of {found}", before + 1, before + shown)
}
/// A member's state.
pub const fn state(state: MemberState) -> &'static str {
    match state {
        MemberState::Active => ACTIVE,
        MemberState::NoProject => WITHOUT_PROJECT,
    }
}
/// What somebody may do beside their role.
pub fn permissions(permissions: PermissionSummary) -> String {
    match permissions {
        PermissionSummary::None => NO_PROJECT.to_owned(),
        PermissionSummary::Some(granted) => format!("{granted} of {}", Grant::ALL.len()),
        PermissionSummary::All => "All".to_owned(),
        PermissionSummary::ByRole => "By role".to_owned(),
    }
}
/// In a member's row, once their role was changed.
pub fn role_answer(now: &str, was: &str) -> String {
    format!("Role changed to {now}, was {was}")
}
/// Below the list: what the search finds among the invitations.
pub fn also_invited(find: &str, count: usize) -> String {
    let invitations = plural::of(&count, "one invitation".to_owned(), format!("{count} invitations"));
    format!("“{find}” also matches {invitations}.")
}
/// Link after what the search finds among the invitations.
pub const fn show_invited(count: usize) -> &'static str {
    if count == 1 { "Show it" } else { "Show them" }
}
/// "Mina, Priya and 3 others"
pub fn several(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| isolated(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} others", rest.len()),
    }
}
/// Whose access was revoked, and by whom if it was somebody else; when stands behind it.
pub fn was_revoked(names: &[String], by: Option<&str>) -> String {
    let by = by.map(|name| format!(" by {}", isolated(name))).unwrap_or_default();
    format!("Access revoked for {}{by},", several(names))
}
/// Fuller name of [`UNDO`].
pub fn undo_revoking(names: &[String]) -> String {
    format!("{UNDO}: revoking access for {}", several(names))
}
/// Said once those whose access was revoked are back.
pub fn restored(names: &[String]) -> String {
    plural::of(
        &names.len(),
        format!("{} is back, as before.", several(names)),
        format!("{} are back, as before.", several(names)),
    )
}
/// Said once so many are back whose access was revoked, where their names are not known.
pub fn restored_so_many(count: usize) -> String {
    plural::of(&count, "One person is back, as before.".to_owned(), format!("{count} people are back, as before."))
}
/// Said of an invitation once it is taken back, and of one that was declined once it is off the list.
pub const CANCELLED: &str = "The invitation is cancelled. Its link says so.";
pub const DISMISSED: &str = "The declined invitation is off the list.";
/// Said of an invitation whose mail is tried at once.
pub const TRIED: &str = "The mail is tried now.";
/// Button of the bar of a selection, which opens a menu of roles.
pub const CHANGE_ROLE: &str = "Role";
/// Button of the bar of a selection.
pub const ADD_TO_PROJECT: &str = "Add to project";
/// Name of a row's menu, and of the button that opens it.
pub fn actions_for(name: &str) -> String {
    let name = isolated(name);
    format!("Actions for {name}")
}
/// What became of addresses: one sentence a kind, in the order of the kinds; then the role that invitations got which
/// had another one before.
pub fn outcomes(counts: &[(InviteOutcome, usize)], new_role: Option<Role>) -> String {
    let sentences = counts.iter().filter(|(_, count)| *count > 0).map(|(outcome, count)| sentence(*outcome, *count));
    let invited: usize = counts.iter().map(|(_, count)| count).sum();
    let new_role = new_role.map(|role| {
        let role = crate::text::role(role).to_lowercase();
        if invited == 1 {
            format!("The role is now {role}.")
        } else {
            format!("Where an invitation had another role, it is now {role}.")
        }
    });
    sentences.chain(new_role).collect::<Vec<_>>().join(" ")
}

/// After revoking: for how many access is revoked, and how many of those who were chosen had none any more.
pub fn revoked(count: usize, already: usize) -> String {
    let revoked = match count {
        0 | 1 => "Access is revoked.".to_owned(),
        count => format!("Access is revoked for {count} people."),
    };
    match (count, already) {
        (_, 0) => revoked,
        (0, 1) => "Nothing was left to revoke: that access had ended already.".into(),
        (0, already) => format!("Nothing was left to revoke: all {already} had lost their access already."),
        (_, 1) => format!("{revoked} One more had lost it already."),
        (_, already) => format!("{revoked} {already} more had lost it already."),
    }
}

fn sentence(outcome: InviteOutcome, count: usize) -> String {
    match (outcome, count) {
        (InviteOutcome::Invited, 1) => "The invitation is on its way, good for 7 days.".into(),
        (InviteOutcome::Invited, n) => format!("{n} invitations are on their way, good for 7 days."),
        (InviteOutcome::Drafted, 1) => "The draft is kept; send it from its line.".into(),
        (InviteOutcome::Drafted, n) => format!("{n} drafts are kept; send them from their lines."),
        (InviteOutcome::Member, 1) => "One is a member already.".into(),
        (InviteOutcome::Member, n) => format!("{n} are members already."),
        (InviteOutcome::Resent, 1) => "One was invited already, and was sent a new link.".into(),
        (InviteOutcome::Resent, n) => format!("{n} were invited already, and were sent new links."),
        (InviteOutcome::Kept, 1) => "One was invited already, and that stays as it is.".into(),
        (InviteOutcome::Kept, n) => format!("{n} were invited already, and that stays as it is."),
        (InviteOutcome::NotValid, 1) => "One is no address, and was left out.".into(),
        (InviteOutcome::NotValid, n) => format!("{n} are no addresses, and were left out."),
        (InviteOutcome::LimitReached, 1) => "One was left out: a limit is reached.".into(),
        (InviteOutcome::LimitReached, n) => format!("{n} were left out: a limit is reached."),
        (InviteOutcome::NoSeat, 1) => "One was not sent, as no seat is free, and is kept to be sent later.".into(),
        (InviteOutcome::NoSeat, n) => format!("{n} were not sent, as no seat is free, and are kept to be sent later."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // IN-8
    #[test]
    fn what_became_of_addresses_is_told_by_kind() {
        let counts = [
            (InviteOutcome::Invited, 2),
            (InviteOutcome::Drafted, 0),
            (InviteOutcome::Member, 1),
            (InviteOutcome::NotValid, 3),
        ];
        assert_eq!(
            outcomes(&counts, None),
            "2 invitations are on their way, good for 7 days. One is a member already. 3 are no addresses, and were left \
             out."
        );
    }

    // IN-7, IN-8
    #[test]
    fn no_role_changes_without_a_word() {
        let one = [(InviteOutcome::Resent, 1)];
        let sent = "One was invited already, and was sent a new link.";
        assert_eq!(outcomes(&one, Some(Role::Member)), format!("{sent} The role is now member."));
        let many = [(InviteOutcome::Invited, 1), (InviteOutcome::Resent, 1)];
        let ends = "Where an invitation had another role, it is now member.";
        assert!(outcomes(&many, Some(Role::Member)).ends_with(ends));
    }
}
