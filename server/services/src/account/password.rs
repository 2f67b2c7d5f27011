//! Changing one's password (PW-5) and name.

use domain::{Password, PersonName};
use mail::{Message, PasswordChanged};
use tracing::instrument;

use crate::{
    Caller, Result, Services,
    auth::{Proof, SignedIn},
    security_events::SecurityEvent,
};

impl Services {
    /// Changes the password, which asks for the current one. Answers what this browser gets: its session goes on under a
    /// new token, all others and every open link end.
    ///
    /// # Errors
    /// [`Refusal::BadCredentials`](domain::Refusal::BadCredentials),
    /// [`Refusal::Throttled`](domain::Refusal::Throttled).
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn change_password(&self, caller: &Caller, current: Password, new: Password) -> Result<SignedIn> {
        let checked = self.check_password_of(caller, current).await?;
        let hash = self.hasher.hash(new, self.rng.bytes()?).await?.to_string();
        let now = self.now();
        let (mut tx, account) = self.begin_with_password(caller, &checked.hash).await?;
        tx.set_password(account.id, &hash).await?;
        self.end_by(&mut tx, account.id, Proof::PasswordChange, Some(caller.session_id)).await?;
        let signed_in = self.renew_session(&mut tx, caller).await?;
        let message = Message::PasswordChanged(PasswordChanged { at: now });
        tx.send(&account.email, &message).await?;
        tx.log(SecurityEvent::PasswordChanged { account: account.id, email: &account.email });
        tx.commit().await?;
        self.reset_throttle(&account.email, account.id);
        Ok(signed_in)
    }

    /// Changes what people call the caller.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn change_name(&self, caller: &Caller, name: &PersonName) -> Result<()> {
        let (mut tx, _) = self.begin_as(caller).await?;
        tx.rename_account(caller.account_id, name).await?;
        for organization in tx.organizations_of(caller.account_id).await? {
            tx.changed(store::Change::Organization(organization));
        }
        tx.changed(store::Change::Account(caller.account_id));
        tx.commit().await
    }
}
