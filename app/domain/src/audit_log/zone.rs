//! How the days of a filter are reckoned: by the clocks of whoever names them, which are put forward and back within a year.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Minutes by which clocks anywhere are ahead of UTC at most, and behind it.
const MAX: i32 = 14 * 60;
/// Stands between the minutes of the first day and those of the last, where they differ.
const BETWEEN: &str = "..";

/// How the days of a filter are reckoned: minutes by which clocks are ahead of UTC, where the first day begins and where the
/// last one ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditZone {
    first: i16,
    last: i16,
}

impl AuditZone {
    /// None: there is no such zone.
    pub fn new(first: i32, last: i32) -> Option<Self> {
        let known = |minutes: i32| i16::try_from(minutes).ok().filter(|_| (-MAX..=MAX).contains(&minutes));
        Some(Self { first: known(first)?, last: known(last)? })
    }

    /// The word for it in addresses: `60`, or `120..60`.
    pub fn word(self) -> String {
        let Self { first, last } = self;
        if first == last { first.to_string() } else { format!("{first}{BETWEEN}{last}") }
    }

    /// Reads [`Self::word`]. None: there is no such zone.
    pub fn read(word: &str) -> Option<Self> {
        let (first, last) = word.split_once(BETWEEN).unwrap_or((word, word));
        Self::new(first.parse().ok()?, last.parse().ok()?)
    }

    /// The day that it is at `now`.
    pub(super) fn today(self, now: DateTime<Utc>) -> NaiveDate {
        (now + TimeDelta::minutes(i64::from(self.last))).date_naive()
    }

    /// When this day begins, which is the first.
    pub(super) fn begin(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        midnight(day, self.first)
    }

    /// When this day is over, which is the last.
    pub(super) fn end(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        midnight(day.checked_add_days(Days::new(1))?, self.last)
    }
}

fn midnight(day: NaiveDate, ahead: i16) -> Option<DateTime<Utc>> {
    day.and_time(NaiveTime::MIN).and_utc().checked_sub_signed(TimeDelta::minutes(i64::from(ahead)))
}
