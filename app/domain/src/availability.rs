//! Whether somebody can be reached in an organization (TR-9).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// What a member chose to be in one organization, and what the others see of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// There.
    #[default]
    Online,
    /// There, and better not disturbed.
    Busy,
    /// Will be back.
    Away,
    /// Not there.
    Offline,
}

impl Availability {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Online, Self::Busy, Self::Away, Self::Offline];

    /// The word for it, as it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    /// Whether somebody of whom this is seen is at work: when they were last is now.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Online | Self::Busy)
    }

    /// What others see of somebody who chose this: whoever has no tab open is offline, whatever they chose.
    #[must_use]
    pub const fn seen(self, is_open: bool) -> Self {
        if is_open { self } else { Self::Offline }
    }
}

/// A word that names no availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an availability")]
pub struct UnknownAvailability;

impl FromStr for Availability {
    type Err = UnknownAvailability;

    fn from_str(text: &str) -> Result<Self, UnknownAvailability> {
        Self::ALL.into_iter().find(|availability| availability.as_str() == text).ok_or(UnknownAvailability)
    }
}

impl TryFrom<String> for Availability {
    type Error = UnknownAvailability;

    fn try_from(text: String) -> Result<Self, UnknownAvailability> {
        text.parse()
    }
}

/// How many of an organization's people are there. Whoever is offline is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityTally {
    /// How many are online.
    pub online: u32,
    /// How many are busy.
    pub busy: u32,
    /// How many are away.
    pub away: u32,
}

impl AvailabilityTally {
    /// Counts somebody who was `before` and is `after` now.
    pub const fn count(&mut self, before: Availability, after: Availability) {
        if let Some(place) = self.place(before) {
            *place = place.saturating_sub(1);
        }
        if let Some(place) = self.place(after) {
            *place = place.saturating_add(1);
        }
    }

    /// How many are there in all.
    pub const fn here(self) -> u32 {
        self.online.saturating_add(self.busy).saturating_add(self.away)
    }

    const fn place(&mut self, availability: Availability) -> Option<&mut u32> {
        match availability {
            Availability::Online => Some(&mut self.online),
            Availability::Busy => Some(&mut self.busy),
            Availability::Away => Some(&mut self.away),
            Availability::Offline => None,
        }
    }
}

/// What open tabs are told of an organization's people: who became what, and how many are what by now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamNews {
    /// How many there are of each.
    pub tally: AvailabilityTally,
    /// Those who became something else, and what they are now.
    pub people: Vec<(AccountId, Availability)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for availability in Availability::ALL {
            assert_eq!(availability.as_str().parse(), Ok(availability));
            assert_eq!(serde_json::to_string(&availability).unwrap(), format!("\"{}\"", availability.as_str()));
        }
        assert_eq!("asleep".parse::<Availability>(), Err(UnknownAvailability));
    }

    // TR-9
    #[test]
    fn without_an_open_tab_everybody_is_offline() {
        for availability in Availability::ALL {
            assert_eq!(availability.seen(true), availability);
            assert_eq!(availability.seen(false), Availability::Offline);
        }
    }

    // TR-9
    #[test]
    fn a_tally_counts_who_is_there() {
        let mut tally = AvailabilityTally::default();
        tally.count(Availability::Offline, Availability::Online);
        tally.count(Availability::Offline, Availability::Away);
        assert_eq!((tally, tally.here()), (AvailabilityTally { online: 1, busy: 0, away: 1 }, 2));
        tally.count(Availability::Online, Availability::Busy);
        tally.count(Availability::Away, Availability::Offline);
        assert_eq!(tally, AvailabilityTally { online: 0, busy: 1, away: 0 });
    }
}
