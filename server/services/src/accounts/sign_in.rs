//! Signing in (SI-1, SU-13).

use domain::{AttemptId, EmailAddress, Password, limits};
use security::{PasswordHash, Purpose, Token};
use store::{Account, NewAttempt, Tx};

use crate::{Client, Result, ServiceError, Services};

/// What a browser gets that signed in.
pub struct SignedIn {
    /// Its session.
    pub session: Token,
    /// Its attempt, where the address is still to be proven.
    pub attempt: Option<Token>,
}

impl Services {
    /// Signs in. Unknown addresses and wrong passwords answer alike, after one hash each. The session the browser
    /// had is ended.
    ///
    /// # Errors
    /// [`ServiceError::BadCredentials`].
    pub async fn sign_in(
        &self,
        email: &EmailAddress,
        password: Password,
        old_session: Option<&Token>,
        client: &Client,
    ) -> Result<SignedIn> {
        let account = self.store.account_by_email(email).await?;
        let stored: Option<PasswordHash> =
            account.as_ref().and_then(|account| account.password_hash.as_deref()).and_then(|hash| hash.parse().ok());
        let right = self.hasher.verify(password.clone(), stored.clone()).await?;
        let (true, Some(account), Some(stored)) = (right, account, stored) else {
            return Err(ServiceError::BadCredentials);
        };
        let fresh = if self.hasher.is_outdated(&stored) {
            Some(self.hasher.hash(password, self.rng.bytes()?).await?.to_string())
        } else {
            None
        };
        let checked = account.password_hash.as_deref().unwrap_or_default();
        let mut tx = self.store.begin().await?;
        // A sign-up or a reset may have replaced the password while this one was being hashed (SU-11, RAC-5).
        if !tx.lock_with_password(account.id, checked).await? {
            return Err(ServiceError::BadCredentials);
        }
        if let Some(fresh) = fresh {
            tx.rehash(account.id, checked, &fresh).await?;
        }
        if let Some(old) = old_session {
            tx.delete_session(old.digest(Purpose::Session).as_bytes()).await?;
        }
        let session = self.begin_session(&mut tx, account.id, client).await?;
        let attempt = match account.verified_at {
            Some(_) => None,
            None => Some(self.resume_attempt(&mut tx, &account).await?),
        };
        tx.commit().await?;
        self.written.notify_one();
        Ok(SignedIn { session, attempt })
    }

    /// An attempt for a claim's owner who comes back: it shows the newest mail, or a new one where that one's
    /// link has died.
    async fn resume_attempt(&self, tx: &mut Tx, account: &Account) -> Result<Token> {
        let now = self.now();
        let token = self.token()?;
        let (mail_id, mailed_at) = match tx.newest_mail_of_claim(account.id).await? {
            Some((id, at)) if at + limits::VERIFICATION > now => (id, at),
            _ => (self.write_verification_mail(tx, &account.email, Some(account.id), now).await?, now),
        };
        tx.insert_attempt(&NewAttempt {
            id: AttemptId::new(now, self.rng.bytes()?),
            digest: token.digest(Purpose::Attempt).as_bytes(),
            account_id: Some(account.id),
            email: &account.email,
            name: &account.name,
            password_hash: account.password_hash.as_deref(),
            mail_id,
            now: mailed_at,
        })
        .await?;
        Ok(token)
    }
}
