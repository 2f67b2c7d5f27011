//! The form for a new member, and the same form over an invitation that is not accepted yet (TR-4, IN-7).

use domain::{
    Authority, DeadInvitation, Grant, InvitationId, InvitationState, Permission, ProjectPermission, Refusal, Role,
    audit::AuditEvent,
};
use store::Project;
use tracing::instrument;

use super::{Invitee, ListedInvitation, actions::InvitationAction};
use crate::{OrganizationContext, Result, Services, audit::Subject, invitations::dead};

/// What the form offers, and what is in it.
#[derive(Clone, Debug)]
pub struct InvitationForm {
    /// The roles that the caller may give.
    pub assignable: Vec<Role>,
    /// What the caller may grant.
    pub grantable: Vec<Grant>,
    /// The projects to which the caller may add somebody.
    pub projects: Vec<Project>,
    /// What is edited; none for a new member.
    pub invitation: Option<ListedInvitation>,
}

impl Services {
    /// What the form for a new member offers; with the id of an invitation, also what that gives.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::DeadInvitation`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn invitation_form(
        &self,
        context: &OrganizationContext,
        id: Option<InvitationId>,
    ) -> Result<InvitationForm> {
        let authority = &context.authority;
        if !authority.may_invite() {
            return self.forbid(context, Permission::ManageMembers).await;
        }
        let organization = context.organization.id;
        let invitation = match id {
            Some(id) => {
                let found = self.store.read().invitation(id).await?;
                let found = found.filter(|found| found.organization().id == organization).ok_or(Refusal::NotFound)?;
                if let Some(permission) = InvitationAction::Send.lacks(authority, &found.given()) {
                    return self.forbid(context, permission).await;
                }
                let now = self.now();
                InvitationAction::Send.check_state(&found, now)?;
                Some(ListedInvitation::new(found, authority, now))
            }
            None => None,
        };
        let mut projects = self.store.read().active_projects(organization).await?;
        projects.retain(|project| authority.may_in(project.id, ProjectPermission::ManageMembers));
        Ok(InvitationForm {
            assignable: authority.assignable().collect(),
            grantable: authority.grantable().collect(),
            projects,
            invitation,
        })
    }

    /// Changes what an invitation gives and what it calls the person; with `send` it is sent with that, for the first time or
    /// again. It stays one record. What was sent already gives the new from then on, by the links that are out.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when the caller may not give what it gave, or gives; [`Refusal::NotFound`],
    /// [`Refusal::DeadInvitation`], [`Refusal::ArchivedProject`]; [`Refusal::TooSoon`] when a limit is reached.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn edit_invitation(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        invitee: &Invitee,
        send: bool,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let before = tx.invitation_to(InvitationAction::Send, id).await?;
        let given: &Authority = &invitee.given;
        tx.require_nothing(tx.authority().lacks_to_give(given)).await?;
        tx.check_projects(given.projects()).await?;
        if tx.member_by_email(context.organization.id, &before.email).await?.is_some() {
            return Err(dead(DeadInvitation::Used, &before));
        }
        tx.set_invitation_names(id, invitee.first_name.as_ref(), invitee.last_name.as_ref()).await?;
        if send {
            self.take_invitation(context, &before.email).map_err(Refusal::too_soon)?;
            tx.send_invitation(&before, Some(&before), given).await?;
        } else {
            tx.set_invitation(context.organization.id, id, given, context.caller.account_id).await?;
            let change = tx.invitation_change(Some(&before), before.state, given).await?;
            let draft = before.state == InvitationState::Draft;
            let event =
                if draft { AuditEvent::InvitationDrafted(change) } else { AuditEvent::InvitationChanged(change) };
            tx.record(Subject::Address(&before.email), event).await?;
        }
        tx.commit().await
    }
}
