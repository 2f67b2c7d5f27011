//! Who belongs to a project: the list of everybody, and many changes saved as one (PR-3).

use std::collections::{HashMap, HashSet};

use domain::{
    AccountId, Authority, BelongingFilter, ConflictingLine, Permission, ProjectAction, ProjectId, ProjectMemberChange,
    ProjectMemberProblem, ProjectPermission, ProjectRole, ProjectSlug, Refusal, RefusedLine, SavedMeanwhile,
    audit::{AuditEvent, ProjectPlace},
    limits,
};
use store::{FindProjectMembers, Member, Project, ProjectMember};
use tracing::instrument;

use super::actions::{known, may_see_members};
use crate::{
    OrganizationContext, Result, Services, audit::Subject, namesakes::ProjectNames, transaction::OrganizationTx,
};

/// Somebody in the list of a project's members.
#[derive(Clone, Debug)]
pub struct ListedProjectMember {
    pub member: ProjectMember,
    /// Their role in the project; none where they were not added, or need not be.
    pub project_role: Option<ProjectRole>,
    /// Whether they reach every project by their role in the organization.
    pub reaches_every_project: bool,
}

/// A page of everybody in the organization, with what they are in the project.
#[derive(Clone, Debug)]
pub struct ProjectMemberList {
    pub project: Project,
    /// Its slug, where another project of the organization is called alike (FIELD-23).
    pub beside: Option<ProjectSlug>,
    pub members: Vec<ListedProjectMember>,
    /// How many were found in all.
    pub count: i64,
    /// How many there are in the organization.
    pub total: i64,
    /// Behind whom the next page begins; none on the last.
    pub next: Option<AccountId>,
    /// Whether the caller may change it.
    pub can_change: bool,
    /// Whether nobody may, since an identity provider says who belongs to what (ST-5).
    pub identity_managed: bool,
}

/// Somebody's place in a project, which becomes another one or none.
pub(crate) struct ChangedPlace {
    pub member: Member,
    pub before: Option<ProjectRole>,
    pub after: Option<ProjectRole>,
}

impl ChangedPlace {
    /// As the audit log tells it.
    fn event(&self, project: &Project) -> Option<AuditEvent> {
        let place = |role| ProjectPlace { project: project.id, name: project.name.clone(), role };
        match (self.before.map(place), self.after.map(place)) {
            (None, None) => None,
            (None, Some(after)) => Some(AuditEvent::ProjectMemberAdded { after }),
            (Some(before), Some(after)) => Some(AuditEvent::ProjectRoleChanged { before, after }),
            (Some(before), None) => Some(AuditEvent::ProjectMemberRemoved { before }),
        }
    }
}

impl Services {
    /// Everybody in the organization whose name or address holds `find`, by name, behind the one whose account is `after`; or
    /// only those who were added to the project, or were not.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a project that the caller may not know of; [`Refusal::ForbiddenInProject`] for somebody who
    /// neither sees the members of the organization nor says who belongs to the project.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn project_members(
        &self,
        context: &OrganizationContext,
        project: &ProjectSlug,
        find: &str,
        belonging: BelongingFilter,
        after: Option<AccountId>,
    ) -> Result<ProjectMemberList> {
        let (organization, authority) = (context.organization.id, &context.authority);
        let project = known(self.store.read().project_by_slug(organization, project).await?, authority)?;
        let manages = authority.may_in(project.id, ProjectPermission::ManageMembers);
        if !may_see_members(authority, &project) {
            let (permission, project_name) = (ProjectPermission::ManageMembers, project.name);
            let granted_by = self.store.read().providers_in(organization, project.id).await?;
            return Err(Refusal::ForbiddenInProject { project: project_name, permission, granted_by }.into());
        }
        let find = FindProjectMembers { organization, project: project.id, find, belonging };
        let everyone = FindProjectMembers { find: "", belonging: BelongingFilter::Everyone, ..find };
        let total = self.store.read().count_members(organization).await?;
        let count = if find == everyone { total } else { self.store.read().count_project_members(find).await? };
        let page = limits::PROJECT_MEMBERS_PAGE;
        // One more than the page holds tells whether there is another page.
        let mut members = self.store.read().project_members(find, after, page + 1).await?;
        let more = i64::try_from(members.len()).is_ok_and(|found| found > page);
        if more {
            members.pop();
        }
        let next = members.last().filter(|_| more).map(|last| last.account_id);
        let members = members.into_iter().map(ListedProjectMember::new).collect::<Result<_>>()?;
        let identity_managed = context.organization.identity_managed;
        let can_change = manages && project.archived_at.is_none() && !identity_managed;
        let names = ProjectNames::read(&mut self.store.read(), organization).await?;
        let beside = names.slug_beside(project.id, project.name.as_str());
        Ok(ProjectMemberList { project, beside, members, count, total, next, can_change, identity_managed })
    }

    /// Saves the changed lines, all or none. Answers the project, and how many were other than before.
    ///
    /// # Errors
    /// [`Refusal::ForbiddenInProject`], [`Refusal::NotFound`], [`Refusal::ArchivedProject`], [`Refusal::IdentityManaged`];
    /// [`Refusal::RefusedLines`] with each line that cannot be saved; [`Refusal::SavedMeanwhile`] with each line that
    /// somebody else changed to something else since it was seen.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn save_project_members(
        &self,
        context: &OrganizationContext,
        project: ProjectId,
        changes: &[ProjectMemberChange],
    ) -> Result<(Project, usize)> {
        let mut tx = self.begin_in(context).await?;
        let project = tx.project_for(ProjectAction::ChangeMembers, project).await?;
        tx.refuse_if_identity_managed()?;
        let saved = tx.changed_lines(&project, changes).await?;
        if saved.is_empty() {
            return Ok((project, 0));
        }
        tx.set_places(&project, &saved).await?;
        tx.mark_saved(&project).await?;
        tx.commit().await?;
        Ok((project, saved.len()))
    }
}

impl ListedProjectMember {
    pub(super) fn new(member: ProjectMember) -> Result<Self> {
        let reaches_every_project = reaches_every_project(&Authority::of_role(member.role));
        // What was given before they came to reach everything counts again when they cease to.
        let project_role = member.project_role()?.filter(|_| !reaches_every_project);
        Ok(Self { member, project_role, reaches_every_project })
    }
}

fn reaches_every_project(authority: &Authority) -> bool {
    authority.may(Permission::ReachEveryProject)
}

impl OrganizationTx<'_> {
    /// The lines that are other than what is there by now.
    async fn changed_lines(&mut self, project: &Project, changes: &[ProjectMemberChange]) -> Result<Vec<ChangedPlace>> {
        let organization = self.organization_id();
        let (mut saved, mut refused, mut conflicting) = (Vec::new(), Vec::new(), Vec::new());
        let ids: Vec<_> = changes.iter().map(|change| change.member).collect();
        let members = self.read().members_among(organization, &ids).await?.into_iter();
        let mut members: HashMap<_, _> = members.map(|member| (member.account_id, member)).collect();
        let mut known = HashSet::new();
        for change in changes {
            let member = members.remove(&change.member);
            let problem = match &member {
                _ if !known.insert(change.member) => Some(ProjectMemberProblem::Twice),
                None => Some(ProjectMemberProblem::NotAMember),
                Some(member) if reaches_every_project(&member.authority) => {
                    Some(ProjectMemberProblem::ReachesEveryProject)
                }
                Some(_) => None,
            };
            match (problem, member) {
                (Some(problem), _) => refused.push(RefusedLine { member: change.member, problem }),
                (None, Some(member)) => match change.against(member.authority.projects().role_in(project.id)) {
                    Ok(Some(ProjectMemberChange { before, after, .. })) => {
                        saved.push(ChangedPlace { member, before, after });
                    }
                    Ok(None) => {}
                    Err(theirs) => conflicting.push(ConflictingLine {
                        member: change.member,
                        name: member.name.to_string(),
                        email: member.email.to_string(),
                        before: change.before,
                        mine: change.after,
                        theirs,
                    }),
                },
                (None, None) => {}
            }
        }
        if !refused.is_empty() {
            return Err(Refusal::RefusedLines { lines: refused }.into());
        }
        if !conflicting.is_empty() {
            let last = self.read().last_save(organization, project.id).await?;
            let (by, by_email, at) = last.map(|last| (last.by, last.by_email, last.at)).unwrap_or_default();
            return Err(Refusal::SavedMeanwhile(SavedMeanwhile { by, by_email, at, lines: conflicting }).into());
        }
        Ok(saved)
    }

    /// Notes that the caller saved who belongs to the project: those who save others' lines meanwhile hear it.
    pub(crate) async fn mark_saved(&mut self, project: &Project) -> Result<()> {
        let (organization, now, me) = (self.organization_id(), self.services().now(), self.me.account_id);
        Ok(self.mark_project_saved(organization, project.id, now, me).await?)
    }

    /// Gives members other roles in the project, or none, and tells them.
    pub(crate) async fn set_places(&mut self, project: &Project, changed: &[ChangedPlace]) -> Result<()> {
        let (organization, now) = (self.organization_id(), self.services().now());
        let given = changed.iter().filter_map(|place| Some((place.member.account_id, place.after?)));
        self.set_project_roles(organization, project.id, &given.collect::<Vec<_>>(), now).await?;
        for left in changed.iter().filter(|place| place.after.is_none()) {
            self.remove_from_project(organization, project.id, left.member.account_id).await?;
        }
        let events = changed.iter().filter_map(|place| Some((place.member.account_id, place.event(project)?)));
        let events: Vec<_> = events.collect();
        let done: Vec<_> = events.iter().map(|(account, event)| (Subject::Account(*account), event)).collect();
        self.record_all(&done).await?;
        for place in changed {
            self.changed(store::Change::Account(place.member.account_id));
        }
        self.tell_of_places(project, changed).await
    }
}
