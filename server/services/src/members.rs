//! Members and invitations, for those who manage them.

mod actions;
mod change_grants;
mod change_role;
mod invite;
mod list;
mod restore;
mod revoke;
mod send;

pub use actions::{ListedInvitation, ListedMember};
pub use invite::{Invitee, Line};
pub use list::{InvitedList, MemberList, Revoked};
pub use revoke::Chosen;

use domain::Permission;

use crate::{OrganizationContext, Result, Services};

impl Services {
    /// Refuses who lacks the permission.
    pub(crate) async fn require(&self, context: &OrganizationContext, permission: Permission) -> Result<()> {
        if context.authority.may(permission) { Ok(()) } else { self.forbid(context, permission).await }
    }
}
