//! Organizations, their memberships and projects.

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationId, OrganizationName, PersonName, ProjectId, ProjectName, Role, Slug};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{read, write},
};

/// What people switch between.
#[derive(Clone, Debug, FromRow)]
pub struct Organization {
    /// Which one.
    #[sqlx(try_from = "Uuid")]
    pub id: OrganizationId,
    /// Its place in addresses.
    #[sqlx(try_from = "String")]
    pub slug: Slug,
    /// What it is called.
    #[sqlx(try_from = "String")]
    pub name: OrganizationName,
}

/// An organization as one of its members sees it.
#[derive(Clone, Debug, FromRow)]
pub struct Membership {
    /// The organization.
    #[sqlx(flatten)]
    pub organization: Organization,
    /// The member's role in it.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// When the member last opened it.
    pub opened_at: Option<DateTime<Utc>>,
}

/// Somebody in an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Member {
    /// Whose account.
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    /// Their name.
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// Their role.
    #[sqlx(try_from = "String")]
    pub role: Role,
}

/// The second level inside an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Project {
    /// Which one.
    #[sqlx(try_from = "Uuid")]
    pub id: ProjectId,
    /// What it is called.
    #[sqlx(try_from = "String")]
    pub name: ProjectName,
}

/// An organization to be, with its owner and its first project.
pub struct NewOrganization<'a> {
    /// Which one.
    pub id: OrganizationId,
    /// Its place in addresses.
    pub slug: &'a Slug,
    /// What it is called.
    pub name: &'a OrganizationName,
    /// Who creates and owns it.
    pub owner: AccountId,
    /// Its first project.
    pub project_id: ProjectId,
    /// What that is called.
    pub project_name: &'a ProjectName,
    /// When.
    pub now: DateTime<Utc>,
}

const INSERT: &str = "
    INSERT INTO organizations (id, slug, name, created_by, created_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (slug) DO NOTHING";
const INSERT_OWNER: &str = "
    INSERT INTO memberships (organization_id, account_id, role, joined_at) VALUES ($1, $2, 'owner', $3)";
const INSERT_PROJECT: &str = "INSERT INTO projects (id, organization_id, name, created_at) VALUES ($1, $2, $3, $4)";
const COUNT_CREATED: &str = "SELECT COUNT(*) FROM organizations WHERE created_by = $1";
const SAME_WISH: &str = "
    SELECT id, slug, name FROM organizations
    WHERE created_by = $1 AND name = $2 AND created_at > $3 ORDER BY created_at DESC LIMIT 1";
const MEMBERSHIPS: &str = "
    SELECT organizations.id, organizations.slug, organizations.name, memberships.role, memberships.opened_at
    FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
    WHERE memberships.account_id = $1
    ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name, organizations.id";
const MEMBERSHIP: &str = "
    SELECT organizations.id, organizations.slug, organizations.name, memberships.role, memberships.opened_at
    FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
    WHERE organizations.slug = $1 AND memberships.account_id = $2";
const OPENED: &str = "UPDATE memberships SET opened_at = $3 WHERE organization_id = $1 AND account_id = $2";
const MEMBERS: &str = "
    SELECT memberships.account_id, accounts.name, memberships.role
    FROM memberships JOIN accounts ON accounts.id = memberships.account_id
    WHERE memberships.organization_id = $1 ORDER BY memberships.joined_at, memberships.account_id LIMIT $2";
const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1";
const PROJECTS: &str = "SELECT id, name FROM projects WHERE organization_id = $1 ORDER BY created_at, id";

impl Store {
    /// The organizations that the account is in, last opened first.
    pub async fn memberships(&self, account: AccountId) -> Result<Vec<Membership>> {
        Ok(read!(self, db => sqlx::query_as(MEMBERSHIPS).bind(account.as_uuid()).fetch_all(db).await?))
    }

    /// The account's membership in the organization with this slug. `None`: no such organization, or not in it (OR-6).
    pub async fn membership(&self, slug: &Slug, account: AccountId) -> Result<Option<Membership>> {
        Ok(read!(self, db => sqlx::query_as(MEMBERSHIP)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?))
    }

    /// The first `limit` members, the longest in first, and how many there are.
    pub async fn members(&self, organization: OrganizationId, limit: i64) -> Result<(Vec<Member>, i64)> {
        let id = organization.as_uuid();
        let members = read!(self, db => sqlx::query_as(MEMBERS).bind(id).bind(limit).fetch_all(db).await?);
        let count: i64 = read!(self, db => sqlx::query_scalar(COUNT_MEMBERS).bind(id).fetch_one(db).await?);
        Ok((members, count))
    }

    /// The organization's projects, oldest first.
    pub async fn projects(&self, organization: OrganizationId) -> Result<Vec<Project>> {
        Ok(read!(self, db => sqlx::query_as(PROJECTS).bind(organization.as_uuid()).fetch_all(db).await?))
    }
}

impl Tx {
    /// Makes the organization, its owner's membership and its first project. False: the slug is taken.
    pub async fn insert_organization(&mut self, new: &NewOrganization<'_>) -> Result<bool> {
        let id = new.id.as_uuid();
        let owner = new.owner.as_uuid();
        let made = write!(self, db => sqlx::query(INSERT)
            .bind(id)
            .bind(new.slug.as_str())
            .bind(new.name.as_str())
            .bind(owner)
            .bind(new.now)
            .execute(db)
            .await?
            .rows_affected());
        if made == 0 {
            return Ok(false);
        }
        write!(self, db => sqlx::query(INSERT_OWNER).bind(id).bind(owner).bind(new.now).execute(db).await.map(drop)?);
        write!(self, db => sqlx::query(INSERT_PROJECT)
            .bind(new.project_id.as_uuid())
            .bind(id)
            .bind(new.project_name.as_str())
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(true)
    }

    /// How many organizations the account has created.
    pub async fn count_created(&mut self, account: AccountId) -> Result<i64> {
        Ok(write!(self, db => sqlx::query_scalar(COUNT_CREATED).bind(account.as_uuid()).fetch_one(db).await?))
    }

    /// The organization of that name that the account created after `since`.
    pub async fn created_since(
        &mut self,
        account: AccountId,
        name: &OrganizationName,
        since: DateTime<Utc>,
    ) -> Result<Option<Organization>> {
        Ok(write!(self, db => sqlx::query_as(SAME_WISH)
            .bind(account.as_uuid())
            .bind(name.as_str())
            .bind(since)
            .fetch_optional(db)
            .await?))
    }

    /// Notes that the member opened the organization.
    pub async fn opened(&mut self, organization: OrganizationId, account: AccountId, now: DateTime<Utc>) -> Result<()> {
        write!(self, db => sqlx::query(OPENED)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
