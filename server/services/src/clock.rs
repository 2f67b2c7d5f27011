//! Time and randomness, handed in.

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// What time it is.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// The machine's own, moved by the seconds that stand in this file; for tests that cannot wait 48 hours.
    Moved(Arc<PathBuf>),
}

impl Clock {
    /// The time in UTC, to the microsecond, which is what both databases keep.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = Utc::now().trunc_subsecs(6);
        match self {
            Self::System => now,
            Self::Moved(file) => {
                let seconds = std::fs::read_to_string(file.as_path()).ok().and_then(|text| text.trim().parse().ok());
                TimeDelta::try_seconds(seconds.unwrap_or_default())
                    .and_then(|moved| now.checked_add_signed(moved))
                    .unwrap_or(now)
            }
        }
    }
}

/// How long it is until `at`, which is never more than `longest`: what is further off was written while the clock was ahead, and
/// would begin anew with each look until the clock is there again. It is over (FIELD-32).
pub(crate) fn wait_until(at: DateTime<Utc>, longest: TimeDelta, now: DateTime<Utc>) -> TimeDelta {
    let wait = (at - now).max(TimeDelta::zero());
    if wait > longest { TimeDelta::zero() } else { wait }
}

/// Where random bytes come from.
#[derive(Clone, Debug)]
pub enum Rng {
    /// The operating system's randomness.
    System,
}

impl Rng {
    /// `N` random bytes.
    ///
    /// # Errors
    /// When the operating system has none, which is a fault of the machine.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], getrandom::Error> {
        let mut bytes = [0; N];
        match self {
            Self::System => getrandom::fill(&mut bytes)?,
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-32
    #[test]
    fn no_wait_is_longer_than_its_longest() {
        let now = DateTime::UNIX_EPOCH;
        let longest = TimeDelta::seconds(60);
        for (at, wait) in [(-100, 0), (0, 0), (59, 59), (60, 60), (61, 0), (86_400, 0)] {
            assert_eq!(wait_until(now + TimeDelta::seconds(at), longest, now), TimeDelta::seconds(wait));
        }
    }
}
