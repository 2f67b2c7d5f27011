//! The caller's organizations, and one of them opened (OR-1, OR-6).

use domain::Slug;
use store::{AuditEntry, Member, Membership, Project};

use crate::{Result, ServiceError, Services, accounts::Caller};

/// Members named on the home page.
const HOME_MEMBERS: i64 = 5;
/// Deeds named on the home page.
const HOME_DEEDS: i64 = 5;

/// What the home page of an organization shows.
#[derive(Clone, Debug)]
pub struct Home {
    /// The organization.
    pub current: Membership,
    /// The first members.
    pub members: Vec<Member>,
    /// How many there are.
    pub member_count: i64,
    /// Its projects.
    pub projects: Vec<Project>,
    /// What happened last.
    pub latest: Vec<AuditEntry>,
}

impl Services {
    /// The caller's organizations, last opened first.
    ///
    /// # Errors
    /// [`ServiceError::Unconfirmed`].
    pub async fn memberships(&self, caller: &Caller) -> Result<Vec<Membership>> {
        if !caller.verified {
            return Err(ServiceError::Unconfirmed);
        }
        Ok(self.store.memberships(caller.account_id).await?)
    }

    /// The home page of an organization. Notes that it was opened: the hint for the next sign-in (OR-1).
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for an unknown one and for a foreign one alike.
    pub async fn home(&self, caller: &Caller, slug: &Slug) -> Result<Home> {
        if !caller.verified {
            return Err(ServiceError::Unconfirmed);
        }
        let current = self.store.membership(slug, caller.account_id).await?.ok_or(ServiceError::NotFound)?;
        let id = current.organization.id;
        let now = self.now();
        self.note(async {
            let mut tx = self.store.begin().await?;
            tx.opened(id, caller.account_id, now).await?;
            tx.commit().await
        })
        .await;
        let (members, member_count) = self.store.members(id, HOME_MEMBERS).await?;
        let projects = self.store.projects(id).await?;
        let latest = self.store.latest_audit(id, HOME_DEEDS).await?;
        Ok(Home { current, members, member_count, projects, latest })
    }
}
