//! Roles in a project, and the one table of what each may do there (PR-1).

use std::{collections::BTreeMap, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ProjectId;

/// What somebody is in one project, possibly something else in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectRole {
    /// Everything in the project, and who belongs to it.
    Manager,
    /// Talks to visitors.
    Agent,
    /// Reads along.
    Viewer,
}

/// One thing that somebody may or may not do in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectPermission {
    /// See the project and what is in it.
    Read,
    /// Answer and close conversations.
    Answer,
    /// Say who belongs to the project, and with which role.
    ManageMembers,
}

impl ProjectPermission {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Answer, Self::ManageMembers];

    /// The role with the fewest permissions that gives it.
    pub fn least_role(self) -> ProjectRole {
        let gives = ProjectRole::ALL.into_iter().filter(|role| role.gives(self));
        gives.min_by_key(|role| role.permissions().len()).unwrap_or(ProjectRole::Manager)
    }
}

impl ProjectRole {
    /// All roles, most powerful first.
    pub const ALL: [Self; 3] = [Self::Manager, Self::Agent, Self::Viewer];

    /// The table: what the role gives in its project.
    pub const fn permissions(self) -> &'static [ProjectPermission] {
        match self {
            Self::Manager => &ProjectPermission::ALL,
            Self::Agent => &[ProjectPermission::Read, ProjectPermission::Answer],
            Self::Viewer => &[ProjectPermission::Read],
        }
    }

    /// Whether the role gives the permission. Whoever decides asks [`Authority`](crate::Authority) instead.
    pub fn gives(self, permission: ProjectPermission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The role as it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Agent => "agent",
            Self::Viewer => "viewer",
        }
    }
}

/// A word that names no role in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role in a project")]
pub struct UnknownProjectRole;

impl FromStr for ProjectRole {
    type Err = UnknownProjectRole;

    fn from_str(text: &str) -> Result<Self, UnknownProjectRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownProjectRole)
    }
}

impl TryFrom<String> for ProjectRole {
    type Error = UnknownProjectRole;

    fn try_from(text: String) -> Result<Self, UnknownProjectRole> {
        text.parse()
    }
}

/// The projects that somebody was added to, with their role in each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProjectRoles(BTreeMap<ProjectId, ProjectRole>);

impl ProjectRoles {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The role in this project; none outside of it.
    pub fn role_in(&self, project: ProjectId) -> Option<ProjectRole> {
        self.0.get(&project).copied()
    }

    /// Adds to the project, or gives another role in it.
    pub fn add(&mut self, project: ProjectId, role: ProjectRole) {
        self.0.insert(project, role);
    }

    /// Each project with the role in it, always in the same order.
    pub fn iter(&self) -> impl Iterator<Item = (ProjectId, ProjectRole)> {
        self.0.iter().map(|(project, role)| (*project, *role))
    }
}

/// Text that names no projects with roles, or one of them twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not projects with a role in each")]
pub struct UnknownProjectRoles;

/// Reads ids of projects, each with a colon and a role behind it, and commas between them.
impl FromStr for ProjectRoles {
    type Err = UnknownProjectRoles;

    fn from_str(text: &str) -> Result<Self, UnknownProjectRoles> {
        let mut roles = Self::default();
        for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let (id, role) = one.split_once(':').ok_or(UnknownProjectRoles)?;
            let (id, role) = (id.parse(), role.parse());
            let (Ok(id), Ok(role)) = (id, role) else { return Err(UnknownProjectRoles) };
            if roles.0.insert(id, role).is_some() {
                return Err(UnknownProjectRoles);
            }
        }
        Ok(roles)
    }
}

impl FromIterator<(ProjectId, ProjectRole)> for ProjectRoles {
    fn from_iter<T: IntoIterator<Item = (ProjectId, ProjectRole)>>(roles: T) -> Self {
        Self(roles.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Authority, Grants, Role};

    fn project(number: u128) -> ProjectId {
        Uuid::from_u128(number).into()
    }

    // PR-1, CT-2
    #[test]
    fn project_roles_are_one_a_project() {
        let mut roles = ProjectRoles::default();
        assert!(roles.is_empty());
        roles.add(project(2), ProjectRole::Viewer);
        roles.add(project(1), ProjectRole::Agent);
        roles.add(project(2), ProjectRole::Manager);
        assert!(!roles.is_empty());
        assert_eq!(roles.role_in(project(2)), Some(ProjectRole::Manager));
        assert_eq!(roles.role_in(project(3)), None);
        let listed: Vec<_> = roles.iter().collect();
        assert_eq!(listed, [(project(1), ProjectRole::Agent), (project(2), ProjectRole::Manager)]);
        let (one, two) = (project(1), project(2));
        assert_eq!(format!(" {one}:agent, {two}:manager,").parse(), Ok(roles.clone()));
        assert_eq!("".parse(), Ok(ProjectRoles::default()));
        for bad in [format!("{one}"), format!("{one}:boss"), "7:agent".into(), format!("{one}:agent,{one}:viewer")] {
            assert_eq!(bad.parse::<ProjectRoles>(), Err(UnknownProjectRoles), "{bad}");
        }
        let authority = Authority::new(Role::UserAdmin, Grants::NONE, roles.clone());
        assert_eq!(authority.projects(), &roles);
        let sent = serde_json::to_string(&authority).unwrap();
        let one = "00000000-0000-0000-0000-000000000001\":\"agent\"";
        assert!(sent.starts_with(r#"{"role":"user-admin","grants":[],"projects":{""#) && sent.contains(one), "{sent}");
        assert_eq!(serde_json::from_str::<Authority>(&sent).unwrap(), authority);
        assert_eq!(serde_json::from_str::<Authority>(r#"{"role":"owner"}"#).unwrap(), Authority::of_role(Role::Owner));
    }

    // PR-1, TR-8
    #[test]
    fn pr_1_the_least_role_that_gives_a_permission() {
        let least = ProjectPermission::ALL.map(ProjectPermission::least_role);
        assert_eq!(least, [ProjectRole::Viewer, ProjectRole::Agent, ProjectRole::Manager]);
    }
}
