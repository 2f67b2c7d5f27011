//! Subscriptions: the plan of an organization, what of it is used, and whom the operator writes to about it (ST-3).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BillingContact, EmailAddress, Limit, OrganizationId, PersonName, Plan, PlanName, ProjectUse, SeatUse, Slug,
    Subscription, SubscriptionStatus,
};
use sqlx::FromRow;

use crate::{
    Reader, Result, StoreError, Tx,
    db::{statements, with_conn},
    reader::with_reader,
};

#[cfg(test)]
mod tests;

/// What is used of a plan, and what it includes.
#[derive(Clone, Copy, Debug)]
pub struct PlanUse {
    pub seats: SeatUse,
    pub projects: ProjectUse,
}

/// An organization as the operator sees it.
#[derive(Clone, Debug)]
pub struct ListedSubscription {
    pub slug: Slug,
    /// None where the operator gave it no plan.
    pub subscription: Option<Subscription>,
    pub used: PlanUse,
}

/// A plan as it is stored.
#[derive(FromRow)]
struct PlanRow {
    #[sqlx(try_from = "String")]
    plan: PlanName,
    seats: Option<i64>,
    projects: Option<i64>,
}

/// A subscription as it is stored; the columns of a join, where there may be none.
#[derive(FromRow)]
pub(crate) struct SubscriptionRow {
    plan: Option<String>,
    seats: Option<i64>,
    projects: Option<i64>,
    status: Option<String>,
    ends_on: Option<NaiveDate>,
}

/// What of an organization's plan is used.
#[derive(Clone, Copy, FromRow)]
struct CountRow {
    members: i64,
    invited: i64,
    active_projects: i64,
}

#[derive(FromRow)]
struct SeatRow {
    seats: i64,
    members: i64,
    invited: i64,
}

#[derive(FromRow)]
struct ListedRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    #[sqlx(flatten)]
    subscription: SubscriptionRow,
    #[sqlx(flatten)]
    counted: CountRow,
}

#[derive(FromRow)]
struct ContactRow {
    name: Option<String>,
    #[sqlx(try_from = "String")]
    email: EmailAddress,
}

fn limit(stored: Option<i64>) -> Result<Option<Limit>> {
    let read = |number: i64| u32::try_from(number).ok().and_then(|number| Limit::try_from(number).ok());
    stored.map(|number| read(number).ok_or(StoreError::Corrupt("limit"))).transpose()
}

pub(crate) fn count(counted: i64) -> u32 {
    u32::try_from(counted).unwrap_or(u32::MAX)
}

impl PlanRow {
    fn plan(self) -> Result<Plan> {
        Ok(Plan { name: self.plan, seats: limit(self.seats)?, projects: limit(self.projects)? })
    }
}

impl SubscriptionRow {
    pub(crate) fn subscription(self) -> Result<Option<Subscription>> {
        let Some((plan, status)) = self.plan.zip(self.status) else { return Ok(None) };
        let name = PlanName::try_from(plan).map_err(|_| StoreError::Corrupt("plan name"))?;
        let status = SubscriptionStatus::try_from(status).map_err(|_| StoreError::Corrupt("subscription status"))?;
        let plan = Plan { name, seats: limit(self.seats)?, projects: limit(self.projects)? };
        Ok(Some(Subscription { plan, status, ends_on: self.ends_on }))
    }
}

impl CountRow {
    fn of(self, subscription: Option<&Subscription>) -> PlanUse {
        let plan = subscription.map(|subscription| &subscription.plan);
        let (seats, projects) = (plan.and_then(|plan| plan.seats), plan.and_then(|plan| plan.projects));
        PlanUse {
            seats: SeatUse { members: count(self.members), invited: count(self.invited), included: seats },
            projects: ProjectUse { active: count(self.active_projects), included: projects },
        }
    }
}

/// How many members an organization has.
macro_rules! members_of {
    ($organization:literal) => {
        concat!("(SELECT COUNT(*) FROM memberships WHERE memberships.organization_id = ", $organization, ")")
    };
}
pub(crate) use members_of;

/// How many of its invitations can be accepted by now. That they are listed says the index that finds them.
macro_rules! invited_of {
    ($organization:literal, $now:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM invitations WHERE invitations.organization_id = ",
            $organization,
            " AND invitations.state IN ('draft', 'sent', 'declined') AND invitations.state = 'sent'
              AND invitations.expires_at > ",
            $now,
            ")"
        )
    };
}
pub(crate) use invited_of;

/// How many of its projects are worked in.
macro_rules! projects_of {
    ($organization:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM projects WHERE projects.organization_id = ",
            $organization,
            " AND projects.archived_at IS NULL)"
        )
    };
}

statements! {
    OF = "SELECT plan, seats, projects, status, ends_on FROM subscriptions WHERE organization_id = $1";
    SAVE = "
        INSERT INTO subscriptions (organization_id, plan, seats, projects, status, ends_on)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (organization_id) DO UPDATE SET plan = excluded.plan, seats = excluded.seats,
            projects = excluded.projects, status = excluded.status, ends_on = excluded.ends_on";
    /// Nothing is counted where nothing is limited.
    SEATS = concat!("
        SELECT seats, ", members_of!("$1"), " AS members, ", invited_of!("$1", "$2"), " AS invited
        FROM subscriptions WHERE organization_id = $1 AND seats IS NOT NULL");
    COUNTS = concat!("
        SELECT ", members_of!("$1"), " AS members, ", invited_of!("$1", "$2"), " AS invited, ", projects_of!("$1"),
        " AS active_projects");
    PAGE = concat!("
        SELECT organizations.slug, subscriptions.plan, subscriptions.seats, subscriptions.projects, subscriptions.status,
               subscriptions.ends_on, ", members_of!("organizations.id"), " AS members, ",
        invited_of!("organizations.id", "$2"), " AS invited, ", projects_of!("organizations.id"), " AS active_projects
        FROM organizations LEFT JOIN subscriptions ON subscriptions.organization_id = organizations.id
        WHERE organizations.deleted_at IS NULL AND organizations.slug > $1 ORDER BY organizations.slug LIMIT $3");
    DEFAULT = "SELECT plan, seats, projects FROM default_plan";
    SET_DEFAULT = "
        INSERT INTO default_plan (id, plan, seats, projects) VALUES (1, $1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET plan = excluded.plan, seats = excluded.seats, projects = excluded.projects";
    CLEAR_DEFAULT = "DELETE FROM default_plan";
    CONTACT = "SELECT name, email FROM billing_contacts WHERE organization_id = $1";
    SAVE_CONTACT = "
        INSERT INTO billing_contacts (organization_id, name, email) VALUES ($1, $2, $3)
        ON CONFLICT (organization_id) DO UPDATE SET name = excluded.name, email = excluded.email";
    DELETE_CONTACT = "DELETE FROM billing_contacts WHERE organization_id = $1";
}

impl Reader<'_> {
    /// What the operator gave the organization; none where nothing is limited.
    pub async fn subscription(&mut self, organization: OrganizationId) -> Result<Option<Subscription>> {
        let row: Option<SubscriptionRow> =
            with_reader!(self, db => sqlx::query_as(OF).bind(organization.as_uuid()).fetch_optional(db).await?);
        row.map_or(Ok(None), SubscriptionRow::subscription)
    }

    /// Who holds the organization's seats; none where they are not limited.
    pub async fn limited_seats(&mut self, organization: OrganizationId, now: DateTime<Utc>) -> Result<Option<SeatUse>> {
        let row: Option<SeatRow> = with_reader!(self, db => sqlx::query_as(SEATS)
            .bind(organization.as_uuid())
            .bind(now)
            .fetch_optional(db)
            .await?);
        let Some(SeatRow { seats, members, invited }) = row else { return Ok(None) };
        Ok(Some(SeatUse { members: count(members), invited: count(invited), included: limit(Some(seats))? }))
    }

    /// What the organization uses of what it has.
    pub async fn plan_use(
        &mut self,
        organization: OrganizationId,
        subscription: Option<&Subscription>,
        now: DateTime<Utc>,
    ) -> Result<PlanUse> {
        let row: CountRow = with_reader!(self, db => sqlx::query_as(COUNTS)
            .bind(organization.as_uuid())
            .bind(now)
            .fetch_one(db)
            .await?);
        Ok(row.of(subscription))
    }

    /// Organizations behind this slug, in the order of their slugs; none of them is deleted.
    pub async fn subscriptions_after(
        &mut self,
        slug: &str,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<ListedSubscription>> {
        let rows: Vec<ListedRow> = with_reader!(self, db => sqlx::query_as(PAGE)
            .bind(slug)
            .bind(now)
            .bind(limit)
            .fetch_all(db)
            .await?);
        let listed = |row: ListedRow| {
            let subscription = row.subscription.subscription()?;
            let used = row.counted.of(subscription.as_ref());
            Ok(ListedSubscription { slug: row.slug, subscription, used })
        };
        rows.into_iter().map(listed).collect()
    }

    /// What new organizations begin with.
    pub async fn default_plan(&mut self) -> Result<Option<Plan>> {
        let row: Option<PlanRow> = with_reader!(self, db => sqlx::query_as(DEFAULT).fetch_optional(db).await?);
        row.map(PlanRow::plan).transpose()
    }

    /// Whom the operator writes to about the organization's plan.
    pub async fn billing_contact(&mut self, organization: OrganizationId) -> Result<Option<BillingContact>> {
        let row: Option<ContactRow> =
            with_reader!(self, db => sqlx::query_as(CONTACT).bind(organization.as_uuid()).fetch_optional(db).await?);
        let Some(ContactRow { name, email }) = row else { return Ok(None) };
        let name = name.map(PersonName::try_from).transpose().map_err(|_| StoreError::Corrupt("contact name"))?;
        Ok(Some(BillingContact { name, email }))
    }
}

impl Tx {
    /// Gives the organization this. It is locked: what takes seats sees it as a whole.
    pub async fn set_subscription(&mut self, organization: OrganizationId, subscription: &Subscription) -> Result<()> {
        let Subscription { plan, status, ends_on } = subscription;
        with_conn!(self, db => sqlx::query(SAVE)
            .bind(organization.as_uuid())
            .bind(plan.name.as_str())
            .bind(plan.seats.map(|limit| i64::from(limit.get())))
            .bind(plan.projects.map(|limit| i64::from(limit.get())))
            .bind(status.as_str())
            .bind(*ends_on)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Says what new organizations begin with; none for nothing, which limits nothing.
    pub async fn set_default_plan(&mut self, plan: Option<&Plan>) -> Result<()> {
        let Some(plan) = plan else {
            with_conn!(self, db => sqlx::query(CLEAR_DEFAULT).execute(db).await.map(drop)?);
            return Ok(());
        };
        with_conn!(self, db => sqlx::query(SET_DEFAULT)
            .bind(plan.name.as_str())
            .bind(plan.seats.map(|limit| i64::from(limit.get())))
            .bind(plan.projects.map(|limit| i64::from(limit.get())))
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Says whom the operator writes to; none for nobody.
    pub async fn set_billing_contact(
        &mut self,
        organization: OrganizationId,
        contact: Option<&BillingContact>,
    ) -> Result<()> {
        let id = organization.as_uuid();
        let Some(BillingContact { name, email }) = contact else {
            with_conn!(self, db => sqlx::query(DELETE_CONTACT).bind(id).execute(db).await.map(drop)?);
            return Ok(());
        };
        with_conn!(self, db => sqlx::query(SAVE_CONTACT)
            .bind(id)
            .bind(name.as_ref().map(PersonName::as_str))
            .bind(email.as_str())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
