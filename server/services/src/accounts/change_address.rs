//! Signing up with a different address (SU-6): the claim moves, the old link dies.

use domain::EmailAddress;
use security::Token;

use crate::{Result, ServiceError, Services};

impl Services {
    /// Gives up the attempt's claim and claims `email` with the same name and password. Answers the new attempt's token.
    ///
    /// # Errors
    /// [`ServiceError::NoAttempt`] when this browser is not signing up, or is through already;
    /// [`ServiceError::TooSoon`] after three mails to that address.
    pub async fn change_address(&self, attempt: Option<&Token>, email: &EmailAddress) -> Result<Token> {
        let old = self.attempt(attempt).await?;
        let status = self.attempt_status(attempt).await?;
        if status.status != super::Status::Pending {
            return Err(ServiceError::NoAttempt);
        }
        // Each writes a mail to an address that nobody has proven.
        self.throttles.moves.take(email.as_str(), self.now()).map_err(ServiceError::TooSoon)?;
        self.begin_attempt(&old.name, email, old.password_hash.as_deref(), Some(&old)).await
    }
}
