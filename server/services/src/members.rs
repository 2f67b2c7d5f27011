//! Members and invitations, for those who manage them.

mod change_role;
mod invite;
mod list;
mod revoke;
mod send;

pub use invite::Outcome;
pub use list::MemberList;
pub use revoke::{Chosen, Effect};

use domain::Permission;
use store::{Member, Tx};

use crate::{Result, ServiceError, Services, accounts::Scope};

impl Services {
    /// Holds the organization, and reads again what the caller is in it: of changes at once each sees what the one before
    /// it left (RAC-2).
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it is deleted, or the caller is not in it any more.
    pub(crate) async fn lock_as_member(&self, tx: &mut Tx, scope: &Scope) -> Result<Member> {
        let id = scope.organization.id;
        tx.lock_organization(id).await?.ok_or(ServiceError::NotFound)?;
        tx.member(id, scope.caller.account_id).await?.ok_or(ServiceError::NotFound)
    }

    /// Refuses who lacks the permission.
    pub(crate) async fn require(&self, scope: &Scope, permission: Permission) -> Result<()> {
        if scope.role.may(permission) { Ok(()) } else { self.forbid(scope, permission).await }
    }
}
