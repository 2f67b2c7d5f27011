//! Invitations: their states, and lists of addresses as people paste them (IN-7, IN-8).

use std::collections::HashSet;

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

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was typed, trimmed.
    pub typed: String,
    /// The address in it; none when it holds none.
    pub address: Option<EmailAddress>,
}

/// Reads addresses as people paste them: by lines, commas, semicolons or spaces, with names around them or not. An
/// address that comes twice is one entry.
pub fn addresses(pasted: &str) -> Vec<Entry> {
    let mut known = HashSet::new();
    let pieces = pasted.split(['\n', '\r', ',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    pieces
        .flat_map(read)
        .filter(|entry| {
            let key = entry.address.as_ref().map_or(entry.typed.as_str(), EmailAddress::as_str);
            known.insert(key.to_owned())
        })
        .collect()
}

/// `Mina Okafor <mina@x.example>` is one address; `a@x.example b@x.example` are two, whatever stands between them; anything
/// else is what it is.
fn read(piece: &str) -> Vec<Entry> {
    let one = |text: &str| Entry { typed: piece.to_owned(), address: text.parse().ok() };
    if let Some((_, rest)) = piece.rsplit_once('<') {
        return vec![one(rest.split('>').next().unwrap_or_default())];
    }
    let words: Vec<&str> = piece.split_whitespace().collect();
    if words.iter().filter(|word| word.contains('@')).count() > 1 {
        return words.into_iter().map(|word| Entry { typed: word.to_owned(), address: word.parse().ok() }).collect();
    }
    vec![one(piece)]
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn read_all(pasted: &str) -> Vec<(String, Option<String>)> {
        addresses(pasted).into_iter().map(|entry| (entry.typed, entry.address.map(String::from))).collect()
    }

    // IN-8
    #[test]
    fn lists_of_any_shape_are_read() {
        let pasted = "mina@x.example, Jonas Lindqvist <JONAS@x.example>;\r\n\n leo@x.example ruth@x.example\nnobody\ntypo a@x.example\tb@x.example\nMina@X.example";
        let address = |text: &str| Some(text.to_owned());
        assert_eq!(
            read_all(pasted),
            [
                ("mina@x.example".into(), address("mina@x.example")),
                ("Jonas Lindqvist <JONAS@x.example>".into(), address("jonas@x.example")),
                ("leo@x.example".into(), address("leo@x.example")),
                ("ruth@x.example".into(), address("ruth@x.example")),
                ("nobody".into(), None),
                ("typo".into(), None),
                ("a@x.example".into(), address("a@x.example")),
                ("b@x.example".into(), address("b@x.example")),
            ]
        );
        assert!(addresses(" ,;\n").is_empty());
        let many = (0..300).map(|n| format!("p{n}@x.example")).collect::<Vec<_>>().join("\n");
        assert_eq!(addresses(&many).len(), 300);
    }

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

    proptest! {
        // INP-10
        #[test]
        fn never_panics(pasted in any::<String>()) {
            for entry in addresses(&pasted) {
                prop_assert!(!entry.typed.is_empty());
            }
        }
    }
}
