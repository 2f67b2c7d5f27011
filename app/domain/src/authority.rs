//! Who may do what: **the one table of permissions** (TR-1, TR-2, PR-1), and [`Authority`], which everything that depends on
//! permissions asks.
//!
//! A role gives permissions in the organization, and so does each grant of a member; a project role gives permissions in its
//! project. Nobody gives more than they hold (IN-6).

mod change;
mod grant;
mod permission;
mod project_role;
#[cfg(test)]
mod properties;
mod role;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use change::{AuthorityChange, Holding};
pub use grant::{Grant, Grants, UnknownGrant};
pub use permission::Permission;
pub use project_role::{ProjectPermission, ProjectRole, ProjectRoles, UnknownProjectRole, UnknownProjectRoles};
pub use role::{Role, UnknownRole};

use crate::ProjectId;

/// What somebody may do in an organization, by all that was given to them there. Also what is given to somebody: by an
/// invitation, or when they are brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Authority {
    role: Role,
    grants: Grants,
    projects: ProjectRoles,
}

/// An authority as it is sent.
#[derive(Deserialize)]
struct Given {
    role: Role,
    #[serde(default)]
    grants: Grants,
    #[serde(default)]
    projects: ProjectRoles,
}

impl From<Given> for Authority {
    fn from(Given { role, grants, projects }: Given) -> Self {
        Self::new(role, grants, projects)
    }
}

impl Authority {
    /// What the role gives, the grants, and the roles in projects. Only members have grants (TR-2): of anybody else they do
    /// not count.
    pub fn new(role: Role, grants: Grants, projects: ProjectRoles) -> Self {
        let grants = if role.takes_grants() { grants } else { Grants::NONE };
        Self { role, grants, projects }
    }

    /// What the role gives alone.
    pub fn of_role(role: Role) -> Self {
        Self::new(role, Grants::NONE, ProjectRoles::default())
    }

    /// What somebody who is this by now is to be, by a form that began with `seen` and says `wanted`: what was not changed in
    /// it stays as it is. None where it was changed both there and elsewhere, and not to the same.
    pub fn merged(&self, seen: &Self, wanted: Self) -> Option<Self> {
        if wanted == *seen { Some(self.clone()) } else { (self == seen || *self == wanted).then_some(wanted) }
    }

    /// Whether it is a member's and nothing else: what anybody is who is in the organization.
    pub fn is_plain(&self) -> bool {
        *self == Self::of_role(Role::Member)
    }

    /// The role in the organization.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// What is granted beside the role.
    pub const fn grants(&self) -> Grants {
        self.grants
    }

    /// The roles in projects; none are needed by those who reach every project.
    pub const fn projects(&self) -> &ProjectRoles {
        &self.projects
    }

    /// Whether it holds the permission in the organization.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.gives(permission) || self.grants.give(permission)
    }

    /// Whether it holds the permission in this project.
    pub fn may_in(&self, project: ProjectId, permission: ProjectPermission) -> bool {
        let everywhere = match permission {
            ProjectPermission::ManageMembers => Permission::ManageProjectMembers,
            ProjectPermission::Read | ProjectPermission::Answer => Permission::ReachEveryProject,
        };
        self.may(everywhere) || self.projects.role_in(project).is_some_and(|role| role.gives(permission))
    }

    /// The role in this project, where one is needed: of those who reach every project none counts (PR-1).
    pub fn role_in(&self, project: ProjectId) -> Option<ProjectRole> {
        self.projects.role_in(project).filter(|_| !self.may(Permission::ReachEveryProject))
    }

    /// What it lacks to change, remove or take back an invitation of somebody of this role. Whoever manages nobody lacks the same
    /// for everybody, so that a refusal tells them no one's role.
    pub fn lacks_to_manage(&self, role: Role) -> Option<Permission> {
        self.first_lacking([Permission::ManageMembers, role.managed_by()])
    }

    /// What it lacks to give this role away: nobody gives more than they hold (IN-6).
    pub fn lacks_to_assign(&self, role: Role) -> Option<Permission> {
        self.first_lacking(std::iter::once(role.managed_by()).chain(role.permissions().iter().copied()))
    }

    /// What it lacks to grant these to a member.
    pub fn lacks_to_grant(&self, grants: Grants) -> Option<Permission> {
        if grants.is_empty() {
            return None;
        }
        let given = grants.iter().flat_map(|grant| grant.permissions().iter().copied());
        self.first_lacking(std::iter::once(Role::Member.managed_by()).chain(given))
    }

    /// What it lacks to leave a member with `after` where it was `before`: what is taken away need not be held.
    pub fn lacks_to_change_grants(&self, before: Grants, after: Grants) -> Option<Permission> {
        self.lacks_to_manage(Role::Member).or_else(|| self.lacks_to_grant(after.without(before)))
    }

    /// What it lacks in the organization to give all this away, whatever it can do in projects.
    pub fn lacks_to_give(&self, given: &Self) -> Option<Permission> {
        let outside = given.projects.iter().any(|(project, _)| !self.may_in(project, ProjectPermission::ManageMembers));
        self.lacks_to_assign(given.role)
            .or_else(|| self.lacks_to_grant(given.grants))
            .or_else(|| outside.then_some(Permission::ManageProjectMembers))
    }

    /// The roles that it may give away.
    pub fn assignable(&self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(|role| self.lacks_to_assign(*role).is_none())
    }

    /// What it may grant to a member.
    pub fn grantable(&self) -> impl Iterator<Item = Grant> {
        Grant::ALL.into_iter().filter(|grant| self.lacks_to_grant(Grants::from_iter([*grant])).is_none())
    }

    /// Whether it may invite anybody.
    pub fn may_invite(&self) -> bool {
        self.assignable().next().is_some()
    }

    /// Whether it can see to it that somebody who lacks the permission holds it: by the grant that gives it, which a refusal
    /// names, or where none does by a role (TR-8).
    pub fn can_provide(&self, permission: Permission) -> bool {
        match Grant::of(permission) {
            Some(grant) => self.grantable().any(|given| given == grant),
            None => self.assignable().any(|role| role.gives(permission)),
        }
    }

    fn first_lacking(&self, needed: impl IntoIterator<Item = Permission>) -> Option<Permission> {
        needed.into_iter().find(|permission| !self.may(*permission))
    }
}
