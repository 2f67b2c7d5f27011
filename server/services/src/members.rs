//! Members and invitations, for those who manage them.

mod change_role;
mod invite;
mod list;
mod revoke;
mod send;

pub use invite::{Line, Outcome};
pub use list::MemberList;
pub use revoke::{Chosen, Effect};

use domain::Permission;

use crate::{Result, Services, accounts::Scope};

impl Services {
    /// Refuses who lacks the permission.
    pub(crate) async fn require(&self, scope: &Scope, permission: Permission) -> Result<()> {
        if scope.role.may(permission) { Ok(()) } else { self.forbid(scope, permission).await }
    }
}
