//! A forgotten password (PW-1 to PW-3).

use domain::{DeadLink, EmailAddress, LinkPurpose, OwnWords, Password, limits};
use mail::{Message, PasswordChanged, ResetPassword};
use security::{Purpose, Token, client_key};
use tracing::instrument;

use super::{
    Proof,
    link::{OpenLink, dead_link},
};
use crate::{RequestContext, Result, Throttles, security_events::SecurityEvent, throttles::Taken};

/// An open link that sets a password.
pub struct ResetLink(OpenLink);

impl RequestContext {
    /// Asks for a reset mail. Whether the address has an account is looked up when the mail is sent, so asking costs and
    /// answers the same. At most three at once to one address, then one an hour, and no flood from one client; more are
    /// passed over in silence.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn forgot_password(&self, email: &EmailAddress) -> Result<()> {
        let now = self.now();
        let Throttles { resetting, resets, .. } = &self.throttles;
        let mut taken = Taken::default();
        if taken.take(resetting, &client_key(self.client.address), now).is_err()
            || taken.take(resets, email.as_str(), now).is_err()
        {
            SecurityEvent::Throttled { email: Some(email) }.log(&self.client);
            return Ok(());
        }
        let expires_at = now + limits::RESET;
        let message = Message::ResetPassword(ResetPassword { expires_at });
        let asked = async {
            let mut tx = self.begin().await?;
            self.write_mail(&mut tx, email, &message, None, expires_at).await?;
            tx.log(SecurityEvent::ResetRequested { email });
            tx.commit().await
        };
        taken.settle(asked.await)
    }

    /// The link that sets a password, if it is open. Changes nothing.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`](domain::Refusal::DeadLink) when the link is dead.
    #[instrument(level = "debug", skip_all)]
    pub async fn reset_link(&self, link: Option<&Token>) -> Result<ResetLink> {
        Ok(ResetLink(self.open_account_link(link, LinkPurpose::Reset).await?))
    }

    /// What the new password must not be made of.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn own_words_of_reset(&self, link: &ResetLink) -> Result<OwnWords> {
        let account = &link.0.account;
        self.own_words_of(account.id, account.email.as_str(), account.name.as_str()).await
    }

    /// Sets the password. Every session, every device and every other link of the account is dead; of a claim too, whose
    /// address this proves (SU-12). The browser that did it is a known one from then on, by this token: its owner gets in
    /// however hard others guess meanwhile (SI-6).
    ///
    /// # Errors
    /// [`Refusal::DeadLink`](domain::Refusal::DeadLink) when the link was used meanwhile.
    #[instrument(level = "debug", skip_all)]
    pub async fn reset_password(&self, link: &ResetLink, password: Password) -> Result<Token> {
        let hash = self.hasher.hash(password, self.rng.bytes()?).await?.to_string();
        let now = self.now();
        let (mut tx, account) = self.begin_with_link(&link.0).await?;
        self.end_by(&mut tx, account.id, Proof::Reset, None).await?;
        tx.set_password(account.id, &hash).await?;
        if account.verified_at.is_none() && !tx.verify_account(account.id, now).await? {
            return Err(dead_link(LinkPurpose::Reset, DeadLink::Unknown));
        }
        let device = self.token()?;
        tx.device_signed_in(account.id, None, device.digest(Purpose::Device).as_bytes(), now).await?;
        let message = Message::PasswordChanged(PasswordChanged { at: now });
        tx.send(&account.email, &message).await?;
        tx.log(SecurityEvent::PasswordReset { account: account.id, email: &account.email });
        tx.commit().await?;
        self.reset_throttle(&account.email, account.id);
        Ok(device)
    }
}
