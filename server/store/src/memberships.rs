//! Memberships: one account in one organization.

use chrono::{DateTime, Utc};
use domain::{AccountId, Authority, Availability, EmailAddress, Grants, OrganizationId, PersonName, Role, Slug, fold};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Organization, Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    given::{Row, gather},
    policies::kept_outside,
    reader::with_reader,
};

#[cfg(test)]
mod tests;

/// An organization as one of its members sees it.
#[derive(Clone, Debug)]
pub struct Membership {
    pub organization: Organization,
    /// What the member may do in it.
    pub authority: Authority,
    /// What the member chose to be in it.
    pub availability: Availability,
    /// When the member last opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was deleted, if that can still be undone.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Whether the member stays outside for want of a project (ST-6).
    pub kept_outside: bool,
    /// Whether the operator named the member a support contact (CH-4).
    pub support_contact: bool,
}

/// The same, with what its owner has to know before they leave.
#[derive(Clone, Debug)]
pub struct OwnMembership {
    pub membership: Membership,
    /// Whether nobody else owns it.
    pub only_owner: bool,
}

#[derive(FromRow)]
struct OrganizationRow {
    #[sqlx(flatten)]
    organization: Organization,
    #[sqlx(try_from = "String")]
    availability: Availability,
    opened_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    kept_outside: bool,
    support_contact: bool,
}

#[derive(FromRow)]
struct OwnOrganizationRow {
    #[sqlx(flatten)]
    row: OrganizationRow,
    only_owner: bool,
}

impl OrganizationRow {
    fn with(self, authority: Authority) -> Membership {
        let Self { organization, availability, opened_at, deleted_at, kept_outside, support_contact } = self;
        Membership { organization, authority, availability, opened_at, deleted_at, kept_outside, support_contact }
    }
}

/// Somebody in an organization.
#[derive(Clone, Debug)]
pub struct Member {
    pub account_id: AccountId,
    pub name: PersonName,
    pub email: EmailAddress,
    /// What they may do in it.
    pub authority: Authority,
    pub joined_at: DateTime<Utc>,
    /// When they last opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether they sign in with a password.
    pub has_password: bool,
    /// Whether the operator named them a support contact (CH-4).
    pub support_contact: bool,
}

#[derive(FromRow)]
pub(crate) struct MemberRow {
    #[sqlx(try_from = "Uuid")]
    pub(crate) account_id: AccountId,
    #[sqlx(try_from = "String")]
    name: PersonName,
    #[sqlx(try_from = "String")]
    email: EmailAddress,
    joined_at: DateTime<Utc>,
    opened_at: Option<DateTime<Utc>>,
    has_password: bool,
    support_contact: bool,
}

impl MemberRow {
    pub(crate) fn with(self, authority: Authority) -> Member {
        let Self { account_id, name, email, joined_at, opened_at, has_password, support_contact } = self;
        Member { account_id, name, email, authority, joined_at, opened_at, has_password, support_contact }
    }
}

impl Member {
    pub const fn role(&self) -> Role {
        self.authority.role()
    }

    pub(crate) fn all(rows: Vec<Row<MemberRow>>) -> Result<Vec<Self>> {
        let members = gather(rows, |row| row.account_id)?.into_iter();
        Ok(members.map(|(row, authority)| row.with(authority)).collect())
    }

    fn one(rows: Vec<Row<MemberRow>>) -> Result<Option<Self>> {
        Ok(Self::all(rows)?.pop())
    }
}

/// What every statement about somebody's organizations reads: a row for each of their projects there.
macro_rules! organizations {
    ($more:literal, $rest:literal) => {
        concat!(
            "
        SELECT organizations.id, organizations.slug, organizations.name, organizations.identity_managed,
               organizations.deleted_at, memberships.role, memberships.grants, memberships.availability,
               memberships.opened_at, memberships.support_contact, belonging.project_id,
               belonging.role AS project_role, ",
            kept_outside!(),
            $more,
            "
        FROM memberships JOIN organizations ON organizations.id = memberships.organization_id
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = memberships.organization_id AND belonging.account_id = memberships.account_id
        ",
            $rest
        )
    };
}

/// What every statement about members reads: a row for each project of those whom `found` finds.
macro_rules! members {
    ($found:literal) => {
        concat!(
            "
        SELECT page.account_id, page.name, page.email, page.role, page.grants, page.joined_at, page.opened_at,
               page.has_password, page.support_contact,
               belonging.project_id, belonging.role AS project_role
        FROM (
            SELECT memberships.organization_id, memberships.account_id,
                   COALESCE(memberships.display_name, accounts.name) AS name, accounts.email,
                   memberships.role, memberships.grants,
                   memberships.joined_at, memberships.opened_at,
                   accounts.password_hash IS NOT NULL AS has_password, memberships.support_contact
            FROM memberships JOIN accounts ON accounts.id = memberships.account_id
            WHERE memberships.organization_id = $1 ",
            $found,
            ") AS page
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = page.organization_id AND belonging.account_id = page.account_id "
        )
    };
    ($found:literal, $order:literal) => {
        concat!(members!($found), "ORDER BY ", $order)
    };
}

statements! {
    OF_ACCOUNT = organizations!("", "
        WHERE memberships.account_id = $1 AND (organizations.deleted_at IS NULL OR organizations.deleted_at > $2)
        ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name_folded,
                 organizations.id");
    OWN = organizations!(",
               (memberships.role = 'owner' AND NOT EXISTS (
                   SELECT 1 FROM memberships AS others
                   WHERE others.organization_id = memberships.organization_id AND others.role = 'owner'
                     AND others.account_id <> memberships.account_id)) AS only_owner", "
        WHERE memberships.account_id = $1 AND (organizations.deleted_at IS NULL OR organizations.deleted_at > $2)
        ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name_folded,
                 organizations.id");
    IDS_OF_ACCOUNT = "SELECT organization_id FROM memberships WHERE account_id = $1 ORDER BY organization_id";
    BY_SLUG = organizations!("", "
        WHERE memberships.organization_id = (SELECT organization_id FROM organization_slugs WHERE slug = $1)
          AND memberships.account_id = $2");
    IDS_OF_ORGANIZATION = "SELECT account_id FROM memberships WHERE organization_id = $1";
    OPENED = "UPDATE memberships SET opened_at = $3 WHERE organization_id = $1 AND account_id = $2";
    IS_OPEN = "
        SELECT 1 FROM memberships
        WHERE organization_id = $1 AND account_id = $2 AND opened_at > $3
          AND NOT EXISTS (
              SELECT 1 FROM memberships AS others
              WHERE others.account_id = memberships.account_id AND others.opened_at > memberships.opened_at)";
    FIRST = members!("ORDER BY memberships.joined_at, memberships.account_id LIMIT $2", "page.joined_at, page.account_id");
    FIRST_IDS = "
        SELECT account_id FROM memberships WHERE organization_id = $1 ORDER BY joined_at, account_id LIMIT $2";
    AMONG = members!(
        "AND memberships.account_id IN ($2, $3, $4, $5, $6, $7)", "page.joined_at, page.account_id");
    COUNT = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1";
    BY_ACCOUNT = members!("AND memberships.account_id = $2");
    BY_EMAIL = members!("AND accounts.email = $2");
    COUNT_OWNERS = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1 AND role = 'owner'";
    INSERT = "
        INSERT INTO memberships (organization_id, account_id, role, grants, joined_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organization_id, account_id) DO NOTHING";
    SET_ROLE = "UPDATE memberships SET role = $3, grants = $4 WHERE organization_id = $1 AND account_id = $2";
    SET_DISPLAY_NAME = "
        UPDATE memberships SET display_name = $3, display_name_folded = $4 WHERE organization_id = $1 AND account_id = $2";
    SUPPORT_CONTACTS = members!("AND memberships.support_contact", "page.joined_at, page.account_id");
    SET_SUPPORT_CONTACT =
        "UPDATE memberships SET support_contact = $3 WHERE organization_id = $1 AND account_id = $2";
    DELETE = "DELETE FROM memberships WHERE organization_id = $1 AND account_id = $2";
}

impl Reader<'_> {
    pub async fn member(&mut self, organization: OrganizationId, account: AccountId) -> Result<Option<Member>> {
        Member::one(with_reader!(self, db => sqlx::query_as(BY_ACCOUNT)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_all(db)
            .await?))
    }

    /// Those whom the operator named support contacts, the longest in first.
    pub async fn support_contacts(&mut self, organization: OrganizationId) -> Result<Vec<Member>> {
        Member::all(with_reader!(self, db => sqlx::query_as(SUPPORT_CONTACTS)
            .bind(organization.as_uuid())
            .fetch_all(db)
            .await?))
    }

    /// How many own the organization.
    pub async fn count_owners(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT_OWNERS).bind(organization.as_uuid()).fetch_one(db).await?))
    }
}

impl Store {
    /// The organizations that the account is in, last opened first; also those deleted after `since`.
    pub async fn memberships(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<Membership>> {
        let rows: Vec<Row<OrganizationRow>> =
            with_pool!(self, db => sqlx::query_as(OF_ACCOUNT).bind(account.as_uuid()).bind(since).fetch_all(db).await?);
        let memberships = gather(rows, |row| row.organization.id)?.into_iter();
        Ok(memberships.map(|(row, authority)| row.with(authority)).collect())
    }

    /// The same, each with whether the account is its only owner.
    pub async fn own_memberships(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<OwnMembership>> {
        let rows: Vec<Row<OwnOrganizationRow>> =
            with_pool!(self, db => sqlx::query_as(OWN).bind(account.as_uuid()).bind(since).fetch_all(db).await?);
        let memberships = gather(rows, |own| own.row.organization.id)?.into_iter();
        Ok(memberships
            .map(|(own, authority)| OwnMembership { membership: own.row.with(authority), only_owner: own.only_owner })
            .collect())
    }

    /// The account's membership in the organization to which this slug leads, deleted or not. `None`: no such organization, or
    /// not in it (OR-6).
    pub async fn membership(&self, slug: &Slug, account: AccountId) -> Result<Option<Membership>> {
        let rows: Vec<Row<OrganizationRow>> = with_pool!(self, db => sqlx::query_as(BY_SLUG)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .fetch_all(db)
            .await?);
        let mut memberships = gather(rows, |row| row.organization.id)?;
        Ok(memberships.pop().map(|(row, authority)| row.with(authority)))
    }

    /// Whether the member opened the organization after `since`, and none of theirs after it.
    pub async fn has_open(
        &self,
        organization: OrganizationId,
        account: AccountId,
        since: DateTime<Utc>,
    ) -> Result<bool> {
        let open: Option<i32> = with_pool!(self, db => sqlx::query_scalar(IS_OPEN)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(since)
            .fetch_optional(db)
            .await?);
        Ok(open.is_some())
    }

    /// The first `limit` members, the longest in first, and how many there are.
    pub async fn first_members(&self, organization: OrganizationId, limit: i64) -> Result<(Vec<Member>, i64)> {
        let id = organization.as_uuid();
        let members =
            Member::all(with_pool!(self, db => sqlx::query_as(FIRST).bind(id).bind(limit).fetch_all(db).await?))?;
        let count: i64 = with_pool!(self, db => sqlx::query_scalar(COUNT).bind(id).fetch_one(db).await?);
        Ok((members, count))
    }

    /// The accounts of the first `limit` members, the longest in first.
    pub async fn first_accounts(&self, organization: OrganizationId, limit: i64) -> Result<Vec<AccountId>> {
        let ids: Vec<Uuid> = with_pool!(self, db => sqlx::query_scalar(FIRST_IDS)
            .bind(organization.as_uuid())
            .bind(limit)
            .fetch_all(db)
            .await?);
        Ok(ids.into_iter().map(Into::into).collect())
    }

    /// Those of the first six of these accounts that are in the organization, the longest in first.
    pub async fn members_among(&self, organization: OrganizationId, accounts: &[AccountId]) -> Result<Vec<Member>> {
        let account = |place: usize| accounts.get(place).map_or(Uuid::nil(), |account| account.as_uuid());
        Member::all(with_pool!(self, db => sqlx::query_as(AMONG)
            .bind(organization.as_uuid())
            .bind(account(0))
            .bind(account(1))
            .bind(account(2))
            .bind(account(3))
            .bind(account(4))
            .bind(account(5))
            .fetch_all(db)
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
        Member::one(with_conn!(self, db => sqlx::query_as(BY_EMAIL)
            .bind(organization.as_uuid())
            .bind(email.as_str())
            .fetch_all(db)
            .await?))
    }

    /// Takes the account in, with all that is given to it there. False: it is in already.
    pub async fn insert_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        given: &Authority,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(INSERT)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(given.role().as_str())
            .bind(given.grants().to_string())
            .bind(now)
            .execute(db)
            .await?
            .rows_affected());
        if done == 0 {
            return Ok(false);
        }
        for (project, role) in given.projects().iter() {
            self.set_project_role(organization, project, account, role, now).await?;
        }
        // Whoever is in again is not brought back a second time.
        self.forget_removal(organization, account).await?;
        Ok(true)
    }

    /// Changes the member's role, and what is granted beside it.
    pub async fn set_role(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        role: Role,
        grants: Grants,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_ROLE)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(role.as_str())
            .bind(grants.to_string())
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Sets what the organization calls the member; none: by the name of their account.
    pub async fn set_display_name(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        name: Option<&PersonName>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_DISPLAY_NAME)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(name.map(PersonName::as_str))
            .bind(name.map(|name| fold(name.as_str())))
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Says whether the member is a support contact.
    pub async fn set_support_contact(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        named: bool,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_SUPPORT_CONTACT)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(named)
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

/// The pattern for what holds `find` when both are folded, taken literally (INP-8).
pub(crate) fn holding(find: &str) -> String {
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
