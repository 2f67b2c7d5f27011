//! The session that a confirmed attempt gives, once (SU-8, SU-9).

use domain::AccountId;
use security::{Purpose, Token};

use super::Status;
use crate::{Client, Result, ServiceError, Services};

impl Services {
    /// Takes the attempt's session. `None`: there is none to take; the address is not proven yet, or another tab
    /// was quicker.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn complete_attempt(&self, attempt: Option<&Token>, client: &Client) -> Result<Option<Token>> {
        let row = match self.attempt(attempt).await {
            Ok(row) => row,
            Err(ServiceError::NoAttempt) => return Ok(None),
            Err(error) => return Err(error),
        };
        let status = self.attempt_status(attempt).await?;
        let (Status::Confirmed, Some(account_id)) = (status.status, row.account_id()) else { return Ok(None) };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !tx.complete_attempt(row.id, now).await? {
            return Ok(None);
        }
        let token = self.begin_session(&mut tx, account_id, client).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// A session with a new token (SI-4).
    pub(crate) async fn begin_session(
        &self,
        tx: &mut store::Tx,
        account_id: AccountId,
        client: &Client,
    ) -> Result<Token> {
        let now = self.now();
        let token = self.token()?;
        let user_agent: String = client.user_agent.chars().take(255).collect();
        tx.insert_session(&store::NewSession {
            id: domain::SessionId::new(now, self.rng.bytes()?),
            digest: token.digest(Purpose::Session).as_bytes(),
            account_id,
            user_agent: &user_agent,
            client: &client.address,
            now,
        })
        .await?;
        Ok(token)
    }
}
