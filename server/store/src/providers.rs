//! Who can see to it that somebody holds what they lack (TR-8).

use domain::{Authority, OrganizationId, Permission, ProjectId, ProjectRole};

use crate::{
    Reader, Result,
    db::statements,
    given::{RolePlaces, roles_that, roles_with},
    reader::with_reader,
};

statements! {
    /// Who can see to it that somebody holds a permission in the organization.
    PROVIDERS = "
        SELECT COALESCE(memberships.display_name, accounts.name) FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.role IN ($2, $3, $4, $5, $6)
        ORDER BY memberships.joined_at, memberships.account_id LIMIT 3";
    /// The same in a project: also who says who belongs to it.
    PROVIDERS_IN_PROJECT = "
        SELECT COALESCE(memberships.display_name, accounts.name) FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = memberships.organization_id AND belonging.account_id = memberships.account_id
          AND belonging.project_id = $7
        WHERE memberships.organization_id = $1
          AND (memberships.role IN ($2, $3, $4, $5, $6) OR belonging.role = $8)
        ORDER BY memberships.joined_at, memberships.account_id LIMIT 3";
}

impl Reader<'_> {
    /// Names of the first members whose role lets them see to it that somebody holds this permission (TR-8).
    pub async fn providers(&mut self, organization: OrganizationId, permission: Permission) -> Result<Vec<String>> {
        self.of_roles(organization, roles_that(|role| Authority::of_role(role).can_provide(permission))).await
    }

    /// Names of the first members whose role lets them say who belongs to any project (PR-4).
    pub async fn project_adders(&mut self, organization: OrganizationId) -> Result<Vec<String>> {
        self.of_roles(organization, roles_with(Permission::ManageProjectMembers)).await
    }

    async fn of_roles(&mut self, organization: OrganizationId, roles: RolePlaces) -> Result<Vec<String>> {
        Ok(with_reader!(self, db => {
            let query = sqlx::query_scalar(PROVIDERS).bind(organization.as_uuid());
            roles.into_iter().fold(query, sqlx::query::QueryScalar::bind).fetch_all(db).await?
        }))
    }

    /// Names of the first members who say who belongs to this project.
    pub async fn providers_in(&mut self, organization: OrganizationId, project: ProjectId) -> Result<Vec<String>> {
        let roles = roles_with(Permission::ManageProjectMembers);
        Ok(with_reader!(self, db => {
            let query = sqlx::query_scalar(PROVIDERS_IN_PROJECT).bind(organization.as_uuid());
            let query = roles.into_iter().fold(query, sqlx::query::QueryScalar::bind);
            query.bind(project.as_uuid()).bind(ProjectRole::Manager.as_str()).fetch_all(db).await?
        }))
    }
}
