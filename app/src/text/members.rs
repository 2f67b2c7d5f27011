//! The *Members* page, its panel and its review; and what came into the shell and the home page with them.

use domain::{EntryProblem, Grant, InviteOutcome, Permission, Role, limits};

use super::plural;
use crate::ui::isolated;

/// Document title, heading and entry of the navigation.
pub const TITLE: &str = "Members";
/// When no role was chosen.
pub const CHOOSE_ROLE: &str = "Choose a role.";
/// When no address was typed.
pub const NO_ADDRESS: &str = "Enter an address, or several.";
/// A text in which no address stands.
pub const NO_ADDRESS_IN_TEXT: &str = "There’s no email address in that. Addresses look like mina@example.com.";

/// Link and title of the panel.
pub const NEW_MEMBER: &str = "New member";

/// A permission's name, as it is shown beside roles and in refusals.
pub const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::DeleteOrganization => "Delete organization",
        Permission::ManageOwners => "Manage owners",
        Permission::ManageAdmins => "Manage admins",
        Permission::ManageMembers => "Manage members",
        Permission::ReadMembers => "Read members",
        Permission::ManageBilling => "Manage billing",
        Permission::ManageSettings => "Manage settings",
        Permission::ReadSettings => "Read settings",
        Permission::ReachEveryProject => "Reach every project",
        Permission::ManageProjects => "Manage projects",
        Permission::ManageProjectMembers => "Manage project members",
        Permission::ReadProjects => "Read projects",
        Permission::ReadAuditLog => "Read audit log",
    }
}

/// The name of what can be granted to a member, as it is shown beside its box.
pub const fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::ManageMembers => "Manage members",
        Grant::ManageBilling => "Manage billing",
        Grant::CreateProjects => "Create projects",
        Grant::ManageSettings => "Manage settings",
        Grant::ReadAuditLog => "Read audit log",
    }
}

/// What a role is, in a few words beside its name.
pub const fn about(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything, with you",
        Role::Admin => "All settings, all projects",
        Role::BillingAdmin => "Plan, seats and invoices",
        Role::UserAdmin => "Members and projects",
        Role::Member => "Projects they’re added to, no settings",
    }
}

/// "124 members"
pub fn count(members: i64) -> String {
    plural::counted(members, "member", "members")
}

/// "1 of 25"
pub fn found_of(found: i64, people: i64) -> String {
    format!("{found} of {people}")
}

/// "1 of 25 people found"
pub fn found_of_said(found: i64, people: i64) -> String {
    format!("{found} of {people} people found")
}

/// Said once a search is answered; of members and invitations.
pub fn found(people: i64) -> String {
    if people == 0 { "Nobody found".into() } else { format!("{} found", plural::counted(people, "person", "people")) }
}

/// The list.
pub mod list {
    use super::{InviteOutcome, Role, isolated, limits};

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
    /// One of them.
    pub const PREVIOUS: &str = "Previous";
    /// One of them.
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
        let sentences =
            counts.iter().filter(|(_, count)| *count > 0).map(|(outcome, count)| sentence(*outcome, *count));
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
}

/// What a row's menu does, and what is said when it is done.
pub mod row_actions {
    use super::isolated;

    /// Entry.
    pub const SEND: &str = "Send invitation";
    /// Entry.
    pub const RESEND: &str = "Resend invitation";
    /// Entry.
    pub const COPY_LINK: &str = "Copy link";
    /// Entry.
    pub const CANCEL: &str = "Cancel invitation";
    /// Button of the form for the role.
    pub const SAVE: &str = "Save changes";
    /// Title of the dialog.
    pub const LINK: &str = "Link to hand over";
    /// Field in it.
    pub const LINK_FIELD: &str = "Invitation link";
    /// Said once it is in the clipboard.
    pub const COPIED: &str = "Copied.";
    /// Said where the browser does not let us.
    pub const COPY_YOURSELF: &str = "Your browser keeps its clipboard to itself: select the link and copy it.";
    /// Button of the dialog.
    pub const DONE: &str = "Done";

    /// Select in a member's menu.
    pub fn role_of(name: &str) -> String {
        let name = isolated(name);
        format!("Role of {name}")
    }
    /// What the link can do.
    pub fn link_about(email: &str) -> String {
        let email = isolated(email);
        format!("Only {email} can use it: they sign in, or sign up and confirm that address.")
    }
    /// Said when it is on its way.
    pub fn sent(email: &str) -> String {
        let email = isolated(email);
        format!("The invitation for {email} is on its way, good for 7 days.")
    }
    /// Said when it is taken back.
    pub fn cancelled(email: &str) -> String {
        let email = isolated(email);
        format!("The invitation for {email} is cancelled. Its link says so.")
    }
    /// Said when the role is another.
    pub fn role_changed(name: &str, role: &str) -> String {
        let name = isolated(name);
        format!("{name} is now {}.", role.to_lowercase())
    }
}

/// The panel for a new member.
pub mod new {
    use super::{EntryProblem, InviteOutcome, Role, limits};

    /// Field.
    pub const EMAIL: &str = "Email";
    /// Below it.
    pub const EMAIL_HINT: &str = "Only this address can accept, within 7 days.";
    /// Link beside it.
    pub const PASTE: &str = "Paste many addresses";
    /// Link beside it, back.
    pub const JUST_ONE: &str = "Just one address";
    /// Legend.
    pub const ROLE: &str = "Role";
    /// Button.
    pub const SEND: &str = "Send invitation";
    /// Button.
    pub const DRAFT: &str = "Save as draft";
    /// Heading of what became of the addresses.
    pub const RESULTS: &str = "What became of them";
    /// Button below them.
    pub const DONE: &str = "Done";
    /// Button below them.
    pub const MORE: &str = "Invite others";

    /// Below the field for many.
    pub fn many_hint() -> String {
        format!(
            "One a line, or with commas between; {} at once. Each gets their own link, good for 7 days.",
            limits::INVITED_AT_ONCE
        )
    }
    /// Why a line is no address, and what helps.
    pub const fn problem(problem: EntryProblem) -> &'static str {
        match problem {
            EntryProblem::Shape => "Not an address: check its spelling",
            EntryProblem::Invisible => {
                "Something invisible stands in that address. Type it anew instead of pasting it."
            }
            EntryProblem::Unclear => {
                "An address, and perhaps something more: put the address alone between < and >, as <mina@example.com>."
            }
        }
    }
    /// What became of one address, and the role that its invitation got if that was another before.
    pub fn outcome(outcome: InviteOutcome, new_role: Option<Role>) -> String {
        let role = |role| format!("; the role is now {}", crate::text::role(role).to_lowercase());
        format!("{}{}", became(outcome), new_role.map(role).unwrap_or_default())
    }

    const fn became(outcome: InviteOutcome) -> &'static str {
        match outcome {
            InviteOutcome::Invited => "Invited",
            InviteOutcome::Drafted => "Kept as a draft",
            InviteOutcome::Member => "A member already",
            InviteOutcome::Resent => "Invited already, sent a new link",
            InviteOutcome::Kept => "Invited already, left as it is",
            InviteOutcome::NotValid => "Not an address: check its spelling",
            InviteOutcome::LimitReached => "Not sent: a limit is reached. Try again later.",
        }
    }
}

/// The review before access is revoked.
pub mod review {
    use super::{Permission, isolated, permission, plural};

    /// Document title, and heading when nobody is left.
    pub const TITLE: &str = "Revoke access";
    /// When nobody is left to revoke.
    pub const NOBODY: &str = "Nobody on this list loses access. Choose people among the members first.";
    /// When everybody who was chosen is gone meanwhile.
    pub const GONE: &str =
        "Nobody is left to revoke: they left, joined or were taken off meanwhile. Look at the members again.";
    /// Link then.
    pub const BACK: &str = "Go to members";
    /// When only invitations were chosen.
    pub fn only_invitations(count: usize) -> &'static str {
        plural::of(
            &count,
            "Its link stops working at once. You can invite the same address again.",
            "Their links stop working at once. You can invite the same addresses again.",
        )
    }
    /// What happens to a member.
    pub const REMOVED: &str = "Loses access with the next click";
    /// What happens to an invitation.
    pub const CANCELLED: &str = "The invitation is cancelled. Its link will say so.";
    /// Why oneself is not included.
    pub const ME: &str = "Not included: you can’t revoke your own access. ";
    /// Link after it.
    pub const LEAVE: &str = "Leave organization";
    /// After the link.
    pub const ME_REST: &str = " instead.";
    /// Button.
    pub const KEEP: &str = "Keep";
    /// Before the buttons.
    pub const AT_ONCE: &str = "Takes effect at once. To take it back, you invite them again.";
    /// Link.
    pub const CANCEL: &str = "Cancel";
    /// Button.
    pub const REVOKE: &str = "Revoke";

    /// Heading.
    pub fn heading(names: &[String]) -> String {
        match names {
            [] => TITLE.into(),
            [one] => format!("Revoke access for {}?", isolated(one)),
            several => format!("Revoke access for {} people?", several.len()),
        }
    }
    /// Below it.
    pub fn intro(organization: &str, alone: bool) -> String {
        if alone {
            format!(
                "They lose {organization} with their next click. Their account and other organizations stay as they are."
            )
        } else {
            format!(
                "They lose {organization} with their next click. Their accounts and other organizations stay as they are."
            )
        }
    }
    /// Line of an invitation.
    pub fn invitation_as(role: &str) -> String {
        format!("Invitation as {}", role.to_lowercase())
    }
    /// Why somebody is not included.
    pub fn not_mine(needed: Permission) -> String {
        format!("Not included: that takes {}.", permission(needed))
    }
    /// Fuller name of [`KEEP`].
    pub fn keep(name: &str) -> String {
        let name = isolated(name);
        format!("{KEEP} {name}")
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
            list::outcomes(&counts, None),
            "2 invitations are on their way, good for 7 days. One is a member already. 3 are no addresses, and were left \
             out."
        );
    }

    // IN-7, IN-8
    #[test]
    fn no_role_changes_without_a_word() {
        let one = [(InviteOutcome::Resent, 1)];
        let sent = "One was invited already, and was sent a new link.";
        assert_eq!(list::outcomes(&one, Some(Role::Member)), format!("{sent} The role is now member."));
        let many = [(InviteOutcome::Invited, 1), (InviteOutcome::Resent, 1)];
        let ends = "Where an invitation had another role, it is now member.";
        assert!(list::outcomes(&many, Some(Role::Member)).ends_with(ends));
        assert_eq!(
            new::outcome(InviteOutcome::Resent, Some(Role::Member)),
            "Invited already, sent a new link; the role is now member"
        );
    }
}
