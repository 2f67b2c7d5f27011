//! Members and invitations, for those who manage them.

mod actions;
mod change_grants;
mod change_role;
mod details;
mod dismiss;
mod edit;
mod edit_invitation;
mod invite;
mod invited;
mod list;
mod many;
mod reset;
mod restore;
mod revoke;
mod send;
mod who_can;

pub use actions::{ListedInvitation, ListedMember};
pub use details::{Granted, MemberProject, OpenMember};
pub use edit::{BeforeEdit, MemberTerms};
pub use edit_invitation::InvitationForm;
pub use invite::{Invitee, Line};
pub use invited::{InvitationsAtHome, InvitedList};
pub use list::{MemberList, Revoked};
pub use many::{ProjectReview, RecentChange, ReviewedPlace, ReviewedRole, RoleReview};
pub use revoke::{Chosen, RevokedAccess};
pub use store::Member;
pub use who_can::{PermissionHolder, PermissionHolders};

use domain::Permission;
use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

impl Services {
    /// Refuses who lacks the permission, where nothing is read or done any more: what was asked for is none.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn check_permission(&self, context: &OrganizationContext, permission: Permission) -> Result<()> {
        self.require(context, permission).await
    }

    /// Refuses who lacks the permission.
    pub(crate) async fn require(&self, context: &OrganizationContext, permission: Permission) -> Result<()> {
        if context.authority.may(permission) { Ok(()) } else { self.forbid(context, permission).await }
    }
}
