//! Signing up with a different address (SU-6): the claim moves, the old link dies.

use domain::{EmailAddress, Refusal};
use security::Token;
use tracing::instrument;

use super::sign_up::NewSignUp;
use crate::{RequestContext, Result, throttles::Taken};

impl RequestContext {
    /// Gives up the claim of the browser's newest sign-up that waits, and claims `email` with the same name and password.
    /// Answers the tokens of its sign-ups, the new one in place of the old.
    ///
    /// # Errors
    /// [`Refusal::NoAttempt`] when this browser is not signing up, or is through already;
    /// [`Refusal::TooSoon`] after three mails to that address, or many of this sign-up or client.
    #[instrument(level = "debug", skip_all)]
    pub async fn change_address(&self, email: &EmailAddress) -> Result<Vec<Token>> {
        let (token, old) = self.waiting_attempt().await?;
        let now = self.now();
        // Each writes a mail to an address that nobody has verified.
        let mut tries = Taken::default();
        self.take_unverified_mail(&mut tries, &self.client, &old.sign_up_id.to_string(), now)?;
        tries.take(&self.throttles.moves, email.as_str(), now).map_err(Refusal::too_soon)?;
        let hash = old.password_hash.as_deref();
        let new = NewSignUp { name: &old.name, email, hash, mail_due_at: now };
        let new = tries.settle(self.begin_attempt(new, Some(&old)).await)?;
        let others = self.credentials.attempts.iter().filter(|other| **other != token).cloned();
        Ok([new].into_iter().chain(others).collect())
    }
}
