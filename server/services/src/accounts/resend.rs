//! Another verification mail (SU-6).

use domain::limits;
use security::{Purpose, Token};
use store::Attempt;

use crate::{Result, ServiceError, Services};

impl Services {
    /// Writes another mail for the attempt; the older link is superseded. At most one a minute, three
    /// at once and then one an hour to one address.
    ///
    /// # Errors
    /// [`ServiceError::NoAttempt`], [`ServiceError::TooSoon`].
    pub async fn resend_verification(&self, attempt: Option<&Token>) -> Result<()> {
        let attempt = self.attempt(attempt).await?;
        let now = self.now();
        let since = now - attempt.mailed_at;
        if since < limits::RESEND_AFTER {
            return Err(ServiceError::TooSoon(limits::RESEND_AFTER - since));
        }
        // The same for an address that has an account: the key is what was typed (ENU-5).
        self.throttles.resends.take(attempt.email.as_str(), now).map_err(ServiceError::TooSoon)?;
        let mut tx = self.store.begin().await?;
        let verified = tx.is_verified(&attempt.email).await?;
        let mail_id = match attempt.account_id() {
            // Confirmed a moment ago: the next poll says so.
            Some(_) if verified => return Ok(()),
            // The claim was replaced or deleted: whoever waits here hears nothing of it, and no mail goes out.
            None if !verified => None,
            claim => Some(self.write_verification_mail(&mut tx, &attempt.email, claim, now).await?),
        };
        if !tx.attempt_mailed(&attempt, mail_id, now).await? {
            // Another click was quicker: this one never happened.
            return Err(ServiceError::TooSoon(limits::RESEND_AFTER));
        }
        tx.commit().await?;
        self.written.notify_one();
        Ok(())
    }

    /// The attempt of this browser, while it waits.
    pub(crate) async fn attempt(&self, token: Option<&Token>) -> Result<Attempt> {
        let digest = token.ok_or(ServiceError::NoAttempt)?.digest(Purpose::Attempt);
        self.store
            .attempt(digest.as_bytes())
            .await?
            .filter(|attempt| attempt.completed_at.is_none())
            .ok_or(ServiceError::NoAttempt)
    }
}
