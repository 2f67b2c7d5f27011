//! Memberships: one account in one organization.

use chrono::{DateTime, Utc};
use domain::{AccountId, Authority, EmailAddress, OrganizationId, Permission, PersonName, Role, Slug, fold};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Organization, Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    reader::with_reader,
};

/// An organization as one of its members sees it.
#[derive(Clone, Debug, FromRow)]
pub struct Membership {
    #[sqlx(flatten)]
    pub organization: Organization,
    /// The member's role in it.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// When the member last opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was deleted, if that can still be undone.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same, with what its owner has to know before they leave.
#[derive(Clone, Debug, FromRow)]
pub struct OwnMembership {
    #[sqlx(flatten)]
    pub membership: Membership,
    /// Whether nobody else owns it.
    pub only_owner: bool,
}

impl Membership {
    /// What the member may do in it.
    pub fn authority(&self) -> Authority {
        Authority::of_role(self.role)
    }
}

/// Somebody in an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Member {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub joined_at: DateTime<Utc>,
    /// When they last opened it.
    pub opened_at: Option<DateTime<Utc>>,
}

impl Member {
    /// What they may do in it.
    pub fn authority(&self) -> Authority {
        Authority::of_role(self.role)
    }
}

statements! {
    OF_ACCOUNT = "
        SELECT organizations.id, organizations.slug, organizations.name, organizations.deleted_at,
               memberships.role, memberships.opened_at
        FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
        WHERE memberships.account_id = $1 AND (organizations.deleted_at IS NULL OR organizations.deleted_at > $2)
        ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name_folded,
                 organizations.id";
    OWN = "
        SELECT organizations.id, organizations.slug, organizations.name, organizations.deleted_at,
               memberships.role, memberships.opened_at,
               (memberships.role = 'owner' AND NOT EXISTS (
                   SELECT 1 FROM memberships AS others
                   WHERE others.organization_id = memberships.organization_id AND others.role = 'owner'
                     AND others.account_id <> memberships.account_id)) AS only_owner
        FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
        WHERE memberships.account_id = $1 AND (organizations.deleted_at IS NULL OR organizations.deleted_at > $2)
        ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name_folded,
                 organizations.id";
    IDS_OF_ACCOUNT = "SELECT organization_id FROM memberships WHERE account_id = $1 ORDER BY organization_id";
    BY_SLUG = "
        SELECT organizations.id, organizations.slug, organizations.name, organizations.deleted_at,
               memberships.role, memberships.opened_at
        FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
        WHERE organizations.slug = $1 AND memberships.account_id = $2";
    IDS_OF_ORGANIZATION = "SELECT account_id FROM memberships WHERE organization_id = $1";
    OPENED = "UPDATE memberships SET opened_at = $3 WHERE organization_id = $1 AND account_id = $2";
    FIRST = "
        SELECT memberships.account_id, accounts.name, accounts.email, memberships.role, memberships.joined_at,
               memberships.opened_at
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 ORDER BY memberships.joined_at, memberships.account_id LIMIT $2";
    COUNT = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1";
    /// Folded columns hold the same bytes on both engines, and are compared byte by byte (FIELD-8).
    FOUND = r"
        SELECT memberships.account_id, accounts.name, accounts.email, memberships.role, memberships.joined_at,
               memberships.opened_at
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1
          AND (accounts.name_folded LIKE $2 ESCAPE '\' OR accounts.email_folded LIKE $2 ESCAPE '\')
        ORDER BY accounts.name_folded, accounts.email_folded, accounts.id LIMIT $3 OFFSET $4";
    COUNT_FOUND = r"
        SELECT COUNT(*) FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1
          AND (accounts.name_folded LIKE $2 ESCAPE '\' OR accounts.email_folded LIKE $2 ESCAPE '\')";
    BY_ACCOUNT = "
        SELECT memberships.account_id, accounts.name, accounts.email, memberships.role, memberships.joined_at,
               memberships.opened_at
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.account_id = $2";
    BY_EMAIL = "
        SELECT memberships.account_id, accounts.name, accounts.email, memberships.role, memberships.joined_at,
               memberships.opened_at
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND accounts.email = $2";
    HOLDERS = "
        SELECT accounts.name FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.role IN ($2, $3, $4, $5, $6)
        ORDER BY memberships.joined_at, memberships.account_id LIMIT 3";
    COUNT_OWNERS = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1 AND role = 'owner'";
    INSERT = "
        INSERT INTO memberships (organization_id, account_id, role, joined_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organization_id, account_id) DO NOTHING";
    SET_ROLE = "UPDATE memberships SET role = $3 WHERE organization_id = $1 AND account_id = $2";
    DELETE = "DELETE FROM memberships WHERE organization_id = $1 AND account_id = $2";
}

impl Reader<'_> {
    /// Names of the first members whose role gives this permission.
    pub async fn holders(&mut self, organization: OrganizationId, permission: Permission) -> Result<Vec<String>> {
        let roles = holding_roles(permission);
        Ok(with_reader!(self, db => sqlx::query_scalar(HOLDERS)
            .bind(organization.as_uuid())
            .bind(roles[0])
            .bind(roles[1])
            .bind(roles[2])
            .bind(roles[3])
            .bind(roles[4])
            .fetch_all(db)
            .await?))
    }

    /// One member.
    pub async fn member(&mut self, organization: OrganizationId, account: AccountId) -> Result<Option<Member>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_ACCOUNT)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?))
    }
}

impl Store {
    /// The organizations that the account is in, last opened first; also those deleted after `since`.
    pub async fn memberships(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<Membership>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_ACCOUNT).bind(account.as_uuid()).bind(since).fetch_all(db).await?))
    }

    /// The same, each with whether the account is its only owner.
    pub async fn own_memberships(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<OwnMembership>> {
        Ok(with_pool!(self, db => sqlx::query_as(OWN).bind(account.as_uuid()).bind(since).fetch_all(db).await?))
    }

    /// The account's membership in the organization with this slug, deleted or not. `None`: no such organization, or
    /// not in it (OR-6).
    pub async fn membership(&self, slug: &Slug, account: AccountId) -> Result<Option<Membership>> {
        Ok(with_pool!(self, db => sqlx::query_as(BY_SLUG)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?))
    }

    /// The first `limit` members, the longest in first, and how many there are.
    pub async fn first_members(&self, organization: OrganizationId, limit: i64) -> Result<(Vec<Member>, i64)> {
        let id = organization.as_uuid();
        let members = with_pool!(self, db => sqlx::query_as(FIRST).bind(id).bind(limit).fetch_all(db).await?);
        let count: i64 = with_pool!(self, db => sqlx::query_scalar(COUNT).bind(id).fetch_one(db).await?);
        Ok((members, count))
    }

    /// The members whose name or address holds `find`, whatever its case and marks, by name: `limit` of them after the
    /// first `offset`.
    pub async fn find_members(
        &self,
        organization: OrganizationId,
        find: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Member>> {
        Ok(with_pool!(self, db => sqlx::query_as(FOUND)
            .bind(organization.as_uuid())
            .bind(holding(find))
            .bind(limit)
            .bind(offset)
            .fetch_all(db)
            .await?))
    }

    /// How many members [`Self::find_members`] finds in all.
    pub async fn count_members(&self, organization: OrganizationId, find: &str) -> Result<i64> {
        Ok(with_pool!(self, db => sqlx::query_scalar(COUNT_FOUND)
            .bind(organization.as_uuid())
            .bind(holding(find))
            .fetch_one(db)
            .await?))
    }
}

impl Tx {
    /// Notes that the member opened the organization.
    pub async fn opened(&mut self, organization: OrganizationId, account: AccountId, now: DateTime<Utc>) -> Result<()> {
        with_conn!(self, db => sqlx::query(OPENED)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// The ids of the organizations that the account is in, always in the same order.
    pub async fn organizations_of(&mut self, account: AccountId) -> Result<Vec<OrganizationId>> {
        let ids: Vec<Uuid> =
            with_conn!(self, db => sqlx::query_scalar(IDS_OF_ACCOUNT).bind(account.as_uuid()).fetch_all(db).await?);
        Ok(ids.into_iter().map(Into::into).collect())
    }

    /// The accounts that are in the organization.
    pub async fn accounts_of(&mut self, organization: OrganizationId) -> Result<Vec<AccountId>> {
        let ids: Vec<Uuid> = with_conn!(self, db => sqlx::query_scalar(IDS_OF_ORGANIZATION)
            .bind(organization.as_uuid())
            .fetch_all(db)
            .await?);
        Ok(ids.into_iter().map(Into::into).collect())
    }

    /// The member with this address.
    pub async fn member_by_email(
        &mut self,
        organization: OrganizationId,
        email: &EmailAddress,
    ) -> Result<Option<Member>> {
        Ok(with_conn!(self, db => sqlx::query_as(BY_EMAIL)
            .bind(organization.as_uuid())
            .bind(email.as_str())
            .fetch_optional(db)
            .await?))
    }

    /// How many own the organization.
    pub async fn count_owners(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(COUNT_OWNERS).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// Takes the account in. False: it is in already.
    pub async fn insert_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        role: Role,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(INSERT)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(role.as_str())
            .bind(now)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Changes the member's role.
    pub async fn set_role(&mut self, organization: OrganizationId, account: AccountId, role: Role) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_ROLE)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(role.as_str())
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Takes the member out.
    pub async fn delete_member(&mut self, organization: OrganizationId, account: AccountId) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(DELETE)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))
    }
}

/// The roles that give the permission, as many as the statement has places for.
fn holding_roles(permission: Permission) -> [&'static str; 5] {
    let mut holding = Role::ALL.into_iter().filter(|role| role.gives(permission));
    // Owners hold every permission.
    [(); 5].map(|()| holding.next().unwrap_or(Role::Owner).as_str())
}

/// The pattern for what holds `find` when both are folded, taken literally (INP-8).
fn holding(find: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(find.trim()).chars().take(100) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        // No text in PostgreSQL holds a NUL, so nothing is found by one.
        pattern.push(if c == '\0' { '\u{fffd}' } else { c });
    }
    pattern + "%"
}

#[cfg(test)]
mod tests {
    use super::holding;

    // INP-8
    #[test]
    fn patterns_are_literal() {
        assert_eq!(holding(" 50%_Ä\\b "), "%50\\%\\_a\\\\b%");
        assert_eq!(holding(""), "%%");
    }
}
