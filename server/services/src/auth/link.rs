//! Mailed links of an account: looked up once, and used up under its lock.

use chrono::{DateTime, Utc};
use domain::{DeadLink, LinkPurpose, Refusal};
use security::Token;
use store::{Account, Link};

use crate::{RequestContext, Result, ServiceError, transaction::Transaction};

/// A mailed link that can be used, and the account that it is for. It is looked up once; what uses it up reads it again
/// under the account's lock.
pub(crate) struct OpenLink {
    pub purpose: LinkPurpose,
    pub link: Link,
    pub account: Account,
}

impl RequestContext {
    /// Uses up a mailed link of an account: of several at once one wins, and what it does is done to what the account is
    /// by now.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`], with what became of it meanwhile.
    pub(crate) async fn begin_with_link(&self, open: &OpenLink) -> Result<(Transaction<'_>, Account)> {
        let OpenLink { purpose, link, .. } = open;
        let purpose = *purpose;
        let dead = |reason| dead_link(purpose, reason);
        let now = self.now();
        let id = link.account_id().ok_or(dead(DeadLink::Unknown))?;
        let mut tx = self.begin().await?;
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

    /// The open link of this purpose, and whose it is.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when it is dead.
    pub(crate) async fn open_account_link(&self, token: Option<&Token>, purpose: LinkPurpose) -> Result<OpenLink> {
        let link = match token {
            Some(token) => self.store.link(token.digest(purpose).as_bytes()).await?,
            None => None,
        };
        let Some(link) = link else {
            return Err(self.unknown_link(dead_link(purpose, DeadLink::Unknown)));
        };
        let account = match link.account_id() {
            Some(id) => self.store.account(id).await?,
            None => None,
        };
        match (why_dead(purpose, &link, account.as_ref(), self.now()), account) {
            (None, Some(account)) => Ok(OpenLink { purpose, link, account }),
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
        // Used to begin the sign-up again: the newer mail is the one that confirms it.
        (Some(DeadLink::Used), Some(_)) if purpose == LinkPurpose::Verification => Some(DeadLink::Superseded),
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

/// The refusal of a link that opens nothing.
pub(crate) fn dead_link(link: LinkPurpose, reason: DeadLink) -> ServiceError {
    Refusal::DeadLink { link, reason }.into()
}
