//! What the ways out have in common, for mail and for events of the webhook: one worker owns what it tries for a while, what
//! fails is tried again after a pause, and what became of it is noted once the database takes that.

use std::time::Duration;

use chrono::TimeDelta;
use store::StoreError;
use tokio::time::sleep;

/// Looked at to find one that no other worker has.
pub(crate) const CANDIDATES: i64 = 8;
/// How long a worker owns what it tries without renewing that.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(30);
/// Between two tries to note what became of something, while the database is away.
const NOTE_AGAIN: Duration = Duration::from_secs(1);
/// How often that is tried: afterwards it is sent again.
const NOTES: u32 = 60;
/// First pause after a failure; doubles each time.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// 5 s, 10 s, 20 s … 15 min.
pub(crate) fn pause(tries: i64) -> TimeDelta {
    let doublings = u32::try_from(tries.clamp(0, 20)).unwrap_or_default();
    FIRST_PAUSE.checked_mul(1 << doublings).map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

/// Writes down what became of something, again and again while the database is away.
///
/// # Errors
/// When that was not to be done.
pub(crate) async fn note<F>(write: impl Fn() -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<(), StoreError>>,
{
    for _ in 1..NOTES {
        match write().await {
            Err(error @ StoreError::Unavailable(_)) => {
                tracing::warn!(%error, "what became of a delivery cannot be noted yet");
                sleep(NOTE_AGAIN).await;
            }
            noted => return noted,
        }
    }
    write().await
}

#[cfg(test)]
mod tests {
    use super::*;

    // OP-5
    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = [0, 1, 2, 3, 7, 8, 1000].map(|tries| pause(tries).num_seconds()).into();
        assert_eq!(seconds, [5, 10, 20, 40, 640, 900, 900]);
    }
}
