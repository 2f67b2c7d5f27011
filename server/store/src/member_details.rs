//! One member in full, and who holds which permission (TR-11, TR-12).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, Grants, OrganizationId, Permission, PersonName, ProjectId, ProjectName, ProjectRoles, Role,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, audit::address_beside, db::statements, given::roles_with, newest_place, reader::with_reader,
};

/// What the list of members does not tell of one of them.
#[derive(Clone, Debug, FromRow)]
pub struct MemberDetails {
    /// The name of their account, whatever the organization calls them.
    #[sqlx(try_from = "String")]
    pub account_name: PersonName,
    /// What the organization calls them, where that is something else.
    pub display_name: Option<String>,
    /// Who invited them, by today's name; none for who created the organization, and once that account is gone.
    pub invited_by: Option<String>,
}

/// One of those who have the same role and the same grants.
#[derive(Clone, Debug, FromRow)]
pub struct Holder {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    #[sqlx(try_from = "String")]
    pub role: Role,
    #[sqlx(try_from = "String")]
    grants: Grants,
    /// Their address, where another member is called alike.
    pub address: Option<String>,
    pub joined_at: DateTime<Utc>,
    /// How many have the same role and the same grants.
    pub alike: i64,
}

impl Holder {
    /// What they hold in the organization, projects left out.
    pub fn authority(&self) -> Authority {
        Authority::new(self.role, self.grants, ProjectRoles::default())
    }
}

/// Somebody who says who belongs to a project that they manage, and not by their role.
#[derive(Clone, Debug)]
pub struct ManagingMember {
    pub name: PersonName,
    /// Their address, where another member is called alike.
    pub address: Option<String>,
    pub role: Role,
    /// What they manage of what is worked in, the oldest first.
    pub projects: Vec<(ProjectId, ProjectName)>,
}

/// One of their projects.
#[derive(FromRow)]
struct ManagerRow {
    account_id: Uuid,
    #[sqlx(try_from = "String")]
    name: PersonName,
    #[sqlx(try_from = "String")]
    role: Role,
    address: Option<String>,
    project_id: Uuid,
    #[sqlx(try_from = "String")]
    project: ProjectName,
}

/// Who manages a project that is worked in, and has none of the roles that say so of every project.
macro_rules! managing {
    () => {
        "memberships.organization_id = $1 AND memberships.role NOT IN ($2, $3, $4, $5, $6) AND memberships.account_id IN (
                SELECT belonging.account_id FROM project_memberships AS belonging
                JOIN projects ON projects.id = belonging.project_id AND projects.archived_at IS NULL
                WHERE belonging.organization_id = $1 AND belonging.role = 'manager')"
    };
}

statements! {
    COUNT_MANAGERS = concat!("SELECT COUNT(*) FROM memberships WHERE ", managing!());
    MANAGERS = concat!("
        SELECT managers.account_id, COALESCE(managers.display_name, accounts.name) AS name, managers.role,
               projects.id AS project_id, projects.name AS project, ",
        address_beside!("managers", "accounts.email", "address"), "
        FROM (SELECT memberships.organization_id, memberships.account_id, memberships.display_name, memberships.role,
                     memberships.name_folded, memberships.joined_at
              FROM memberships WHERE ", managing!(), "
              ORDER BY memberships.joined_at, memberships.account_id LIMIT $7) AS managers
        JOIN accounts ON accounts.id = managers.account_id
        JOIN project_memberships AS belonging
          ON belonging.organization_id = managers.organization_id AND belonging.account_id = managers.account_id
          AND belonging.role = 'manager'
        JOIN projects ON projects.id = belonging.project_id AND projects.archived_at IS NULL
        ORDER BY managers.joined_at, managers.account_id, projects.created_at, projects.id");
    DETAILS = "
        SELECT accounts.name AS account_name, memberships.display_name,
               (SELECT COALESCE(inviting.display_name, inviters.name) FROM invitations
                JOIN accounts AS inviters ON inviters.id = invitations.invited_by
                LEFT JOIN memberships AS inviting ON inviting.organization_id = invitations.organization_id
                  AND inviting.account_id = invitations.invited_by
                WHERE invitations.organization_id = memberships.organization_id
                  AND invitations.state = 'accepted' AND invitations.accepted_by = memberships.account_id
                ORDER BY invitations.settled_at DESC LIMIT 1) AS invited_by
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.account_id = $2";
    DISPLAY_NAMES =
        "SELECT organization_id, display_name FROM memberships WHERE account_id = $1 AND display_name IS NOT NULL";
    /// The first `$2` of each role with each set of grants, and how many those are. `$3` and `$4` stand behind everybody.
    HOLDERS = concat!("
        SELECT memberships.account_id,
               COALESCE(memberships.display_name, (
                   SELECT accounts.name FROM accounts WHERE accounts.id = memberships.account_id)) AS name,
               memberships.role, memberships.grants, memberships.joined_at, given.alike, ",
        address_beside!(
            "memberships",
            "(SELECT accounts.email FROM accounts WHERE accounts.id = memberships.account_id)",
            "address"
        ), "
        FROM (SELECT everybody.role, everybody.grants, COUNT(*) AS alike,
                     COALESCE((
                         SELECT holders.joined_at FROM memberships AS holders
                         WHERE holders.organization_id = $1
                           AND holders.role = everybody.role AND holders.grants = everybody.grants
                         ORDER BY holders.joined_at, holders.account_id LIMIT 1 OFFSET $2 - 1), $3) AS last_joined_at,
                     COALESCE((
                         SELECT holders.account_id FROM memberships AS holders
                         WHERE holders.organization_id = $1
                           AND holders.role = everybody.role AND holders.grants = everybody.grants
                         ORDER BY holders.joined_at, holders.account_id LIMIT 1 OFFSET $2 - 1), $4) AS last_account_id
              FROM memberships AS everybody WHERE everybody.organization_id = $1
              GROUP BY everybody.role, everybody.grants) AS given
        JOIN memberships ON memberships.organization_id = $1 AND memberships.role = given.role
          AND memberships.grants = given.grants
          AND (memberships.joined_at, memberships.account_id) <= (given.last_joined_at, given.last_account_id)
        ORDER BY memberships.joined_at, memberships.account_id");
}

impl Reader<'_> {
    pub async fn member_details(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
    ) -> Result<Option<MemberDetails>> {
        Ok(with_reader!(self, db => sqlx::query_as(DETAILS)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?))
    }

    /// What organizations call the account, where that is something else than its own name.
    pub async fn display_names_of(&mut self, account: AccountId) -> Result<BTreeMap<OrganizationId, String>> {
        let names: Vec<(Uuid, String)> =
            with_reader!(self, db => sqlx::query_as(DISPLAY_NAMES).bind(account.as_uuid()).fetch_all(db).await?);
        Ok(names.into_iter().map(|(organization, name)| (organization.into(), name)).collect())
    }

    /// Of those who have the same role and the same grants the first `each`, the longest in first.
    pub async fn holders(&mut self, organization: OrganizationId, each: i64) -> Result<Vec<Holder>> {
        let last = newest_place();
        Ok(with_reader!(self, db => sqlx::query_as(HOLDERS)
            .bind(organization.as_uuid())
            .bind(each)
            .bind(last.at)
            .bind(last.id.as_uuid())
            .fetch_all(db)
            .await?))
    }
    /// How many say who belongs to a project since they manage it, and the first `limit` of them, the longest in first.
    pub async fn managing_members(
        &mut self,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<(i64, Vec<ManagingMember>)> {
        let by_role = roles_with(Permission::ManageProjectMembers);
        let count = with_reader!(self, db => {
            let query = sqlx::query_scalar(COUNT_MANAGERS).bind(organization.as_uuid());
            by_role.into_iter().fold(query, sqlx::query::QueryScalar::bind).fetch_one(db).await?
        });
        let rows: Vec<ManagerRow> = with_reader!(self, db => {
            let query = sqlx::query_as(MANAGERS).bind(organization.as_uuid());
            let query = by_role.into_iter().fold(query, sqlx::query::QueryAs::bind);
            query.bind(limit).fetch_all(db).await?
        });
        let mut managers: Vec<(Uuid, ManagingMember)> = Vec::new();
        for ManagerRow { account_id, name, role, address, project_id, project } in rows {
            let project = (project_id.into(), project);
            match managers.last_mut() {
                Some((last, manager)) if *last == account_id => manager.projects.push(project),
                _ => managers.push((account_id, ManagingMember { name, address, role, projects: vec![project] })),
            }
        }
        Ok((count, managers.into_iter().map(|(_, manager)| manager).collect()))
    }
}
