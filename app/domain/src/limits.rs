//! Every length, count and lifetime that Parlor promises.

use chrono::TimeDelta;

/// Characters a password has at least (NIST 800-63B; SU-2).
pub const PASSWORD_MIN: usize = 8;
/// Characters a password has at most (SU-2).
pub const PASSWORD_MAX: usize = 256;
/// Bytes of an address at most (RFC 5321, erratum 1690; SU-3).
pub const EMAIL_MAX: usize = 254;
/// Characters of a person's name at most (SU-3).
pub const PERSON_NAME_MAX: usize = 100;
/// Characters of an organization's name at least (OR-5).
pub const ORGANIZATION_NAME_MIN: usize = 2;
/// Characters of an organization's name at most (OR-5).
pub const ORGANIZATION_NAME_MAX: usize = 80;
/// Characters of a slug at most, its number included.
pub const SLUG_MAX: usize = 48;
/// Organizations one account may create, where the operator says nothing (OR-5).
pub const ORGANIZATIONS_PER_ACCOUNT: u32 = 100;

/// A verification link is good for 48 hours (SU-4).
pub const VERIFICATION: TimeDelta = TimeDelta::hours(48);
/// Between two verification mails (SU-6).
pub const RESEND_AFTER: TimeDelta = TimeDelta::seconds(60);
/// A session ends after 7 days without a request (SI-4).
pub const SESSION_IDLE: TimeDelta = TimeDelta::days(7);
/// A session ends after 30 days whatever happens (SI-4).
pub const SESSION_ABSOLUTE: TimeDelta = TimeDelta::days(30);
/// How stale the noted last request of a session may get: at most one write a minute.
pub const SESSION_TOUCH: TimeDelta = TimeDelta::seconds(60);
/// Claims that nobody confirmed are purged after 30 days (SU-14), their attempts and links too.
pub const CLAIM: TimeDelta = TimeDelta::days(30);
/// Within this time the same name from the same person is the same wish, not a second organization.
pub const SAME_WISH: TimeDelta = TimeDelta::minutes(2);
