//! Sending an invitation, sending it again, trying its mail at once, copying its link, taking it back (IN-7).

use domain::{
    Authority, DeadInvitation, InvitationId, InvitationState, LinkPurpose, Permission, Refusal, Role,
    audit::{AuditEvent, InvitationChange, InvitationTerms, ProjectPlace},
    limits,
};
use mail::{Invitation as Mail, InvitedTo, Message};
use security::Token;
use store::Invitation;
use tracing::instrument;

use super::actions::InvitationAction;
use crate::{
    OrganizationContext, Result, Services,
    audit::{Subject, invitation_terms, places},
    billing::Seat,
    invitations::dead,
    mail_outbox::LinkTarget,
    outbox::LEASE,
    throttles::Taken,
    transaction::OrganizationTx,
};

impl Services {
    /// Sends a draft, or sends an invitation again: the same row, a full 7 days, the newest link works.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`]; [`Refusal::SeatsTaken`] unless it holds a
    /// seat already; [`Refusal::Fields`] where it needs a project and has none (ST-6); [`Refusal::TooSoon`] when a limit is
    /// reached.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn send_invitation(&self, context: &OrganizationContext, id: InvitationId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let invitation = tx.invitation_to(InvitationAction::Send, id).await?;
        if tx.member_by_email(context.organization.id, &invitation.email).await?.is_some() {
            return Err(dead(DeadInvitation::Used, &invitation));
        }
        tx.require_project(&invitation.given()).await?;
        let seat = tx.require_seat(&invitation).await?;
        let mut taken = Taken::default();
        self.take_invitation(&mut taken, context, &invitation.email).map_err(Refusal::too_soon)?;
        let mailed = async {
            tx.send_invitation(seat, &invitation, Some(&invitation), &invitation.given()).await?;
            tx.commit().await
        };
        taken.settle(mailed.await)
    }

    /// Tries the mail of an invitation at once, where it waits for another try; where none waits, nothing is done.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn try_invitation_now(&self, context: &OrganizationContext, id: InvitationId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.invitation_to(InvitationAction::TryNow, id).await?;
        let now = self.now();
        // Until then a worker may have it, which alone says when its turn is.
        tx.try_mail_of_invitation(id, now, now + LEASE).await?;
        tx.commit().await
    }

    /// Takes the invitation back; its links say so.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn cancel_invitation(&self, context: &OrganizationContext, id: InvitationId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let invitation = tx.invitation_to(InvitationAction::Cancel, id).await?;
        let me = tx.me.account_id;
        tx.cancel_invitation(&invitation, me).await?;
        tx.commit().await
    }

    /// A link to hand over by other means; the same one until the invitation is sent again. It proves no mailbox: whoever
    /// invites has it too (IN-5).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`]; [`Refusal::DeadInvitation`] unless it is sent and open.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn invitation_link(&self, context: &OrganizationContext, id: InvitationId) -> Result<Token> {
        let mut tx = self.begin_in(context).await?;
        let invitation = tx.invitation_to(InvitationAction::CopyLink, id).await?;
        let now = self.now();
        let expires_at = invitation.expires_at.ok_or(Refusal::NotFound)?;
        let purpose = LinkPurpose::CopiedInvitation;
        let newest = tx.newest_link_of_invitation(id, purpose).await?;
        if let Some(link) = newest.filter(|link| link.dead(now).is_none()) {
            return Ok(self.secret.link_token(purpose, link.id.as_uuid().as_bytes()));
        }
        let (_, token) = self.make_link(&mut tx, LinkTarget::CopiedInvitation(id), expires_at).await?;
        tx.record(Subject::Address(&invitation.email), AuditEvent::InvitationLinkCopied {}).await?;
        tx.commit().await?;
        Ok(token)
    }
}

impl OrganizationTx<'_> {
    /// The invitation of this organization, for somebody who may do that with it.
    pub(super) async fn invitation_to(&mut self, action: InvitationAction, id: InvitationId) -> Result<Invitation> {
        let organization = self.organization_id();
        let invitation = self.read().invitation(id).await?;
        let mine = invitation.filter(|invitation| invitation.organization().id == organization);
        let given = mine.as_ref().map_or_else(|| Authority::of_role(Role::Member), Invitation::given);
        self.require_nothing(action.lacks(self.authority(), &given)).await?;
        let invitation = mine.ok_or(Refusal::NotFound)?;
        action.check_state(&invitation, self.services().now())?;
        Ok(invitation)
    }

    /// What became of an invitation that gives this by now; `before` is none for a new one.
    pub(super) async fn invitation_change(
        &mut self,
        before: Option<&Invitation>,
        state: InvitationState,
        given: &Authority,
    ) -> Result<InvitationChange> {
        let organization = self.organization_id();
        let projects = places(&mut self.read(), organization, given).await?;
        let after = InvitationTerms { state, role: given.role(), grants: given.grants(), projects };
        Ok(InvitationChange { before: before.map(invitation_terms), after })
    }

    /// Mails a new link; the older ones are superseded. `before` is what it was, unless it is a new one. The seat is used up.
    pub(super) async fn send_invitation(
        &mut self,
        _seat: Seat,
        invitation: &Invitation,
        before: Option<&Invitation>,
        given: &Authority,
    ) -> Result<()> {
        let (services, context) = (self.services(), self.context);
        let now = services.now();
        let expires_at = now + limits::INVITATION;
        let (organization, by) = (self.organization_id(), context.caller.account_id);
        self.set_invitation(organization, invitation.id, given, by).await?;
        self.mark_invitation_sent(invitation.id, by, now, expires_at).await?;
        // While no seat is free, another link lets nobody in.
        if invitation.seat_wanted_at.is_some() && self.has_seat_to_accept().await? {
            self.forget_seat_wanted(invitation.id).await?;
        }
        self.supersede_links_of_invitation(invitation.id, now).await?;
        let (link, _) = services.make_link(self, LinkTarget::Invitation(invitation.id), expires_at).await?;
        let change = self.invitation_change(before, InvitationState::Sent, given).await?;
        // As on the page that the link opens: where the role reaches every project, nobody is added to any, and one that was
        // archived since it was invited to is promised to nobody.
        let mut projects = Vec::new();
        if !change.after.projects.is_empty() && !given.may(Permission::ReachEveryProject) {
            let active = self.read().active_projects(organization).await?;
            let names = self.project_names().await?;
            let added = |place: &ProjectPlace| InvitedTo {
                slug: names.slug_beside(place.project, place.name.as_str()),
                project: place.name.clone(),
                role: place.role,
            };
            let is_active = |place: &&ProjectPlace| active.iter().any(|one| one.id == place.project);
            projects.extend(change.after.projects.iter().filter(is_active).map(added));
        }
        let message = Message::Invitation(Mail {
            organization: context.organization.name.clone(),
            inviter: context.caller.name.clone(),
            role: given.role(),
            projects,
            expires_at,
        });
        services.write_mail(self, &invitation.email, &message, Some(link), expires_at).await?;
        let again = invitation.state == InvitationState::Sent;
        let event = if again { AuditEvent::InvitationResent(change) } else { AuditEvent::InvitationSent(change) };
        self.record(Subject::Address(&invitation.email), event).await?;
        self.tell_invited(invitation).await
    }
}
