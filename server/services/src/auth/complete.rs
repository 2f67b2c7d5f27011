//! The session that a confirmed attempt gives, once (SU-8, SU-9).

use domain::SignUpStatus;
use tracing::instrument;

use super::SignedIn;
use crate::{RequestContext, Result, security_events::SecurityEvent};

impl RequestContext {
    /// Takes the session of the browser's attempt that is confirmed. `None`: there is none to take; no address is verified
    /// yet, or another tab was quicker.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn complete_attempt(&self) -> Result<Option<SignedIn>> {
        for (token, attempt) in self.credentials.attempts.iter().zip(self.attempts_in_order().await?) {
            let Some(attempt) = attempt else { continue };
            let Some(account_id) = attempt.account_id().filter(|_| attempt.completed_at.is_none()) else { continue };
            if self.status_of(token).await?.is_none_or(|status| status.status != SignUpStatus::Confirmed) {
                continue;
            }
            let mut tx = self.begin().await?;
            let Some(account) = tx.lock_account(account_id).await?.filter(|account| account.verified_at.is_some())
            else {
                continue;
            };
            if !tx.complete_attempt(attempt.id, account_id, self.now()).await? {
                continue;
            }
            let mut signed_in = self.begin_session(&mut tx, account_id, Some(&account.email)).await?;
            tx.log(SecurityEvent::SignUpCompleted { account: account_id, email: &account.email });
            tx.commit().await?;
            // Sign-ups for other addresses wait on, those for this one are over.
            for (token, other) in self.credentials.attempts.iter().zip(self.attempts_in_order().await?) {
                if other.is_some_and(|other| other.completed_at.is_none() && other.email != attempt.email) {
                    signed_in.attempts.push(token.clone());
                }
            }
            return Ok(Some(signed_in));
        }
        Ok(None)
    }
}
