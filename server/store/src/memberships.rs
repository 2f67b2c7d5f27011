//! The organizations that an account is in, as it sees them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, Authority, Availability, OrganizationId, Slug, limits};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Organization, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    given::{Row, gather},
    policies::kept_outside,
};

#[cfg(test)]
mod tests;

/// What was not opened last was opened before.
const JUST_BEFORE: TimeDelta = TimeDelta::milliseconds(1);

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
struct FirstOrganizationRow {
    #[sqlx(flatten)]
    row: OrganizationRow,
    of_all: i64,
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
    FIRST_OF_ACCOUNT = organizations!(",
               (SELECT COUNT(*) FROM memberships AS mine JOIN organizations AS named ON named.id = mine.organization_id
                WHERE mine.account_id = $1 AND named.deleted_at IS NULL) AS of_all", "
        WHERE memberships.account_id = $1 AND organizations.deleted_at IS NULL
          AND (memberships.organization_id = (SELECT organization_id FROM organization_slugs WHERE slug = $2)
               OR memberships.organization_id IN (
                   SELECT mine.organization_id FROM memberships AS mine
                   JOIN organizations AS named ON named.id = mine.organization_id
                   WHERE mine.account_id = $1 AND named.deleted_at IS NULL
                   ORDER BY mine.opened_at IS NULL, mine.opened_at DESC, named.name_folded, named.id LIMIT 50))
        ORDER BY memberships.opened_at IS NULL, memberships.opened_at DESC, organizations.name_folded,
                 organizations.id");
    IDS_OF_ACCOUNT = "SELECT organization_id FROM memberships WHERE account_id = $1 ORDER BY organization_id";
    BY_SLUG = organizations!("", "
        WHERE memberships.organization_id = (SELECT organization_id FROM organization_slugs WHERE slug = $1)
          AND memberships.account_id = $2");
    /// What was noted while the clock was ahead is put right with it: one organization is opened last (FIELD-32).
    OPENED = "
        UPDATE memberships SET opened_at = CASE WHEN organization_id = $1 THEN $3 ELSE $4 END
        WHERE account_id = $2 AND (organization_id = $1 OR opened_at > $3)";
}

impl Store {
    /// The organizations that the account is in, last opened first; also those deleted after `since`.
    pub async fn memberships(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<Membership>> {
        let rows: Vec<Row<OrganizationRow>> =
            with_pool!(self, db => sqlx::query_as(OF_ACCOUNT).bind(account.as_uuid()).bind(since).fetch_all(db).await?);
        let memberships = gather(rows, |row| row.organization.id)?.into_iter();
        Ok(memberships.map(|(row, authority)| row.with(authority)).collect())
    }

    /// Those of them that were opened last, and the one to which `open` leads: all that somebody sees before they look for another
    /// one. With how many there are in all.
    pub async fn first_memberships(&self, account: AccountId, open: Option<&Slug>) -> Result<(Vec<Membership>, usize)> {
        const { assert!(limits::ORGANIZATIONS_AT_ONCE == 50, "as `FIRST_OF_ACCOUNT` says") };
        let rows: Vec<Row<FirstOrganizationRow>> = with_pool!(self, db => sqlx::query_as(FIRST_OF_ACCOUNT)
            .bind(account.as_uuid())
            .bind(open.map(Slug::as_str))
            .fetch_all(db)
            .await?);
        let memberships = gather(rows, |first| first.row.organization.id)?;
        let of_all = memberships.first().map_or(0, |(first, _)| first.of_all);
        let memberships = memberships.into_iter().map(|(first, authority)| first.row.with(authority)).collect();
        Ok((memberships, usize::try_from(of_all).unwrap_or(usize::MAX)))
    }

    /// All of them, each with whether the account is its only owner.
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
}

impl Tx {
    /// Notes that the member opened the organization.
    pub async fn opened(&mut self, organization: OrganizationId, account: AccountId, now: DateTime<Utc>) -> Result<()> {
        with_conn!(self, db => sqlx::query(OPENED)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(now)
            .bind(now - JUST_BEFORE)
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
}
