//! How a use case begins to write: what gave the right to is read again under the lock.
//!
//! Between the first look and the lock a request may wait for others, and among those may be the reset, the deletion or
//! the change of address that takes the right away. So no use case begins a transaction for somebody by itself: it does
//! so here, with the account's row locked first, everywhere in the same order.

use domain::{DeadLink, LinkPurpose, Refusal};
use security::Token;
use store::{Account, Attempt, Link, Member, Tx};

use super::{Caller, OrganizationContext, dead_link};
use crate::{ClientInfo, Result, Services};

impl Services {
    /// For whoever is signed in, if their session still is one: the account, as it is by now.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when the session ended meanwhile, for whatever reason.
    pub(crate) async fn begin_as(&self, caller: &Caller) -> Result<(Tx, Account)> {
        let mut tx = self.store.begin().await?;
        let account = self.lock_caller(&mut tx, caller).await?;
        Ok((tx, account))
    }

    /// The same for whoever gave their password just now, if it still is the one.
    ///
    /// # Errors
    /// Also [`Refusal::BadCredentials`].
    pub(crate) async fn begin_with_password(&self, caller: &Caller, hash: &str) -> Result<(Tx, Account)> {
        let (tx, account) = self.begin_as(caller).await?;
        if account.password_hash.as_deref() == Some(hash) {
            Ok((tx, account))
        } else {
            Err(Refusal::BadCredentials.into())
        }
    }

    /// The same for somebody in an organization, which is locked too: of changes at once each sees what the one before
    /// it left (RAC-2).
    ///
    /// # Errors
    /// [`Refusal::SignedOut`]; [`Refusal::NotFound`] when it is deleted, or the caller is not in it any more.
    pub(crate) async fn begin_in(&self, context: &OrganizationContext) -> Result<(Tx, Member)> {
        let mut tx = self.store.begin().await?;
        let member = self.lock_as_member(&mut tx, context).await?;
        Ok((tx, member))
    }

    /// Uses up a mailed link of an account: of several at once one wins, and what it does is done to what the account is
    /// by now.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`], with what became of it meanwhile.
    pub(crate) async fn begin_with_link(&self, link: &Link, purpose: LinkPurpose) -> Result<(Tx, Account)> {
        let dead = |reason| dead_link(purpose, reason);
        let now = self.now();
        let id = link.account_id().ok_or(dead(DeadLink::Unknown))?;
        let mut tx = self.store.begin().await?;
        let account = tx.lock_account(id).await?;
        let (Some(account), true) = (account, tx.use_link(link.id, now).await?) else {
            // Nothing of this is kept: it is dropped without a commit.
            let link = tx.link(link.id).await?;
            let reason = match &link {
                Some(link) if link.account_id().is_none() && link.used_at.is_some() => DeadLink::Rejected,
                Some(link) if link.account_id().is_some() => link.dead(now).unwrap_or(DeadLink::Used),
                _ => DeadLink::Unknown,
            };
            return Err(dead(reason));
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

    /// Holds the caller's account, then the organization, and reads again what the caller is in it.
    ///
    /// # Errors
    /// As [`Self::begin_in`].
    pub(crate) async fn lock_as_member(&self, tx: &mut Tx, context: &OrganizationContext) -> Result<Member> {
        self.lock_caller(tx, &context.caller).await?;
        let id = context.organization.id;
        tx.lock_organization(id).await?.ok_or(Refusal::NotFound)?;
        Ok(tx.member(id, context.caller.account_id).await?.ok_or(Refusal::NotFound)?)
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
        match (link.dead(self.now()), link.account_id()) {
            // *This wasn't me*, or an account that is gone.
            (Some(DeadLink::Used), None) => Err(dead_link(purpose, DeadLink::Rejected)),
            (Some(reason), _) => Err(dead_link(purpose, reason)),
            (None, id) => {
                let account = match id {
                    Some(id) => self.store.account(id).await?,
                    None => None,
                };
                let account = account.ok_or(dead_link(purpose, DeadLink::Unknown))?;
                Ok((link, account))
            }
        }
    }
}
