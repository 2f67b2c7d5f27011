//! What the operator's billing was told of each organization last, beside what is so by now.

use chrono::{DateTime, Utc};
use domain::{OrganizationId, SeatUse, Slug, Subscription};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    reader::with_reader,
    subscriptions::{SubscriptionRow, count, invited_of, members_of},
};

#[cfg(test)]
mod tests;

/// An organization as it is by now, deleted ones too, and what was told of it.
#[derive(Clone, Debug)]
pub struct CountedOrganization {
    pub id: OrganizationId,
    pub slug: Slug,
    pub deleted: bool,
    pub subscription: Option<Subscription>,
    pub seats: SeatUse,
    /// When the first of its open invitations expires.
    pub next_expiry: Option<DateTime<Utc>>,
    /// JSON of what the last event said is so; none where nothing was told.
    pub told: Option<String>,
    /// How many events there were.
    pub revision: i64,
    /// When it was to be counted again.
    pub recount_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct CountedRow {
    #[sqlx(try_from = "Uuid")]
    id: OrganizationId,
    #[sqlx(try_from = "String")]
    slug: Slug,
    deleted: bool,
    #[sqlx(flatten)]
    subscription: SubscriptionRow,
    members: i64,
    invited: i64,
    next_expiry: Option<DateTime<Utc>>,
    told: Option<String>,
    revision: i64,
    recount_at: Option<DateTime<Utc>>,
}

/// What there is to know of organizations, at the time of `$2`.
macro_rules! counted {
    () => {
        concat!(
            "SELECT organizations.id, organizations.slug, organizations.deleted_at IS NOT NULL AS deleted,
                    subscriptions.plan, subscriptions.seats, subscriptions.projects, subscriptions.status,
                    subscriptions.ends_on, ",
            members_of!("organizations.id"),
            " AS members, ",
            invited_of!("organizations.id", "$2"),
            " AS invited,
                    (SELECT MIN(invitations.expires_at) FROM invitations
                     WHERE invitations.organization_id = organizations.id
                       AND invitations.state IN ('draft', 'sent', 'declined') AND invitations.state = 'sent'
                       AND invitations.expires_at > $2) AS next_expiry,
                    billing_states.state AS told, COALESCE(billing_states.revision, 0) AS revision,
                    billing_states.recount_at
             FROM organizations LEFT JOIN subscriptions ON subscriptions.organization_id = organizations.id
             LEFT JOIN billing_states ON billing_states.organization_id = organizations.id"
        )
    };
}

statements! {
    /// What is counted after this is as the transaction leaves it: another one that changes the same waits here.
    LOCK = "
        INSERT INTO billing_states (organization_id, revision, state) VALUES ($1, 0, '')
        ON CONFLICT (organization_id) DO UPDATE SET revision = billing_states.revision";
    COUNTED = concat!(counted!(), " WHERE organizations.id = $1");
    PAGE = concat!(counted!(), " WHERE organizations.id > $1 ORDER BY organizations.id LIMIT $3");
    SAVE = "UPDATE billing_states SET revision = $2, state = $3, recount_at = $4 WHERE organization_id = $1";
    RECOUNT_AT = "UPDATE billing_states SET recount_at = $2 WHERE organization_id = $1";
    DUE = "
        SELECT organization_id FROM billing_states WHERE recount_at <= $1 ORDER BY recount_at LIMIT 1";
}

impl CountedRow {
    fn counted(self) -> Result<CountedOrganization> {
        let subscription = self.subscription.subscription()?;
        let included = subscription.as_ref().and_then(|found| found.plan.seats);
        Ok(CountedOrganization {
            id: self.id,
            slug: self.slug,
            deleted: self.deleted,
            subscription,
            seats: SeatUse { members: count(self.members), invited: count(self.invited), included },
            next_expiry: self.next_expiry.filter(|_| !self.deleted),
            told: self.told.filter(|told| !told.is_empty()),
            revision: self.revision,
            recount_at: self.recount_at,
        })
    }
}

impl Reader<'_> {
    /// The organization as it is by now; none where it is gone for good.
    pub async fn counted_organization(
        &mut self,
        organization: OrganizationId,
        now: DateTime<Utc>,
    ) -> Result<Option<CountedOrganization>> {
        let row: Option<CountedRow> = with_reader!(self, db => sqlx::query_as(COUNTED)
            .bind(organization.as_uuid())
            .bind(now)
            .fetch_optional(db)
            .await?);
        row.map(CountedRow::counted).transpose()
    }

    /// Organizations behind this one, in the order of their ids; from the first on without one.
    pub async fn counted_organizations(
        &mut self,
        after: Option<OrganizationId>,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<CountedOrganization>> {
        let rows: Vec<CountedRow> = with_reader!(self, db => sqlx::query_as(PAGE)
            .bind(after.map_or_else(Uuid::nil, OrganizationId::as_uuid))
            .bind(now)
            .bind(limit)
            .fetch_all(db)
            .await?);
        rows.into_iter().map(CountedRow::counted).collect()
    }
}

impl Store {
    /// An organization that is to be counted again by now.
    pub async fn organization_to_recount(&self, now: DateTime<Utc>) -> Result<Option<OrganizationId>> {
        let id: Option<Uuid> = with_pool!(self, db => sqlx::query_scalar(DUE).bind(now).fetch_optional(db).await?);
        Ok(id.map(Into::into))
    }
}

impl Tx {
    /// Holds what was told of the organization until the transaction ends.
    pub async fn lock_billing_state(&mut self, organization: OrganizationId) -> Result<()> {
        with_conn!(self, db => sqlx::query(LOCK).bind(organization.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Notes what is told of the organization by now, and when it is to be counted again.
    pub async fn save_billing_state(
        &mut self,
        organization: OrganizationId,
        revision: i64,
        told: &str,
        recount_at: Option<DateTime<Utc>>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SAVE)
            .bind(organization.as_uuid())
            .bind(revision)
            .bind(told)
            .bind(recount_at)
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Has the organization counted again by a server that tells the operator's billing, if there is one.
    pub async fn recount_at(&mut self, organization: OrganizationId, at: DateTime<Utc>) -> Result<()> {
        with_conn!(self, db => sqlx::query(RECOUNT_AT).bind(organization.as_uuid()).bind(at).execute(db).await.map(drop)?);
        Ok(())
    }
}
