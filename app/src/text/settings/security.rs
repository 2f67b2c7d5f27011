//! The page of the policies, and what is said where one of them is in the way (ST-6).

use domain::Policy;

use crate::{text::plural, ui::isolated};

/// Heading of a part.
pub const PROJECTS: &str = "Projects";
pub const PROJECTS_TEXT: &str = "For teams that keep work apart.";
/// Before the time, the name and the end of "On since 4 November, by Jonas."
pub const ON_SINCE: &str = "On since ";
pub const BY: &str = ", by ";
pub const END: &str = ".";
/// Leads to the members without a project.
pub const ADD_TO_PROJECT: &str = "Add them to a project";

/// Beside *Projects*, where an invitation is held back.
pub const PROJECT_NEEDED: &str =
    "Choose a project first: here an invitation needs one before it can be sent. As a draft it can wait.";
pub const KEEPS_ME_OUTSIDE: &str =
    "You belong to no project in use yourself, so you’d stay outside. Have somebody add you first.";

/// What the page of policies is for.
pub fn intro(organization: &str) -> String {
    format!("Rules for everybody in {}: each says whom it touches before you switch it on.", isolated(organization))
}

/// The label of a switch.
pub const fn title(policy: Policy) -> &'static str {
    match policy {
        Policy::InvitationsNeedProject => "An invitation needs a project",
        Policy::MembersNeedProject => "Members without a project stay outside",
    }
}

/// Below the name of a policy.
pub const fn about(policy: Policy) -> &'static str {
    match policy {
        Policy::InvitationsNeedProject => {
            "One for a member can’t be sent without. Owners, admins, billing and user admins need none."
        }
        Policy::MembersNeedProject => {
            "They can sign in, and read who can add them. Owners, admins, billing and user admins are never touched."
        }
    }
}

/// Which invitations would wait, were the policy on.
pub fn invitations_would(drafts: usize, sent: usize) -> String {
    match drafts {
        0 => format!("Every draft for a member has a project. {}", resending(sent, "could")),
        drafts => format!("Would hold back {} until it has one. {}", drafts_of(drafts), resending(sent, "could")),
    }
    .trim_end()
    .to_owned()
}

/// Which invitations will wait, once the policy is saved.
pub fn invitations_will(drafts: usize, sent: usize) -> String {
    match drafts {
        0 => format!("Saving holds back no draft: each for a member has a project. {}", resending(sent, "can")),
        drafts => format!("Saving holds back {} until it has one. {}", drafts_of(drafts), resending(sent, "can")),
    }
    .trim_end()
    .to_owned()
}

/// Which invitations wait while the policy is on.
pub fn invitations_wait(drafts: usize, sent: usize) -> String {
    let waiting = match drafts {
        0 => "No draft waits for a project.".to_owned(),
        1 => "1 draft is waiting for a project.".to_owned(),
        drafts => format!("{drafts} drafts are waiting for a project."),
    };
    format!("{waiting} {}", resending(sent, "can")).trim_end().to_owned()
}

fn drafts_of(count: usize) -> String {
    plural::counted(count, "draft without a project", "drafts without a project")
}

/// What becomes of those that are sent.
fn resending(sent: usize, can: &str) -> String {
    match sent {
        0 => String::new(),
        1 => format!("1 is sent without: its link stays good, and it {can} be sent again with a project only."),
        sent => {
            format!("{sent} are sent without: their links stay good, and they {can} be sent again with a project only.")
        }
    }
}

/// How many members would stay outside, were the policy on.
pub fn members_would(count: i64, of: i64) -> String {
    match count {
        0 => "Would close the door to nobody: everybody belongs to a project or needs none.".into(),
        count => format!("Would close the door to {}.", of_people(count, of)),
    }
}

/// How many members will stay outside, once the policy is saved.
pub fn members_will(count: i64, of: i64) -> String {
    match count {
        0 => "Saving closes the door to nobody: everybody belongs to a project or needs none.".into(),
        count => format!(
            "Saving closes the door to {} at their next click. Nobody is signed out, and nothing of theirs is lost.",
            of_people(count, of)
        ),
    }
}

/// How many members stay outside while the policy is on.
pub fn members_stay(count: i64) -> String {
    match count {
        0 => "Nobody stays outside.".into(),
        1 => "1 person stays outside.".into(),
        count => format!("{count} people stay outside."),
    }
}

/// "2 of 128 people"
fn of_people(count: i64, of: i64) -> String {
    let people = plural::of(&of, "person", "people");
    format!("{count} of {of} {people}")
}

/// What saving does that switches a policy off.
pub const fn going_off(policy: Policy) -> &'static str {
    match policy {
        Policy::InvitationsNeedProject => "Saving lets every invitation be sent, with a project or without.",
        Policy::MembersNeedProject => "Saving lets everybody in again who stays outside.",
    }
}

/// Where an identity provider says who belongs to which project.
pub const fn identity_managed(on: bool) -> &'static str {
    if on {
        "An identity provider says who belongs to which project here, and no invitation can add to one. So it holds none back."
    } else {
        "An identity provider says who belongs to which project here, and no invitation can add to one. So it can’t be switched on."
    }
}

/// "and 27 more"
pub fn and_more(count: usize) -> String {
    format!("and {count} more")
}
