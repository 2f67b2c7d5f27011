//! Changing one's password (PW-5) and name.

use domain::{Password, PersonName};
use mail::{Message, PasswordChanged};
use security::{Purpose, Token};

use super::Caller;
use crate::{Result, ServiceError, Services};

impl Services {
    /// Changes the password, which asks for the current one. Answers this session's new token; all other sessions and all
    /// reset links are dead.
    ///
    /// # Errors
    /// [`ServiceError::BadCredentials`], [`ServiceError::Throttled`].
    pub async fn change_password(&self, caller: &Caller, current: Password, new: Password) -> Result<Token> {
        let checked = self.check_password_of(caller.account_id, current).await?;
        let hash = self.hasher.hash(new, self.rng.bytes()?).await?.to_string();
        let now = self.now();
        let token = self.token()?;
        let mut tx = self.store.begin().await?;
        if !tx.lock_with_password(caller.account_id, &checked.hash).await? {
            return Err(ServiceError::BadCredentials);
        }
        if !tx.renew_session(caller.session_id, token.digest(Purpose::Session).as_bytes()).await? {
            return Err(ServiceError::SignedOut);
        }
        tx.set_password(caller.account_id, &hash).await?;
        tx.end_other_sessions(caller.account_id, caller.session_id).await?;
        tx.supersede_links(caller.account_id, Purpose::Reset.as_str(), now).await?;
        let message = Message::PasswordChanged(PasswordChanged { at: now });
        self.write_notice(&mut tx, &caller.email, &message).await?;
        tx.changed(store::Change::Account(caller.account_id));
        tx.commit().await?;
        self.written.notify_one();
        self.forgive(&caller.email, caller.account_id);
        Ok(token)
    }

    /// Changes what people call the caller.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn change_name(&self, caller: &Caller, name: &PersonName) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.rename_account(caller.account_id, name).await?;
        for organization in tx.organizations_of(caller.account_id).await? {
            tx.changed(store::Change::Organization(organization));
        }
        tx.changed(store::Change::Account(caller.account_id));
        tx.commit().await?;
        Ok(())
    }
}
