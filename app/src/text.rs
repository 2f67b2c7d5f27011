//! Every sentence that a person reads on a page, so that it can be translated later. Mails have their templates.
#![allow(
    missing_docs,
    reason = "a word on a page says itself; a comment says where one stands that could stand anywhere"
)]

pub mod account;
pub mod audit;
mod auth;
mod fields;
pub mod invitations;
pub mod members;
mod organizations;
pub mod ownership;
pub mod plural;
pub mod projects;
pub mod refused;
pub mod reset;
pub mod saving;
pub mod settings;

use std::fmt;

use domain::{Availability, DeadInvitation, DeadLink, Grant, LinkPurpose, Permission, Refusal, Role, Tries};

pub use auth::{NO_COOKIES, confirm, dead_link, sign_in, sign_up, waiting};
pub use fields::{
    email_problem, field_problem, line_problem, organization_name_problem, password_problem, person_name_problem,
    slug_problem,
};
pub use organizations::{choose, home, kept_outside, lost_access, setup, shell};

use crate::{error::AppError, ui::isolated};

/// The product.
pub const PARLOR: &str = "Parlor";

/// The title of a document.
pub fn title(page: &str) -> String {
    format!("{page} · {PARLOR}")
}

/// What went wrong, and what to do about it.
pub fn error(error: &AppError) -> String {
    match error {
        AppError::Refused(refusal) => refusal_text(refusal),
        AppError::Malformed => "The server couldn’t read that. Load the page again and send it once more.".into(),
        AppError::CrossSite { address } => refused::other_address(address),
        AppError::TooLarge => "That’s more than fits in this form. Send less.".into(),
        AppError::Unavailable => {
            "The server can’t use its database right now. Nothing is lost: wait a moment and send it again.".into()
        }
        AppError::Internal { reference } => format!(
            "Something broke on our side, and nothing was done. Try again; if it stays, tell whoever runs this server \u{201c}{reference}\u{201d}."
        ),
        AppError::Unreachable => {
            "Can’t reach the server. Nothing is lost: check your connection and send it again.".into()
        }
    }
}

/// What to say about `field`, if that is what is wrong.
pub fn field_error(error: &AppError, field: &str) -> Option<String> {
    let AppError::Refused(refusal) = error else { return None };
    refusal.of_field(field).map(field_problem)
}

/// What to say about the call as a whole; none when fields say it.
pub fn form_error(error: &AppError) -> Option<String> {
    match error {
        AppError::Refused(Refusal::Fields { .. }) => None,
        other => Some(self::error(other)),
    }
}

/// Why something was refused, and what to do about it.
fn refusal_text(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Fields { fields } => {
            fields.iter().map(|field| field_problem(field.problem)).collect::<Vec<_>>().join(" ")
        }
        Refusal::SignedOut => "You’re signed out. Sign in, and carry on here.".into(),
        Refusal::Unverified => "Confirm your address first. We can send the link again.".into(),
        Refusal::BadCredentials => "That email and password don’t go together. Check both and try again.".into(),
        Refusal::OtherSignUp => auth::confirm::OTHER_SIGN_UP.into(),
        Refusal::NoAttempt => "This browser isn’t signing up any more. Sign in, or sign up again.".into(),
        Refusal::DeadLink { link: LinkPurpose::Verification, reason } => dead_link::intro(*reason).into(),
        Refusal::DeadLink { link: LinkPurpose::UndoAddress, reason: DeadLink::Superseded } => {
            account::address_link::OVERRULED.into()
        }
        Refusal::DeadLink { link: LinkPurpose::NewAddress, reason: DeadLink::Superseded } => {
            account::address_link::GIVEN_UP.into()
        }
        Refusal::DeadLink { link: LinkPurpose::Reset, reason: reason @ DeadLink::Superseded } => {
            reset::dead_intro(*reason).into()
        }
        Refusal::DeadLink { reason, .. } => dead_link::of_account(*reason).into(),
        Refusal::DeadInvitation { reason, .. } => dead_invitation(*reason).into(),
        Refusal::WrongAccount { invited, signed_in } => {
            let (invited, signed_in) = (isolated(invited.as_str()), isolated(signed_in.as_str()));
            format!("This is for {invited}. You’re signed in as {signed_in}: switch account, then go on.")
        }
        Refusal::Forbidden { permission, granted_by } => {
            format!("You need {} for that. {}", members::permission(*permission), who_helps(*permission, granted_by))
        }
        Refusal::ForbiddenInProject { project, permission, granted_by } => {
            let (project, role) = (isolated(project.as_str()), projects::a_project_role(permission.least_role()));
            format!("You need to be {role} in {project} for that. {}", who_adds(granted_by))
        }
        Refusal::KeptOutside { organization, added_by } => kept_outside::refused(organization.as_str(), added_by),
        Refusal::IdentityManaged { organization } => format!(
            "Roles, permissions and projects of people in {} come from its identity provider. Change them there.",
            isolated(organization.as_str())
        ),
        Refusal::ArchivedProject { project } => {
            format!("{} is archived. Restore it first.", isolated(project.as_str()))
        }
        Refusal::LastProject { project } => {
            format!("{} is the only project in use. Create another one first.", isolated(project.as_str()))
        }
        Refusal::KeepsMeOutside { project } => format!(
            "You belong to {} alone, so you’d stay outside without it. Have somebody add you to another project first.",
            isolated(project.as_str())
        ),
        Refusal::ProjectLimit { limit } => format!("An organization has at most {limit} projects, archived ones too."),
        Refusal::SeatsTaken(reached) => settings::billing::seats_taken(reached),
        Refusal::ProjectsTaken(reached) => settings::billing::projects_taken(reached),
        Refusal::NoFreeSeat { organization } => format!(
            "All seats in {} are taken. Your invitation is kept, and whoever sent it is told: try again in a while.",
            isolated(organization.as_str())
        ),
        Refusal::RefusedLines { lines } => projects::refused_lines(lines),
        Refusal::RefusedMembers { members } => members::refused_members(members),
        Refusal::SavedMeanwhile(meanwhile) => projects::saved_meanwhile(meanwhile),
        Refusal::SettingsSavedMeanwhile(meanwhile) => settings::general::saved_meanwhile(meanwhile),
        Refusal::TermsSavedMeanwhile(meanwhile) => members::terms_saved_meanwhile(meanwhile),
        Refusal::NameSavedMeanwhile(meanwhile) => members::name_saved_meanwhile(meanwhile),
        Refusal::ContactSavedMeanwhile { now } => settings::billing::contact_saved_meanwhile(now.as_ref()),
        Refusal::UndoOver => "That was too long ago to be undone. Invite them again instead.".into(),
        Refusal::AccountGone => {
            "The account was deleted meanwhile, so nobody was brought back. To let that person in again, invite them.".into()
        }
        Refusal::LastOwner { organizations } => {
            let names: Vec<String> = organizations.iter().map(ToString::to_string).collect();
            format!(
                "{} would be left without an owner. Hand over ownership or delete the organization first.",
                listed(&names, "and")
            )
        }
        Refusal::NotFound => "There’s nothing here for you. Check the address, or go back.".into(),
        Refusal::TooSoon { seconds } => {
            format!("That’s a lot of mail in a short time. Wait {}, then try again.", span(*seconds))
        }
        Refusal::Throttled { seconds, of: Tries::Passwords } => {
            format!("Too many tries from here. Wait {}, or reset your password.", span(*seconds))
        }
        Refusal::Throttled { seconds, of: Tries::Links } => format!(
            "Too many links from here that we don’t know. Wait {}, and copy all of yours from the mail.",
            span(*seconds)
        ),
        Refusal::Throttled { seconds, of: Tries::Streams } => {
            format!("Too many pages of yours are open. Close some, and wait {}.", span(*seconds))
        }
        Refusal::TooManyPeople { limit } => {
            format!("That’s more people than can be dealt with at once. Choose {limit} at most; nothing was changed.")
        }
        Refusal::OrganizationLimit { limit: 1 } => {
            "Here everybody can create one organization, and you have. A deleted one counts until it can’t be brought back. \
             Ask whoever runs this server for more."
                .into()
        }
        Refusal::OrganizationLimit { limit } => format!(
            "Here everybody can create {limit} organizations, and you have. Deleted ones count until they can’t be brought \
             back. Ask whoever runs this server for more."
        ),
        Refusal::Busy => "The server has too much to do. Nothing is lost: wait a moment and send it again.".into(),
    }
}

/// Why an invitation cannot be accepted, in one sentence; its page says more.
const fn dead_invitation(reason: DeadInvitation) -> &'static str {
    match reason {
        DeadInvitation::Expired | DeadInvitation::Asked => "This invitation has expired. Ask for a new one.",
        DeadInvitation::UsedByYou => "You accepted this invitation already. Open the organization.",
        DeadInvitation::Used => "This invitation was used already. Sign in with the address it was for.",
        DeadInvitation::Unbacked => {
            "Whoever invited you has left, or may not give that role any more. Ask for a new one."
        }
        DeadInvitation::IdentityManaged => {
            "Roles, permissions and projects there come from an identity provider by now. Ask for a new one."
        }
        DeadInvitation::Cancelled => "The team took this invitation back. Ask whoever invited you.",
        DeadInvitation::Declined => "This invitation was declined. Ask whoever invited you for another.",
        DeadInvitation::Superseded => "This link is from an earlier mail. The newest one works.",
        DeadInvitation::Gone => "The organization was deleted, and the invitation with it.",
        DeadInvitation::Member => "You’re in this organization already. Open it.",
        DeadInvitation::Unknown => "We don’t know this invitation. Copy all of the link from the mail.",
    }
}

/// Who can see to it that somebody holds a permission. What cannot be granted comes with another role alone (TR-8).
fn who_helps(permission: Permission, people: &[String]) -> String {
    let people = if people.is_empty() { "An owner".into() } else { listed(people, "or") };
    let Some(grant) = Grant::of(permission) else {
        return format!("It comes with a role; {people} can change yours.");
    };
    match members::grant(grant) {
        same if same == members::permission(permission) => format!("{people} can grant it."),
        other => format!("{people} can grant it, with {other}."),
    }
}

/// Who makes somebody what they need to be in a project: "Mina or Jonas can make you one."
fn who_adds(people: &[String]) -> String {
    let people = if people.is_empty() { "An owner".into() } else { listed(people, "or") };
    format!("{people} can make you one.")
}

/// "Mina, Jonas or Priya".
pub fn listed(names: &[String], last: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| isolated(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "Jonas"
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// "Website (website-2)": a name, with the address beside it that tells it from another one that is called alike (FIELD-23).
pub fn told_apart(name: &str, address: Option<&(impl fmt::Display + ?Sized)>) -> String {
    match address {
        Some(address) => format!("{} ({address})", isolated(name)),
        None => name.to_owned(),
    }
}

/// "one, two and three", of what stands in its own direction already.
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} and {end}", first.join(", ")),
    }
}

/// "42 seconds", "1 minute".
fn span(seconds: u32) -> String {
    match seconds {
        60.. => plural::counted(seconds.div_ceil(60), "minute", "minutes"),
        seconds => plural::counted(seconds, "second", "seconds"),
    }
}

/// A role's name.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::BillingAdmin => "Billing admin",
        Role::UserAdmin => "User admin",
        Role::Member => "Member",
    }
}

/// What somebody is, as a word of its own.
pub const fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::Online => "Online",
        Availability::Busy => "Busy",
        Availability::Away => "Away",
        Availability::Offline => "Offline",
    }
}

/// "an owner": somebody of this role.
pub const fn a_role(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Admin => "an admin",
        Role::BillingAdmin => "a billing admin",
        Role::UserAdmin => "a user admin",
        Role::Member => "a member",
    }
}

/// What stands on the entry pages alike.
pub mod entry {
    /// Way out.
    pub const SIGN_OUT: &str = "Sign out";
    /// Name of the three steps.
    pub const STEPS_LABEL: &str = "Signing up";
    /// The three steps.
    pub const STEPS: &[&str] = &["Account", "Inbox", "Workspace"];
}

/// The question before a page with unsaved changes is left.
pub mod leaving {
    pub const TITLE: &str = "Leave without saving?";
    pub const STAY: &str = "Stay";
    pub const DISCARD_AND_LEAVE: &str = "Discard and leave";
}

/// "Did you mean …?"
pub mod did_you_mean {
    /// Before the address.
    pub const ASK: &str = "Did you mean";
}

/// Pages of signing up and in, for somebody who is signed in.
pub mod signed_in {
    pub const HEADING: &str = "You’re signed in";
    /// Before the name and the address.
    pub const AS: &str = "You’re signed in as ";
    /// After the name and the address.
    pub const INTRO: &str = ". Go on like that, or sign out first to use another account.";
    pub const GO_ON: &str = "Go on";
    pub const OTHER: &str = "Use another account";
}

/// What was typed and not sent.
pub mod drafts {
    /// In a form that has its words back.
    pub const RESTORED: &str = "What you typed here is back.";
    pub const START_AFRESH: &str = "Start afresh";
}

/// Pages that are not there.
pub mod not_found {
    /// Document title and heading.
    pub const HEADING: &str = "Nothing here";
    pub const INTRO: &str =
        "Either the address is wrong, or what was here isn’t open to you. Whoever gave it to you can tell.";
    pub const HOME: &str = "Go to your organizations";
}

/// When a page cannot be shown.
pub mod error_page {
    pub const HEADING: &str = "This page didn’t come through";
    /// Below it, when its code is missing.
    pub const NOT_LOADED: &str = "The connection was lost, or Parlor was updated a moment ago.";
    /// Heading, in the place of the list.
    pub const MEMBERS: &str = "Members didn’t come through";
    pub const AGAIN: &str = "Try again";
    /// Button, where it is tried anyway.
    pub const NOW: &str = "Try now";
    /// Said to screen readers in the place of a countdown.
    pub const BY_ITSELF: &str = "This page tries again by itself.";

    /// Why it did not come, before what happens next.
    pub fn why(error: &super::AppError) -> String {
        use super::{AppError, Refusal};
        match error {
            AppError::Unreachable => "Can’t reach the server.".into(),
            AppError::Unavailable => "The server can’t use its database right now.".into(),
            AppError::Refused(Refusal::Busy) => "The server has too much to do.".into(),
            error => super::error(error),
        }
    }

    /// What happens next.
    pub fn trying_again(seconds: u32, network: bool) -> String {
        let seconds = super::span(seconds);
        let at_once = if network { ", and at once when the network is back" } else { "" };
        format!("Trying again in {seconds}{at_once}.")
    }
}

/// While the server cannot be reached.
pub mod away {
    /// Before the time.
    pub const SINCE: &str = "Offline since";
    /// On a phone.
    pub const OFFLINE: &str = "Offline";
    pub const KEPT: &str = "Nothing is lost.";
}
