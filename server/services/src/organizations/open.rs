//! The caller's organizations, and one of them opened (OR-1, OR-6).

use chrono::TimeDelta;
use domain::{ProjectPermission, Slug};
use store::{Invitation, Membership, Project};
use tracing::instrument;

use crate::{Caller, OrganizationContext, Result, Services};

/// How long it is known that somebody is in an organization before it is noted again: within a minute it says nothing new, and
/// a durable write takes longer than the page.
const NOTED_AGAIN: TimeDelta = TimeDelta::minutes(1);

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

    /// Those that were opened last, and the one to which `open` leads; and how many there are in all.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn first_memberships(&self, caller: &Caller, open: Option<&Slug>) -> Result<(Vec<Membership>, usize)> {
        Ok(self.store.first_memberships(caller.account_id, open).await?)
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

    /// Notes that one of the organization's pages was opened: the hint for the next sign-in (OR-1), and when a member was last
    /// active (TR-3). Where it is known that it is the one that is open, nothing is written.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn opened(&self, context: &OrganizationContext) {
        let (organization, account, now) = (context.organization.id, context.caller.account_id, self.now());
        // One that is yet to come was noted while the clock was ahead (FIELD-32).
        if context.open_since.is_some_and(|since| since > now - NOTED_AGAIN && since < now + NOTED_AGAIN) {
            return;
        }
        self.best_effort(async {
            let mut tx = self.store.begin().await?;
            tx.opened(organization, account, now).await?;
            tx.commit().await
        })
        .await;
    }

    /// The projects that the caller can open, oldest first; none that is archived.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn open_projects(&self, context: &OrganizationContext) -> Result<Vec<Project>> {
        let mut projects = self.store.read().active_projects(context.organization.id).await?;
        projects.retain(|project| context.authority.may_in(project.id, ProjectPermission::Read));
        Ok(projects)
    }
}
