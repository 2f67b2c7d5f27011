//! Taking note of an invitation that was declined: it leaves the list.

use domain::{InvitationId, InvitationState, audit::AuditEvent};
use tracing::instrument;

use super::actions::InvitationAction;
use crate::{
    OrganizationContext, Result, Services,
    audit::{Subject, ended},
};

impl Services {
    /// Takes a declined invitation out of the list. Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden), [`Refusal::NotFound`](domain::Refusal::NotFound) unless it was
    /// declined, [`Refusal::DeadInvitation`](domain::Refusal::DeadInvitation).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn dismiss_invitation(&self, context: &OrganizationContext, id: InvitationId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let invitation = tx.invitation_to(InvitationAction::Dismiss, id).await?;
        if tx.dismiss_invitation(id, self.now()).await? {
            let change = ended(&invitation, InvitationState::Declined);
            tx.record(Subject::Address(&invitation.email), AuditEvent::InvitationDismissed(change)).await?;
        }
        tx.commit().await
    }
}
