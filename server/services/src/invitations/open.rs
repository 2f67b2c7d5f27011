//! Looking at an invitation: what it takes to accept it, or why it cannot be (IN-2 to IN-4).

use chrono::{DateTime, Utc};
use domain::{
    DeadInvitation, EmailAddress, InvitationAccess, InvitationState, LinkPurpose, Permission, PersonName, ProjectRole,
    Refusal, Role,
};
use security::Token;
use store::{Invitation, Link, Organization};
use tracing::instrument;

use super::seat;
use crate::{
    RequestContext, Result, ServiceError, Services, Session,
    namesakes::{NamedProject, ProjectNames},
};

/// An invitation that can be accepted: looked up once, it is shown, or accepted.
pub struct OpenInvitation {
    pub organization: Organization,
    /// Who invites; none once that account is gone.
    pub inviter: Option<PersonName>,
    /// The role that waits.
    pub role: Role,
    /// The projects that it opens, with the role in each; none where the role needs none. One that is archived by now opens to
    /// whoever accepts once it is restored.
    pub projects: Vec<(NamedProject, ProjectRole)>,
    /// The address that is invited.
    pub email: EmailAddress,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// What it takes to accept.
    pub access: InvitationAccess,
    /// Whether no seat is free by now, so that it cannot be accepted yet (ST-3).
    pub no_seat: bool,
    /// Whether the team was told so lately; until then it may be told again.
    pub team_told: bool,
    pub(super) found: Found,
}

/// An invitation that can still be accepted, and how somebody came to it.
pub(crate) struct Found {
    pub invitation: Invitation,
    pub link: Link,
    /// Whether the link was mailed: then it proves the mailbox.
    pub mailed: bool,
    /// Who is signed in.
    pub session: Option<Session>,
}

impl RequestContext {
    /// The invitation that the link opens. Changes nothing.
    ///
    /// # Errors
    /// [`Refusal::DeadInvitation`] when it cannot be accepted any more.
    #[instrument(level = "debug", skip_all)]
    pub async fn invitation(&self, token: Option<&Token>) -> Result<OpenInvitation> {
        let mut found = self.find_invitation(token).await?;
        let access = self.invitation_access(&found).await?;
        if access == InvitationAccess::SignIn {
            // The account may be of whoever accepted it between those two reads: then it is used, and what was typed is no
            // guess at their password.
            found = self.find_invitation(token).await?;
        }
        let invitation = &found.invitation;
        let no_seat = self.lacks_seat(invitation, &access).await?;
        Ok(OpenInvitation {
            organization: invitation.organization(),
            inviter: invitation.inviter(),
            role: invitation.role,
            projects: self.projects_of(invitation).await?,
            expires_at: found.link.expires_at,
            email: invitation.email.clone(),
            access,
            team_told: no_seat && seat::is_noted(invitation, self.now()),
            no_seat,
            found,
        })
    }

    /// Whether it could be accepted but for a seat. Nobody hears that by a link which proves nothing.
    pub(super) async fn lacks_seat(&self, invitation: &Invitation, access: &InvitationAccess) -> Result<bool> {
        match access {
            InvitationAccess::New | InvitationAccess::SignIn | InvitationAccess::Accept => {
                Ok(!self.has_seat_to_accept(invitation.organization().id).await?)
            }
            InvitationAccess::WrongAccount { .. } | InvitationAccess::Copied => Ok(false),
        }
    }

    /// What it takes to accept.
    pub(crate) async fn invitation_access(&self, found: &Found) -> Result<InvitationAccess> {
        let email = &found.invitation.email;
        Ok(match &found.session {
            Some(session) if session.email != *email => {
                InvitationAccess::WrongAccount { signed_in: session.email.clone() }
            }
            Some(session) if session.verified => InvitationAccess::Accept,
            _ if !found.mailed => InvitationAccess::Copied,
            _ => match self.store.read().account_by_email(email).await? {
                Some(account) if account.verified_at.is_some() => InvitationAccess::SignIn,
                _ => InvitationAccess::New,
            },
        })
    }

    /// The invitation that the token opens, while it can be accepted.
    pub(crate) async fn find_invitation(&self, token: Option<&Token>) -> Result<Found> {
        let (invitation, link, mailed) = self.look_up_invitation(token).await?;
        let session = self.peek().await?;
        if let Some(reason) = self.why_dead(&invitation, Some(&link), session.as_ref()).await? {
            return Err(dead(reason, &invitation));
        }
        Ok(Found { invitation, link, mailed, session })
    }

    /// The invitation that the token names, in whatever state; the link, and whether it was mailed.
    pub(crate) async fn look_up_invitation(&self, token: Option<&Token>) -> Result<(Invitation, Link, bool)> {
        for (purpose, mailed) in [(LinkPurpose::Invitation, true), (LinkPurpose::CopiedInvitation, false)] {
            let Some(token) = token else { continue };
            let Some(link) = self.store.link(token.digest(purpose).as_bytes()).await? else { continue };
            let Some(id) = link.invitation_id() else { continue };
            if let Some(invitation) = self.store.read().invitation(id).await? {
                return Ok((invitation, link, mailed));
            }
        }
        let unknown = Refusal::DeadInvitation { reason: DeadInvitation::Unknown, organization: None, slug: None };
        Err(self.unknown_link(unknown.into()))
    }
}

impl Services {
    /// The projects that an invitation opens, as far as its role needs them (PR-1); an archived one is promised to nobody.
    async fn projects_of(&self, invitation: &Invitation) -> Result<Vec<(NamedProject, ProjectRole)>> {
        if invitation.active_projects().next().is_none() || invitation.role.gives(Permission::ReachEveryProject) {
            return Ok(Vec::new());
        }
        let names = ProjectNames::read(&mut self.store.read(), invitation.organization().id).await?;
        let projects = invitation.active_projects();
        Ok(projects.map(|project| (names.named(project.id, &project.name), project.role)).collect())
    }

    /// Why the invitation cannot be accepted, if it cannot (IN-4). What was decided counts before what time and newer
    /// mails did.
    pub(crate) async fn why_dead(
        &self,
        invitation: &Invitation,
        link: Option<&Link>,
        session: Option<&Session>,
    ) -> Result<Option<DeadInvitation>> {
        if invitation.organization_deleted {
            return Ok(Some(DeadInvitation::Gone));
        }
        let mine = session.filter(|session| session.email == invitation.email);
        let id = invitation.organization().id;
        let state = invitation.state.at(self.now(), invitation.expires_at);
        Ok(match state {
            InvitationState::Accepted => {
                let accepted = session.map(|session| session.account_id);
                let by_you = accepted.is_some() && accepted == invitation.accepted_by();
                Some(if by_you { DeadInvitation::UsedByYou } else { DeadInvitation::Used })
            }
            InvitationState::Declined => Some(DeadInvitation::Declined),
            // Who is in hears that first: the invitation may be cancelled because of it.
            _ if match mine {
                Some(session) => self.store.read().member(id, session.account_id).await?.is_some(),
                None => false,
            } =>
            {
                Some(DeadInvitation::Member)
            }
            InvitationState::Cancelled => Some(DeadInvitation::Cancelled),
            _ if link.is_some_and(|link| link.superseded_at.is_some()) => Some(DeadInvitation::Superseded),
            InvitationState::Expired if invitation.asked_at.is_some() => Some(DeadInvitation::Asked),
            InvitationState::Sent if !invitation.is_backed() && invitation.asked_at.is_some() => {
                Some(DeadInvitation::Asked)
            }
            InvitationState::Expired => Some(DeadInvitation::Expired),
            InvitationState::Draft => Some(DeadInvitation::Unknown),
            InvitationState::Sent if invitation.is_backed() => None,
            InvitationState::Sent => Some(unbacked(invitation)),
        })
    }
}

/// Why an invitation is backed by nobody: who sent it, or the identity provider of the organization.
pub(super) fn unbacked(invitation: &Invitation) -> DeadInvitation {
    if invitation.gives_what_is_managed() { DeadInvitation::IdentityManaged } else { DeadInvitation::Unbacked }
}

/// The refusal; only those who are in the organization hear its place in addresses.
pub(crate) fn dead(reason: DeadInvitation, invitation: &Invitation) -> ServiceError {
    let organization = invitation.organization();
    let inside = matches!(reason, DeadInvitation::UsedByYou | DeadInvitation::Member);
    let refusal = Refusal::DeadInvitation {
        reason,
        // A draft is as good as none.
        organization: (reason != DeadInvitation::Unknown).then_some(organization.name),
        slug: inside.then_some(organization.slug),
    };
    refusal.into()
}
