//! The session that a confirmed attempt gives, once (SU-8, SU-9).

use security::Token;

use super::{SignedIn, Status};
use crate::{Browser, Result, ServiceError, Services};

impl Services {
    /// Takes the attempt's session. `None`: there is none to take; the address is not proven yet, or another tab
    /// was quicker.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn complete_attempt(&self, browser: &Browser) -> Result<Option<SignedIn>> {
        let attempt: Option<&Token> = browser.attempt.as_ref();
        let row = match self.attempt(attempt).await {
            Ok(row) => row,
            Err(ServiceError::NoAttempt) => return Ok(None),
            Err(error) => return Err(error),
        };
        let status = self.attempt_status(attempt).await?;
        let (Status::Confirmed, Some(account_id)) = (status.status, row.account_id()) else { return Ok(None) };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        tx.lock_account(account_id).await?;
        if !tx.complete_attempt(row.id, account_id, now).await? {
            return Ok(None);
        }
        let signed_in = self.begin_session(&mut tx, account_id, &row.email, browser).await?;
        tx.commit().await?;
        Ok(Some(signed_in))
    }
}
