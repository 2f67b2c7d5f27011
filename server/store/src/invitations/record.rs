//! An invitation as it is read, and what every statement reads of it.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, DeliveryState, EmailAddress, Grants, InvitationId, InvitationState, MemberState,
    OrganizationId, OrganizationName, PersonName, ProjectId, ProjectName, ProjectRole, ProjectRoles, Role, Slug,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Organization, Result, StoreError, given::project_role, outbox::told};

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
    /// When whom it is for last wanted in while no seat was free (ST-3).
    pub seat_wanted_at: Option<DateTime<Utc>>,
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

    /// Those of them that are worked in: an archived one is open to nobody before it is restored (PR-5).
    pub fn active_projects(&self) -> impl Iterator<Item = &InvitedProject> {
        self.projects.iter().filter(|project| !project.archived)
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

    /// Whether it gives what nobody gives any more: where an identity provider says what people are, nobody comes in as more than a
    /// member (ST-5).
    pub fn gives_what_is_managed(&self) -> bool {
        self.organization_identity_managed && !self.given().is_plain()
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
        let active = |id| self.active_projects().any(|project| project.id == id);
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
               invitations.expires_at, invitations.asked_at, invitations.seat_wanted_at, invitations.settled_at,
               invitations.accepted_by,
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
