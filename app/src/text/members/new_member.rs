//! The panel for a new member.

use domain::{EntryProblem, InviteOutcome, Role, limits};

pub const EMAIL: &str = "Email";
pub const EMAIL_HINT: &str = "Only this address can accept, within 7 days.";
/// Link beside the field for one address.
pub const PASTE: &str = "Paste many addresses";
/// Link beside the field for many addresses.
pub const JUST_ONE: &str = "Just one address";
pub const ROLE: &str = "Role";
/// Beside the projects, where none is sent without.
pub const PROJECT_NEEDED: &str = "A member needs one before the invitation can be sent. A draft can wait.";
pub const FIRST_NAME: &str = "First name";
pub const LAST_NAME: &str = "Last name";
pub const PERMISSIONS: &str = "Permissions";
/// Below [`PERMISSIONS`], where no script hides what does not count.
pub const PERMISSIONS_OF_MEMBERS: &str = "They count with the role member alone.";
pub const PROJECTS: &str = "Projects";
/// Below [`PROJECTS`], where no script hides what does not count.
pub const PROJECTS_OF_OTHERS: &str = "Owners and admins reach every project without being added.";
/// In place of a role in a project.
pub const NOT_IN_IT: &str = "Not in it";
/// Title of the panel over an invitation.
pub const EDIT_INVITATION: &str = "Edit invitation";
/// Below the address in the panel over an invitation.
pub const EMAIL_STAYS: &str = "An invitation is for one address. For another one, cancel this and invite anew.";
/// Below the address of one whose mail was refused for good.
pub const EMAIL_WAS_REFUSED: &str = "The mail server refused it for good. With another address this becomes a new invitation, and the link to this one dies.";
/// Button there, of an invitation that was sent.
pub const SEND_AGAIN: &str = "Save and send again";
/// Button there, of an invitation that was sent.
pub const SAVE: &str = "Save changes";
/// Below the form, of a draft.
pub const DRAFT_HINT: &str = "Nothing is sent until you send it.";
/// Below the form, of an invitation that was sent.
pub const SENT_HINT: &str = "Saved, it counts for the link that is out already. Sent again, it’s good for 7 more days.";
pub const SEND: &str = "Send invitation";
pub const DRAFT: &str = "Save as draft";
/// Heading of what became of the addresses.
pub const RESULTS: &str = "What became of them";
pub const DONE: &str = "Done";
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
        EntryProblem::Invisible => "Something invisible stands in that address. Type it anew instead of pasting it.",
        EntryProblem::Unclear => {
            "An address, and perhaps something more: put the address alone between < and >, as <mina@example.com>."
        }
        EntryProblem::NoAddress => "No email address in it",
    }
}
/// What became of one address or why it is none, and the role that its invitation got if that was another before.
pub fn outcome(outcome: InviteOutcome, why: Option<EntryProblem>, new_role: Option<Role>) -> String {
    if let Some(why) = why {
        return problem(why).to_owned();
    }
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
        InviteOutcome::NoSeat => "Not sent: no seat is free. It’s kept, to be sent once one is",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // IN-7, IN-8
    #[test]
    fn no_role_changes_without_a_word() {
        assert_eq!(
            outcome(InviteOutcome::Resent, None, Some(Role::Member)),
            "Invited already, sent a new link; the role is now member"
        );
    }
}
