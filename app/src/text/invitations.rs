//! The page of an invitation, and lists of pending ones.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{DeadInvitation, InvitationAccess, ProjectRole, Role};

use super::{listed, role};
use crate::ui::isolated;

/// What the document of an open invitation is called.
pub const TITLE: &str = "Invitation";
/// When whoever invites is gone.
pub const SOMEBODY: &str = "Somebody";
/// Between who invites and the role.
pub const INVITES_YOU_AS: &str = " invites you as ";
/// Way out, before the link to sign in.
pub const HAVE_ACCOUNT: &str = "Have an account? ";
pub const EMAIL: &str = "Email";
/// Below it, where the link was mailed.
pub const EMAIL_HINT: &str = "Confirmed already: the link reached you there.";
/// Below it, where the address has an account.
pub const EMAIL_HAS_ACCOUNT: &str = "You have an account with this address. Its password is all it takes.";
/// What is asked by now, where a form asked for something else.
pub fn asked_anew(access: &InvitationAccess) -> Option<&'static str> {
    match access {
        InvitationAccess::New => Some("There’s no account with this address any more. Choose a name and a password."),
        InvitationAccess::SignIn => {
            Some("This address has got an account meanwhile. Accept with the password of that account.")
        }
        _ => None,
    }
}
pub const NAME: &str = "Name";
pub const PASSWORD: &str = "Password";
/// Link beside the field for the password.
pub const FORGOT_PASSWORD: &str = "Forgot password?";
pub const ACCEPT: &str = "Accept";
pub const DECLINE: &str = "Decline";

pub fn join(organization: &str) -> String {
    let organization = isolated(organization);
    format!("Join {organization}")
}

/// After the role: what it lets somebody do.
pub const fn youll(role: Role) -> &'static str {
    match role {
        Role::Owner => ": you’ll decide everything, together with its other owners.",
        Role::Admin => ": you’ll manage settings, members and projects.",
        Role::BillingAdmin => ": you’ll look after plan, seats and billing contact.",
        Role::UserAdmin => ": you’ll manage members and projects.",
        Role::Member => ": you’ll work in the projects you’re added to.",
    }
}

/// The projects that it adds to, with the role in each.
pub fn into_projects(projects: &[(String, ProjectRole)]) -> String {
    let place = |(name, role): &(String, ProjectRole)| {
        format!("{} as {}", isolated(name), super::projects::a_project_role(*role))
    };
    format!("You’ll be in {}.", super::and(&projects.iter().map(place).collect::<Vec<_>>()))
}

/// A role within a sentence.
pub fn as_role(of: Role) -> String {
    role(of).to_lowercase()
}

/// Below the password of somebody new.
pub fn password_hint(inviter: Option<&str>) -> String {
    match inviter {
        Some(inviter) => {
            format!("8 characters or more. Yours alone: {} never sees it.", isolated(super::first_name(inviter)))
        }
        None => "8 characters or more. Yours alone: nobody else sees it.".into(),
    }
}

/// "6 days", "5 hours": what is left, rounded down. What was sent within the last hour is good for all of its days.
pub fn left(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let left = expires_at - now;
    match ((left + TimeDelta::hours(1)).num_days(), left.num_hours()) {
        (1, _) => "1 day".into(),
        (days @ 2.., _) => format!("{days} days"),
        (_, ..1) => "less than an hour".into(),
        (_, 1) => "1 hour".into(),
        (_, hours) => format!("{hours} hours"),
    }
}

/// Below the buttons.
pub fn good_for(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let left = left(expires_at, now);
    match left.split_once(' ') {
        Some((count, unit)) if count.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("Good for {count} more {unit}")
        }
        _ => format!("Good for {left}"),
    }
}

/// A badge, once little time is left.
pub fn soon_over(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<String> {
    (expires_at - now < TimeDelta::days(3)).then(|| match left(expires_at, now).as_str() {
        "less than an hour" => "Less than an hour left".into(),
        left => format!("{left} left"),
    })
}

/// When somebody else is signed in.
pub mod wrong_account {
    use super::isolated;
    use chrono::{DateTime, Utc};

    /// Document title and heading.
    pub const HEADING: &str = "This invitation is for another address";
    /// Below it. The organization’s name may end in a full stop of its own.
    pub fn intro(organization: &str) -> String {
        let stop = if organization.ends_with('.') { "" } else { "." };
        format!("Switch account to join {}{stop} We’ll bring you straight back here.", isolated(organization))
    }
    pub const INVITED: &str = "Invited";
    pub const SIGNED_IN: &str = "Signed in here";
    pub const SWITCH: &str = "Switch account";

    pub fn stay(signed_in: &str) -> String {
        let signed_in = isolated(signed_in);
        format!("Stay as {signed_in}")
    }
    /// Below.
    pub fn other_address(
        inviter: Option<&str>,
        signed_in: &str,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> String {
        let (who, signed_in) = (inviter.map_or_else(|| "the team".to_owned(), isolated), isolated(signed_in));
        let left = super::left(expires_at, now);
        format!(
            "Want it for the address you use here? Ask {who} to invite {signed_in}. This invitation stays open for \
             {left} either way."
        )
    }
}

/// While all seats are taken.
pub mod no_seat {
    use super::isolated;

    pub fn intro(organization: &str) -> String {
        format!(
            "All seats in {} are taken. The invitation is kept: once a seat is free, this link lets you in.",
            isolated(organization)
        )
    }
    pub const TELL: &str = "Tell the team";
    /// In its place, once that is done.
    pub const TOLD: &str = "We passed it on: whoever invited you knows that a seat is wanted.";
}

/// When the link was handed over by other means than a mail.
pub mod copied {
    /// Before the address.
    pub const INTRO: &str = "This link was handed to you, not mailed, so it can’t tell that ";
    pub const INTRO_REST: &str = " is yours. Sign in with that address, or sign up and confirm it.";
    pub const SIGN_IN: &str = "Sign in";
    pub const SIGN_UP: &str = "Sign up";
    /// Below.
    pub const WAITS: &str = "The invitation waits: once you’re in with that address, you’ll find it first thing.";
}

/// Invitations that cannot be accepted any more (IN-4).
pub mod dead {
    use super::{DeadInvitation, isolated};

    /// Button of one that expired; the contract's words.
    pub const ASK: &str = "Ask for a new one";
    pub const SIGN_IN: &str = "Sign in";
    pub const HOME: &str = "Go to Parlor";

    /// Button for somebody who is in.
    pub fn open(organization: Option<&str>) -> String {
        let organization = organization.map(isolated);
        match organization {
            Some(organization) => format!("Open {organization}"),
            None => "Open your organizations".into(),
        }
    }

    pub fn heading(reason: DeadInvitation, organization: Option<&str>) -> String {
        let organization = organization.map(isolated);
        match reason {
            DeadInvitation::Expired => "This invitation has expired".into(),
            DeadInvitation::Asked => "We passed it on".into(),
            DeadInvitation::UsedByYou => "You accepted this invitation".into(),
            DeadInvitation::Used => "This invitation was used already".into(),
            DeadInvitation::Cancelled => "This invitation was taken back".into(),
            DeadInvitation::Unbacked | DeadInvitation::IdentityManaged => {
                "This invitation doesn’t stand any more".into()
            }
            DeadInvitation::Declined => "This invitation was declined".into(),
            DeadInvitation::Superseded => "This link is from an earlier mail".into(),
            DeadInvitation::Gone => "The organization is gone".into(),
            DeadInvitation::Member => match organization {
                Some(organization) => format!("You’re in {organization} already"),
                None => "You’re in there already".into(),
            },
            DeadInvitation::Unknown => "We don’t know this invitation".into(),
        }
    }

    /// What happened, and what to do next.
    pub fn intro(reason: DeadInvitation, organization: Option<&str>) -> String {
        let organization = organization.map(isolated);
        let team = organization
            .as_ref()
            .map_or_else(|| "the team".to_owned(), |organization| format!("the team of {organization}"));
        let there = organization.as_deref().unwrap_or("the organization");
        match reason {
            DeadInvitation::Expired => {
                format!("Invitations are good for 7 days. Ask {team} for a new one: one click, we’ll pass it on.")
            }
            DeadInvitation::Asked => {
                format!(
                    "This invitation doesn’t work any more, and {team} sees that you asked for a new one. It comes by mail."
                )
            }
            DeadInvitation::UsedByYou => format!("You’re in {there}, and there’s nothing left to do here."),
            DeadInvitation::Used => {
                format!("Somebody joined {there} with it. If that was you, sign in with the address it was sent to.")
            }
            DeadInvitation::Unbacked => format!(
                "Whoever invited you to {there} has left, or may not give that role any more. Ask {team} for a new one: \
                 one click, we’ll pass it on."
            ),
            DeadInvitation::IdentityManaged => format!(
                "Roles, permissions and projects of people in {there} come from its identity provider by now, so this \
                 invitation can’t give them. Ask {team} for a new one: one click, we’ll pass it on."
            ),
            DeadInvitation::Cancelled => {
                format!("Somebody in {there} cancelled it. Ask whoever invited you: they can send another.")
            }
            DeadInvitation::Declined => {
                format!("Nobody joined {there} with it. Changed your mind? Ask whoever invited you for another.")
            }
            DeadInvitation::Superseded => {
                "The newest one works: look for it in your inbox, or search your mail for “Parlor”.".into()
            }
            DeadInvitation::Gone => "It was deleted, and this invitation with it. Nothing of yours was touched.".into(),
            DeadInvitation::Member => "This invitation stays unused: you don’t need it.".into(),
            DeadInvitation::Unknown => {
                "Perhaps a part of the link was lost on the way: copy all of it from the mail.".into()
            }
        }
    }
}

/// Lists of invitations for whoever is signed in.
pub mod pending {
    use super::{Role, as_role, isolated, role};
    use crate::text::first_name;

    pub const EXPECTING: &str = "Expecting you";
    /// Said beside the heading [`EXPECTING`] on a page that stays open: nobody has to reload it.
    pub const BY_THEMSELVES: &str = "New ones appear by themselves";
    /// Below the heading of the setup screen, when a team expects somebody new.
    pub const JOIN_OR_START: &str = "Join a team that’s expecting you, or start your own.";
    /// Heading of the form below.
    pub const OR_START: &str = "Or start your own";

    /// Below the form for a new organization, while nobody expects them.
    pub fn none_yet(email: &str) -> String {
        format!("Invited somewhere already? It appears here by itself, once it’s for {email}.")
    }
    /// The line of a row.
    pub fn line(inviter: Option<&str>, of: Role) -> String {
        format!("{} invites you as {}", inviter.map_or_else(|| super::SOMEBODY.to_owned(), isolated), as_role(of))
    }
    /// The line of a row where there is less room.
    pub fn short_line(inviter: Option<&str>, of: Role) -> String {
        match inviter {
            Some(inviter) => format!("{}, from {}", role(of), isolated(first_name(inviter))),
            None => role(of).into(),
        }
    }
    /// Said to screen readers when new ones arrive.
    pub fn arrived(organizations: &[String]) -> String {
        match organizations {
            [one] => format!("{} is expecting you", isolated(one)),
            several => format!("{} are expecting you", super::listed(several, "and")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // IN-4, LOOK: the number, not "soon".
    #[test]
    fn what_is_left_is_told_in_the_largest_unit() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let told = |left: TimeDelta| (good_for(now + left, now), soon_over(now + left, now));
        let minute = TimeDelta::minutes(1);
        let hour = TimeDelta::hours(1);
        assert_eq!(told(TimeDelta::days(7) - minute), ("Good for 7 more days".into(), None));
        assert_eq!(told(TimeDelta::days(7) - hour - minute), ("Good for 6 more days".into(), None));
        assert_eq!(told(TimeDelta::days(3) - hour - minute).1.as_deref(), Some("2 days left"));
        assert_eq!(told(TimeDelta::days(1)).0, "Good for 1 more day");
        assert_eq!(told(TimeDelta::hours(22)).1.as_deref(), Some("22 hours left"));
        assert_eq!(told(TimeDelta::hours(1)).0, "Good for 1 more hour");
        assert_eq!(told(minute), ("Good for less than an hour".into(), Some("Less than an hour left".into())));
    }
}
