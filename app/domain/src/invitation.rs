//! Invitations and their states (IN-7).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::EmailAddress;

/// Where an invitation is (IN-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationState {
    /// Written, to be sent later.
    Draft,
    /// Sent; its link works.
    Sent,
    /// Sent, and nobody came in 7 days. Never stored: time makes it so.
    Expired,
    /// Whoever it was for accepted it.
    Accepted,
    /// Whom it was for said no.
    Declined,
    /// The team took it back.
    Cancelled,
}

impl InvitationState {
    const STORED: [Self; 5] = [Self::Draft, Self::Sent, Self::Accepted, Self::Declined, Self::Cancelled];

    /// The state as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent | Self::Expired => "sent",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state at `now` of what is stored so and good until `expires_at`.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>, expires_at: Option<DateTime<Utc>>) -> Self {
        match self {
            Self::Sent if expires_at.is_some_and(|at| at <= now) => Self::Expired,
            other => other,
        }
    }
}

/// Why an invitation cannot be accepted (IN-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadInvitation {
    /// Seven days are over; a new one can be asked for.
    Expired,
    /// Seven days are over, and a new one was asked for.
    Asked,
    /// Whoever is signed in used it.
    UsedByYou,
    /// Somebody else accepted it.
    Used,
    /// The team took it back.
    Cancelled,
    /// Whoever invited is gone, or may not give that role any more; a new one can be asked for.
    Unbacked,
    /// It gives more than to be a member, which an identity provider alone does there by now (ST-5); another one can be asked for.
    IdentityManaged,
    /// Whoever it was for declined it.
    Declined,
    /// It was sent again: the newest link works.
    Superseded,
    /// The organization is deleted.
    Gone,
    /// Whoever is signed in is in the organization already.
    Member,
    /// There never was such an invitation.
    Unknown,
}

/// What it takes to accept an invitation, in the browser that opened its link (IN-2, IN-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "access", rename_all = "kebab-case")]
pub enum InvitationAccess {
    /// A name and a password: the address has no account, or a claim that this replaces (SU-12).
    New,
    /// The password of the account that the address has.
    SignIn,
    /// One click: the right person is signed in.
    Accept,
    /// Switching accounts: somebody else is signed in.
    WrongAccount {
        /// The address of whoever is signed in.
        signed_in: EmailAddress,
    },
    /// Signing in or up on other pages: a copied link proves no mailbox, and its page tells the inviter, who has it too,
    /// nothing about the address (IN-5).
    Copied,
}

/// What became of one address of a list of people to invite (IN-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InviteOutcome {
    /// An invitation is on its way.
    Invited,
    /// The invitation is kept as a draft.
    Drafted,
    /// The person is in the organization already.
    Member,
    /// The person was invited already, and is invited again.
    Resent,
    /// The person was invited already, and that stays as it is: to a role that the inviter may not give, or sent where a
    /// draft was asked for.
    Kept,
    /// What was typed is no address.
    NotValid,
    /// One of the limits is reached.
    LimitReached,
    /// No seat of the plan is free: it is not sent, and kept to be sent later (ST-3).
    NoSeat,
}

impl InviteOutcome {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Invited,
        Self::Drafted,
        Self::Member,
        Self::Resent,
        Self::Kept,
        Self::NotValid,
        Self::LimitReached,
        Self::NoSeat,
    ];

    /// Whether it is what was asked for.
    pub const fn went_well(self) -> bool {
        matches!(self, Self::Invited | Self::Drafted | Self::Resent)
    }

    /// The word for it, as it is sent and as it stands in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Drafted => "drafted",
            Self::Member => "member",
            Self::Resent => "resent",
            Self::Kept => "kept",
            Self::NotValid => "not-valid",
            Self::LimitReached => "limit-reached",
            Self::NoSeat => "no-seat",
        }
    }
}

/// What revoking access does to somebody who was chosen (TR-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevokeEffect {
    /// The member loses the organization with their next request.
    Removed,
    /// The invitation is cancelled, and its link says so.
    Cancelled,
    /// Nothing: the caller cannot revoke their own access.
    Me,
    /// Nothing: the caller may not manage people of that role.
    NotMine,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of an invitation")]
pub struct UnknownInvitationState;

impl TryFrom<String> for InvitationState {
    type Error = UnknownInvitationState;

    fn try_from(text: String) -> Result<Self, UnknownInvitationState> {
        Self::STORED.into_iter().find(|state| state.as_str() == text).ok_or(UnknownInvitationState)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    // IN-1, TOK-3
    #[test]
    fn time_makes_it_expire_to_the_second() {
        let sent = DateTime::<Utc>::UNIX_EPOCH;
        let until = sent + crate::limits::INVITATION;
        let second = TimeDelta::seconds(1);
        assert_eq!(InvitationState::Sent.at(until - second, Some(until)), InvitationState::Sent);
        assert_eq!(InvitationState::Sent.at(until, Some(until)), InvitationState::Expired);
        assert_eq!(InvitationState::Cancelled.at(until, Some(until)), InvitationState::Cancelled);
    }

    // IN-7
    #[test]
    fn states_read_what_they_write() {
        for state in InvitationState::STORED {
            assert_eq!(InvitationState::try_from(state.as_str().to_owned()), Ok(state));
        }
        assert!(InvitationState::try_from("expired".to_owned()).is_err());
    }
}
