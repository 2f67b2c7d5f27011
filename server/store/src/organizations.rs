//! Organizations.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, FieldProblem, OrganizationId, OrganizationName, ProjectId, ProjectName, ProjectSlug, Slug, fold,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    NewProject, Reader, Result, Tx,
    db::{statements, with_conn},
    error::one,
    reader::with_reader,
};

/// What people switch between.
#[derive(Clone, Debug, FromRow)]
pub struct Organization {
    #[sqlx(try_from = "Uuid")]
    pub id: OrganizationId,
    /// Its place in addresses.
    #[sqlx(try_from = "String")]
    pub slug: Slug,
    #[sqlx(try_from = "String")]
    pub name: OrganizationName,
    /// Whether roles, grants and projects of the people in it come from an identity provider (ST-5).
    pub identity_managed: bool,
}

/// An organization to be, with its owner and its first project.
pub struct NewOrganization<'a> {
    pub id: OrganizationId,
    /// Its place in addresses.
    pub slug: &'a Slug,
    pub name: &'a OrganizationName,
    /// Who creates and owns it.
    pub owner: AccountId,
    /// The project that it is born with.
    pub project_id: ProjectId,
    /// What that is called.
    pub project_name: &'a ProjectName,
    pub project_slug: &'a ProjectSlug,
    pub now: DateTime<Utc>,
}

statements! {
    INSERT = "
        INSERT INTO organizations (id, slug, name, created_by, created_at, name_folded) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (slug) DO NOTHING";
    INSERT_OWNER = "
        INSERT INTO memberships (organization_id, account_id, role, joined_at) VALUES ($1, $2, 'owner', $3)";
    COUNT_CREATED =
        "SELECT COUNT(*) FROM organizations WHERE created_by = $1 AND (deleted_at IS NULL OR deleted_at > $2)";
    CREATED_SINCE = "
        SELECT id, slug, name, identity_managed FROM organizations
        WHERE created_by = $1 AND name = $2 AND created_at > $3 AND deleted_at IS NULL
          AND EXISTS (SELECT 1 FROM memberships WHERE organization_id = organizations.id AND account_id = $1
                      AND role = 'owner')
        ORDER BY created_at DESC LIMIT 1";
    /// Also the lock that changes of members wait for, one organization at a time.
    LOCK = "
        UPDATE organizations SET name = name WHERE id = $1 AND deleted_at IS NULL
        RETURNING id, slug, name, identity_managed";
    BY_SLUG = "
        SELECT organizations.id, organizations.slug, organizations.name, organizations.identity_managed
        FROM organization_slugs JOIN organizations ON organizations.id = organization_slugs.organization_id
        WHERE organization_slugs.slug = $1 AND organizations.deleted_at IS NULL";
    /// Whether it is this very slug that somebody else has, and not one that looks like it.
    TAKEN = "
        SELECT slug = $1 FROM organizations
        WHERE REPLACE(REPLACE(slug, '0', 'o'), '1', 'l') = $2 AND id <> $3 ORDER BY slug = $1 DESC LIMIT 1";
    LEADS_ELSEWHERE = "SELECT 1 FROM organization_slugs WHERE slug = $1 AND organization_id <> $2";
    SET_IDENTITY_MANAGED = "UPDATE organizations SET identity_managed = $2 WHERE id = $1";
    DELETE = "UPDATE organizations SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
    RESTORE = "UPDATE organizations SET deleted_at = NULL WHERE id = $1 AND deleted_at > $2";
    PURGE = "DELETE FROM organizations WHERE deleted_at <= $1";
    PURGE_ALIKE = "
        DELETE FROM organizations WHERE REPLACE(REPLACE(slug, '0', 'o'), '1', 'l') = $1 AND deleted_at <= $2";
}

impl Reader<'_> {
    /// The organization to which this slug leads: its own by now, or one that it had; none where it is deleted.
    pub async fn organization_by_slug(&mut self, slug: &Slug) -> Result<Option<Organization>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_SLUG).bind(slug.as_str()).fetch_optional(db).await?))
    }

    /// Why this organization cannot have the slug, deleted ones counted too: another one has it, or one that it is taken for.
    pub async fn slug_problem(&mut self, id: OrganizationId, slug: &Slug) -> Result<Option<FieldProblem>> {
        let taken: Option<bool> = with_reader!(self, db => sqlx::query_scalar(TAKEN)
            .bind(slug.as_str())
            .bind(slug.look())
            .bind(id.as_uuid())
            .fetch_optional(db)
            .await?);
        Ok(taken.map(|same| if same { FieldProblem::SlugTaken } else { FieldProblem::SlugLooksTaken }))
    }

    /// Whether the slug leads to another organization, which has it or had it.
    pub async fn slug_leads_elsewhere(&mut self, id: OrganizationId, slug: &Slug) -> Result<bool> {
        let found: Option<i32> = with_reader!(self, db => sqlx::query_scalar(LEADS_ELSEWHERE)
            .bind(slug.as_str())
            .bind(id.as_uuid())
            .fetch_optional(db)
            .await?);
        Ok(found.is_some())
    }
}

impl Tx {
    /// Makes the organization, its owner's membership and its first project. False: the slug is taken.
    pub async fn insert_organization(&mut self, new: &NewOrganization<'_>) -> Result<bool> {
        let id = new.id.as_uuid();
        let owner = new.owner.as_uuid();
        let made = with_conn!(self, db => sqlx::query(INSERT)
            .bind(id)
            .bind(new.slug.as_str())
            .bind(new.name.as_str())
            .bind(owner)
            .bind(new.now)
            .bind(fold(new.name.as_str()))
            .execute(db)
            .await?
            .rows_affected());
        if made == 0 {
            return Ok(false);
        }
        with_conn!(self, db => sqlx::query(INSERT_OWNER).bind(id).bind(owner).bind(new.now).execute(db).await.map(drop)?);
        let project = NewProject {
            id: new.project_id,
            organization_id: new.id,
            name: new.project_name,
            slug: new.project_slug,
            now: new.now,
        };
        self.insert_project(&project).await?;
        Ok(true)
    }

    /// How many organizations the account has created, with those that were deleted after `since`: they hold their slugs.
    pub async fn count_created(&mut self, account: AccountId, since: DateTime<Utc>) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(COUNT_CREATED)
            .bind(account.as_uuid())
            .bind(since)
            .fetch_one(db)
            .await?))
    }

    /// The organization of that name that the account created after `since`.
    pub async fn created_since(
        &mut self,
        account: AccountId,
        name: &OrganizationName,
        since: DateTime<Utc>,
    ) -> Result<Option<Organization>> {
        Ok(with_conn!(self, db => sqlx::query_as(CREATED_SINCE)
            .bind(account.as_uuid())
            .bind(name.as_str())
            .bind(since)
            .fetch_optional(db)
            .await?))
    }

    /// Holds the organization until the transaction ends, so that changes of its members happen in turn. `None`: it is
    /// deleted.
    pub async fn lock_organization(&mut self, id: OrganizationId) -> Result<Option<Organization>> {
        Ok(with_conn!(self, db => sqlx::query_as(LOCK).bind(id.as_uuid()).fetch_optional(db).await?))
    }

    /// Says whether roles, grants and projects come from an identity provider.
    pub async fn set_identity_managed(&mut self, id: OrganizationId, managed: bool) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_IDENTITY_MANAGED)
            .bind(id.as_uuid())
            .bind(managed)
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Deletes the organization; until it is purged it can be brought back (OR-7).
    pub async fn delete_organization(&mut self, id: OrganizationId, now: DateTime<Utc>) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(DELETE).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected()))
    }

    /// Brings back what was deleted after `since`. False: it was not.
    pub async fn restore_organization(&mut self, id: OrganizationId, since: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(RESTORE).bind(id.as_uuid()).bind(since).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Forgets for good what was deleted at `before` or earlier, with all that belongs to it.
    pub async fn purge_organizations(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }

    /// The same of those alone that hold this slug, or one that is taken for it.
    pub async fn purge_organizations_alike(&mut self, slug: &Slug, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE_ALIKE)
            .bind(slug.look())
            .bind(before)
            .execute(db)
            .await?
            .rows_affected()))
    }
}
