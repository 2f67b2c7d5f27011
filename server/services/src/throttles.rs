//! How often what may be tried (SI-6, IN-8, TOK-12, FIELD-52).

use chrono::{DateTime, TimeDelta, Utc};
use security::{BackOff, Quota, Throttle};

use crate::{Result, ServiceError};

/// The throttles of this process.
#[derive(Debug)]
pub struct Throttles {
    /// Failed sign-ins of one client: 10 in 3 minutes.
    pub(crate) clients: Throttle,
    /// First sign-ins to sign-ups that nobody has confirmed, of one client: 40 at once, then as failed sign-ins. Each may
    /// have been a guess.
    pub(crate) unverified_sign_ins: Throttle,
    /// Failed passwords of one account: five are free, then pauses that double up to 15 minutes.
    pub(crate) accounts: BackOff,
    /// Sign-ups of one client with one address: 60 at once, then one a minute.
    pub(crate) sign_ups: Throttle,
    /// Sign-ups with one address, by whomever: 240 at once, then one every 10 minutes.
    pub(crate) signed_up_anywhere: Throttle,
    /// Mails of sign-ups to one address, by whomever: 5 at once, then one every 10 minutes. What is more is put off, and only the
    /// newest of that goes out.
    pub(crate) sign_up_mails: Throttle,
    /// Reset mails to one address: 3 at once, then one an hour (MAIL-8).
    pub(crate) resets: Throttle,
    /// Reset mails that one client asks for: 200 at once, then one every 3 seconds.
    pub(crate) resetting: Throttle,
    /// Further mails of a sign-up to one address: 3 at once, then one an hour.
    pub(crate) resends: Throttle,
    /// Mails to an address that somebody moves to, signed in or still signing up: the same.
    pub(crate) moves: Throttle,
    /// Mails to addresses that nobody has verified, of one client, whichever call writes them: 240 at once, then one every
    /// 10 seconds.
    pub(crate) unverified_by_client: Throttle,
    /// The same after the first one of a sign-up, or of one account: 8 at once, then one every 10 minutes.
    pub(crate) unverified_by_attempt: Throttle,
    /// Lines in the log about one account's stored hash that is none: one a day.
    pub(crate) odd_hashes: Throttle,
    /// Links that never were, opened by one client: 30 at once, then 10 a minute.
    pub(crate) unknown_links: Throttle,
    /// Invitations sent by one person: 200 at once, then one every 5 minutes.
    pub(crate) inviters: Throttle,
    /// Invitations of one organization to one address: 5 at once, then one an hour.
    pub(crate) invited: Throttle,
    /// Invitations of one person to one address, whatever they are for: 5 at once, then one an hour.
    pub(crate) invited_by_one: Throttle,
    /// Invitations to one address, by whomever: 50 at once, then one every half hour.
    pub(crate) invited_anywhere: Throttle,
    /// Mails of one organization that somebody found no free seat: 3 at once, then one every 8 hours.
    pub(crate) seats_wanted: Throttle,
    /// Mails about what somebody did to one person in one organization, or to the organization, of each kind: 5 at once, then
    /// one an hour.
    pub(crate) changes: Throttle,
}

impl Default for Throttles {
    fn default() -> Self {
        let quota = |burst, pause| Throttle::new(Quota { burst, pause });
        Self {
            clients: quota(10, TimeDelta::seconds(18)),
            unverified_sign_ins: quota(40, TimeDelta::seconds(18)),
            accounts: BackOff::new(5, TimeDelta::minutes(15)),
            sign_ups: quota(60, TimeDelta::minutes(1)),
            signed_up_anywhere: quota(240, TimeDelta::minutes(10)),
            sign_up_mails: quota(5, TimeDelta::minutes(10)),
            resets: quota(3, TimeDelta::hours(1)),
            resetting: quota(200, TimeDelta::seconds(3)),
            resends: quota(3, TimeDelta::hours(1)),
            moves: quota(3, TimeDelta::hours(1)),
            unverified_by_client: quota(240, TimeDelta::seconds(10)),
            unverified_by_attempt: quota(8, TimeDelta::minutes(10)),
            odd_hashes: quota(1, TimeDelta::days(1)),
            unknown_links: quota(30, TimeDelta::seconds(6)),
            inviters: quota(200, TimeDelta::minutes(5)),
            invited: quota(5, TimeDelta::hours(1)),
            invited_by_one: quota(5, TimeDelta::hours(1)),
            invited_anywhere: quota(50, TimeDelta::minutes(30)),
            seats_wanted: quota(3, TimeDelta::hours(8)),
            changes: quota(5, TimeDelta::hours(1)),
        }
    }
}

/// What an act took of throttles, by key, before its transaction. Where a fault keeps the act from happening, it is given back:
/// whoever is told to send it again has tried nothing. A refusal keeps it.
#[derive(Default)]
pub(crate) struct Taken<'a>(Vec<(&'a Throttle, String)>);

impl<'a> Taken<'a> {
    /// Counts a try.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn take(&mut self, throttle: &'a Throttle, key: &str, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        throttle.take(key, now)?;
        self.0.push((throttle, key.to_owned()));
        Ok(())
    }

    /// Counts a try by each of them, or by none.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn take_all(&mut self, tries: &[(&'a Throttle, &str)], now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let before = self.0.len();
        for &(throttle, key) in tries {
            if let Err(wait) = self.take(throttle, key, now) {
                self.give_back(before);
                return Err(wait);
            }
        }
        Ok(())
    }

    /// Counts a try that is put off where it is one too many, and answers for how long.
    pub(crate) fn put_off(&mut self, throttle: &'a Throttle, key: &str, now: DateTime<Utc>) -> TimeDelta {
        let (wait, counted) = throttle.put_off(key, now);
        if counted {
            self.0.push((throttle, key.to_owned()));
        }
        wait
    }

    /// Passes on what became of the act.
    pub(crate) fn settle<T>(mut self, outcome: Result<T>) -> Result<T> {
        if outcome.as_ref().is_err_and(ServiceError::is_fault) {
            self.give_back(0);
        }
        outcome
    }

    fn give_back(&mut self, from: usize) {
        for (throttle, key) in self.0.drain(from..) {
            throttle.give_back(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Refusal;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    /// So many go at once and one more does not; another goes after the pause, and not a second sooner.
    fn stands_at_its_edge(name: &str, throttle: &Throttle, burst: i32, pause: i64) {
        for number in 0..burst {
            assert_eq!(throttle.take(name, at(0)), Ok(()), "{name}: {number}");
        }
        assert_eq!(throttle.take(name, at(0)), Err(TimeDelta::seconds(pause)), "{name}");
        assert_eq!(throttle.take(name, at(pause - 1)), Err(TimeDelta::seconds(1)), "{name}");
        assert_eq!(throttle.take(name, at(pause)), Ok(()), "{name}");
        assert!(throttle.take(name, at(pause)).is_err(), "{name}");
    }

    #[test]
    fn a_fault_gives_back_what_was_taken() {
        let [one, other, mails] = [(); 3].map(|()| Throttle::new(Quota { burst: 2, pause: TimeDelta::hours(1) }));
        let settled = |outcome: Result<()>| {
            let mut taken = Taken::default();
            assert_eq!(taken.take_all(&[(&one, "a"), (&other, "b")], at(0)), Ok(()));
            assert_eq!(taken.put_off(&mails, "c", at(0)), TimeDelta::zero());
            taken.settle(outcome).is_ok()
        };
        for _ in 0..5 {
            assert!(!settled(Err(ServiceError::Internal("a broken disk".into()))));
        }
        // What happened counts, and so does what was refused.
        assert!(settled(Ok(())));
        assert!(!settled(Err(Refusal::NotFound.into())));
        for (throttle, key) in [(&one, "a"), (&other, "b"), (&mails, "c")] {
            assert_eq!(throttle.take(key, at(0)), Err(TimeDelta::hours(1)), "{key}");
        }
    }

    #[test]
    fn a_try_counts_by_all_or_by_none() {
        let [one, other] = [(); 2].map(|()| Throttle::new(Quota { burst: 1, pause: TimeDelta::hours(1) }));
        let mut taken = Taken::default();
        assert_eq!(taken.take(&other, "a", at(0)), Ok(()));
        assert_eq!(taken.take_all(&[(&one, "a"), (&other, "a")], at(0)), Err(TimeDelta::hours(1)));
        assert_eq!(one.wait("a", at(0)), TimeDelta::zero());
        // What was taken before is still the act's, and one that takes another's place of those put off took nothing.
        assert_eq!(taken.put_off(&other, "a", at(0)), TimeDelta::hours(1));
        assert_eq!(taken.put_off(&other, "a", at(0)), TimeDelta::hours(1));
        assert!(taken.settle(Err::<(), _>(ServiceError::Internal("a broken disk".into()))).is_err());
        assert_eq!(other.wait("a", at(0)), TimeDelta::zero());
    }

    // FIELD-75: the numbers are written out, and a new throttle does not compile until it stands here.
    #[test]
    fn every_throttle_stands_at_its_edge() {
        let Throttles {
            clients,
            unverified_sign_ins,
            accounts,
            sign_ups,
            signed_up_anywhere,
            sign_up_mails,
            resets,
            resetting,
            resends,
            moves,
            unverified_by_client,
            unverified_by_attempt,
            odd_hashes,
            unknown_links,
            inviters,
            invited,
            invited_by_one,
            invited_anywhere,
            seats_wanted,
            changes,
        } = Throttles::default();
        for (name, throttle, burst, pause) in [
            ("clients", clients, 10, 18),
            ("unverified_sign_ins", unverified_sign_ins, 40, 18),
            ("sign_ups", sign_ups, 60, 60),
            ("signed_up_anywhere", signed_up_anywhere, 240, 600),
            ("sign_up_mails", sign_up_mails, 5, 600),
            ("resets", resets, 3, 3_600),
            ("resetting", resetting, 200, 3),
            ("resends", resends, 3, 3_600),
            ("moves", moves, 3, 3_600),
            ("unverified_by_client", unverified_by_client, 240, 10),
            ("unverified_by_attempt", unverified_by_attempt, 8, 600),
            ("odd_hashes", odd_hashes, 1, 86_400),
            ("unknown_links", unknown_links, 30, 6),
            ("inviters", inviters, 200, 300),
            ("invited", invited, 5, 3_600),
            ("invited_by_one", invited_by_one, 5, 3_600),
            ("invited_anywhere", invited_anywhere, 50, 1_800),
            ("seats_wanted", seats_wanted, 3, 28_800),
            ("changes", changes, 5, 3_600),
        ] {
            stands_at_its_edge(name, &throttle, burst, pause);
        }
        let mut now = 0;
        for pause in [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(accounts.take("accounts", at(now)), Ok(()));
            if pause > 0 {
                assert_eq!(accounts.take("accounts", at(now)), Err(TimeDelta::seconds(pause)));
            }
            now += pause;
        }
    }
}
