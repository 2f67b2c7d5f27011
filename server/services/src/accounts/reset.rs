//! A forgotten password (PW-1 to PW-3).

use domain::{DeadLink, EmailAddress, LinkKind, Password, limits};
use mail::{Message, PasswordChanged, ResetPassword};
use security::{Purpose, Token, client_key};
use store::{Account, Link};

use crate::{Client, Result, ServiceError, Services};

impl Services {
    /// Asks for a reset mail. Whether the address has an account is looked up when the mail is sent, so asking costs and
    /// answers the same. At most three at once to one address, then one an hour, and no flood from one client; more are
    /// passed over in silence.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn forgot_password(&self, email: &EmailAddress, client: &Client) -> Result<()> {
        let now = self.now();
        let resets = &self.throttles.resets;
        if self.throttles.resetting.take(&client_key(&client.address), now).is_err()
            || resets.take(email.as_str(), now).is_err()
        {
            return Ok(());
        }
        let expires_at = now + limits::RESET;
        let message = Message::ResetPassword(ResetPassword { expires_at });
        let mut tx = self.store.begin().await?;
        self.write_mail(&mut tx, email, &message, None, expires_at).await?;
        tx.commit().await?;
        self.written.notify_one();
        Ok(())
    }

    /// Whose password the link sets. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead.
    pub async fn reset_link(&self, link: Option<&Token>, client: &Client) -> Result<Account> {
        Ok(self.open_account_link(link, LinkKind::Reset, client).await?.1)
    }

    /// Sets the password. Every session, every device and every other link of the account is dead; of a claim too, whose
    /// address this proves (SU-12).
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead, or was used meanwhile.
    pub async fn reset_password(&self, link: Option<&Token>, password: Password, client: &Client) -> Result<()> {
        let (link, account) = self.open_account_link(link, LinkKind::Reset, client).await?;
        let hash = self.hasher.hash(password, self.rng.bytes()?).await?.to_string();
        let now = self.now();
        let mut tx = self.store.begin().await?;
        tx.lock_account(account.id).await?;
        if !tx.use_link(link.id, now).await? {
            return Err(ServiceError::Link(LinkKind::Reset, DeadLink::Used));
        }
        tx.end_sessions(account.id).await?;
        tx.forget_devices(account.id).await?;
        for purpose in [Purpose::Verify, Purpose::Reset, Purpose::NewAddress] {
            tx.supersede_links(account.id, purpose.as_str(), now).await?;
        }
        tx.set_password(account.id, &hash).await?;
        tx.verify_account(account.id, now).await?;
        let message = Message::PasswordChanged(PasswordChanged { at: now });
        self.write_notice(&mut tx, &account.email, &message).await?;
        tx.changed(store::Change::Account(account.id));
        tx.commit().await?;
        self.written.notify_one();
        self.forgive(&account.email, account.id);
        Ok(())
    }

    /// The open link of this kind, and whose it is.
    pub(crate) async fn open_account_link(
        &self,
        token: Option<&Token>,
        kind: LinkKind,
        client: &Client,
    ) -> Result<(Link, Account)> {
        let purpose = match kind {
            LinkKind::Verification => Purpose::Verify,
            LinkKind::Reset => Purpose::Reset,
            LinkKind::NewAddress => Purpose::NewAddress,
            LinkKind::UndoAddress => Purpose::UndoAddress,
        };
        let link = match token {
            Some(token) => self.store.link(token.digest(purpose).as_bytes()).await?,
            None => None,
        };
        let Some(link) = link else {
            return Err(self.unknown_link(client, ServiceError::Link(kind, DeadLink::Unknown)));
        };
        match (link.dead(self.now()), link.account_id()) {
            // *This wasn't me*, or an account that is gone.
            (Some(DeadLink::Used), None) => Err(ServiceError::Link(kind, DeadLink::Rejected)),
            (Some(reason), _) => Err(ServiceError::Link(kind, reason)),
            (None, id) => {
                let account = match id {
                    Some(id) => self.store.account(id).await?,
                    None => None,
                };
                let account = account.ok_or(ServiceError::Link(kind, DeadLink::Unknown))?;
                Ok((link, account))
            }
        }
    }
}
