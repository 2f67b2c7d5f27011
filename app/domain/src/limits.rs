//! Every length, count and lifetime that Parlor promises.

use chrono::TimeDelta;

/// Characters a password has at least (NIST 800-63B; SU-2).
pub const PASSWORD_MIN: usize = 8;
/// Characters a password has at most (SU-2).
pub const PASSWORD_MAX: usize = 256;
/// Bytes of an address at most, as mail servers write it (RFC 5321, erratum 1690; SU-3).
pub const EMAIL_MAX: usize = 254;
/// Bytes before the `@` at most (RFC 5321).
pub const EMAIL_LOCAL_PART_MAX: usize = 64;
/// Characters of a person's name at most (SU-3).
pub const PERSON_NAME_MAX: usize = 100;
/// Characters of an organization's name at least (OR-5).
pub const ORGANIZATION_NAME_MIN: usize = 2;
/// Characters of an organization's name at most (OR-5).
pub const ORGANIZATION_NAME_MAX: usize = 80;
/// Longest name that a company has in its register, in characters.
pub const REGISTERED_NAME_MAX: usize = 160;
/// Longest number under which a company pays taxes, in characters.
pub const VAT_NUMBER_MAX: usize = 40;
/// Characters of a slug at most, its number included.
pub const SLUG_MAX: usize = 48;
/// Organizations one account may create, where the operator says nothing (OR-5).
pub const ORGANIZATIONS_PER_ACCOUNT: u32 = 100;
/// Organizations that the switcher shows at first, and how many more come each time: of a thousand nobody looks at all.
pub const ORGANIZATIONS_AT_ONCE: usize = 50;

/// A verification link is good for 48 hours (SU-4).
pub const VERIFICATION: TimeDelta = TimeDelta::hours(48);
/// Between two verification mails (SU-6).
pub const RESEND_AFTER: TimeDelta = TimeDelta::seconds(60);
/// A reset link is good for one hour (PW-2).
pub const RESET: TimeDelta = TimeDelta::hours(1);
/// An invitation is good for 7 days from sending (IN-1).
pub const INVITATION: TimeDelta = TimeDelta::days(7);
/// The link that confirms a new address is good for 48 hours, as at sign-up (SI-8).
pub const ADDRESS_CHANGE: TimeDelta = TimeDelta::hours(48);
/// A change of address can be undone from the old one for 7 days (SI-8).
pub const ADDRESS_UNDO: TimeDelta = TimeDelta::days(7);
/// A deleted organization can be brought back for 7 days (OR-7).
pub const ORGANIZATION_UNDO: TimeDelta = TimeDelta::days(7);
/// A member whose access was revoked can be brought back, as they were, for 10 minutes (TR-7).
pub const REMOVAL_UNDO: TimeDelta = TimeDelta::minutes(10);
/// A role that was given to members, and their being added to a project, can be undone for 10 minutes (TR-6, PR-2).
pub const MEMBERS_UNDO: TimeDelta = TimeDelta::minutes(10);
/// A session ends after 7 days without a request (SI-4).
pub const SESSION_IDLE: TimeDelta = TimeDelta::days(7);
/// A session ends after 30 days whatever happens (SI-4).
pub const SESSION_ABSOLUTE: TimeDelta = TimeDelta::days(30);
/// How stale the noted last request of a session may get: at most one write a minute.
pub const SESSION_TOUCH: TimeDelta = TimeDelta::seconds(60);
/// A sign-up waits in its browser for 30 days, and gives its session within them: as long as the cookie lives (SU-9).
pub const ATTEMPT: TimeDelta = TimeDelta::days(30);
/// Claims that nobody confirmed are purged after 30 days (SU-14), their attempts and links too.
pub const CLAIM: TimeDelta = TimeDelta::days(30);
/// Within this time the same name from the same person is the same request, not a second organization or project.
pub const REPEATED_CREATION: TimeDelta = TimeDelta::minutes(2);
/// A mail that only tells something is tried for 2 days.
pub const NOTICE: TimeDelta = TimeDelta::days(2);
/// A browser that was not signed in with for 400 days is an unknown device again: cookies live no longer.
pub const DEVICE: TimeDelta = TimeDelta::days(400);
/// Members on one page of the list.
pub const MEMBERS_PAGE: i64 = 50;
/// Entries on a page of the audit log.
pub const AUDIT_LOG_PAGE: i64 = 50;
/// Invitations on a page of their list.
pub const INVITATIONS_PAGE: usize = 50;
/// Projects of one organization at most, archived ones too.
pub const PROJECTS: u32 = 200;
/// People on one page of the list of a project's members.
pub const PROJECT_MEMBERS_PAGE: i64 = 50;
/// Addresses invited by one call at most (IN-8).
pub const INVITED_AT_ONCE: usize = 200;
/// Open invitations of one organization at most (IN-8).
pub const OPEN_INVITATIONS: i64 = 1_000;
/// Members and invitations that something is done with at once: what a selection may hold.
pub const REVOKED_AT_ONCE: usize = 200;
