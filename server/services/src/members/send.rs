//! Sending an invitation, sending it again, copying its link, taking it back (IN-7).

use domain::{DeadInvitation, InvitationId, InvitationState, LinkPurpose, Refusal, Role, audit::AuditEvent, limits};
use mail::{Invitation as Mail, Message};
use security::Token;
use store::{Invitation, Tx};

use super::actions::InvitationAction;
use crate::{
    ClientInfo, Result, Services,
    accounts::OrganizationContext,
    audit::{AuditRecord, Subject, invitation_change},
    invitations::dead,
    mail_outbox::LinkTarget,
};

impl Services {
    /// Sends a draft, or sends an invitation again: the same row, a full 7 days, the newest link works.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`]; [`Refusal::TooSoon`]
    /// when a limit is reached.
    pub async fn send_invitation(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        client: &ClientInfo,
    ) -> Result<()> {
        let (mut tx, invitation) = self.begin_for_invitation(context, id, InvitationAction::Send).await?;
        if tx.member_by_email(context.organization.id, &invitation.email).await?.is_some() {
            return Err(dead(DeadInvitation::Used, &invitation));
        }
        self.take_invitation(context, &invitation.email).map_err(Refusal::too_soon)?;
        self.send(&mut tx, context, &invitation, Some(&invitation), invitation.role, client).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the invitation back; its links say so.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`].
    pub async fn cancel_invitation(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        client: &ClientInfo,
    ) -> Result<()> {
        let (mut tx, invitation) = self.begin_for_invitation(context, id, InvitationAction::Cancel).await?;
        self.cancel(&mut tx, context, &invitation, client).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A link to hand over by other means; the same one until the invitation is sent again. It proves no mailbox: whoever
    /// invites has it too (IN-5).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`]; [`Refusal::DeadInvitation`] unless it is sent and open.
    pub async fn invitation_link(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        client: &ClientInfo,
    ) -> Result<Token> {
        let (mut tx, invitation) = self.begin_for_invitation(context, id, InvitationAction::CopyLink).await?;
        let now = self.now();
        let expires_at = invitation.expires_at.ok_or(Refusal::NotFound)?;
        let purpose = LinkPurpose::CopiedInvitation;
        let newest = tx.newest_link_of_invitation(id, purpose).await?;
        if let Some(link) = newest.filter(|link| link.dead(now).is_none()) {
            return Ok(self.secret.link_token(purpose, link.id.as_uuid().as_bytes()));
        }
        let (_, token) = self.make_link(&mut tx, LinkTarget::CopiedInvitation(id), expires_at).await?;
        let record = AuditRecord {
            organization: context.organization.id,
            actor: Some(context.caller.account_id),
            subject: Subject::Address(&invitation.email),
            event: AuditEvent::InvitationLinkCopied {},
        };
        self.record(&mut tx, record, client).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// The invitation of this organization, for somebody who may do that with it.
    async fn begin_for_invitation(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        action: InvitationAction,
    ) -> Result<(Tx, Invitation)> {
        let (mut tx, me) = self.begin_in(context).await?;
        let invitation = tx.invitation(id).await?;
        let mine = invitation.filter(|invitation| invitation.organization().id == context.organization.id);
        let role = mine.as_ref().map_or(Role::Member, |invitation| invitation.role);
        if let Some(permission) = action.lacks(me.authority(), role) {
            return self.forbid_within(&mut tx, context, permission).await;
        }
        let invitation = mine.ok_or(Refusal::NotFound)?;
        action.check_state(&invitation, self.now())?;
        Ok((tx, invitation))
    }

    /// Mails a new link; the older ones are superseded. `before` is what it was, unless it is a new one.
    pub(super) async fn send(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        invitation: &Invitation,
        before: Option<&Invitation>,
        role: Role,
        client: &ClientInfo,
    ) -> Result<()> {
        let now = self.now();
        let expires_at = now + limits::INVITATION;
        tx.mark_invitation_sent(invitation.id, role, context.caller.account_id, now, expires_at).await?;
        tx.supersede_links_of_invitation(invitation.id, now).await?;
        let (link, _) = self.make_link(tx, LinkTarget::Invitation(invitation.id), expires_at).await?;
        let message = Message::Invitation(Mail {
            organization: context.organization.name.clone(),
            inviter: context.caller.name.clone(),
            role,
            expires_at,
        });
        self.write_mail(tx, &invitation.email, &message, Some(link), expires_at).await?;
        let again = invitation.state == InvitationState::Sent;
        let change = invitation_change(before, InvitationState::Sent, role);
        let record = AuditRecord {
            organization: context.organization.id,
            actor: Some(context.caller.account_id),
            subject: Subject::Address(&invitation.email),
            event: if again { AuditEvent::InvitationResent(change) } else { AuditEvent::InvitationSent(change) },
        };
        self.record(tx, record, client).await?;
        self.tell_invited(tx, invitation).await
    }

    pub(super) async fn cancel(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        invitation: &Invitation,
        client: &ClientInfo,
    ) -> Result<()> {
        let now = self.now();
        if !tx.settle_invitation(invitation.id, InvitationState::Cancelled, None, now).await? {
            return Err(dead(DeadInvitation::Used, invitation));
        }
        tx.supersede_links_of_invitation(invitation.id, now).await?;
        let change = invitation_change(Some(invitation), InvitationState::Cancelled, invitation.role);
        let record = AuditRecord {
            organization: context.organization.id,
            actor: Some(context.caller.account_id),
            subject: Subject::Address(&invitation.email),
            event: AuditEvent::InvitationCancelled(change),
        };
        self.record(tx, record, client).await?;
        self.tell_invited(tx, invitation).await
    }

    /// Open tabs of whoever is invited show it, if the address has an account (SU-15).
    async fn tell_invited(&self, tx: &mut Tx, invitation: &Invitation) -> Result<()> {
        if let Some(account) = tx.account_by_email(&invitation.email).await? {
            tx.changed(store::Change::Account(account.id));
        }
        Ok(())
    }
}
