//! Inviting: one address or a pasted list, a result a line (IN-1, IN-6, IN-8).

use chrono::TimeDelta;
use domain::{
    Authority, EmailAddress, Entry, FieldProblem, InvitationId, InvitationState, InviteOutcome, MemberState,
    PersonName, ProjectAction, ProjectRoles, Refusal, Role, audit::AuditEvent, limits,
};
use security::Throttle;
use store::{Invitation, NewInvitation};
use tracing::instrument;

use crate::{
    OrganizationContext, Result, Services, Throttles, audit::Subject, billing::FreeSeats, throttles::Taken,
    transaction::OrganizationTx,
};

/// A line of a pasted list, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line as it was typed.
    pub typed: String,
    /// What became of it.
    pub outcome: InviteOutcome,
    /// The role of an open invitation that had another one before: nobody's role changes without a word.
    pub new_role: Option<Role>,
}

/// Whom an invitation is for, and what it gives (IN-1).
#[derive(Clone, Debug)]
pub struct Invitee {
    /// Role, grants and projects.
    pub given: Authority,
    /// What whoever invites calls the person; kept from the first invitation on.
    pub first_name: Option<PersonName>,
    pub last_name: Option<PersonName>,
}

impl Services {
    /// Invites the addresses, each to the same; as drafts, nothing is sent yet. For whom no seat is free, a draft is kept.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when the caller may not give all of it; [`Refusal::ArchivedProject`];
    /// [`Refusal::NotFound`], also for a project that the organization does not have; [`Refusal::Fields`] for sending without
    /// a project where one is needed (ST-6).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn invite(
        &self,
        context: &OrganizationContext,
        entries: Vec<Entry>,
        invitee: &Invitee,
        draft: bool,
    ) -> Result<Vec<Line>> {
        let mut taken = Taken::default();
        let lines = self.invite_each(context, entries, invitee, draft, &mut taken).await;
        taken.settle(lines)
    }

    /// The same; what it counts is told by `taken`.
    async fn invite_each<'a>(
        &'a self,
        context: &'a OrganizationContext,
        entries: Vec<Entry>,
        invitee: &Invitee,
        draft: bool,
        taken: &mut Taken<'a>,
    ) -> Result<Vec<Line>> {
        let mut tx = self.begin_in(context).await?;
        tx.require_to_give(&invitee.given).await?;
        tx.check_projects(invitee.given.projects()).await?;
        if !draft {
            tx.require_project(&invitee.given).await?;
        }
        let mut seats = tx.free_seats().await?;
        let (mut lines, mut asked) = (Vec::with_capacity(entries.len()), 0);
        for Entry { typed, address } in entries {
            let (outcome, new_role) = match address {
                Ok(_) if asked >= limits::INVITED_AT_ONCE => (InviteOutcome::LimitReached, None),
                Ok(address) => {
                    asked += 1;
                    tx.invite(&address, invitee, draft, &mut seats, taken).await?
                }
                Err(_) => (InviteOutcome::NotValid, None),
            };
            lines.push(Line { typed, outcome, new_role });
        }
        tx.commit().await?;
        Ok(lines)
    }

    /// Counts a mail to an invited address (IN-8).
    ///
    /// # Errors
    /// How long to wait.
    pub(super) fn take_invitation<'a>(
        &'a self,
        taken: &mut Taken<'a>,
        context: &OrganizationContext,
        email: &EmailAddress,
    ) -> Result<(), TimeDelta> {
        let now = self.now();
        let Throttles { inviters, invited, invited_by_one, invited_anywhere, .. } = &self.throttles;
        let inviter = context.caller.account_id.to_string();
        // Apart for each organization: what another one sent is neither told nor in the way. Apart for each inviter too: nobody
        // takes by many organizations what others may send to that address.
        let here = format!("{} {email}", context.organization.id);
        let mine = format!("{inviter} {email}");
        let tries: [(&Throttle, &str); 4] =
            [(inviters, &inviter), (invited, &here), (invited_by_one, &mine), (invited_anywhere, email.as_str())];
        taken.take_all(&tries, now)
    }
}

impl<'a> OrganizationTx<'a> {
    /// Refuses projects to which nobody can be added.
    pub(super) async fn check_projects(&mut self, projects: &ProjectRoles) -> Result<()> {
        let organization = self.organization_id();
        for (id, _) in projects.iter() {
            let project = self.read().project(organization, id).await?.ok_or(Refusal::NotFound)?;
            if let Some(refusal) = project.state().refuses(ProjectAction::ChangeMembers, &project.name, 0) {
                return Err(refusal.into());
            }
        }
        Ok(())
    }

    /// Refuses to send what adds somebody who needs a project to none, where the organization asks for one (ST-6). Where an
    /// identity provider says who belongs to which project, no invitation adds to any.
    pub(super) async fn require_project(&mut self, given: &Authority) -> Result<()> {
        let id = self.organization_id();
        if self.organization.identity_managed || !self.read().policies(id).await?.on.invitations_need_project {
            return Ok(());
        }
        let active: Vec<_> = self.read().active_projects(id).await?.into_iter().map(|project| project.id).collect();
        match MemberState::of(given, |project| active.contains(&project)) {
            MemberState::Active => Ok(()),
            MemberState::NoProject => Err(Refusal::field("projects", FieldProblem::ProjectNeeded).into()),
        }
    }

    async fn invite(
        &mut self,
        email: &EmailAddress,
        invitee: &Invitee,
        draft: bool,
        seats: &mut FreeSeats,
        taken: &mut Taken<'a>,
    ) -> Result<(InviteOutcome, Option<Role>)> {
        let (given, role) = (&invitee.given, invitee.given.role());
        let (id, context) = (self.organization_id(), self.context);
        if self.member_by_email(id, email).await?.is_some() {
            return Ok((InviteOutcome::Member, None));
        }
        let open = self.open_invitation(id, email).await?;
        match &open {
            Some(open) if self.authority().lacks_to_give(&open.given()).is_some() => {
                return Ok((InviteOutcome::Kept, None));
            }
            Some(open) if draft && open.state != InvitationState::Draft => return Ok((InviteOutcome::Kept, None)),
            None if self.count_open_invitations(id).await? >= limits::OPEN_INVITATIONS => {
                return Ok((InviteOutcome::LimitReached, None));
            }
            Some(_) | None => {}
        }
        let services = self.services();
        let seat = match &open {
            _ if draft => None,
            Some(open) => seats.take_for(open, services).ok(),
            None => seats.take().ok(),
        };
        let no_seat = !draft && seat.is_none();
        if no_seat && open.as_ref().is_some_and(|open| open.state != InvitationState::Draft) {
            // What expired stays as it is, to be sent again once there is a seat.
            return Ok((InviteOutcome::NoSeat, None));
        }
        if let Some(seat) = &seat
            && services.take_invitation(taken, context, email).is_err()
        {
            seats.give_back(seat);
            return Ok((InviteOutcome::LimitReached, None));
        }
        let new_role = open.as_ref().filter(|open| open.role != role).map(|_| role);
        let invitation = match &open {
            Some(open) => open.clone(),
            None => self.insert_draft(email, invitee).await?,
        };
        let Some(seat) = seat else {
            self.set_invitation(id, invitation.id, given, context.caller.account_id).await?;
            let change = self.invitation_change(open.as_ref(), InvitationState::Draft, given).await?;
            self.record(Subject::Address(email), AuditEvent::InvitationDrafted(change)).await?;
            return Ok((if no_seat { InviteOutcome::NoSeat } else { InviteOutcome::Drafted }, new_role));
        };
        self.send_invitation(seat, &invitation, open.as_ref(), given).await?;
        let again = open.is_some_and(|open| open.state != InvitationState::Draft);
        Ok((if again { InviteOutcome::Resent } else { InviteOutcome::Invited }, new_role))
    }

    pub(super) async fn insert_draft(&mut self, email: &EmailAddress, invitee: &Invitee) -> Result<Invitation> {
        let now = self.services().now();
        let id = InvitationId::new(now, self.services().rng.bytes()?);
        let new = NewInvitation {
            id,
            organization_id: self.organization_id(),
            email,
            first_name: invitee.first_name.as_ref(),
            last_name: invitee.last_name.as_ref(),
            invited_by: self.me.account_id,
            now,
        };
        self.insert_invitation(&new).await?;
        Ok(self.read().invitation(id).await?.ok_or(Refusal::NotFound)?)
    }
}
