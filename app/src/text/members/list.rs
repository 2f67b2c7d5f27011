//! The list.

use domain::{InviteOutcome, Role, limits};

use crate::ui::isolated;

/// What the table lists.
pub const CAPTION: &str = "Members and invitations";
/// Search field.
pub const SEARCH: &str = "Search members";
/// What may be typed there.
pub const SEARCH_FOR: &str = "Name or email";
/// Button beside it.
pub const FIND: &str = "Search";
/// Link, when nobody was found or somebody was.
pub const CLEAR_SEARCH: &str = "Clear search";
/// Head of a column.
pub const NAME: &str = "Name";
/// Head of a column.
pub const ROLE: &str = "Role";
/// Head of a column.
pub const JOINED: &str = "Joined";
/// Head of a column.
pub const LAST_ACTIVE: &str = "Last active";
/// Head of a column.
pub const STATE: &str = "State";
/// Head of a column, said only.
pub const ACTIONS: &str = "Actions";
/// The box in the head.
pub const SELECT_ALL: &str = "Select all on this page";
/// After one's own name.
pub const YOU: &str = "(you)";
/// State of a member.
pub const ACTIVE: &str = "Active";
/// State of an invitation.
pub const INVITED: &str = "Invited";
/// State of an invitation.
pub const EXPIRED: &str = "Expired";
/// State of an invitation whose sender may not give its role any more.
pub const UNBACKED: &str = "Needs resending";
/// State of an invitation.
pub const ASKED: &str = "Asked for a new one";
/// State of an invitation.
pub const DRAFT: &str = "Draft";
/// State of an invitation.
pub const DECLINED: &str = "Declined";
/// State of an invitation that is over.
pub const OVER: &str = "Over";
/// State of an invitation whose mail the mail server will not take.
pub const REFUSED: &str = "Not delivered";
/// State of an invitation whose mail waits for another try.
pub const QUEUED: &str = "Not sent yet";
/// State of an invitation whose mail is on its way to the mail server.
pub const SENDING: &str = "Being sent";
/// Below the address, before the time: the mail server has the mail.
pub const HANDED_OVER: &str = "handed to the mail server ";
/// Below the address, before the time of the next try.
pub const NEXT_TRY: &str = "next try at ";
/// Below the address, when the mail's link died before the mail server took it.
pub const DROPPED: &str = "Its link died before the mail server took the mail.";
/// Button beside a refusal.
pub const RESEND: &str = "Resend";
/// Button beside a refusal.
pub const COPY_LINK: &str = "Copy link";

/// Below the address: what the mail server said.
pub fn refused(reason: &str) -> String {
    format!("The mail server refused it: {reason}")
}
/// Fuller name of a button beside a refusal.
pub fn for_whom(button: &str, email: &str) -> String {
    format!("{button}: {email}")
}
/// Below the address of a draft.
pub const NOT_SENT: &str = "not sent yet";
/// Below the address, before the time.
pub const EXPIRED_AT: &str = "expired ";
/// Below the address, when whoever invited is gone.
pub const NO_NAME: &str = "No name yet";
/// Name of the bar that appears with a selection.
pub const SELECTION: &str = "Selection";
/// In that bar, where nothing can count.
pub const TICK: &str = "Tick the people who should lose access.";
/// Button there.
pub const CLEAR: &str = "Clear";
/// Button there, and entry of a row's menu.
pub const REVOKE_ACCESS: &str = "Revoke access";
/// Name of the links from page to page.
pub const PAGES: &str = "Pages";
/// The link to the page of members before this one.
pub const PREVIOUS: &str = "Previous";
/// The link to the page of members after this one.
pub const NEXT: &str = "Next";
/// When nobody else is in.
pub const ALONE: &str = "You’re alone in here so far";
/// Below it, for those who may invite.
pub const ALONE_INTRO: &str = "Invite the people who’ll answer. Everyone gets their own link, good for 7 days.";
/// Below it, for others.
pub const ALONE_READER: &str = "Owners and admins can invite more people.";
/// When the search found nobody.
pub const NOBODY: &str = "Nobody by that name";

/// Below [`NOBODY`].
pub fn nobody(find: &str) -> String {
    format!("No member’s name or email contains “{find}”.")
}
/// "3 selected"
pub fn selected(count: usize) -> String {
    format!("{count} selected")
}
/// "51 to 100 of 124"
pub fn page_of(page: i64, count: i64) -> String {
    let before = (page - 1) * limits::MEMBERS_PAGE;
    format!("{} to {} of {count}", before + 1, (before + limits::MEMBERS_PAGE).min(count))
}
/// Button of a row's menu, and the menu.
pub fn actions_for(name: &str) -> String {
    let name = isolated(name);
    format!("Actions for {name}")
}
/// Below the address: who invited.
pub fn from(inviter: &str) -> String {
    format!("From {}", isolated(crate::text::invitations::first_name(inviter)))
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

/// After revoking.
pub fn revoked(count: usize) -> String {
    match count {
        0 | 1 => "Access is revoked.".into(),
        count => format!("Access is revoked for {count} people."),
    }
}

fn sentence(outcome: InviteOutcome, count: usize) -> String {
    match (outcome, count) {
        (InviteOutcome::Invited, 1) => "The invitation is on its way, good for 7 days.".into(),
        (InviteOutcome::Invited, n) => format!("{n} invitations are on their way, good for 7 days."),
        (InviteOutcome::Drafted, 1) => "The draft is kept; send it from its menu.".into(),
        (InviteOutcome::Drafted, n) => format!("{n} drafts are kept; send them from their menus."),
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
