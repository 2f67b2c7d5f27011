//! Taking an open invitation back: by somebody of the organization, or because its address is a member's by now.

use domain::{AccountId, DeadInvitation, EmailAddress, InvitationState, OrganizationId, audit::AuditEvent};
use store::Invitation;

use super::dead;
use crate::{
    Result,
    audit::{Subject, ended},
    transaction::Transaction,
};

impl Transaction<'_> {
    /// Takes it back; the organization is locked. `actor`: whoever did what ends it.
    ///
    /// # Errors
    /// [`Refusal::DeadInvitation`](domain::Refusal::DeadInvitation) when it is not open.
    pub(crate) async fn cancel_invitation(&mut self, invitation: &Invitation, actor: AccountId) -> Result<()> {
        let now = self.services().now();
        if !self.settle_invitation(invitation.id, InvitationState::Cancelled, None, now).await? {
            return Err(dead(DeadInvitation::Used, invitation));
        }
        self.supersede_links_of_invitation(invitation.id, now).await?;
        let (organization, change) = (invitation.organization().id, ended(invitation, InvitationState::Cancelled));
        let event = AuditEvent::InvitationCancelled(change);
        self.record_for(organization, Some(actor), Subject::Address(&invitation.email), &event).await?;
        self.tell_invited(invitation).await
    }

    /// Takes back the open invitation of an address that is a member's: it would hold a second seat, and let them in again
    /// once their access is revoked. The organization is locked.
    pub(crate) async fn cancel_invitation_of_member(
        &mut self,
        organization: OrganizationId,
        email: &EmailAddress,
        actor: AccountId,
    ) -> Result<()> {
        match self.open_invitation(organization, email).await? {
            Some(invitation) => self.cancel_invitation(&invitation, actor).await,
            None => Ok(()),
        }
    }

    /// The same in each of these organizations, which are locked, for an account that has just moved to this address.
    pub(crate) async fn cancel_invitations_of_moved(
        &mut self,
        account: AccountId,
        organizations: &[OrganizationId],
        email: &EmailAddress,
    ) -> Result<()> {
        for organization in self.organizations_naming(email).await? {
            if organizations.contains(&organization) {
                self.cancel_invitation_of_member(organization, email, account).await?;
            }
        }
        Ok(())
    }

    /// Open tabs of whoever is invited show it, if the address has an account (SU-15).
    pub(crate) async fn tell_invited(&mut self, invitation: &Invitation) -> Result<()> {
        let account = self.read().account_by_email(&invitation.email).await?;
        // A claim shows no invitations; told of one, it would say that the address has no account (SU-10).
        if let Some(account) = account.filter(|account| account.verified_at.is_some()) {
            self.changed(store::Change::Account(account.id));
        }
        Ok(())
    }
}
