//! Declining an invitation, and asking for a new one (IN-3, IN-4).

use domain::{DeadInvitation, InvitationId, InvitationState, LinkId, Refusal, audit::AuditEvent};
use security::Token;
use store::Invitation;
use tracing::instrument;

use super::open::{Found, dead};
use crate::{
    Caller, RequestContext, Result, Services, Session,
    audit::{Subject, ended},
    transaction::Transaction,
};

impl RequestContext {
    /// Declines by the mailed link, or as the right person.
    ///
    /// # Errors
    /// [`Refusal::DeadInvitation`]; [`Refusal::SignedOut`] for a copied link, which proves nothing.
    #[instrument(level = "debug", skip_all)]
    pub async fn decline_invitation(&self, token: Option<&Token>) -> Result<()> {
        let found = self.find_invitation(token).await?;
        let mine = found.session.filter(|session| session.verified && session.email == found.invitation.email);
        if !found.mailed && mine.is_none() {
            return Err(Refusal::SignedOut.into());
        }
        let tx = self.begin().await?;
        self.settle_declined(tx, &found.invitation, Some(found.link.id), mine.as_ref()).await
    }

    /// Asks the inviting team for a new one: it stands in their list. Of one that waits for a seat alone, the team is told
    /// that.
    ///
    /// # Errors
    /// [`Refusal::DeadInvitation`] when it was decided.
    #[instrument(level = "debug", skip_all)]
    pub async fn ask_for_invitation(&self, token: Option<&Token>) -> Result<()> {
        let (invitation, link, mailed) = self.look_up_invitation(token).await?;
        match self.why_dead(&invitation, Some(&link), None).await? {
            Some(DeadInvitation::Expired | DeadInvitation::Unbacked | DeadInvitation::IdentityManaged) => {}
            Some(DeadInvitation::Asked) => return Ok(()),
            None => {
                let session = self.peek().await?;
                return self.ask_for_seat(&Found { invitation, link, mailed, session }).await;
            }
            Some(reason) => return Err(dead(reason, &invitation)),
        }
        let now = self.now();
        let mut tx = self.begin().await?;
        if tx.lock_organization(invitation.organization().id).await?.is_none() {
            return Err(dead(DeadInvitation::Gone, &invitation));
        }
        // Sent again meanwhile, nothing needs to be asked for.
        let invitation =
            tx.read().invitation(invitation.id).await?.ok_or_else(|| dead(DeadInvitation::Gone, &invitation))?;
        if invitation.state.at(now, invitation.expires_at) == InvitationState::Sent && invitation.is_backed() {
            return Ok(());
        }
        if tx.ask_for_invitation(invitation.id, now).await? {
            let (id, subject) = (invitation.organization().id, Subject::Address(&invitation.email));
            tx.record_for(id, None, subject, &AuditEvent::InvitationAskedFor {}).await?;
        }
        tx.commit().await
    }

    async fn ask_for_seat(&self, found: &Found) -> Result<()> {
        let access = self.invitation_access(found).await?;
        if self.lacks_seat(&found.invitation, &access).await? {
            self.tell_of_seat(&self.client, &found.invitation).await?;
        }
        Ok(())
    }
}

impl Services {
    /// Declines an invitation for the caller's own verified address.
    ///
    /// # Errors
    /// [`Refusal::Unverified`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`].
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn decline_my_invitation(&self, caller: &Caller, id: InvitationId) -> Result<()> {
        let invitation = self.my_invitation(caller, id).await?;
        let tx = self.begin(&caller.client).await?;
        self.settle_declined(tx, &invitation, None, Some(&caller.session)).await
    }

    async fn settle_declined(
        &self,
        mut tx: Transaction<'_>,
        seen: &Invitation,
        link: Option<LinkId>,
        session: Option<&Session>,
    ) -> Result<()> {
        let now = self.now();
        if let Some(session) = session {
            let account = self.lock_session(&mut tx, session).await?;
            if account.email != seen.email {
                return Err(Refusal::NotFound.into());
            }
        }
        // As whoever sends it again does, so that one of the two comes first.
        if tx.lock_organization(seen.organization().id).await?.is_none() {
            return Err(dead(DeadInvitation::Gone, seen));
        }
        let invitation = tx.read().invitation(seen.id).await?.ok_or_else(|| dead(DeadInvitation::Gone, seen))?;
        // Sent anew a moment ago, it is the newer link that decides.
        if let Some(link) = link
            && !tx.use_link(link, now).await?
            && invitation.state == InvitationState::Sent
        {
            return Err(dead(DeadInvitation::Superseded, &invitation));
        }
        if !tx.settle_invitation(invitation.id, InvitationState::Declined, None, now).await? {
            return Err(dead(DeadInvitation::Used, &invitation));
        }
        tx.supersede_links_of_invitation(invitation.id, now).await?;
        let change = ended(&invitation, InvitationState::Declined);
        let (organization, event) = (invitation.organization().id, AuditEvent::InvitationDeclined(change));
        // Of nobody: whether the address has an account is not the team's to know (IN-5).
        tx.record_for(organization, None, Subject::Address(&invitation.email), &event).await?;
        if let Some(session) = session {
            tx.changed(store::Change::Account(session.account_id));
        }
        tx.commit().await
    }
}
