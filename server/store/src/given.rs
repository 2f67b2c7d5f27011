//! What was given to somebody in an organization: a role, grants, and roles in projects. A join with their projects makes
//! many rows of one; here they become one again.

use domain::{Authority, Grants, Permission, ProjectId, ProjectRole, ProjectRoles, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, StoreError};

/// The columns of it, with one of the projects; none where there is no project.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Given {
    #[sqlx(try_from = "String")]
    role: Role,
    #[sqlx(try_from = "String")]
    grants: Grants,
    project_id: Option<Uuid>,
    project_role: Option<String>,
}

/// A row about something, with what was given to whom it is about.
#[derive(FromRow)]
pub(crate) struct Row<T> {
    #[sqlx(flatten)]
    of: T,
    #[sqlx(flatten)]
    given: Given,
}

/// One of somebody's projects, as a join gives it.
pub(crate) fn project_role(id: Option<Uuid>, role: Option<&str>) -> Result<Option<(ProjectId, ProjectRole)>> {
    let Some((id, role)) = id.zip(role) else { return Ok(None) };
    Ok(Some((id.into(), role.parse().map_err(|_| StoreError::Corrupt("role in a project"))?)))
}

/// Rows of the same `key` stand behind one another, and become one.
pub(crate) fn gather<T, K: PartialEq>(rows: Vec<Row<T>>, key: impl Fn(&T) -> K) -> Result<Vec<(T, Authority)>> {
    let mut gathered: Vec<(T, Role, Grants, ProjectRoles)> = Vec::new();
    for Row { of, given } in rows {
        let project = project_role(given.project_id, given.project_role.as_deref())?;
        if gathered.last().is_none_or(|(last, ..)| key(last) != key(&of)) {
            gathered.push((of, given.role, given.grants, ProjectRoles::default()));
        }
        if let (Some((.., projects)), Some((id, role))) = (gathered.last_mut(), project) {
            projects.add(id, role);
        }
    }
    let one = |(of, role, grants, projects)| (of, Authority::new(role, grants, projects));
    Ok(gathered.into_iter().map(one).collect())
}

/// Some of the roles: as many places as there are roles, for statements have a fixed number of them.
pub(crate) type RolePlaces = [&'static str; Role::ALL.len()];

/// The roles of which this is so.
pub(crate) fn roles_that(is_so: impl Fn(Role) -> bool) -> RolePlaces {
    let mut roles = Role::ALL.into_iter().filter(|role| is_so(*role));
    // Owners hold every permission: what is left over says so once more.
    Role::ALL.map(|_| roles.next().unwrap_or(Role::Owner).as_str())
}

/// The roles that hold this permission.
pub(crate) fn roles_with(permission: Permission) -> RolePlaces {
    roles_that(|role| Authority::of_role(role).may(permission))
}
