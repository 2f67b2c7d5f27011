//! Adding many members to a project, and taking that back (PR-2).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, EmailAddress, MemberProblem, Namesakes, Permission, ProjectAction, ProjectId,
    ProjectPermission, ProjectRole, ProjectRoles, Refusal, RefusedMember, Role, audit::AuditEvent, fold, limits,
};
use store::{AuditEntry, Member, Project};
use tracing::instrument;

use super::{CANDIDATES, Selected, all_or_none, selected};
use crate::{OrganizationContext, Result, Services, namesakes, projects::ChangedPlace, transaction::OrganizationTx};

/// What it would mean to add many members to a project.
#[derive(Clone, Debug)]
pub struct ProjectReview {
    pub people: Vec<ReviewedPlace>,
    /// The projects to which the caller may add people.
    pub projects: Vec<Project>,
    /// Which names more than one of the projects that are worked in have.
    pub namesakes: Namesakes,
}

/// Somebody who would be added to a project.
#[derive(Clone, Debug)]
pub struct ReviewedPlace {
    pub id: AccountId,
    /// What they are called, or the address of somebody who is invited.
    pub name: String,
    /// The address of a member.
    pub email: Option<EmailAddress>,
    /// The role that they have in the organization; none of somebody who is no member yet.
    pub role: Option<Role>,
    /// The roles that they have in projects; of those the caller may know.
    pub places: ProjectRoles,
    /// Why it cannot be done.
    pub problem: Option<MemberProblem>,
}

/// Who reaches every project by their role is added to none (PR-1).
fn problem(member: &Member) -> Option<MemberProblem> {
    member.authority.may(Permission::ReachEveryProject).then_some(MemberProblem::ReachesEveryProject)
}

/// The projects to which somebody with this authority may add people.
pub(in crate::members) fn addable<'a>(
    authority: &Authority,
    active: &'a [Project],
) -> impl Iterator<Item = &'a Project> {
    active.iter().filter(|project| authority.may_in(project.id, ProjectPermission::ManageMembers))
}

impl Services {
    /// What it would mean to add `people` to a project, for those who see the list of members. Who is named twice is shown once, and
    /// of whom the organization knows nothing not at all.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::IdentityManaged`], [`Refusal::TooManyPeople`]; [`Refusal::NotFound`] when nobody was
    /// chosen, or the caller may add nobody to any project.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn review_project(&self, context: &OrganizationContext, people: &[AccountId]) -> Result<ProjectReview> {
        self.require(context, Permission::ReadMembers).await?;
        let (organization, authority) = (context.organization.id, &context.authority);
        if context.organization.identity_managed {
            return Err(Refusal::IdentityManaged { organization: context.organization.name.clone() }.into());
        }
        let active = self.store.read().active_projects(organization).await?;
        let projects: Vec<Project> = addable(authority, &active).cloned().collect();
        if projects.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let sees_invitations = authority.may(Permission::ManageMembers);
        let selected = selected(&mut self.store.read(), organization, people, sees_invitations).await?;
        let people = selected.into_iter().filter_map(|Selected { id, name, found }| {
            let name = name?;
            let member = match found {
                Ok(member) => member,
                Err(problem) => {
                    let (places, problem) = (ProjectRoles::default(), Some(problem));
                    return Some(ReviewedPlace { id, name, email: None, role: None, places, problem });
                }
            };
            let held = member.authority.projects();
            let places = projects.iter().filter_map(|project| Some((project.id, held.role_in(project.id)?))).collect();
            let (role, problem) = (Some(member.role()), problem(&member));
            Some(ReviewedPlace { id, name, email: Some(member.email), role, places, problem })
        });
        let mut people: Vec<ReviewedPlace> = people.collect();
        people.sort_by_cached_key(|one| fold(&one.name));
        Ok(ProjectReview { people, projects, namesakes: namesakes::among(&active) })
    }

    /// Adds all of them to the project, or none; who is in it keeps the role that they have there. Answers how many were added.
    ///
    /// # Errors
    /// [`Refusal::ForbiddenInProject`], [`Refusal::ArchivedProject`], [`Refusal::IdentityManaged`], [`Refusal::TooManyPeople`];
    /// [`Refusal::NotFound`], also for a project that the caller may not know of; [`Refusal::RefusedMembers`] with each one who
    /// is in the way.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn add_to_project(
        &self,
        context: &OrganizationContext,
        people: &[AccountId],
        project: ProjectId,
        role: ProjectRole,
    ) -> Result<usize> {
        let mut tx = self.begin_in(context).await?;
        let project = tx.project_for(ProjectAction::ChangeMembers, project).await?;
        tx.refuse_if_identity_managed()?;
        let organization = tx.organization_id();
        let sees_invitations = tx.authority().may(Permission::ManageMembers);
        let selected = selected(&mut tx.read(), organization, people, sees_invitations).await?;
        let members = all_or_none(selected, problem)?;
        let outside = |member: &Member| member.authority.projects().role_in(project.id).is_none();
        let added = members.into_iter().filter(outside);
        let added: Vec<_> = added.map(|member| ChangedPlace { member, before: None, after: Some(role) }).collect();
        if added.is_empty() {
            return Ok(0);
        }
        tx.set_places(&project, &added).await?;
        tx.mark_saved(&project).await?;
        tx.commit().await?;
        Ok(added.len())
    }

    /// Takes all of them out of the project to which the caller added them within the last 10 minutes; all or none.
    ///
    /// # Errors
    /// As [`Self::add_to_project`]; [`Refusal::RefusedMembers`] also with each one whose place there is not the caller's doing, or
    /// not any more.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn undo_project(
        &self,
        context: &OrganizationContext,
        people: &[AccountId],
        project: ProjectId,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let project = tx.project_for(ProjectAction::ChangeMembers, project).await?;
        tx.refuse_if_identity_managed()?;
        let organization = tx.organization_id();
        let sees_invitations = tx.authority().may(Permission::ManageMembers);
        let since = self.now() - limits::MEMBERS_UNDO;
        let (mut leaving, mut refused) = (Vec::new(), Vec::new());
        for Selected { id, name, found } in selected(&mut tx.read(), organization, people, sees_invitations).await? {
            let place = match &found {
                Ok(member) => tx.added_as(member, project.id, since).await?,
                Err(problem) => Err(*problem),
            };
            match (place, found) {
                (Ok(role), Ok(member)) => leaving.push(ChangedPlace { member, before: Some(role), after: None }),
                (Err(problem), _) | (_, Err(problem)) => refused.push(RefusedMember { member: id, name, problem }),
            }
        }
        if !refused.is_empty() {
            return Err(Refusal::RefusedMembers { members: refused }.into());
        }
        tx.set_places(&project, &leaving).await?;
        tx.mark_saved(&project).await?;
        tx.commit().await
    }
}

impl OrganizationTx<'_> {
    /// The role with which the caller added this member to the project; or why that cannot be taken back.
    async fn added_as(
        &mut self,
        member: &Member,
        project: ProjectId,
        since: DateTime<Utc>,
    ) -> Result<std::result::Result<ProjectRole, MemberProblem>> {
        let (organization, account, me) = (self.organization_id(), member.account_id, self.me.account_id);
        let action = AuditEvent::PROJECT_MEMBER_ADDED;
        let added = self.read().audit_of_action(organization, account, action, CANDIDATES).await?;
        let last = added.iter().find_map(|entry| match entry.event() {
            Some(AuditEvent::ProjectMemberAdded { after }) if after.project == project => Some((entry, after.role)),
            _ => None,
        });
        let held = member.authority.projects().role_in(project);
        // Who left and came back has their place by what brought them back.
        let is_mine = |entry: &AuditEntry| entry.actor_id() == Some(me) && entry.at >= member.joined_at;
        Ok(match last {
            Some((entry, role)) if is_mine(entry) && held == Some(role) => {
                if entry.at > since {
                    Ok(role)
                } else {
                    Err(MemberProblem::UndoOver)
                }
            }
            _ => Err(MemberProblem::ChangedMeanwhile),
        })
    }
}
