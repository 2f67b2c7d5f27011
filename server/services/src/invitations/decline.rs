//! Declining an invitation, and asking for a new one (IN-3, IN-4).

use domain::{DeadInvitation, InvitationId, InvitationState};
use security::Token;
use serde_json::json;
use store::Invitation;

use super::open::dead;
use crate::{Browser, Client, Result, ServiceError, Services, accounts::Caller, audit::Deed};

impl Services {
    /// Declines by the mailed link, or as the right person.
    ///
    /// # Errors
    /// [`ServiceError::Invitation`]; [`ServiceError::SignedOut`] for a copied link, which proves nothing.
    pub async fn decline_invitation(&self, token: Option<&Token>, browser: &Browser) -> Result<()> {
        let found = self.find_invitation(token, browser).await?;
        let mine = found.caller.filter(|caller| caller.verified && caller.email == found.invitation.email);
        if !found.mailed && mine.is_none() {
            return Err(ServiceError::SignedOut);
        }
        self.settle_declined(&found.invitation, mine.as_ref(), &browser.client).await
    }

    /// Declines an invitation for the caller's own proven address.
    ///
    /// # Errors
    /// [`ServiceError::Unconfirmed`], [`ServiceError::NotFound`], [`ServiceError::Invitation`].
    pub async fn decline_my_invitation(&self, caller: &Caller, id: InvitationId, client: &Client) -> Result<()> {
        let invitation = self.my_invitation(caller, id).await?;
        self.settle_declined(&invitation, Some(caller), client).await
    }

    /// Asks the inviting team for a new one: it stands in their list.
    ///
    /// # Errors
    /// [`ServiceError::Invitation`] when it has not expired.
    pub async fn ask_for_invitation(&self, token: Option<&Token>, client: &Client) -> Result<()> {
        let (invitation, link, _) = self.look_up_invitation(token, client).await?;
        match self.why_dead(&invitation, Some(&link), None).await? {
            Some(DeadInvitation::Expired) => {}
            // Asked for already, or still open.
            Some(DeadInvitation::Asked) | None => return Ok(()),
            Some(reason) => return Err(dead(reason, &invitation)),
        }
        let mut tx = self.store.begin().await?;
        if tx.ask_for_invitation(invitation.id, self.now()).await? {
            let deed = Deed {
                organization: invitation.organization().id,
                actor: None,
                subject: None,
                address: Some(&invitation.email),
                action: "invitation-asked-for",
                detail: json!({}),
            };
            self.record(&mut tx, deed, client).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn settle_declined(&self, invitation: &Invitation, caller: Option<&Caller>, client: &Client) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        // As whoever sends it again does, so that one of the two comes first.
        if tx.lock_organization(invitation.organization().id).await?.is_none() {
            return Err(dead(DeadInvitation::Gone, invitation));
        }
        if !tx.settle_invitation(invitation.id, InvitationState::Declined, None, now).await? {
            return Err(dead(DeadInvitation::Used, invitation));
        }
        tx.supersede_links_of_invitation(invitation.id, now).await?;
        let deed = Deed {
            organization: invitation.organization().id,
            actor: caller.map(|caller| caller.account_id),
            subject: None,
            address: Some(&invitation.email),
            action: "invitation-declined",
            detail: json!({ "role": invitation.role }),
        };
        self.record(&mut tx, deed, client).await?;
        if let Some(caller) = caller {
            tx.changed(store::Change::Account(caller.account_id));
        }
        tx.commit().await?;
        Ok(())
    }
}
