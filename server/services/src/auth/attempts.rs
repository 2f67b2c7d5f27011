//! Another verification mail (SU-6), and the attempts of a browser.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EmailAddress, Refusal, SignUpStatus, limits};
use security::{Purpose, Token};
use store::{Account, Attempt, Tx};
use tracing::instrument;

use crate::{RequestContext, Result, Services, clock::wait_until, throttles::Taken};

impl RequestContext {
    /// Writes another mail for the browser's newest attempt that waits; the older link is superseded. At most one a
    /// minute, three at once and then one an hour to one address.
    ///
    /// # Errors
    /// [`Refusal::NoAttempt`], [`Refusal::TooSoon`].
    #[instrument(level = "debug", skip_all)]
    pub async fn resend_verification(&self) -> Result<()> {
        let attempt = self.current_attempt().await?;
        let now = self.now();
        let wait = wait_until(attempt.mailed_at + limits::RESEND_AFTER, limits::RESEND_AFTER, now);
        if wait > TimeDelta::zero() {
            return Err(Refusal::too_soon(wait).into());
        }
        // The same for an address that has an account: the key is what was typed (ENU-5).
        let mut taken = Taken::default();
        self.take_unverified_mail(&mut taken, &self.client, &attempt.sign_up_id.to_string(), now)?;
        taken.take(&self.throttles.resends, attempt.email.as_str(), now).map_err(Refusal::too_soon)?;
        taken.settle(self.mail_again(&attempt, now).await)
    }

    async fn mail_again(&self, seen: &Attempt, now: DateTime<Utc>) -> Result<()> {
        let (mut tx, attempt, claim) = self.begin_with_attempt(seen, None).await?;
        let mail_id = match claim {
            // Confirmed a moment ago: the next poll says so.
            Some(claim) if claim.verified_at.is_some() => return Ok(()),
            Some(claim) => Some(self.write_verification_mail(&mut tx, &claim, now, now).await?),
            // The claim was replaced or deleted: whoever waits here hears nothing of it, and no mail goes out.
            None => None,
        };
        if !tx.attempt_mailed(&attempt, mail_id, now).await? {
            // Another click was quicker: this one never happened.
            return Err(Refusal::too_soon(limits::RESEND_AFTER).into());
        }
        tx.commit().await?;
        Ok(())
    }

    /// The browser's attempts in the order of its tokens; `None` for one that is over or was purged.
    pub(crate) async fn attempts_in_order(&self) -> Result<Vec<Option<Attempt>>> {
        let mut attempts = Vec::with_capacity(self.credentials.attempts.len());
        for token in &self.credentials.attempts {
            let digest = token.digest(Purpose::Attempt);
            attempts.push(self.store.attempt(digest.as_bytes(), self.now() - limits::ATTEMPT).await?);
        }
        Ok(attempts)
    }

    /// The browser's attempts, the newest first.
    pub(crate) async fn attempts(&self) -> Result<Vec<Attempt>> {
        Ok(self.attempts_in_order().await?.into_iter().flatten().collect())
    }

    /// The newest attempt of this browser that gave no session yet.
    async fn current_attempt(&self) -> Result<Attempt> {
        let attempts = self.attempts().await?;
        Ok(attempts.into_iter().find(|attempt| attempt.completed_at.is_none()).ok_or(Refusal::NoAttempt)?)
    }

    /// The newest attempt of this browser whose address is not verified yet, and its token.
    pub(crate) async fn waiting_attempt(&self) -> Result<(Token, Attempt)> {
        for (token, attempt) in self.credentials.attempts.iter().zip(self.attempts_in_order().await?) {
            if let Some(attempt) = attempt.filter(|attempt| attempt.completed_at.is_none())
                && self.status_of(token).await?.is_some_and(|status| status.status == SignUpStatus::Pending)
            {
                return Ok((token.clone(), attempt));
            }
        }
        Err(Refusal::NoAttempt.into())
    }
}

impl Services {
    /// For a browser that is signing up: its attempt, and the claim it waits for, as they are by now. Where it moves to
    /// another address, what has that one is locked first: a sign-up locks the account before the claim beside it.
    ///
    /// # Errors
    /// [`Refusal::NoAttempt`] when it is not, or is through already.
    pub(crate) async fn begin_with_attempt(
        &self,
        seen: &Attempt,
        moves_to: Option<&EmailAddress>,
    ) -> Result<(Tx, Attempt, Option<Account>)> {
        let mut tx = self.store.begin().await?;
        if let Some(email) = moves_to {
            tx.lock_address(email).await?;
        }
        let account = match seen.account_id() {
            Some(id) => tx.lock_account(id).await?,
            None => None,
        };
        let attempt = tx.attempt(seen.id).await?.filter(|attempt| attempt.completed_at.is_none());
        let attempt = attempt.ok_or(Refusal::NoAttempt)?;
        // Of a claim that somebody else signed up again nothing is this browser's any more.
        let account = account.filter(|account| attempt.account_id() == Some(account.id));
        Ok((tx, attempt, account))
    }
}
