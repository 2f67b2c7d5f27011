//! Who belongs to a project, and with which role (PR-1 to PR-3).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, EmailAddress, OrganizationId, Permission, PersonName, ProjectId, ProjectRole, Role,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, StoreError, Tx,
    db::{statements, with_conn},
    memberships::{five, holding},
    reader::with_reader,
};

/// Somebody in the organization, as the list of a project's members shows them.
#[derive(Clone, Debug, FromRow)]
pub struct ProjectMember {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// Their role in the organization.
    #[sqlx(try_from = "String")]
    pub role: Role,
    project_role: Option<String>,
}

impl ProjectMember {
    /// Their role in the project; none where they were not added to it.
    pub fn project_role(&self) -> Result<Option<ProjectRole>> {
        let role = self.project_role.as_deref().map(str::parse).transpose();
        role.map_err(|_| StoreError::Corrupt("role in a project"))
    }
}

/// Whom the list of a project's members shows.
#[derive(Clone, Copy, Debug)]
pub struct FindProjectMembers<'a> {
    pub organization: OrganizationId,
    pub project: ProjectId,
    /// What name or address holds; nothing for everybody.
    pub find: &'a str,
    /// Only those who were added to the project, and need to be.
    pub only_added: bool,
}

/// Which of those who were found.
macro_rules! found {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            r"
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = memberships.organization_id AND belonging.account_id = memberships.account_id
          AND belonging.project_id = $2
        WHERE memberships.organization_id = $1
          AND (accounts.name_folded LIKE $3 ESCAPE '\' OR accounts.email_folded LIKE $3 ESCAPE '\')
          AND (NOT $4 OR (belonging.role IS NOT NULL AND memberships.role NOT IN ($5, $6, $7, $8, $9))) ",
            $rest
        )
    };
}

statements! {
    /// By name; those behind the one of whom a page is the last.
    FOUND = found!(
        "memberships.account_id, accounts.name, accounts.email, memberships.role, belonging.role AS project_role",
        "AND (accounts.name_folded, accounts.id) > ($10, $11)
        ORDER BY accounts.name_folded, accounts.id LIMIT $12");
    COUNT_FOUND = found!("COUNT(*)", "");
    NAME_FOLDED = "SELECT name_folded FROM accounts WHERE id = $1 AND name_folded IS NOT NULL";
    SET_ROLE = "
        INSERT INTO project_memberships (organization_id, project_id, account_id, role, added_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organization_id, account_id, project_id) DO UPDATE SET role = excluded.role";
    DELETE = "DELETE FROM project_memberships WHERE organization_id = $1 AND project_id = $2 AND account_id = $3";
}

impl Reader<'_> {
    /// Everybody in the organization who is looked for, by name: `limit` of them behind the one whose account is `after`.
    pub async fn project_members(
        &mut self,
        find: FindProjectMembers<'_>,
        after: Option<AccountId>,
        limit: i64,
    ) -> Result<Vec<ProjectMember>> {
        let behind: Option<String> = match after {
            Some(after) => {
                with_reader!(self, db => sqlx::query_scalar(NAME_FOLDED).bind(after.as_uuid()).fetch_optional(db).await?)
            }
            None => None,
        };
        // Behind somebody whose account is gone is the beginning.
        let after = after.filter(|_| behind.is_some()).map_or(Uuid::nil(), AccountId::as_uuid);
        let reaching = reaching();
        Ok(with_reader!(self, db => sqlx::query_as(FOUND)
            .bind(find.organization.as_uuid())
            .bind(find.project.as_uuid())
            .bind(holding(find.find))
            .bind(find.only_added)
            .bind(reaching[0])
            .bind(reaching[1])
            .bind(reaching[2])
            .bind(reaching[3])
            .bind(reaching[4])
            .bind(behind.as_deref().unwrap_or_default())
            .bind(after)
            .bind(limit)
            .fetch_all(db)
            .await?))
    }

    /// How many [`Self::project_members`] finds in all.
    pub async fn count_project_members(&mut self, find: FindProjectMembers<'_>) -> Result<i64> {
        let reaching = reaching();
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT_FOUND)
            .bind(find.organization.as_uuid())
            .bind(find.project.as_uuid())
            .bind(holding(find.find))
            .bind(find.only_added)
            .bind(reaching[0])
            .bind(reaching[1])
            .bind(reaching[2])
            .bind(reaching[3])
            .bind(reaching[4])
            .fetch_one(db)
            .await?))
    }
}

/// The roles that reach every project.
fn reaching() -> [&'static str; 5] {
    five(|role| Authority::of_role(role).may(Permission::ReachEveryProject))
}

impl Tx {
    /// Adds the member to the project, or gives them another role in it.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when one of them is not in the organization.
    pub async fn set_project_role(
        &mut self,
        organization: OrganizationId,
        project: ProjectId,
        account: AccountId,
        role: ProjectRole,
        now: DateTime<Utc>,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SET_ROLE)
            .bind(organization.as_uuid())
            .bind(project.as_uuid())
            .bind(account.as_uuid())
            .bind(role.as_str())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Takes the member out of the project. Nothing happens where they are not in it.
    pub async fn remove_from_project(
        &mut self,
        organization: OrganizationId,
        project: ProjectId,
        account: AccountId,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE)
            .bind(organization.as_uuid())
            .bind(project.as_uuid())
            .bind(account.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
