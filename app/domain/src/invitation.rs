//! Invitations and their states (IN-7).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
    /// Somebody came.
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
    /// Somebody used it.
    Used,
    /// The team took it back.
    Cancelled,
    /// Whoever invited is gone, or may not give that role any more; a new one can be asked for.
    Unbacked,
    /// It was declined.
    Declined,
    /// It was sent again: the newest link works.
    Superseded,
    /// The organization is deleted.
    Gone,
    /// Whoever is signed in is in the organization already.
    Member,
    /// Never was one.
    Unknown,
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
