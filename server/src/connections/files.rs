//! How many connections the limit of open files allows.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Connections at most, whatever the limit: each needs memory too.
const MOST: u64 = 20_000;
/// Connections at least, whatever the limit.
const FEWEST: u64 = 16;
/// Below this many an operator should know.
const FEW: u64 = 256;

/// Raises the limit as far as it may be raised, and answers how many connections fit under it.
pub(super) fn connections() -> usize {
    let limit = raised(getrlimit(Resource::Nofile));
    let connections = under(limit);
    if connections < FEW {
        tracing::warn!(
            open_files = limit,
            connections,
            "few files may be open at once, so few clients may be connected: raise the limit (ulimit -n)"
        );
    }
    usize::try_from(connections).unwrap_or(usize::MAX)
}

/// The soft limit as high as the hard one allows and as is of use.
fn raised(limit: Rlimit) -> u64 {
    let current = limit.current.unwrap_or(u64::MAX);
    let wanted = limit.maximum.unwrap_or(u64::MAX).min(3 * MOST);
    if current >= wanted {
        return current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }) {
        Ok(()) => wanted,
        Err(_) => current,
    }
}

/// While a request is answered, its connection may need a second file: one of the site, or of the mailbox. What is left is
/// for the database, mail and the log.
fn under(limit: u64) -> u64 {
    let kept = 64 + limit / 16;
    (limit.saturating_sub(kept) / 2).clamp(FEWEST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-42
    #[test]
    fn a_share_stays_for_files_and_the_database() {
        for limit in [128, 256, 1_024, 4_096, 20_000] {
            let connections = under(limit);
            assert!(connections >= FEWEST && 2 * connections + 64 <= limit, "{limit}: {connections}");
        }
        assert_eq!((under(1_024), under(u64::MAX), under(0)), (448, MOST, FEWEST));
    }
}
