//! The caller's organizations, and one of them opened (OR-1, OR-6).

use store::{AuditEntry, Invitation, Member, Membership, Project};
use tracing::instrument;

use crate::{Caller, OrganizationContext, Result, Services};

/// Members named on the home page.
const HOME_MEMBERS: i64 = 5;
/// Audit entries shown on the home page.
const HOME_ENTRIES: usize = 5;
/// Audit entries read to find those that the caller may see.
const CANDIDATES: i64 = 50;

/// What the home page of an organization shows.
#[derive(Clone, Debug)]
pub struct Home {
    pub members: Vec<Member>,
    /// How many there are.
    pub member_count: i64,
    pub projects: Vec<Project>,
    /// The newest entries of the audit log.
    pub latest: Vec<AuditEntry>,
}

impl Services {
    /// The caller's organizations, last opened first.
    ///
    /// # Errors
    /// [`Refusal::Unverified`](domain::Refusal::Unverified).
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn memberships(&self, caller: &Caller) -> Result<Vec<Membership>> {
        let mut memberships = self.store.memberships(caller.account_id, self.now()).await?;
        memberships.retain(|membership| membership.deleted_at.is_none());
        Ok(memberships)
    }

    /// The invitations that wait for the caller's verified address, the newest first (SU-15).
    ///
    /// # Errors
    /// [`Refusal::Unverified`](domain::Refusal::Unverified).
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn pending_invitations(&self, caller: &Caller) -> Result<Vec<Invitation>> {
        let mut pending = self.store.pending_invitations(&caller.email, self.now()).await?;
        pending.retain(Invitation::is_backed);
        Ok(pending)
    }

    /// Notes that the organization was opened: the hint for the next sign-in (OR-1).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn opened(&self, context: &OrganizationContext) {
        let now = self.now();
        self.best_effort(async {
            let mut tx = self.store.begin().await?;
            tx.opened(context.organization.id, context.caller.account_id, now).await?;
            tx.commit().await
        })
        .await;
    }

    /// The home page of an organization.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn home(&self, context: &OrganizationContext) -> Result<Home> {
        let id = context.organization.id;
        let (members, member_count) = self.store.first_members(id, HOME_MEMBERS).await?;
        let projects = self.store.read().active_projects(id).await?;
        let mut latest = self.store.latest_audit(id, CANDIDATES).await?;
        latest.retain(|entry| entry.event().is_none_or(|event| event.is_visible_to(&context.authority)));
        latest.truncate(HOME_ENTRIES);
        Ok(Home { members, member_count, projects, latest })
    }
}
