//! The form for a new member, and the same form over an invitation that is not accepted yet (TR-4, IN-7).

use domain::{
    Authority, DeadInvitation, EmailAddress, FieldProblem, Grant, InvitationId, InvitationState, Namesakes, Permission,
    PersonName, ProjectPermission, ReachedLimit, Refusal, Role, TermsSavedMeanwhile,
    audit::{AuditEvent, InvitedName, InvitedNameChange},
};
use store::{Invitation, Project};
use tracing::instrument;

use super::{Invitee, ListedInvitation, actions::InvitationAction};
use crate::{
    OrganizationContext, Result, Services, audit::Subject, invitations::dead, namesakes, throttles::Taken,
    transaction::OrganizationTx,
};

/// What the form offers, and what is in it.
#[derive(Clone, Debug)]
pub struct InvitationForm {
    /// The roles that the caller may give.
    pub assignable: Vec<Role>,
    /// What the caller may grant.
    pub grantable: Vec<Grant>,
    /// The projects to which the caller may add somebody.
    pub projects: Vec<Project>,
    /// Which names more than one of the projects that are worked in have.
    pub namesakes: Namesakes,
    /// Whether an identity provider says what people are, so that nobody is given more than to be a member (ST-5).
    pub identity_managed: bool,
    /// What is edited; none for a new member.
    pub invitation: Option<ListedInvitation>,
    /// Where no seat is free: what is sent for the first time waits as a draft.
    pub taken_seats: Option<ReachedLimit>,
    /// Whether nothing is sent without a project (ST-6).
    pub project_needed: bool,
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
                let has_seat = found.seat_wanted_at.is_none() || self.has_seat_to_accept(organization).await?;
                Some(ListedInvitation::new(found, authority, has_seat, now).ok_or(Refusal::NotFound)?)
            }
            None => None,
        };
        let taken_seats = self.taken_seats(context).await?;
        if context.organization.identity_managed {
            let (assignable, grantable) = (vec![Role::Member], Vec::new());
            return Ok(InvitationForm {
                assignable,
                grantable,
                projects: Vec::new(),
                namesakes: Namesakes::default(),
                identity_managed: true,
                invitation,
                taken_seats,
                project_needed: false,
            });
        }
        let mut projects = self.store.read().active_projects(organization).await?;
        let namesakes = namesakes::among(&projects);
        projects.retain(|project| authority.may_in(project.id, ProjectPermission::ManageMembers));
        Ok(InvitationForm {
            assignable: authority.assignable().collect(),
            grantable: authority.grantable().collect(),
            projects,
            namesakes,
            identity_managed: false,
            invitation,
            taken_seats,
            project_needed: self.store.read().policies(organization).await?.on.invitations_need_project,
        })
    }

    /// Changes what an invitation gives and what it calls the person; with `send` it is sent with that, for the first time or
    /// again. It stays one record. What was sent already gives the new from then on, by the links that are out.
    ///
    /// `seen`: what the form began with; what was not changed in it stays as it is by now.
    ///
    /// With another address, which only that of a mail that was refused for good may get, it is taken back, and a new one stands
    /// in its place: an invitation is bound to its address (IN-1).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when the caller may not give what it gave, or gives; [`Refusal::NotFound`],
    /// [`Refusal::DeadInvitation`], [`Refusal::ArchivedProject`]; [`Refusal::TermsSavedMeanwhile`] where somebody else changed what
    /// it gives after the form was opened; [`Refusal::Fields`] for an address of somebody who is in or
    /// invited, and for what is sent without a project where one is needed (ST-6); where it is sent, [`Refusal::SeatsTaken`] and [`Refusal::TooSoon`], when a limit is reached.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn edit_invitation(
        &self,
        context: &OrganizationContext,
        id: InvitationId,
        email: Option<&EmailAddress>,
        invitee: &Invitee,
        seen: Option<&Invitee>,
        send: bool,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let before = tx.invitation_to(InvitationAction::Send, id).await?;
        let invitee = &invitee.merged(seen, &before)?;
        let given: &Authority = &invitee.given;
        tx.require_to_give(given).await?;
        tx.check_projects(given.projects()).await?;
        // What is sent keeps what it was sent with.
        if send || before.state != InvitationState::Draft {
            tx.require_project(given).await?;
        }
        let mut taken = Taken::default();
        if let Some(email) = email.filter(|email| **email != before.email) {
            let before = tx.invitation_to(InvitationAction::FixAddress, id).await?;
            if send {
                self.take_invitation(&mut taken, context, email).map_err(Refusal::too_soon)?;
            }
            let replaced = async {
                tx.replace_invitation(&before, email, invitee, send).await?;
                tx.commit().await
            };
            return taken.settle(replaced.await);
        }
        if tx.member_by_email(context.organization.id, &before.email).await?.is_some() {
            return Err(dead(DeadInvitation::Used, &before));
        }
        tx.rename_invited(&before, invitee).await?;
        if send {
            let seat = tx.require_seat(&before).await?;
            self.take_invitation(&mut taken, context, &before.email).map_err(Refusal::too_soon)?;
            let mailed = async {
                tx.send_invitation(seat, &before, Some(&before), given).await?;
                tx.commit().await
            };
            return taken.settle(mailed.await);
        }
        tx.set_invitation(context.organization.id, id, given, context.caller.account_id).await?;
        let change = tx.invitation_change(Some(&before), before.state, given).await?;
        let draft = before.state == InvitationState::Draft;
        let event = if draft { AuditEvent::InvitationDrafted(change) } else { AuditEvent::InvitationChanged(change) };
        tx.record(Subject::Address(&before.email), event).await?;
        if !draft {
            tx.tell_invited(&before).await?;
        }
        tx.commit().await
    }
}

impl Invitee {
    /// The same with what was not changed in a form that began with `seen` as the invitation has it by now.
    ///
    /// # Errors
    /// [`Refusal::TermsSavedMeanwhile`].
    fn merged(&self, seen: Option<&Self>, now: &Invitation) -> Result<Self> {
        let Some(seen) = seen else { return Ok(self.clone()) };
        let given = now.given().merged(&seen.given, self.given.clone());
        let meanwhile = || Box::new(TermsSavedMeanwhile::new(seen.given.clone(), now.given(), None));
        let given = given.ok_or_else(|| Refusal::TermsSavedMeanwhile(meanwhile()))?;
        let name = |typed: &Option<PersonName>, seen: &Option<PersonName>, now: &Option<String>| {
            if typed == seen { now.clone().and_then(|name| PersonName::try_from(name).ok()) } else { typed.clone() }
        };
        Ok(Self {
            given,
            first_name: name(&self.first_name, &seen.first_name, &now.first_name),
            last_name: name(&self.last_name, &seen.last_name, &now.last_name),
        })
    }
}

impl OrganizationTx<'_> {
    /// Calls the person as the invitation calls them from now on; what they are called already is not recorded.
    async fn rename_invited(&mut self, invitation: &Invitation, invitee: &Invitee) -> Result<()> {
        let stored = |name: &Option<String>| name.clone().and_then(|name| PersonName::try_from(name).ok());
        let before = InvitedName::of(stored(&invitation.first_name), stored(&invitation.last_name));
        let after = InvitedName::of(invitee.first_name.clone(), invitee.last_name.clone());
        if before == after {
            return Ok(());
        }
        self.set_invitation_names(invitation.id, invitee.first_name.as_ref(), invitee.last_name.as_ref()).await?;
        let change = InvitedNameChange { before, after };
        self.record(Subject::Address(&invitation.email), AuditEvent::InvitationNameChanged(change)).await
    }

    /// Takes an invitation back and invites another address in its place; as a draft, or sent at once.
    async fn replace_invitation(
        &mut self,
        before: &Invitation,
        email: &EmailAddress,
        invitee: &Invitee,
        send: bool,
    ) -> Result<()> {
        let (organization, by) = (self.organization_id(), self.me.account_id);
        if self.member_by_email(organization, email).await?.is_some() {
            return Err(Refusal::field("email", FieldProblem::AlreadyMember).into());
        }
        if self.open_invitation(organization, email).await?.is_some() {
            return Err(Refusal::field("email", FieldProblem::AlreadyInvited).into());
        }
        let me = self.me.account_id;
        self.cancel_invitation(before, me).await?;
        let draft = self.insert_draft(email, invitee).await?;
        if send {
            // The one that was taken back gave its seat free.
            let seat = self.require_seat(&draft).await?;
            return self.send_invitation(seat, &draft, None, &invitee.given).await;
        }
        self.set_invitation(organization, draft.id, &invitee.given, by).await?;
        let change = self.invitation_change(None, InvitationState::Draft, &invitee.given).await?;
        self.record(Subject::Address(email), AuditEvent::InvitationDrafted(change)).await
    }
}
