//! How a use case begins to write: what gave the right to is read again under the lock.
//!
//! Between the first look and the lock a request may wait for others, and among those may be the reset, the deletion or
//! the change of address that takes the right away. So no use case begins a transaction for somebody by itself: it does
//! so here, with the account's row locked first, everywhere in the same order. `transaction` does so in an organization.

use chrono::{DateTime, Utc};
use domain::{DeadLink, LinkPurpose, Refusal};
use security::Token;
use store::{Account, Attempt, Link, Tx};

use super::{Caller, dead_link};
use crate::{ClientInfo, Result, Services, transaction::Transaction};

impl Services {
    /// For whoever is signed in, if their session still is one: the account, as it is by now.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when the session ended meanwhile, for whatever reason.
    pub(crate) async fn begin_as<'a>(&'a self, caller: &'a Caller) -> Result<(Transaction<'a>, Account)> {
        let mut tx = self.begin(&caller.client).await?;
        let account = self.lock_caller(&mut tx, caller).await?;
        Ok((tx, account))
    }

    /// The same for whoever gave their password just now, if it still is the one.
    ///
    /// # Errors
    /// Also [`Refusal::BadCredentials`].
    pub(crate) async fn begin_with_password<'a>(
        &'a self,
        caller: &'a Caller,
        hash: &str,
    ) -> Result<(Transaction<'a>, Account)> {
        let (tx, account) = self.begin_as(caller).await?;
        if account.password_hash.as_deref() == Some(hash) {
            Ok((tx, account))
        } else {
            Err(Refusal::BadCredentials.into())
        }
    }

    /// Uses up a mailed link of an account: of several at once one wins, and what it does is done to what the account is
    /// by now.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`], with what became of it meanwhile.
    pub(crate) async fn begin_with_link<'a>(
        &'a self,
        link: &Link,
        purpose: LinkPurpose,
        client: &'a ClientInfo,
    ) -> Result<(Transaction<'a>, Account)> {
        let dead = |reason| dead_link(purpose, reason);
        let now = self.now();
        let id = link.account_id().ok_or(dead(DeadLink::Unknown))?;
        let mut tx = self.begin(client).await?;
        let account = tx.lock_account(id).await?;
        let (Some(account), true) = (account, tx.use_link(link.id, now).await?) else {
            // Nothing of this is kept: it is dropped without a commit.
            let link = tx.link(link.id).await?;
            let account = match link.as_ref().and_then(Link::account_id) {
                Some(id) => tx.lock_account(id).await?,
                None => None,
            };
            let reason = link.and_then(|link| why_dead(purpose, &link, account.as_ref(), now));
            return Err(dead(reason.unwrap_or(DeadLink::Unknown)));
        };
        Ok((tx, account))
    }

    /// For a browser that is signing up: its attempt, and the claim it waits for, as they are by now.
    ///
    /// # Errors
    /// [`Refusal::NoAttempt`] when it is not, or is through already.
    pub(crate) async fn begin_with_attempt(&self, seen: &Attempt) -> Result<(Tx, Attempt, Option<Account>)> {
        let mut tx = self.store.begin().await?;
        let account = match seen.account_id() {
            Some(id) => tx.lock_account(id).await?,
            None => None,
        };
        let attempt = tx.attempt(seen.id).await?.filter(|attempt| attempt.completed_at.is_none());
        let attempt = attempt.ok_or(Refusal::NoAttempt)?;
        // Of a claim that somebody else signed up again nothing is this browser's any more.
        let account = account.filter(|account| attempt.account_id() == Some(account.id));
        Ok((tx, attempt, account))
    }

    /// Holds the account of the caller, if their session still is one.
    pub(crate) async fn lock_caller(&self, tx: &mut Tx, caller: &Caller) -> Result<Account> {
        let account = tx.lock_signed_in(caller.account_id, caller.session.as_bytes()).await?;
        Ok(account.ok_or(Refusal::SignedOut)?)
    }

    /// The open link of this purpose, and whose it is.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when it is dead.
    pub(crate) async fn open_account_link(
        &self,
        token: Option<&Token>,
        purpose: LinkPurpose,
        client: &ClientInfo,
    ) -> Result<(Link, Account)> {
        let link = match token {
            Some(token) => self.store.link(token.digest(purpose).as_bytes()).await?,
            None => None,
        };
        let Some(link) = link else {
            return Err(self.unknown_link(client, dead_link(purpose, DeadLink::Unknown)));
        };
        let account = match link.account_id() {
            Some(id) => self.store.account(id).await?,
            None => None,
        };
        match (why_dead(purpose, &link, account.as_ref(), self.now()), account) {
            (None, Some(account)) => Ok((link, account)),
            (reason, _) => Err(dead_link(purpose, reason.unwrap_or(DeadLink::Unknown))),
        }
    }
}

/// Why a link of an account opens nothing, if it does not: what became of the account counts before what became of the
/// link (SU-14).
fn why_dead(purpose: LinkPurpose, link: &Link, account: Option<&Account>, now: DateTime<Utc>) -> Option<DeadLink> {
    match (link.dead(now), account) {
        // An account moved to the address of the claim.
        (_, None) if link.blocked_at.is_some() => Some(DeadLink::Taken),
        // *This wasn't me*, or an account that is gone.
        (Some(DeadLink::Used), None) => Some(DeadLink::Rejected),
        // However it came to be proven: no newer mail has anything left to confirm.
        (_, Some(account)) if purpose == LinkPurpose::Verification && account.verified_at.is_some() => {
            Some(DeadLink::Used)
        }
        // Confirmed, and undone or changed once more since: it is the account's address no longer.
        (Some(DeadLink::Used), Some(account))
            if purpose == LinkPurpose::NewAddress && link.email().as_ref() != Some(&account.email) =>
        {
            Some(DeadLink::Rejected)
        }
        (Some(reason), _) => Some(reason),
        (None, None) => Some(DeadLink::Unknown),
        (None, Some(_)) => None,
    }
}
