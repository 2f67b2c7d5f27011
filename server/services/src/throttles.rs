//! How often what may be tried (SI-6, IN-8, TOK-12).

use chrono::TimeDelta;
use security::{BackOff, Quota, Throttle};

/// The throttles of this process.
#[derive(Debug)]
pub struct Throttles {
    /// Failed sign-ins of one client: 10 in 3 minutes.
    pub(crate) clients: Throttle,
    /// Failed passwords of one account: five are free, then pauses that double up to 15 minutes.
    pub(crate) accounts: BackOff,
    /// Sign-ups of one client with one address: 60 at once, then one a minute. Each writes a mail to it.
    pub(crate) sign_ups: Throttle,
    /// Sign-ups with one address, by whomever: 240 at once, then one every 10 minutes.
    pub(crate) signed_up_anywhere: Throttle,
    /// Reset mails to one address: 3 at once, then one an hour (MAIL-8).
    pub(crate) resets: Throttle,
    /// Reset mails that one client asks for: 200 at once, then one every 3 seconds.
    pub(crate) resetting: Throttle,
    /// Further mails of a sign-up to one address: 3 at once, then one an hour.
    pub(crate) resends: Throttle,
    /// Mails to an address that somebody moves to, signed in or still signing up: the same.
    pub(crate) moves: Throttle,
    /// Mails to addresses that nobody has proven, of one client, whichever call writes them: 240 at once, then one every
    /// 10 seconds.
    pub(crate) unproven_by_client: Throttle,
    /// The same after the first one of a sign-up, or of one account: 8 at once, then one every 10 minutes.
    pub(crate) unproven_by_attempt: Throttle,
    /// Links that never were, opened by one client: 30 at once, then 10 a minute.
    pub(crate) unknown_links: Throttle,
    /// Invitations sent by one person: 200 at once, then one every 5 minutes.
    pub(crate) inviters: Throttle,
    /// Invitations of one organization to one address: 5 at once, then one an hour.
    pub(crate) invited: Throttle,
    /// Invitations to one address, by whomever: 50 at once, then one every half hour.
    pub(crate) invited_anywhere: Throttle,
}

impl Default for Throttles {
    fn default() -> Self {
        let quota = |burst, pause| Throttle::new(Quota { burst, pause });
        Self {
            clients: quota(10, TimeDelta::seconds(18)),
            accounts: BackOff::new(5, TimeDelta::minutes(15)),
            sign_ups: quota(60, TimeDelta::minutes(1)),
            signed_up_anywhere: quota(240, TimeDelta::minutes(10)),
            resets: quota(3, TimeDelta::hours(1)),
            resetting: quota(200, TimeDelta::seconds(3)),
            resends: quota(3, TimeDelta::hours(1)),
            moves: quota(3, TimeDelta::hours(1)),
            unproven_by_client: quota(240, TimeDelta::seconds(10)),
            unproven_by_attempt: quota(8, TimeDelta::minutes(10)),
            unknown_links: quota(30, TimeDelta::seconds(6)),
            inviters: quota(200, TimeDelta::minutes(5)),
            invited: quota(5, TimeDelta::hours(1)),
            invited_anywhere: quota(50, TimeDelta::minutes(30)),
        }
    }
}
