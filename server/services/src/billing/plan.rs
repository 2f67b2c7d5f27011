//! The operator's part of a subscription: plans, limits, status and end (ST-3).

use chrono::NaiveDate;
use domain::{
    Limit, OrganizationId, Plan, PlanName, Refusal, Slug, Subscription, SubscriptionStatus, audit::AuditEvent,
};
use store::{ListedSubscription, PlanUse};
use tracing::instrument;

use crate::{ClientInfo, Result, ServiceError, Services, transaction::Transaction};

/// Organizations that are read at once for the list.
const PAGE: i64 = 500;

/// What becomes of one part of a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting<T> {
    /// It stays as it is.
    #[default]
    Kept,
    /// It is this from now on.
    Set(T),
}

impl<T> Setting<T> {
    fn or(self, before: T) -> T {
        match self {
            Self::Kept => before,
            Self::Set(after) => after,
        }
    }
}

/// What the operator changes about a subscription, or about what new organizations begin with.
#[derive(Clone, Debug, Default)]
pub struct PlanChange {
    pub name: Option<PlanName>,
    pub seats: Setting<Option<Limit>>,
    pub projects: Setting<Option<Limit>>,
    pub status: Setting<SubscriptionStatus>,
    pub ends_on: Setting<Option<NaiveDate>>,
}

/// Why the operator's change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum PlanNotSet {
    /// There is no plan yet, and the change names none.
    #[error("has no plan yet: name one with --plan")]
    NoName,
    #[error(transparent)]
    Failed(#[from] ServiceError),
}

impl From<store::StoreError> for PlanNotSet {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for PlanNotSet {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl PlanChange {
    /// What it makes of this. None: there is no plan yet, and it names none.
    fn apply(self, before: Option<&Subscription>) -> Option<Subscription> {
        let Self { name, seats, projects, status, ends_on } = self;
        let before = match (before, &name) {
            (Some(before), _) => before.clone(),
            (None, Some(name)) => Subscription::begin(Plan { name: name.clone(), seats: None, projects: None }),
            (None, None) => return None,
        };
        let Plan { name: old_name, seats: old_seats, projects: old_projects } = before.plan;
        let plan =
            Plan { name: name.unwrap_or(old_name), seats: seats.or(old_seats), projects: projects.or(old_projects) };
        Some(Subscription { plan, status: status.or(before.status), ends_on: ends_on.or(before.ends_on) })
    }
}

impl Services {
    /// Gives the organization a plan, or changes something about it; what is not said stays. Limits below what is used are
    /// allowed: nothing is removed by them, and nothing can be added. Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an organization that there is not, or that is deleted; [`PlanNotSet::NoName`].
    #[instrument(level = "debug", skip_all, fields(organization = %slug))]
    pub async fn set_plan(&self, slug: &Slug, change: PlanChange) -> Result<(Subscription, PlanUse), PlanNotSet> {
        let found = self.store.read().organization_by_slug(slug).await?.ok_or(Refusal::NotFound)?;
        let operator = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&operator).await?;
        tx.lock_organization(found.id).await?.ok_or(Refusal::NotFound)?;
        let before = tx.read().subscription(found.id).await?;
        let after = change.apply(before.as_ref()).ok_or(PlanNotSet::NoName)?;
        let used = tx.read().plan_use(found.id, Some(&after), self.now()).await?;
        if before.as_ref() != Some(&after) {
            tx.set_plan(found.id, before, &after).await?;
            // A command that was not told where billing is leaves it to a server that knows.
            if self.billing_webhook.is_none() {
                tx.recount_at(found.id, self.now()).await?;
            }
            tx.commit().await?;
        }
        Ok((after, used))
    }

    /// What the organization has, and uses of it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an organization that there is not, or that is deleted.
    #[instrument(level = "debug", skip_all, fields(organization = %slug))]
    pub async fn plan_of(&self, slug: &Slug) -> Result<(Option<Subscription>, PlanUse)> {
        let mut reader = self.store.read();
        let found = reader.organization_by_slug(slug).await?.ok_or(Refusal::NotFound)?;
        let subscription = reader.subscription(found.id).await?;
        let used = reader.plan_use(found.id, subscription.as_ref(), self.now()).await?;
        Ok((subscription, used))
    }

    /// Hands all organizations over, in the order of their slugs, with what they have.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn each_plan(&self, mut each: impl FnMut(&ListedSubscription)) -> Result<()> {
        let mut last = String::new();
        loop {
            let page = self.store.read().subscriptions_after(&last, self.now(), PAGE).await?;
            page.iter().for_each(&mut each);
            match page.last() {
                Some(listed) => last = listed.slug.to_string(),
                None => return Ok(()),
            }
        }
    }

    /// What new organizations begin with; none where nothing is limited.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn default_plan(&self) -> Result<Option<Plan>> {
        Ok(self.store.read().default_plan().await?)
    }

    /// Says what new organizations begin with; those that there are keep what they have.
    ///
    /// # Errors
    /// [`PlanNotSet::NoName`].
    #[instrument(level = "debug", skip_all)]
    pub async fn set_default_plan(&self, change: PlanChange) -> Result<Plan, PlanNotSet> {
        let operator = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&operator).await?;
        let before = tx.read().default_plan().await?.map(Subscription::begin);
        let plan = change.apply(before.as_ref()).ok_or(PlanNotSet::NoName)?.plan;
        tx.set_default_plan(Some(&plan)).await?;
        tx.commit().await?;
        Ok(plan)
    }

    /// From now on new organizations begin without a plan.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn clear_default_plan(&self) -> Result<()> {
        let operator = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&operator).await?;
        tx.set_default_plan(None).await?;
        tx.commit().await
    }
}

impl Transaction<'_> {
    /// Gives a new organization what the operator lets it begin with.
    pub(crate) async fn begin_default_plan(&mut self, organization: OrganizationId) -> Result<()> {
        match self.read().default_plan().await? {
            Some(plan) => self.set_plan(organization, None, &Subscription::begin(plan)).await,
            None => Ok(()),
        }
    }

    async fn set_plan(
        &mut self,
        organization: OrganizationId,
        before: Option<Subscription>,
        after: &Subscription,
    ) -> Result<()> {
        self.set_subscription(organization, after).await?;
        let event = AuditEvent::PlanChanged { before, after: after.clone() };
        self.record_of_nobody(organization, &event).await
    }
}
