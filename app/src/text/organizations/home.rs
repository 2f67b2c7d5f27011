//! Words of an organization's home page.

use chrono::{DateTime, Utc};
use domain::{Availability, AvailabilityTally, DeliveryState, FirstStep, InvitationStanding, Role};

use crate::{
    text::{a_role, availability, invitations, members::invited, plural, role as role_name},
    ui::isolated,
};

/// Document title and top bar.
pub const TITLE: &str = "Home";
/// Name of what stands beside.
pub const GLANCE: &str = "At a glance";
/// Headings.
pub const TEAM: &str = "Team";
pub const LATEST: &str = "Latest";
pub const WAITING: &str = "Waiting for you";
pub const OPEN_INVITATIONS: &str = "Open invitations";
pub const PROJECT: &str = "Your project";

/// Said once the organization is brought back that was deleted.
pub const RESTORED: &str = "It’s back: everybody in it is in again, and all is as it was.";

/// Ways to the rest of a list.
pub const SEE_ALL: &str = "See all";
pub const ALL_MEMBERS: &str = "Members";

/// The first steps.
pub const HIDE: &str = "Hide these";
pub const SHOW: &str = "Show them";
/// Before the heading of a step that is done, for screen readers.
pub const DONE: &str = "Done: ";
pub const EMAILS: &str = "Email addresses";
pub const EMAILS_LIKE: &str = "priya@example.com, jonas@…";
pub const ROLE: &str = "Role";
pub const SEND: &str = "Send invitation";
pub const INVITE_MORE: &str = "Invite more";
pub const PROJECT_NAME: &str = "Project name";
pub const RENAME: &str = "Rename";
/// Below it, where the project is called so already.
pub const SAME_NAME: &str = "That is its name already, and it stays so. Type another one to rename it.";
pub const OWNER_EMAIL: &str = "Email of the second owner";
pub const OWNER_LIKE: &str = "jonas@example.com";
pub const INVITE_OWNER: &str = "Invite as owner";

/// Buttons of what waits.
pub const SEND_NEW_LINK: &str = "Send new link";
pub const OPEN: &str = "Open";
pub const ADD_TO_PROJECT: &str = "Add to project…";

/// Before the time at which somebody joined who is in no project.
pub const JOINED: &str = "In no project yet. Joined ";

/// The heading: a new organization says that it is ready.
pub fn heading(organization: &str, is_new: bool) -> String {
    let organization = isolated(organization);
    if is_new { format!("{organization} is ready") } else { organization }
}

/// The reader's role, and how many others are here.
pub fn intro(role: Role, members: i64) -> String {
    let role = a_role(role);
    match members {
        1 => format!("You’re {role}, and alone in here so far."),
        2 => format!("You’re {role}, with one other person."),
        others => format!("You’re {role}, one of {others} people."),
    }
}

/// Behind it: how many of the first steps are left, of how many.
pub fn left(left: usize, all: usize) -> String {
    match left {
        1 => "One thing is left to do.".to_owned(),
        left if left == all => format!("{} things are worth doing today.", in_words(left)),
        left => format!("{} things are left to do today.", in_words(left)),
    }
}

/// A small number at the beginning of a sentence.
fn in_words(count: usize) -> String {
    match count {
        2 => "Two".to_owned(),
        3 => "Three".to_owned(),
        count => count.to_string(),
    }
}

/// Behind it: how many invitations are open.
pub fn open_invitations(count: i64) -> String {
    plural::of(&count, "One invitation is open.".to_owned(), format!("{count} invitations are open."))
}

/// How many of the first steps are done.
pub fn progress(done: usize, all: usize) -> String {
    format!("{done} of {all} done")
}

/// In their place, where they are hidden.
pub fn hidden(left: usize) -> String {
    plural::of(&left, "One first step is hidden.".to_owned(), format!("{left} first steps are hidden."))
}

/// Heading of a step that is to be done.
pub const fn step(step: FirstStep) -> &'static str {
    match step {
        FirstStep::InvitePeople => "Invite the people who’ll answer",
        FirstStep::NameProject => "Name your first project",
        FirstStep::SecondOwner => "Have a second owner",
    }
}

/// Why it is worth doing, below its heading.
pub const fn about(step: FirstStep) -> &'static str {
    match step {
        FirstStep::InvitePeople => {
            "Paste as many addresses as you like. Everyone gets their own link, good for 7 days."
        }
        FirstStep::NameProject => "A project holds what a team works on. You have one; most teams never need a second.",
        FirstStep::SecondOwner => {
            "If you lose your account, nobody else can delete or hand over this organization. Done when one has joined."
        }
    }
}

/// Heading of a step that is done. The project is the only one that there is.
pub fn done(step: FirstStep, project: Option<&str>) -> String {
    match (step, project) {
        (FirstStep::InvitePeople, _) => "Your first people are invited".to_owned(),
        (FirstStep::NameProject, Some(project)) => format!("Your first project is called {}", isolated(project)),
        (FirstStep::NameProject, None) => "Your projects have names".to_owned(),
        (FirstStep::SecondOwner, _) => "There is a second owner".to_owned(),
    }
}

/// What an invitation waits for, as a sentence that ends before the time.
pub const fn waits(standing: InvitationStanding) -> &'static str {
    match standing {
        InvitationStanding::Asked => "Asked for a new link ",
        InvitationStanding::SeatFree => "Found no seat free; one is by now. Tried ",
        InvitationStanding::NoSeat => "Wants in, and no seat is free. Tried ",
        InvitationStanding::Unbacked => "Who sent it can’t give all of it any more. Sent ",
        InvitationStanding::Refused => "The mail didn’t arrive. Sent ",
        InvitationStanding::Delayed => "The mail server isn’t answering. Sent ",
        InvitationStanding::Expired => "Nobody came in 7 days. Ended ",
        InvitationStanding::Declined => "Declined ",
        InvitationStanding::Underway | InvitationStanding::Draft => "Sent ",
    }
}

/// Where the mail of an open invitation is, in a word or two.
pub const fn delivery(delivery: Option<&DeliveryState>) -> &'static str {
    match delivery {
        Some(DeliveryState::HandedOver { .. }) => invited::HANDED_OVER,
        Some(DeliveryState::Queued { .. } | DeliveryState::PutOff { .. }) => invited::SENDING,
        Some(DeliveryState::Refused { .. } | DeliveryState::Dropped) | None => invited::SENT,
    }
}

/// How long an invitation is good.
pub fn days_left(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!("{} left", invitations::left(expires_at, now))
}

/// Below somebody who is invited: "Invited as admin".
pub fn invited_as(role: Role) -> String {
    format!("Invited as {}", role_name(role).to_lowercase())
}

/// The way to all members.
pub fn all(count: i64) -> String {
    format!("All {count}")
}

/// Below the first members: how many there are besides.
pub fn and_more(count: i64) -> String {
    format!("and {count} more")
}

/// Below the first of those who are there: how many more of them there are.
pub fn and_more_online(count: u32) -> String {
    format!("and {count} more online")
}

/// How many are there, by what they are; none of those of whom there is nobody.
pub fn tally(tally: AvailabilityTally) -> Vec<(Availability, String)> {
    let counts =
        [(Availability::Online, tally.online), (Availability::Busy, tally.busy), (Availability::Away, tally.away)];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(state, count)| (state, format!("{count} {}", availability(state).to_lowercase()))).collect()
}

/// Below somebody's name: "Owner · Busy".
pub fn member(role: Role, state: Availability) -> String {
    format!("{} · {}", role_name(role), availability(state))
}
