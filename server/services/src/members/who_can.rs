//! Who can do what: the people behind each line of the table of permissions (TR-12).

use domain::{Permission, PersonName, Role};
use store::{Holder, ManagingMember};
use tracing::instrument;

use crate::{
    OrganizationContext, Result, Services,
    namesakes::{NamedProject, ProjectNames},
};

/// People who are named for one permission.
const NAMED: usize = 12;

/// Who holds a permission in the organization.
#[derive(Clone, Debug)]
pub struct PermissionHolders {
    pub permission: Permission,
    /// How many hold it.
    pub count: i64,
    /// The first of them, the longest in first; those who hold it in projects alone come behind those who hold it in all.
    pub first: Vec<PermissionHolder>,
}

/// Somebody who holds a permission.
#[derive(Clone, Debug)]
pub struct PermissionHolder {
    pub name: PersonName,
    /// Their address, where another member is called alike.
    pub address: Option<String>,
    pub role: Role,
    /// The projects in which they hold it, as their managers; none where it is held everywhere.
    pub projects: Vec<NamedProject>,
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
        let mut reader = self.store.read();
        let holders = reader.holders(context.organization.id, each).await?;
        let (count, managers) = reader.managing_members(context.organization.id, each).await?;
        let names = if managers.is_empty() {
            ProjectNames::default()
        } else {
            ProjectNames::read(&mut reader, context.organization.id).await?
        };
        let managers: Vec<_> = managers.into_iter().map(|manager| PermissionHolder::new(manager, &names)).collect();
        let holders = Permission::ALL.into_iter().map(|permission| {
            let mut of = holders_of(permission, &holders);
            if permission == Permission::ManageProjectMembers {
                of.count += count;
                of.first.extend(managers.iter().cloned());
                of.first.truncate(NAMED);
            }
            of
        });
        Ok(Some(holders.collect()))
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
    let everywhere = |holder: &&Holder| PermissionHolder {
        name: holder.name.clone(),
        address: holder.address.clone(),
        role: holder.role,
        projects: Vec::new(),
    };
    PermissionHolders { permission, count, first: holders.iter().take(NAMED).map(everywhere).collect() }
}

impl PermissionHolder {
    fn new(ManagingMember { name, address, role, projects }: ManagingMember, names: &ProjectNames) -> Self {
        let projects = projects.iter().map(|(id, name)| names.named(*id, name)).collect();
        Self { name, address, role, projects }
    }
}
