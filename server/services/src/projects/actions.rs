//! What somebody may do with a project. Use cases ask here before they do it, and lists send along what would be granted.

use domain::{Authority, Permission, ProjectAction, ProjectPermission, ProjectRole, Refusal};
use store::{CountedProject, Project};

use crate::{Result, transaction::OrganizationTx};

/// What it takes to do this with a project: something in the organization, or something in the project.
enum Needed {
    Organization(Permission),
    Project(ProjectPermission),
}

const fn needed(action: ProjectAction) -> Needed {
    match action {
        ProjectAction::Rename | ProjectAction::Archive | ProjectAction::Restore => {
            Needed::Organization(Permission::ManageProjects)
        }
        ProjectAction::ChangeMembers => Needed::Project(ProjectPermission::ManageMembers),
    }
}

pub(super) fn may(authority: &Authority, action: ProjectAction, project: &Project) -> bool {
    match needed(action) {
        Needed::Organization(permission) => authority.may(permission),
        Needed::Project(permission) => authority.may_in(project.id, permission),
    }
}

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
    may(authority, ProjectAction::ChangeMembers, project) || authority.may(Permission::ReadMembers)
}

impl OrganizationTx<'_> {
    /// Refuses a caller who may not do this with the project.
    pub(super) async fn require_for(&mut self, action: ProjectAction, project: &Project) -> Result<()> {
        match needed(action) {
            Needed::Organization(permission) => self.require(permission).await,
            Needed::Project(permission) => self.require_in(project, permission).await,
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
    pub can_rename: bool,
    pub can_archive: bool,
    /// Whether the caller might archive it, were it not the only one that is worked in (PR-5).
    pub is_last: bool,
    pub can_restore: bool,
    /// Whether the caller sees who belongs to it.
    pub can_read_members: bool,
    pub can_change_members: bool,
}

impl ListedProject {
    pub(super) fn new(counted: CountedProject, authority: &Authority, active: i64, identity_managed: bool) -> Self {
        let project = &counted.project;
        let state = project.state();
        let can = |action| may(authority, action, project) && state.refuses(action, &project.name, active).is_none();
        let refusal = state.refuses(ProjectAction::Archive, &project.name, active);
        let is_last = matches!(refusal, Some(Refusal::LastProject { .. }));
        let archived = project.archived_at.is_some();
        Self {
            role: authority.role_in(project.id),
            can_open: !archived && authority.may_in(project.id, ProjectPermission::Read),
            can_rename: can(ProjectAction::Rename),
            can_archive: !archived && can(ProjectAction::Archive),
            is_last: is_last && may(authority, ProjectAction::Archive, project),
            can_restore: archived && can(ProjectAction::Restore),
            can_read_members: may_see_members(authority, project),
            can_change_members: !identity_managed && can(ProjectAction::ChangeMembers),
            counted,
        }
    }
}
