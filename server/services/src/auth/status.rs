//! The waiting screen's poll: one indexed read, no write (SU-5, LOAD-3).

use chrono::{DateTime, Utc};
use domain::{DeliveryState, EmailAddress, Refusal, SignUpStatus, limits};
use security::{Purpose, Token};
use tracing::instrument;

use crate::{RequestContext, Result, clock::wait_until};

/// What the waiting screen shows.
#[derive(Clone, Debug)]
pub struct AttemptStatus {
    /// Where the mail goes.
    pub email: EmailAddress,
    /// When the newest mail was written.
    pub mailed_at: DateTime<Utc>,
    pub mail: DeliveryState,
    /// From when on another one may be sent.
    pub resend_at: DateTime<Utc>,
    /// Until when its link is good.
    pub expires_at: DateTime<Utc>,
    /// How far the sign-up is.
    pub status: SignUpStatus,
}

impl RequestContext {
    /// Where this browser's sign-up is: the one that is confirmed, else the newest.
    ///
    /// # Errors
    /// [`Refusal::NoAttempt`] when the browser holds none, or one that was purged.
    #[instrument(level = "debug", skip_all)]
    pub async fn attempt_status(&self) -> Result<AttemptStatus> {
        let mut found: Option<AttemptStatus> = None;
        for token in &self.credentials.attempts {
            let Some(status) = self.status_of(token).await? else { continue };
            if status.status == SignUpStatus::Confirmed {
                return Ok(status);
            }
            // One that waits rather than one that is through.
            let better = found.as_ref().is_none_or(|found| found.status == SignUpStatus::Completed);
            if better && (found.is_none() || status.status == SignUpStatus::Pending) {
                found = Some(status);
            }
        }
        Ok(found.ok_or(Refusal::NoAttempt)?)
    }

    /// Where the attempt with this token is; `None` when it is over, was purged, or left.
    pub(crate) async fn status_of(&self, attempt: &Token) -> Result<Option<AttemptStatus>> {
        let digest = attempt.digest(Purpose::Attempt);
        let now = self.now();
        let row = self.store.attempt_status(digest.as_bytes(), now - limits::ATTEMPT).await?;
        let Some(row) = row else { return Ok(None) };
        let mail = row.delivery(now);
        let status = match (row.confirmed, row.completed) {
            (true, false) => SignUpStatus::Confirmed,
            (true, true) => SignUpStatus::Completed,
            (false, false) => SignUpStatus::Pending,
            // Signed out while it waited.
            (false, true) => return Ok(None),
        };
        let wait = wait_until(row.mailed_at + limits::RESEND_AFTER, limits::RESEND_AFTER, now);
        let resend_at = now + wait.max(self.throttles.resends.wait(row.email.as_str(), now));
        Ok(Some(AttemptStatus {
            email: row.email.clone(),
            mailed_at: row.mailed_at,
            mail,
            resend_at,
            expires_at: row.mailed_at + limits::VERIFICATION,
            status,
        }))
    }
}
