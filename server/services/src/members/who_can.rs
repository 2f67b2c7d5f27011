//! Who can do what: the people behind each line of the table of permissions (TR-12).

use domain::{Permission, PersonName, Role};
use store::Holder;
use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

/// People who are named for one permission.
const NAMED: usize = 12;

/// Who holds a permission in the organization.
#[derive(Clone, Debug)]
pub struct PermissionHolders {
    pub permission: Permission,
    /// How many hold it.
    pub count: i64,
    /// The first of them, the longest in first: what they are called, and their role.
    pub first: Vec<(PersonName, Role)>,
}

impl Services {
    /// Who holds each permission, for those who see the list of members; none for others, who see the table alone.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn permission_holders(&self, context: &OrganizationContext) -> Result<Option<Vec<PermissionHolders>>> {
        if !context.authority.may(Permission::ReadMembers) {
            return Ok(None);
        }
        let each = i64::try_from(NAMED).unwrap_or(i64::MAX);
        let holders = self.store.read().holders(context.organization.id, each).await?;
        Ok(Some(Permission::ALL.into_iter().map(|permission| holders_of(permission, &holders)).collect()))
    }
}

fn holders_of(permission: Permission, all: &[Holder]) -> PermissionHolders {
    let holders: Vec<&Holder> = all.iter().filter(|holder| holder.authority().may(permission)).collect();
    // Each group counts once, by whoever of it stands first.
    let mut groups: Vec<domain::Authority> = Vec::new();
    let mut count = 0;
    for holder in &holders {
        let authority = holder.authority();
        if !groups.contains(&authority) {
            count += holder.alike;
            groups.push(authority);
        }
    }
    let first = holders.iter().take(NAMED).map(|holder| (holder.name.clone(), holder.role)).collect();
    PermissionHolders { permission, count, first }
}
