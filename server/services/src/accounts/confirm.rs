//! The mailed verification link: looking at it changes nothing, *Confirm* proves the address, *This wasn't me* deletes
//! the claim (SU-4, SU-7, SU-14).

use chrono::{DateTime, Utc};
use domain::{DeadLink, EmailAddress, LinkKind, PersonName};
use security::{Purpose, Token};
use store::Account;

use crate::{Browser, Result, ServiceError, Services};

/// What an open link's page shows.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The address it proves.
    pub email: EmailAddress,
    /// Who signed up.
    pub name: PersonName,
    /// When.
    pub started_at: DateTime<Utc>,
    /// Whether this browser is the one that signed up.
    pub own: bool,
}

/// An address was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Whether this browser is the one that signed up.
    pub own: bool,
}

impl Services {
    /// What the page of this link shows. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead.
    pub async fn verification_link(&self, link: Option<&Token>, browser: &Browser) -> Result<LinkView> {
        let (_, account) = self.open_account_link(link, LinkKind::Verification, &browser.client).await?;
        let own = self.is_own(&account, browser.attempt.as_ref()).await?;
        Ok(LinkView { email: account.email, name: account.name, started_at: account.created_at, own })
    }

    /// Proves the address. Of several at once, one wins; the others hear that the link is used.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead.
    pub async fn confirm(&self, link: Option<&Token>, browser: &Browser) -> Result<Confirmed> {
        let (link, account) = self.open_account_link(link, LinkKind::Verification, &browser.client).await?;
        let own = self.is_own(&account, browser.attempt.as_ref()).await?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        // The account first, as everywhere: two orders of locks are a deadlock.
        tx.lock_account(account.id).await?;
        if !tx.use_link(link.id, now).await? {
            return Err(ServiceError::Link(LinkKind::Verification, DeadLink::Used));
        }
        tx.verify_account(account.id, now).await?;
        tx.commit().await?;
        Ok(Confirmed { own })
    }

    /// Deletes the claim; the address is free again.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead.
    pub async fn reject(&self, link: Option<&Token>, browser: &Browser) -> Result<()> {
        let (link, account) = self.open_account_link(link, LinkKind::Verification, &browser.client).await?;
        let mut tx = self.store.begin().await?;
        tx.lock_account(account.id).await?;
        if !tx.use_link(link.id, self.now()).await? || !tx.delete_claim(account.id).await? {
            return Err(ServiceError::Link(LinkKind::Verification, DeadLink::Used));
        }
        tx.commit().await?;
        Ok(())
    }

    async fn is_own(&self, account: &Account, attempt: Option<&Token>) -> Result<bool> {
        let Some(attempt) = attempt else { return Ok(false) };
        let attempt = self.store.attempt(attempt.digest(Purpose::Attempt).as_bytes()).await?;
        Ok(attempt.is_some_and(|attempt| attempt.account_id() == Some(account.id)))
    }
}
