//! The projects of an organization, and one of them opened.

use domain::{Permission, ProjectPermission, ProjectSlug};
use store::Project;
use tracing::instrument;

use super::{
    ListedProject,
    actions::{known, may_see},
};
use crate::{OrganizationContext, Result, Services};

/// The projects that the caller may know of.
#[derive(Clone, Debug)]
pub struct ProjectList {
    /// Those that are worked in, oldest first.
    pub active: Vec<ListedProject>,
    /// Those that are archived, the last archived first.
    pub archived: Vec<ListedProject>,
    /// Whether the caller may create one.
    pub can_create: bool,
}

/// A project that was asked for by its place in addresses.
#[derive(Clone, Debug)]
pub struct OpenProject {
    pub project: Project,
    /// Whether it has moved: the slug that was asked for is one that it had (PR-6).
    pub moved: bool,
    /// Whether the caller may see what is in it; else they know of it alone.
    pub can_read: bool,
    /// Whether the caller says who belongs to it.
    pub can_change_members: bool,
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
        let managed = context.organization.identity_managed;
        let seen = projects.into_iter().filter(|counted| may_see(authority, &counted.project));
        let listed = seen.map(|counted| ListedProject::new(counted, authority, active, managed));
        let (active, mut archived): (Vec<_>, Vec<_>) =
            listed.partition(|listed| listed.counted.project.archived_at.is_none());
        archived.sort_by_key(|listed| std::cmp::Reverse(listed.counted.project.archived_at));
        Ok(ProjectList { active, archived, can_create: authority.may(Permission::ManageProjects) })
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
        Ok(OpenProject {
            moved: project.slug != *slug,
            can_read: authority.may_in(project.id, ProjectPermission::Read),
            can_change_members: authority.may_in(project.id, ProjectPermission::ManageMembers)
                && project.archived_at.is_none()
                && !context.organization.identity_managed,
            project,
        })
    }
}
