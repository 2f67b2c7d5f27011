//! Throttles: how often something may be tried (SI-6). They are kept in memory, a few bytes a key, and time is handed in.
//!
//! Each process counts for itself, and a restart forgets: what is counted here slows guessing and flooding down, and no
//! promise that must outlive a process rests on it.
//!
//! Waits are measured in time as it passed (`Timeline`), not by what the clock says: a clock that was ahead and is set back
//! makes nobody wait for longer than the rule's longest (FIELD-32).

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Keys remembered at most; beyond that those that are free again go first.
const KEYS: usize = 100_000;

/// Time as it passed since the first look. What a clock goes back counts for nothing.
#[derive(Debug, Default)]
struct Timeline {
    last: Option<DateTime<Utc>>,
    passed: TimeDelta,
}

impl Timeline {
    fn at(&mut self, now: DateTime<Utc>) -> TimeDelta {
        let step = self.last.replace(now).map_or(TimeDelta::zero(), |last| now - last);
        self.passed = self.passed.checked_add(&step.max(TimeDelta::zero())).unwrap_or(self.passed);
        self.passed
    }
}

/// What is remembered of keys, on one timeline.
#[derive(Debug)]
struct Keys<T> {
    timeline: Timeline,
    by_hash: HashMap<u64, T>,
}

impl<T> Default for Keys<T> {
    fn default() -> Self {
        Self { timeline: Timeline::default(), by_hash: HashMap::new() }
    }
}

/// So many at once, then one after each pause.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// How many at once.
    pub burst: i32,
    /// Until another one is allowed.
    pub pause: TimeDelta,
}

/// Counts tries by key.
#[derive(Debug)]
pub struct Throttle {
    quota: Quota,
    hasher: RandomState,
    /// When a key would be as if it had never tried.
    free_at: Mutex<Keys<TimeDelta>>,
}

impl Throttle {
    /// Allows what `quota` says, to each key.
    pub fn new(quota: Quota) -> Self {
        Self { quota, hasher: RandomState::new(), free_at: Mutex::default() }
    }

    /// Counts a try.
    ///
    /// # Errors
    /// How long to wait, when it is one too many; then it does not count.
    pub fn take(&self, key: &str, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut keys = self.keys();
        let now = keys.timeline.at(now);
        make_room(&mut keys.by_hash, now, |at| *at);
        let free = keys.by_hash.entry(self.hasher.hash_one(key)).or_insert(now);
        let wait = wait(self.quota, *free, now);
        if wait > TimeDelta::zero() {
            return Err(wait);
        }
        *free = (*free).max(now) + self.quota.pause;
        Ok(())
    }

    /// Counts a try that is put off where it is one too many, and answers for how long and whether it was counted. One is put off
    /// at a time: who tries meanwhile takes its place, and is not.
    pub fn put_off(&self, key: &str, now: DateTime<Utc>) -> (TimeDelta, bool) {
        let mut keys = self.keys();
        let now = keys.timeline.at(now);
        make_room(&mut keys.by_hash, now, |at| *at);
        let free = keys.by_hash.entry(self.hasher.hash_one(key)).or_insert(now);
        let wait = wait(self.quota, *free, now);
        if wait > self.quota.pause {
            return (wait - self.quota.pause, false);
        }
        *free = (*free).max(now) + self.quota.pause;
        (wait.max(TimeDelta::zero()), true)
    }

    /// Takes a counted try back.
    pub fn give_back(&self, key: &str) {
        if let Some(free) = self.keys().by_hash.get_mut(&self.hasher.hash_one(key)) {
            *free -= self.quota.pause;
        }
    }

    /// Forgets the tries of a key.
    pub fn clear(&self, key: &str) {
        self.keys().by_hash.remove(&self.hasher.hash_one(key));
    }

    /// How long to wait for the next try; nothing, when it is free.
    pub fn wait(&self, key: &str, now: DateTime<Utc>) -> TimeDelta {
        let (now, free) = self.look(key, now);
        wait(self.quota, free, now).max(TimeDelta::zero())
    }

    /// Whether no try of this key is remembered.
    pub fn is_untouched(&self, key: &str, now: DateTime<Utc>) -> bool {
        let (now, free) = self.look(key, now);
        free <= now
    }

    fn look(&self, key: &str, now: DateTime<Utc>) -> (TimeDelta, TimeDelta) {
        let mut keys = self.keys();
        let now = keys.timeline.at(now);
        (now, keys.by_hash.get(&self.hasher.hash_one(key)).copied().unwrap_or(now))
    }

    fn keys(&self) -> MutexGuard<'_, Keys<TimeDelta>> {
        self.free_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait(quota: Quota, free_at: TimeDelta, now: TimeDelta) -> TimeDelta {
    free_at - now - quota.pause * (quota.burst - 1)
}

/// Pauses that double with each failure, up to a longest one: a soft back-off, never a lock (SI-6).
#[derive(Debug)]
pub struct BackOff {
    /// Failures that cost nothing.
    free: u32,
    longest: TimeDelta,
    hasher: RandomState,
    keys: Mutex<Keys<Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    until: TimeDelta,
}

impl BackOff {
    /// Lets `free` failures pass, then makes pauses of 1 s, 2 s, 4 s … up to `longest`.
    pub fn new(free: u32, longest: TimeDelta) -> Self {
        Self { free, longest, hasher: RandomState::new(), keys: Mutex::default() }
    }

    /// Counts a try as a failure before it is made, so that many at once are no way round; [`Self::clear`] after a
    /// success.
    ///
    /// # Errors
    /// How long to wait, when it is too soon; then it does not count.
    pub fn take(&self, key: &str, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut keys = self.keys();
        let now = keys.timeline.at(now);
        make_room(&mut keys.by_hash, now, |failures| failures.until + self.longest);
        let failures = keys.by_hash.entry(self.hasher.hash_one(key)).or_insert(Failures { count: 0, until: now });
        if failures.until > now {
            return Err(failures.until - now);
        }
        // Nothing for as long as the longest pause: forgiven.
        if failures.until + self.longest < now {
            failures.count = 0;
        }
        failures.count += 1;
        failures.until = now + self.pause(failures.count);
        Ok(())
    }

    /// Takes a counted try back that was not one: nobody looked at the password.
    pub fn give_back(&self, key: &str, now: DateTime<Utc>) {
        let mut keys = self.keys();
        let now = keys.timeline.at(now);
        if let Some(failures) = keys.by_hash.get_mut(&self.hasher.hash_one(key)) {
            failures.count = failures.count.saturating_sub(1);
            failures.until = now;
        }
    }

    /// Forgets the failures: the right password was given, or set anew.
    pub fn clear(&self, key: &str) {
        self.keys().by_hash.remove(&self.hasher.hash_one(key));
    }

    fn keys(&self) -> MutexGuard<'_, Keys<Failures>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pause(&self, count: u32) -> TimeDelta {
        let Some(doublings) = count.checked_sub(self.free) else { return TimeDelta::zero() };
        TimeDelta::seconds(1 << doublings.min(20)).min(self.longest)
    }
}

/// Drops what is forgotten anyway, once there are too many keys; if all are alive, half of them.
fn make_room<T>(keys: &mut HashMap<u64, T>, now: TimeDelta, forgotten_at: impl Fn(&T) -> TimeDelta) {
    if keys.len() < KEYS {
        return;
    }
    keys.retain(|_, value| forgotten_at(value) > now);
    if keys.len() >= KEYS {
        let mut odd = false;
        keys.retain(|_, _| {
            odd = !odd;
            odd
        });
    }
}

/// Under which a client counts: an IPv6 client holds at least a /64 (SI-6).
pub fn client_key(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(IpAddr::V4(address)) => address.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    // SI-6
    #[test]
    fn so_many_at_once_then_one_after_each_pause() {
        let throttle = Throttle::new(Quota { burst: 3, pause: TimeDelta::seconds(10) });
        for _ in 0..3 {
            assert_eq!(throttle.take("a", at(0)), Ok(()));
        }
        assert_eq!(throttle.take("a", at(0)), Err(TimeDelta::seconds(10)));
        assert_eq!(throttle.take("b", at(0)), Ok(()), "keys count apart");
        assert_eq!(throttle.take("a", at(9)), Err(TimeDelta::seconds(1)));
        assert_eq!(throttle.take("a", at(10)), Ok(()));
        assert_eq!(throttle.wait("a", at(10)), TimeDelta::seconds(10));
        throttle.give_back("a");
        assert_eq!(throttle.wait("a", at(10)), TimeDelta::zero());
        // A long rest gives the burst back, and no more than that.
        for _ in 0..3 {
            assert_eq!(throttle.take("a", at(10_000)), Ok(()));
        }
        assert!(throttle.take("a", at(10_000)).is_err());
    }

    // FIELD-43: of those that are put off one goes after each pause, whoever asks.
    #[test]
    fn what_is_put_off_goes_one_after_each_pause() {
        let throttle = Throttle::new(Quota { burst: 2, pause: TimeDelta::seconds(10) });
        let due = |now| now + throttle.put_off("a", at(now)).0.num_seconds();
        assert_eq!([due(0), due(0)], [0, 0]);
        // The first that is put off, and those who take its place.
        assert_eq!([due(0), due(4), due(9)], [10, 10, 10]);
        assert_eq!([due(10), due(19)], [20, 20]);
        assert_eq!(due(25), 30);
        // Nobody asked for a while: it is free again, and what was put off counts.
        assert_eq!([due(45), due(45)], [45, 50]);
        assert_eq!([due(1_000), due(1_000), due(1_000)], [1_000, 1_000, 1_010]);
        assert_eq!(throttle.put_off("b", at(1_000)), (TimeDelta::zero(), true), "keys count apart");
        // Who takes another's place was not counted, and has nothing to give back.
        assert_eq!(throttle.put_off("a", at(1_000)), (TimeDelta::seconds(10), false));
    }

    // SI-6, RAC-9
    #[test]
    fn pauses_double_and_never_lock() {
        let back_off = BackOff::new(3, TimeDelta::minutes(15));
        let mut now = 0;
        for pause in [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(back_off.take("a", at(now)), Ok(()));
            if pause > 0 {
                assert_eq!(back_off.take("a", at(now)), Err(TimeDelta::seconds(pause)));
            }
            now += pause;
        }
        back_off.clear("a");
        assert_eq!(back_off.take("a", at(now)), Ok(()));
        let at_once = (0..200).filter(|_| back_off.take("b", at(0)).is_ok()).count();
        assert_eq!(at_once, 3);
    }

    // SI-6
    #[test]
    fn ipv6_clients_count_by_64() {
        assert_eq!(client_key("2001:db8:1:2:aaaa::1".parse().ok()), client_key("2001:db8:1:2:bbbb::9".parse().ok()));
        assert_ne!(client_key("2001:db8:1:2::1".parse().ok()), client_key("2001:db8:1:3::1".parse().ok()));
        assert_eq!(client_key("203.0.113.9".parse().ok()), "203.0.113.9");
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::new(Quota { burst: 1, pause: TimeDelta::hours(1) });
        for key in 0..KEYS * 2 {
            let _ = throttle.take(&key.to_string(), at(0));
        }
        assert!(throttle.keys().by_hash.len() <= KEYS);
    }

    // FIELD-32: what was counted while the clock was ahead is no longer a wait than any.
    #[test]
    fn a_clock_that_was_ahead_locks_nobody_out() {
        let throttle = Throttle::new(Quota { burst: 3, pause: TimeDelta::hours(1) });
        assert_eq!(throttle.take("a", at(86_400)), Ok(()));
        assert_eq!(throttle.take("a", at(0)), Ok(()));
        assert_eq!(throttle.take("a", at(0)), Ok(()));
        assert_eq!(throttle.take("a", at(0)), Err(TimeDelta::hours(1)));
        assert_eq!(throttle.take("a", at(3_600)), Ok(()));
        let back_off = BackOff::new(1, TimeDelta::minutes(15));
        assert_eq!(back_off.take("a", at(86_400)), Ok(()));
        assert_eq!(back_off.take("a", at(0)), Err(TimeDelta::seconds(1)));
        assert_eq!(back_off.take("a", at(1)), Ok(()));
    }

    proptest::proptest! {
        /// FIELD-32, RST-5: however the clock jumps, no wait is longer than the rule's longest, and whoever waits for as long as
        /// they were told gets in.
        #[test]
        fn no_wait_is_longer_than_the_longest(
            steps in proptest::collection::vec((-100_000_000_i64..100_000_000, 0_i64..1_000, proptest::bool::ANY), 1..60),
        ) {
            let pause = TimeDelta::seconds(60);
            let longest = TimeDelta::minutes(15);
            let (throttle, back_off) = (Throttle::new(Quota { burst: 2, pause }), BackOff::new(2, longest));
            let mut now = at(1_000_000_000);
            for (jump, step, jumps) in steps {
                now += TimeDelta::seconds(if jumps { jump } else { step });
                if let Err(wait) = throttle.take("a", now) {
                    assert!(wait > TimeDelta::zero() && wait <= pause, "{wait}");
                    now += wait;
                    assert_eq!(throttle.take("a", now), Ok(()));
                }
                if let Err(wait) = back_off.take("a", now) {
                    assert!(wait > TimeDelta::zero() && wait <= longest, "{wait}");
                    now += wait;
                    assert_eq!(back_off.take("a", now), Ok(()));
                }
            }
        }
    }
}
