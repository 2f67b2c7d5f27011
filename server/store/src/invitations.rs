//! Invitations: one address into one organization with one role (IN-1, IN-7).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, DeliveryState, EmailAddress, Grants, InvitationId, InvitationState, MemberState,
    OrganizationId, OrganizationName, PersonName, ProjectId, ProjectName, ProjectRole, ProjectRoles, Role, Slug,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Organization, Reader, Result, Store, StoreError, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    given::project_role,
    outbox::told,
    reader::with_reader,
};

#[cfg(test)]
mod tests;

#[derive(Clone, Debug, FromRow)]
pub struct Invitation {
    /// What it gives beside its role: filled in from the rows that its projects make of it.
    #[sqlx(skip)]
    projects: Vec<InvitedProject>,
    #[sqlx(try_from = "Uuid")]
    pub id: InvitationId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    #[sqlx(try_from = "String")]
    organization_slug: Slug,
    #[sqlx(try_from = "String")]
    organization_name: OrganizationName,
    organization_identity_managed: bool,
    /// Whether the organization sends no invitation without a project.
    project_needed: bool,
    /// Whether the organization is deleted.
    pub organization_deleted: bool,
    /// The address that is invited.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// What whoever invited calls the person.
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// The role that waits.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// What is granted beside it.
    #[sqlx(try_from = "String")]
    pub grants: Grants,
    /// Where it is; time may have made a sent one expire.
    #[sqlx(try_from = "String")]
    pub state: InvitationState,
    invited_by: Option<Uuid>,
    /// The inviter's name today.
    pub inviter: Option<String>,
    /// The inviter's role in the organization today.
    inviter_role: Option<String>,
    inviter_grants: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it was sent last; none for a draft.
    pub sent_at: Option<DateTime<Utc>>,
    /// Until when it is good; none for a draft.
    pub expires_at: Option<DateTime<Utc>>,
    /// When a new one was asked for.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was accepted, declined or cancelled.
    pub settled_at: Option<DateTime<Utc>>,
    accepted_by: Option<Uuid>,
    mail_state: Option<String>,
    mail_settled_at: Option<DateTime<Utc>>,
    mail_problem: Option<String>,
    mail_next_try_at: Option<DateTime<Utc>>,
    /// The mail server that took its newest mail; none for the local mailbox.
    pub mail_server: Option<String>,
}

/// A project to which an invitation adds.
#[derive(Clone, Debug)]
pub struct InvitedProject {
    pub id: ProjectId,
    pub name: ProjectName,
    /// The role that waits there.
    pub role: ProjectRole,
    /// The inviter's role there today.
    inviter_role: Option<ProjectRole>,
    archived: bool,
}

/// An invitation with one of its projects; none where there is none.
#[derive(FromRow)]
pub(crate) struct InvitationRow {
    #[sqlx(flatten)]
    invitation: Invitation,
    project_id: Option<Uuid>,
    project_name: Option<String>,
    project_role: Option<String>,
    project_archived: bool,
    inviter_project_role: Option<String>,
}

impl InvitationRow {
    fn project(&self) -> Result<Option<InvitedProject>> {
        let Self { project_id, project_name: Some(name), project_role: role, inviter_project_role, .. } = self else {
            return Ok(None);
        };
        let Some((id, role)) = project_role(*project_id, role.as_deref())? else { return Ok(None) };
        let name = ProjectName::try_from(name.clone()).map_err(|_| StoreError::Corrupt("project name"))?;
        let inviter_role = project_role(*project_id, inviter_project_role.as_deref())?.map(|(_, role)| role);
        Ok(Some(InvitedProject { id, name, role, inviter_role, archived: self.project_archived }))
    }

    /// Rows of one invitation stand behind one another.
    pub(crate) fn gather(rows: Vec<Self>) -> Result<Vec<Invitation>> {
        let mut gathered: Vec<Invitation> = Vec::new();
        for row in rows {
            let project = row.project()?;
            if gathered.last().is_none_or(|last| last.id != row.invitation.id) {
                gathered.push(row.invitation);
            }
            if let Some(last) = gathered.last_mut() {
                last.projects.extend(project);
            }
        }
        Ok(gathered)
    }
}

/// What who sent an invitation is in the organization today, as it is stored; none once they are gone.
#[derive(Clone, Copy)]
pub(crate) struct Inviter<'a> {
    pub role: Option<&'a str>,
    pub grants: Option<&'a str>,
}

impl Inviter<'_> {
    /// Whether they could give all of that still, with these roles in projects (IN-6): people leave, and are demoted, and where
    /// an identity provider says what people are nobody gives more than to be a member (ST-5).
    pub(crate) fn backs(self, given: &Authority, projects: ProjectRoles, identity_managed: bool) -> bool {
        if identity_managed && !given.is_plain() {
            return false;
        }
        let role = self.role.and_then(|role| role.parse().ok());
        let grants = self.grants.and_then(|grants| grants.parse().ok());
        role.zip(grants)
            .is_some_and(|(role, grants)| Authority::new(role, grants, projects).lacks_to_give(given).is_none())
    }
}

impl Invitation {
    /// The projects to which it adds.
    pub fn projects(&self) -> &[InvitedProject] {
        &self.projects
    }

    /// All that it gives.
    pub fn given(&self) -> Authority {
        let projects = self.projects.iter().map(|project| (project.id, project.role)).collect();
        Authority::new(self.role, self.grants, projects)
    }

    /// Where its newest mail is; none for a draft, and once that is forgotten.
    pub fn delivery(&self) -> Option<DeliveryState> {
        told(self.mail_state.clone(), self.mail_settled_at, self.mail_problem.clone(), self.mail_next_try_at)
    }

    pub fn organization(&self) -> Organization {
        Organization {
            id: self.organization_id,
            slug: self.organization_slug.clone(),
            name: self.organization_name.clone(),
            identity_managed: self.organization_identity_managed,
        }
    }

    /// Who sent it last; none once that account is gone.
    pub fn invited_by(&self) -> Option<AccountId> {
        self.invited_by.map(Into::into)
    }

    /// Whether who sent it may still give all that it gives (IN-6, ST-5).
    pub fn is_backed(&self) -> bool {
        let inviter = Inviter { role: self.inviter_role.as_deref(), grants: self.inviter_grants.as_deref() };
        let projects = self.projects.iter().filter_map(|project| Some((project.id, project.inviter_role?)));
        inviter.backs(&self.given(), projects.collect(), self.organization_identity_managed)
    }

    /// Whether it needs a project before it can be sent, and has none that is worked in (ST-6). Where an identity provider says
    /// who belongs to which project, no invitation adds to any.
    pub fn lacks_project(&self) -> bool {
        let active = |id| self.projects.iter().any(|project| project.id == id && !project.archived);
        self.project_needed
            && !self.organization_identity_managed
            && MemberState::of(&self.given(), active) == MemberState::NoProject
    }

    /// The inviter's name today.
    pub fn inviter(&self) -> Option<PersonName> {
        self.inviter.as_ref().and_then(|name| name.parse().ok())
    }

    /// Whose account it brought in; none once that is gone.
    pub fn accepted_by(&self) -> Option<AccountId> {
        self.accepted_by.map(Into::into)
    }
}

/// An invitation to be; a draft until it is sent.
pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    /// The address that is invited.
    pub email: &'a EmailAddress,
    /// What whoever invites calls the person.
    pub first_name: Option<&'a PersonName>,
    pub last_name: Option<&'a PersonName>,
    pub invited_by: AccountId,
    pub now: DateTime<Utc>,
}

/// The newest mail of an invitation.
macro_rules! mail_of {
    () => {
        "(
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id
            WHERE links.invitation_id = invitations.id ORDER BY outbox.created_at DESC, outbox.id DESC LIMIT 1)"
    };
}
pub(crate) use mail_of;

/// What every statement here reads: a row for each project of the invitations that `found` finds.
macro_rules! selected {
    ($found:literal) => {
        concat!(
            "
        SELECT invitations.id, invitations.organization_id, organizations.slug AS organization_slug,
               organizations.name AS organization_name,
               organizations.identity_managed AS organization_identity_managed,
               EXISTS (
                   SELECT 1 FROM organization_policies AS policies
                   WHERE policies.organization_id = invitations.organization_id
                     AND policies.policy = 'invitations-need-project') AS project_needed,
               organizations.deleted_at IS NOT NULL AS organization_deleted,
               invitations.email, invitations.first_name, invitations.last_name, invitations.role, invitations.grants,
               invitations.state, invitations.invited_by, inviters.name AS inviter, inviting.role AS inviter_role,
               inviting.grants AS inviter_grants, invitations.created_at, invitations.sent_at,
               invitations.expires_at, invitations.asked_at, invitations.settled_at, invitations.accepted_by,
               mails.state AS mail_state, mails.settled_at AS mail_settled_at, mails.problem AS mail_problem,
               mails.next_try_at AS mail_next_try_at, mails.server AS mail_server,
               given.project_id, projects.name AS project_name, given.role AS project_role,
               projects.archived_at IS NOT NULL AS project_archived, inviting_there.role AS inviter_project_role
        FROM invitations
        JOIN organizations ON organizations.id = invitations.organization_id
        LEFT JOIN accounts AS inviters ON inviters.id = invitations.invited_by
        LEFT JOIN memberships AS inviting
          ON inviting.organization_id = invitations.organization_id AND inviting.account_id = invitations.invited_by
        LEFT JOIN outbox AS mails ON mails.id = ",
            mail_of!(),
            "
        LEFT JOIN invitation_projects AS given ON given.invitation_id = invitations.id
        LEFT JOIN projects ON projects.id = given.project_id
        LEFT JOIN project_memberships AS inviting_there
          ON inviting_there.organization_id = invitations.organization_id
          AND inviting_there.account_id = invitations.invited_by AND inviting_there.project_id = given.project_id
        WHERE ",
            $found
        )
    };
}
pub(crate) use selected;

statements! {
    BY_ID = selected!("invitations.id = $1 ORDER BY projects.created_at, projects.id");
    OPEN = selected!("
        invitations.organization_id = $1 AND invitations.email = $2 AND invitations.state IN ('draft', 'sent')
        ORDER BY projects.created_at, projects.id");
    PENDING = selected!("invitations.id IN (
            SELECT pending.id FROM invitations AS pending
            JOIN organizations AS inviting_to ON inviting_to.id = pending.organization_id
            WHERE pending.email = $1 AND pending.state = 'sent' AND pending.expires_at > $2
              AND inviting_to.deleted_at IS NULL
              AND NOT EXISTS (
                  SELECT 1 FROM memberships JOIN accounts ON accounts.id = memberships.account_id
                  WHERE memberships.organization_id = pending.organization_id AND accounts.email = pending.email)
            ORDER BY pending.sent_at DESC, pending.id DESC LIMIT 100)
        ORDER BY invitations.sent_at DESC, invitations.id DESC, projects.created_at, projects.id");
    COUNT_OPEN = "SELECT COUNT(*) FROM invitations WHERE organization_id = $1 AND state IN ('draft', 'sent')";
    INSERT = "
        INSERT INTO invitations
            (id, organization_id, email, first_name, last_name, role, state, invited_by, created_at)
        VALUES ($1, $2, $3, $4, $5, 'member', 'draft', $6, $7)";
    SEND = "
        UPDATE invitations SET state = 'sent', invited_by = $2, sent_at = $3, expires_at = $4, asked_at = NULL
        WHERE id = $1 AND state IN ('draft', 'sent')";
    /// What it gives, and who answers for that.
    GIVE = "
        UPDATE invitations SET role = $2, grants = $3, invited_by = $4 WHERE id = $1 AND state IN ('draft', 'sent')";
    CALL = "UPDATE invitations SET first_name = $2, last_name = $3 WHERE id = $1 AND state IN ('draft', 'sent')";
    DELETE_PROJECTS = "DELETE FROM invitation_projects WHERE invitation_id = $1";
    ADD_PROJECT = "
        INSERT INTO invitation_projects (organization_id, invitation_id, project_id, role) VALUES ($1, $2, $3, $4)";
    /// Of an acceptance, a refusal and a cancellation at once, one wins.
    SETTLE = "
        UPDATE invitations SET state = $2, settled_at = $3, accepted_by = $4
        WHERE id = $1 AND state IN ('draft', 'sent')";
    DISMISS = "
        UPDATE invitations SET dismissed_at = $2 WHERE id = $1 AND state = 'declined' AND dismissed_at IS NULL";
    /// The newest mail of an invitation, unless its turn comes until then, or a worker has it: that moves its turn no further.
    TRY_NOW = concat!("
        UPDATE outbox SET next_try_at = $2 WHERE state = 'queued' AND next_try_at > $3
          AND id = (SELECT ", mail_of!(), " FROM invitations WHERE invitations.id = $1)");
    ASK = "UPDATE invitations SET asked_at = $2 WHERE id = $1 AND state = 'sent' AND asked_at IS NULL";
}

impl Reader<'_> {
    pub async fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>> {
        let rows = with_reader!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_all(db).await?);
        Ok(InvitationRow::gather(rows)?.pop())
    }
}

impl Store {
    /// The invitations that wait for this address, the newest first.
    pub async fn pending_invitations(&self, email: &EmailAddress, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
        InvitationRow::gather(
            with_pool!(self, db => sqlx::query_as(PENDING).bind(email.as_str()).bind(now).fetch_all(db).await?),
        )
    }
}

impl Tx {
    /// The draft or sent invitation of this address into the organization.
    pub async fn open_invitation(
        &mut self,
        organization: OrganizationId,
        email: &EmailAddress,
    ) -> Result<Option<Invitation>> {
        let rows = with_conn!(self, db => sqlx::query_as(OPEN)
            .bind(organization.as_uuid())
            .bind(email.as_str())
            .fetch_all(db)
            .await?);
        Ok(InvitationRow::gather(rows)?.pop())
    }

    /// How many invitations of the organization are drafts or sent.
    pub async fn count_open_invitations(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(COUNT_OPEN).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// Makes it the turn of the invitation's newest mail, unless that comes until `soon` by itself. False: there was nothing to do.
    pub async fn try_mail_of_invitation(
        &mut self,
        id: InvitationId,
        now: DateTime<Utc>,
        soon: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(TRY_NOW)
            .bind(id.as_uuid())
            .bind(now)
            .bind(soon)
            .execute(db)
            .await?
            .rows_affected());
        self.wakes_outbox();
        Ok(done == 1)
    }

    /// Writes a draft that gives nothing yet.
    pub async fn insert_invitation(&mut self, new: &NewInvitation<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.email.as_str())
            .bind(new.first_name.map(PersonName::as_str))
            .bind(new.last_name.map(PersonName::as_str))
            .bind(new.invited_by.as_uuid())
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Sets what the invitation gives, and who answers for that. It was read, open, with its organization locked.
    pub async fn set_invitation(
        &mut self,
        organization: OrganizationId,
        id: InvitationId,
        given: &Authority,
        by: AccountId,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(GIVE)
            .bind(id.as_uuid())
            .bind(given.role().as_str())
            .bind(given.grants().to_string())
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))?;
        with_conn!(self, db => sqlx::query(DELETE_PROJECTS).bind(id.as_uuid()).execute(db).await.map(drop)?);
        for (project, role) in given.projects().iter() {
            with_conn!(self, db => sqlx::query(ADD_PROJECT)
                .bind(organization.as_uuid())
                .bind(id.as_uuid())
                .bind(project.as_uuid())
                .bind(role.as_str())
                .execute(db)
                .await
                .map(drop)?);
        }
        Ok(())
    }

    /// Sets what it calls the person. It was read, open, with its organization locked.
    pub async fn set_invitation_names(
        &mut self,
        id: InvitationId,
        first_name: Option<&PersonName>,
        last_name: Option<&PersonName>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(CALL)
            .bind(id.as_uuid())
            .bind(first_name.map(PersonName::as_str))
            .bind(last_name.map(PersonName::as_str))
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Notes that it was sent, for the first time or again. It was read, open, with its organization locked.
    pub async fn mark_invitation_sent(
        &mut self,
        id: InvitationId,
        by: AccountId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SEND)
            .bind(id.as_uuid())
            .bind(by.as_uuid())
            .bind(now)
            .bind(expires_at)
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Ends its way: accepted, declined or cancelled. False: it was settled already.
    pub async fn settle_invitation(
        &mut self,
        id: InvitationId,
        state: InvitationState,
        accepted_by: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(SETTLE)
            .bind(id.as_uuid())
            .bind(state.as_str())
            .bind(now)
            .bind(accepted_by.map(AccountId::as_uuid))
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Notes that a new one was asked for. False: it was already.
    pub async fn ask_for_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<bool> {
        let done =
            with_conn!(self, db => sqlx::query(ASK).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }
    /// Takes a declined invitation out of the list. False: it is out already.
    pub async fn dismiss_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(DISMISS).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }
}
