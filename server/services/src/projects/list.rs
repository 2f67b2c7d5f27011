//! The projects of an organization, and one of them opened.

use domain::{BelongingFilter, Permission, ProjectActions, ProjectPermission, ProjectRole, ProjectSlug, ReachedLimit};
use store::{FindProjectMembers, Project};
use tracing::instrument;

use super::{
    ListedProject, ListedProjectMember,
    actions::{known, may_see, may_see_members},
};
use crate::{OrganizationContext, Result, Services, namesakes::ProjectNames};

/// Of those who belong to a project, so many are named on its page.
const PEOPLE_SHOWN: i64 = 12;

/// The projects that the caller may know of.
#[derive(Clone, Debug)]
pub struct ProjectList {
    /// Those that are worked in, oldest first.
    pub active: Vec<ListedProject>,
    /// Those that are archived, the last archived first.
    pub archived: Vec<ListedProject>,
    /// Whether the caller may create one.
    pub can_create: bool,
    /// Where they may, but as many are worked in as the plan includes (ST-3).
    pub taken_projects: Option<ReachedLimit>,
    /// Where none is worked in, the names of those who can add the caller to one (PR-4).
    pub adders: Vec<String>,
    /// Whether members without a project stay outside (ST-6), for those who may archive one.
    pub members_need_project: bool,
}

/// A project that was asked for by its place in addresses.
#[derive(Clone, Debug)]
pub struct OpenProject {
    pub project: Project,
    /// Its slug, where another project of the organization is called alike (FIELD-23).
    pub beside: Option<ProjectSlug>,
    /// Whether it has moved: the slug that was asked for is one that it had (PR-6).
    pub moved: bool,
    /// Whether the caller may see what is in it; else they know of it alone.
    pub can_read: bool,
    /// Whether the caller sees the list of who belongs to it.
    pub can_read_members: bool,
    pub actions: ProjectActions,
    /// Where the caller may bring it back, but as many are worked in as the plan includes (ST-3).
    pub taken_projects: Option<ReachedLimit>,
    /// The caller's role in it; none where they were not added, or need not be.
    pub role: Option<ProjectRole>,
    /// The first of those who were added to it, by name.
    pub people: Vec<ListedProjectMember>,
    /// How many they are.
    pub people_count: i64,
}

impl Services {
    /// The projects: all of them for those who see the list, else those to which the caller was added. Without any that is
    /// an empty list, no refusal (PR-4).
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn projects(&self, context: &OrganizationContext) -> Result<ProjectList> {
        let authority = &context.authority;
        let projects = self.store.read().counted_projects(context.organization.id).await?;
        let active = projects.iter().filter(|counted| counted.project.archived_at.is_none()).count();
        let active = i64::try_from(active).unwrap_or(i64::MAX);
        let can_create = authority.may(Permission::ManageProjects);
        let taken_projects = if can_create { self.taken_projects(context, active).await? } else { None };
        let managed = context.organization.identity_managed;
        let seen = projects.into_iter().filter(|counted| may_see(authority, &counted.project));
        let listed = seen.map(|counted| ListedProject::new(counted, authority, active, managed));
        let (active, mut archived): (Vec<_>, Vec<_>) =
            listed.partition(|listed| listed.counted.project.archived_at.is_none());
        archived.sort_by_key(|listed| std::cmp::Reverse(listed.counted.project.archived_at));
        let adders = if active.is_empty() {
            self.store.read().project_adders(context.organization.id).await?
        } else {
            Vec::new()
        };
        let members_need_project = active.iter().any(|listed| listed.can_archive)
            && self.store.read().policies(context.organization.id).await?.on.members_need_project;
        Ok(ProjectList { active, archived, can_create, taken_projects, adders, members_need_project })
    }

    /// The project to which this slug leads.
    ///
    /// # Errors
    /// [`domain::Refusal::NotFound`] for an unknown one and for one that the caller may not know of, alike.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn project(&self, context: &OrganizationContext, slug: &ProjectSlug) -> Result<OpenProject> {
        let authority = &context.authority;
        let project = known(self.store.read().project_by_slug(context.organization.id, slug).await?, authority)?;
        let inside = FindProjectMembers {
            organization: context.organization.id,
            project: project.id,
            find: "",
            belonging: BelongingFilter::Inside,
        };
        let can_read = authority.may_in(project.id, ProjectPermission::Read);
        let can_read_members = may_see_members(authority, &project);
        // Whoever may rename a project need not be told who works in it.
        let (people, people_count) = if can_read || can_read_members {
            let people = self.store.read().project_members(inside, None, PEOPLE_SHOWN).await?;
            let people = people.into_iter().map(ListedProjectMember::new).collect::<Result<_>>()?;
            (people, self.store.read().count_project_members(inside).await?)
        } else {
            (Vec::new(), 0)
        };
        let names = ProjectNames::read(&mut self.store.read(), context.organization.id).await?;
        let actions = ProjectActions::of(authority, project.id, project.state(), context.organization.identity_managed);
        let taken_projects = if actions.can_restore {
            let active = self.store.read().count_active_projects(context.organization.id).await?;
            self.taken_projects(context, active).await?
        } else {
            None
        };
        Ok(OpenProject {
            beside: names.slug_beside(project.id, project.name.as_str()),
            role: authority.role_in(project.id),
            can_read_members,
            people,
            people_count,
            moved: project.slug != *slug,
            can_read,
            actions,
            taken_projects,
            project,
        })
    }
}
