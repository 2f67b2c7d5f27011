//! What somebody has to know before they leave an organization, hand it over or delete it (OR-7).

use chrono::{DateTime, Utc};
use domain::{Role, limits};
use store::{Contents, Member};
use tracing::instrument;

use super::{TO_DELETE, TO_TRANSFER};
use crate::{OrganizationContext, Result, Services};

/// Others listed as possible owners of an organization.
const OWNERSHIP_CANDIDATES: i64 = 100;

/// The caller's part in an organization, and what would become of it.
#[derive(Clone, Debug)]
pub struct Ownership {
    pub role: Role,
    /// Whether the caller may hand it over.
    pub can_transfer: bool,
    /// For those who may delete it: what goes with it.
    pub contents: Option<Contents>,
    /// The names of others who own it.
    pub owners: Vec<String>,
    /// Others who could own it, by name, for those who may hand it over.
    pub candidates: Vec<Member>,
    /// Until when it can be brought back, were it deleted now.
    pub until: DateTime<Utc>,
}

impl Services {
    /// What there is to know before the caller leaves, hands over or deletes.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn ownership(&self, context: &OrganizationContext) -> Result<Ownership> {
        let (id, me, authority, now) =
            (context.organization.id, context.caller.account_id, &context.authority, self.now());
        let can_transfer = authority.may(TO_TRANSFER);
        let mut candidates = Vec::new();
        if can_transfer {
            candidates = self.store.read().first_members_by_name(id, "", OWNERSHIP_CANDIDATES + 1).await?;
            candidates.retain(|member| member.account_id != me);
        }
        let contents = if authority.may(TO_DELETE) { Some(self.store.read().contents(id, now).await?) } else { None };
        let owners = self.store.read().other_owners(id, me).await?;
        let until = now + limits::ORGANIZATION_UNDO;
        Ok(Ownership { role: authority.role(), can_transfer, contents, owners, candidates, until })
    }
}
