//! What a change of somebody's authority means for them (TR-6).

use serde::{Deserialize, Serialize};

use super::{Authority, Permission, ProjectRole};
use crate::ProjectId;

/// Something that an authority holds, as far as a change of it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// A permission in the organization.
    Permission(Permission),
    /// A role in a project that it does not reach without one.
    Project(ProjectId, ProjectRole),
}

/// What somebody gains, loses and keeps by a change. Each list is in the order of the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityChange {
    /// What is held afterwards alone.
    pub gains: Vec<Holding>,
    /// What was held before alone.
    pub loses: Vec<Holding>,
    /// What is held before and after.
    pub keeps: Vec<Holding>,
}

impl AuthorityChange {
    /// Whether nothing changes.
    pub const fn is_nothing(&self) -> bool {
        self.gains.is_empty() && self.loses.is_empty()
    }
}

impl Authority {
    /// All that it holds. Roles in projects are not told of those who reach every project.
    fn holdings(&self) -> Vec<Holding> {
        let permissions = Permission::ALL.into_iter().filter(|permission| self.may(*permission));
        let needs_projects = !self.may(Permission::ReachEveryProject);
        let projects = self.projects.iter().filter(|_| needs_projects);
        permissions.map(Holding::Permission).chain(projects.map(|(id, role)| Holding::Project(id, role))).collect()
    }

    /// Whether it holds this, or what is more.
    fn holds(&self, held: Holding) -> bool {
        match held {
            Holding::Permission(permission) => self.may(permission),
            Holding::Project(id, role) => {
                self.may(Permission::ReachEveryProject) || self.projects.role_in(id) == Some(role)
            }
        }
    }

    /// What becomes of somebody who has this authority when they have `after` instead.
    pub fn change_to(&self, after: &Self) -> AuthorityChange {
        let (keeps, gains) = after.holdings().into_iter().partition(|held| self.holds(*held));
        let loses = self.holdings().into_iter().filter(|held| !after.holds(*held)).collect();
        AuthorityChange { gains, loses, keeps }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Grant, Grants, ProjectRoles, Role};

    fn member(grants: &[Grant], projects: &[(u128, ProjectRole)]) -> Authority {
        let projects: ProjectRoles =
            projects.iter().map(|(number, role)| (Uuid::from_u128(*number).into(), *role)).collect();
        Authority::new(Role::Member, grants.iter().copied().collect(), projects)
    }

    // TR-6: as it is drawn: a member with two grants and two projects becomes a user admin.
    #[test]
    fn tr_6_a_member_becomes_a_user_admin() {
        let projects = [(1, ProjectRole::Agent), (2, ProjectRole::Manager)];
        let before = member(&[Grant::CreateProjects, Grant::ReadAuditLog], &projects);
        let after = Authority::new(Role::UserAdmin, Grants::NONE, before.projects().clone());
        let change = before.change_to(&after);
        let permissions = |held: &[Permission]| held.iter().copied().map(Holding::Permission).collect::<Vec<_>>();
        let gains = [
            Permission::ManageMembers,
            Permission::ReadMembers,
            Permission::ReadSettings,
            Permission::ManageProjectMembers,
        ];
        assert_eq!(change.gains, permissions(&gains));
        assert_eq!(change.loses, permissions(&[Permission::ReadAuditLog]));
        let mut keeps = permissions(&[Permission::ManageProjects, Permission::ReadProjects]);
        keeps.extend(before.projects().iter().map(|(id, role)| Holding::Project(id, role)));
        assert_eq!(change.keeps, keeps);
        assert!(!change.is_nothing());
        assert!(!AuthorityChange { gains: Vec::new(), ..change.clone() }.is_nothing());
        assert!(!AuthorityChange { loses: Vec::new(), ..change }.is_nothing());
    }

    // PR-1, TR-6: who comes to reach every project needs no role in one; who ceases to has the roles that were there.
    #[test]
    fn tr_6_roles_in_projects_count_where_they_are_needed() {
        let before = member(&[], &[(1, ProjectRole::Agent)]);
        let place = Holding::Project(Uuid::from_u128(1).into(), ProjectRole::Agent);
        let admin = Authority::new(Role::Admin, Grants::NONE, before.projects().clone());
        let up = before.change_to(&admin);
        assert_eq!((up.loses, up.keeps), (Vec::new(), Vec::new()));
        let down = admin.change_to(&before);
        assert_eq!((down.gains, down.keeps), (Vec::new(), vec![place]));
        let viewer = member(&[], &[(1, ProjectRole::Viewer)]);
        let other = before.change_to(&viewer);
        assert_eq!(other.gains, [Holding::Project(Uuid::from_u128(1).into(), ProjectRole::Viewer)]);
        assert_eq!(other.loses, [place]);
        assert!(before.change_to(&before).is_nothing());
    }
}
