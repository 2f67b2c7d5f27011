//! The members of an organization, and what it makes of them.

use chrono::{DateTime, Utc};
use domain::{AccountId, Authority, EmailAddress, Grants, OrganizationId, PersonName, Role, fold};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    given::{Row, gather},
    reader::with_reader,
};

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

/// Accounts that [`AMONG`] takes; where there are fewer, the rest of its places is nobody's. Its limit, which is the same, tells
/// PostgreSQL that those are few.
const AMONG_AT_ONCE: usize = 32;

statements! {
    IDS_OF_ORGANIZATION = "SELECT account_id FROM memberships WHERE organization_id = $1";
    FIRST = members!("ORDER BY memberships.joined_at, memberships.account_id LIMIT $2", "page.joined_at, page.account_id");
    FIRST_IDS = "
        SELECT account_id FROM memberships WHERE organization_id = $1 ORDER BY joined_at, account_id LIMIT $2";
    AMONG = members!(
        "AND memberships.account_id IN (
                $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                $26, $27, $28, $29, $30, $31, $32, $33)
              LIMIT 32",
        "page.joined_at, page.account_id");
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

    /// Those of these accounts that are in the organization, the longest in first.
    pub async fn members_among(&mut self, organization: OrganizationId, accounts: &[AccountId]) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        for some in accounts.chunks(AMONG_AT_ONCE) {
            let places =
                (0..AMONG_AT_ONCE).map(|place| some.get(place).map_or(Uuid::nil(), |account| account.as_uuid()));
            members.extend(Member::all(with_reader!(self, db => {
                let query = sqlx::query_as(AMONG).bind(organization.as_uuid());
                places.fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
            }))?);
        }
        members.sort_by_key(|member| (member.joined_at, member.account_id));
        Ok(members)
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
    /// The first `limit` members, the longest in first.
    pub async fn first_members(&self, organization: OrganizationId, limit: i64) -> Result<Vec<Member>> {
        let id = organization.as_uuid();
        Member::all(with_pool!(self, db => sqlx::query_as(FIRST).bind(id).bind(limit).fetch_all(db).await?))
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
}

impl Tx {
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
            self.set_project_roles(organization, project, &[(account, role)], now).await?;
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
