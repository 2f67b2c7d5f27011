//! Throttles: how often something may be tried (SI-6). They are kept in memory, a few bytes a key, and time is handed in.
//!
//! Each process counts for itself, and a restart forgets: what is counted here slows guessing and flooding down, and no
//! promise that must outlive a process rests on it.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Keys remembered at most; beyond that those that are free again go first.
const KEYS: usize = 100_000;

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
    free_at: Mutex<HashMap<u64, DateTime<Utc>>>,
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
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut free_at, now, |at| *at);
        let free = free_at.entry(self.hasher.hash_one(key)).or_insert(now);
        let wait = wait(self.quota, *free, now);
        if wait > TimeDelta::zero() {
            return Err(wait);
        }
        *free = (*free).max(now) + self.quota.pause;
        Ok(())
    }

    /// Takes a counted try back.
    pub fn give_back(&self, key: &str) {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(free) = free_at.get_mut(&self.hasher.hash_one(key)) {
            *free -= self.quota.pause;
        }
    }

    /// Forgets the tries of a key.
    pub fn clear(&self, key: &str) {
        self.free_at.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.hasher.hash_one(key));
    }

    /// How long to wait for the next try; nothing, when it is free.
    pub fn wait(&self, key: &str, now: DateTime<Utc>) -> TimeDelta {
        let free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let free = free_at.get(&self.hasher.hash_one(key)).copied().unwrap_or(now);
        wait(self.quota, free, now).max(TimeDelta::zero())
    }
}

fn wait(quota: Quota, free_at: DateTime<Utc>, now: DateTime<Utc>) -> TimeDelta {
    free_at - now - quota.pause * (quota.burst - 1)
}

/// Pauses that double with each failure, up to a longest one: a soft back-off, never a lock (SI-6).
#[derive(Debug)]
pub struct BackOff {
    /// Failures that cost nothing.
    free: u32,
    longest: TimeDelta,
    hasher: RandomState,
    keys: Mutex<HashMap<u64, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    until: DateTime<Utc>,
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
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut keys, now, |failures| failures.until + self.longest);
        let failures = keys.entry(self.hasher.hash_one(key)).or_insert(Failures { count: 0, until: now });
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
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failures) = keys.get_mut(&self.hasher.hash_one(key)) {
            failures.count = failures.count.saturating_sub(1);
            failures.until = now;
        }
    }

    /// Forgets the failures: the right password was given, or set anew.
    pub fn clear(&self, key: &str) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.hasher.hash_one(key));
    }

    fn pause(&self, count: u32) -> TimeDelta {
        let Some(doublings) = count.checked_sub(self.free) else { return TimeDelta::zero() };
        TimeDelta::seconds(1 << doublings.min(20)).min(self.longest)
    }
}

/// Drops what is forgotten anyway, once there are too many keys; if all are alive, half of them.
fn make_room<T>(keys: &mut HashMap<u64, T>, now: DateTime<Utc>, forgotten_at: impl Fn(&T) -> DateTime<Utc>) {
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
pub fn client_key(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
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
        assert_eq!(client_key("2001:db8:1:2:aaaa::1"), client_key("2001:db8:1:2:bbbb::9"));
        assert_ne!(client_key("2001:db8:1:2::1"), client_key("2001:db8:1:3::1"));
        assert_eq!(client_key("203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::new(Quota { burst: 1, pause: TimeDelta::hours(1) });
        for key in 0..KEYS * 2 {
            let _ = throttle.take(&key.to_string(), at(0));
        }
        assert!(throttle.free_at.lock().unwrap().len() <= KEYS);
    }
}
