//! What somebody may do with a project. Use cases ask here before they do it, and lists send along what would be granted.

use domain::{
    Authority, Permission, ProjectAction, ProjectActions, ProjectNeed, ProjectPermission, ProjectRole, Refusal,
};
use store::{CountedProject, Project};

use crate::{Result, transaction::OrganizationTx};

/// Whether somebody may know of the project: it is in the list for those who see that, and for those who reach it.
pub(super) fn may_see(authority: &Authority, project: &Project) -> bool {
    authority.may(Permission::ReadProjects) || authority.may_in(project.id, ProjectPermission::Read)
}

/// The project, for somebody who may know of it: of one that is kept from them, people hear no more than of none.
pub(super) fn known(found: Option<Project>, authority: &Authority) -> Result<Project> {
    Ok(found.filter(|project| may_see(authority, project)).ok_or(Refusal::NotFound)?)
}

/// Whether somebody sees who belongs to the project: those who say so, and those who see the members of the organization.
pub(super) fn may_see_members(authority: &Authority, project: &Project) -> bool {
    authority.may_do(ProjectAction::ChangeMembers, project.id) || authority.may(Permission::ReadMembers)
}

impl OrganizationTx<'_> {
    /// Refuses a caller who may not do this with the project.
    pub(super) async fn require_for(&mut self, action: ProjectAction, project: &Project) -> Result<()> {
        match action.needs() {
            ProjectNeed::Organization(permission) => self.require(permission).await,
            ProjectNeed::Project(permission) => self.require_in(project, permission).await,
        }
    }

    /// Refuses what the project's state does not allow.
    pub(super) async fn check_state(&mut self, action: ProjectAction, project: &Project) -> Result<()> {
        let organization = self.organization_id();
        let active = self.read().count_active_projects(organization).await?;
        project.state().refuses(action, &project.name, active).map_or(Ok(()), |refusal| Err(refusal.into()))
    }
}

/// A project in the list, with what the caller may do with it.
#[expect(clippy::struct_excessive_bools, reason = "what may be done with it")]
#[derive(Clone, Debug)]
pub struct ListedProject {
    pub counted: CountedProject,
    /// The caller's role in it; none where they were not added, or need not be.
    pub role: Option<ProjectRole>,
    /// Whether the caller reaches it.
    pub can_open: bool,
    pub actions: ProjectActions,
    pub can_archive: bool,
    /// Whether the caller might archive it, were it not the only one that is worked in (PR-5).
    pub is_last: bool,
    /// Whether the caller sees who belongs to it.
    pub can_read_members: bool,
}

impl ListedProject {
    pub(super) fn new(counted: CountedProject, authority: &Authority, active: i64, identity_managed: bool) -> Self {
        let project = &counted.project;
        let state = project.state();
        let may_archive = authority.may_do(ProjectAction::Archive, project.id);
        let refusal = state.refuses(ProjectAction::Archive, &project.name, active);
        let is_last = matches!(refusal, Some(Refusal::LastProject { .. }));
        Self {
            role: authority.role_in(project.id),
            can_open: project.archived_at.is_none() && authority.may_in(project.id, ProjectPermission::Read),
            actions: ProjectActions::of(authority, project.id, state, identity_managed),
            can_archive: may_archive && state.offers(ProjectAction::Archive) && refusal.is_none(),
            is_last: may_archive && is_last,
            can_read_members: may_see_members(authority, project),
            counted,
        }
    }
}
