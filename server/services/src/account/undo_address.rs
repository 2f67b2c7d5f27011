//! Undoing a change of address from the old mailbox (SI-8, SI-10).
//!
//! The undo link protects the owner from a thief who changed both password and address, so it never fails for what
//! somebody could arrange: where another account has the old address by now, the account cannot go back to it yet, but
//! everybody is signed out of it, its password is gone, no reset of it is mailed, and the link stays open.

use domain::{DeadLink, EmailAddress, LinkPurpose};
use store::StoreError;

use super::AddressMoved;
use crate::{
    RequestContext, Result,
    auth::{OpenLink, Proof, dead_link},
    security_events::SecurityEvent,
};

const PURPOSE: LinkPurpose = LinkPurpose::UndoAddress;

impl RequestContext {
    /// Brings the account back to the address before, or keeps it there.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`](domain::Refusal::DeadLink); with [`DeadLink::Taken`] it is stopped, and not undone yet.
    pub(super) async fn undo_address_change(&self, open: &OpenLink, email: &EmailAddress) -> Result<AddressMoved> {
        if let Some(moved) = self.try_undo(open, email).await? {
            return Ok(moved);
        }
        // An account was made of the address at this moment: looked at once more, it is there.
        let moved = self.try_undo(open, email).await?;
        moved.ok_or(dead_link(PURPOSE, DeadLink::Taken))
    }

    /// `None`: the address became another account's within the transaction, of which nothing is kept.
    async fn try_undo(&self, open: &OpenLink, email: &EmailAddress) -> Result<Option<AddressMoved>> {
        let now = self.now();
        let (mut tx, account) = self.begin_with_link(open).await?;
        let moved = account.email != *email;
        let taken = moved && tx.is_verified(email).await?;
        if moved && !taken {
            let organizations = tx.lock_organizations_of(account.id).await?;
            match tx.set_email(account.id, &account.email, email, now).await {
                Ok(true) => tx.cancel_invitations_of_moved(account.id, &organizations, email).await?,
                Ok(false) => return Err(dead_link(PURPOSE, DeadLink::Superseded)),
                Err(StoreError::Constraint(_)) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
        self.end_by(&mut tx, account.id, Proof::AddressUndo(open.link.id), None).await?;
        if taken {
            tx.block_link(open.link.id, now).await?;
            tx.log(SecurityEvent::AddressChangeStopped { account: account.id, email });
            tx.commit().await?;
            return Err(dead_link(PURPOSE, DeadLink::Taken));
        }
        tx.log(SecurityEvent::AddressChangeUndone { account: account.id, email });
        tx.commit().await?;
        // Without a password, a reset is the way in: whoever used up its mails does not keep the owner out.
        self.throttles.resets.clear(email.as_str());
        Ok(Some(AddressMoved { purpose: PURPOSE, browser: None }))
    }
}
