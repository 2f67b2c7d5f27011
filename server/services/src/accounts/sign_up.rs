//! Signing up: a claim, its mail, and the attempt of this browser (SU-1, SU-9 to SU-11).

use domain::{AccountId, AttemptId, EmailAddress, Password, PersonName};
use security::{Purpose, Token, client_key};
use store::{Attempt, NewAccount, NewAttempt};

use crate::{Client, Result, ServiceError, Services};

/// What somebody who signs up typed.
pub struct SignUp {
    /// What people call them.
    pub name: PersonName,
    /// Where mail goes.
    pub email: EmailAddress,
    /// What they will sign in with.
    pub password: Password,
}

impl Services {
    /// Claims the address and answers the attempt's token. An address that has an account answers alike, in every byte
    /// and as slowly: its owner gets a mail instead of the link.
    ///
    /// # Errors
    /// [`ServiceError::TooSoon`] after many sign-ups with this address; when hashing or the database is busy.
    pub async fn sign_up(&self, sign_up: SignUp, client: &Client) -> Result<Token> {
        let SignUp { name, email, password } = sign_up;
        let now = self.now();
        // By client first: whoever signs up somebody else's address does not keep its owner from doing so.
        let key = format!("{email} {}", client_key(&client.address));
        self.throttles.sign_ups.take(&key, now).map_err(ServiceError::TooSoon)?;
        self.throttles.signed_up_anywhere.take(email.as_str(), now).map_err(ServiceError::TooSoon)?;
        let hash = self.hasher.hash(password, self.rng.bytes()?).await?.to_string();
        self.begin_attempt(&name, &email, Some(&hash), None).await
    }

    /// Claims `email` and begins an attempt for it, in place of the attempt `old` and its claim.
    pub(crate) async fn begin_attempt(
        &self,
        name: &PersonName,
        email: &EmailAddress,
        hash: Option<&str>,
        old: Option<&Attempt>,
    ) -> Result<Token> {
        let now = self.now();
        let token = self.token()?;
        let mut tx = self.store.begin().await?;
        if let Some(old) = old {
            if let Some(claim) = old.account_id() {
                // The account first, as everywhere: two orders of locks are a deadlock.
                tx.lock_account(claim).await?;
                if tx.waits_for(old.id, claim).await? {
                    tx.supersede_links(claim, Purpose::Verify.as_str(), now).await?;
                    tx.delete_claim(claim).await?;
                }
            }
            tx.delete_attempt(old.id).await?;
        }
        let id = AccountId::new(now, self.rng.bytes()?);
        let claim = tx.claim(&NewAccount { id, email, name, password_hash: hash, created_at: now }).await?;
        let account_id = claim.map(|claim| claim.id);
        let mail_id = self.write_verification_mail(&mut tx, email, account_id, now).await?;
        tx.insert_attempt(&NewAttempt {
            id: AttemptId::new(now, self.rng.bytes()?),
            digest: token.digest(Purpose::Attempt).as_bytes(),
            account_id,
            email,
            name,
            password_hash: hash,
            mail_id,
            now,
        })
        .await?;
        tx.commit().await?;
        self.written.notify_one();
        Ok(token)
    }
}
