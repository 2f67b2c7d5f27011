//! The waiting screen's poll: one indexed read, no write (SU-5, LOAD-3).

use chrono::{DateTime, Utc};
use domain::{EmailAddress, limits};
use security::{Purpose, Token};
use store::MailState;

use crate::{Result, ServiceError, Services};

/// What the waiting screen shows.
#[derive(Clone, Debug)]
pub struct AttemptStatus {
    /// Where the mail goes.
    pub email: EmailAddress,
    /// When the newest mail was written.
    pub mailed_at: DateTime<Utc>,
    /// Where it is.
    pub mail: Mail,
    /// From when on another one may be sent.
    pub resend_at: DateTime<Utc>,
    /// Until when its link is good.
    pub expires_at: DateTime<Utc>,
    /// How far the sign-up is.
    pub status: Status,
}

/// Where the newest mail is.
#[derive(Clone, Debug)]
pub enum Mail {
    /// Waits to be handed over, for the first time or again at `next_try`.
    Queued {
        /// When it is tried next; none before the first try.
        next_try: Option<DateTime<Utc>>,
    },
    /// The mail server has it.
    HandedOver {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// The mail server will not take it.
    Refused {
        /// What it said.
        reason: String,
    },
    /// Its link died on the way.
    Dropped,
}

/// How far a sign-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Waits for the link to be opened.
    Pending,
    /// The address is proven; the session is there to be taken.
    Confirmed,
    /// Another tab took it.
    Completed,
}

impl Services {
    /// Where the attempt with this token is.
    ///
    /// # Errors
    /// [`ServiceError::NoAttempt`] when the browser holds none, or one that was purged.
    pub async fn attempt_status(&self, attempt: Option<&Token>) -> Result<AttemptStatus> {
        let digest = attempt.ok_or(ServiceError::NoAttempt)?.digest(Purpose::Attempt);
        let row = self.store.attempt_status(digest.as_bytes()).await?.ok_or(ServiceError::NoAttempt)?;
        let mail = match (row.mail, row.settled_at) {
            (MailState::HandedOver, Some(at)) => Mail::HandedOver { at },
            (MailState::Refused, _) => Mail::Refused { reason: row.problem.unwrap_or_default() },
            (MailState::Dropped, _) => Mail::Dropped,
            _ => Mail::Queued { next_try: row.problem.map(|_| row.next_try_at) },
        };
        let status = match (row.confirmed, row.completed) {
            (true, false) => Status::Confirmed,
            (true, true) => Status::Completed,
            (false, false) => Status::Pending,
            // Signed out while it waited.
            (false, true) => return Err(ServiceError::NoAttempt),
        };
        let now = self.now();
        let resend_at = now + self.throttles.resends.wait(row.email.as_str(), now);
        Ok(AttemptStatus {
            email: row.email,
            mailed_at: row.mailed_at,
            mail,
            resend_at: resend_at.max(row.mailed_at + limits::RESEND_AFTER),
            expires_at: row.mailed_at + limits::VERIFICATION,
            status,
        })
    }
}
