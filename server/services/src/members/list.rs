//! Who is in the organization, and who is invited (TR-3, IN-7).

use domain::{Permission, Role, limits};
use tracing::instrument;

use super::{ListedInvitation, ListedMember};
use crate::{OrganizationContext, Result, Services};

/// Declined invitations stay listed this long.
const DECLINED: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// A page of members, and all open invitations.
#[derive(Clone, Debug)]
pub struct MemberList {
    /// The roles that the caller may give; none: the caller may not invite.
    pub assignable: Vec<Role>,
    /// The members on this page, by name.
    pub members: Vec<ListedMember>,
    /// How many were found in all.
    pub count: i64,
    /// How many members and invitations there are, found or not.
    pub total: i64,
    /// Which page this is, from 1.
    pub page: i64,
    /// How many there are.
    pub pages: i64,
    /// The newest first; none for those who may not invite.
    pub invitations: Vec<ListedInvitation>,
}

impl Services {
    /// The members whose name or address holds `find`; a page that is not there is the nearest one (INP-9).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn members(&self, context: &OrganizationContext, find: &str, page: i64) -> Result<MemberList> {
        self.require(context, Permission::ReadMembers).await?;
        let (id, me, authority, now) =
            (context.organization.id, context.caller.account_id, &context.authority, self.now());
        let count = self.store.count_members(id, find).await?;
        let pages = (count + limits::MEMBERS_PAGE - 1) / limits::MEMBERS_PAGE;
        let page = page.clamp(1, pages.max(1));
        let offset = (page - 1) * limits::MEMBERS_PAGE;
        let members = self.store.find_members(id, find, limits::MEMBERS_PAGE, offset).await?;
        let invitations = if authority.may(Permission::ManageMembers) {
            self.store.invitations(id, now - DECLINED, limits::OPEN_INVITATIONS).await?
        } else {
            Vec::new()
        };
        let all = if find.trim().is_empty() { count } else { self.store.count_members(id, "").await? };
        let total = all + i64::try_from(invitations.len()).unwrap_or_default();
        let members = members.into_iter().map(|member| ListedMember::new(member, me, authority)).collect();
        let invitations = invitations.into_iter().map(|found| ListedInvitation::new(found, authority, now)).collect();
        let assignable = authority.assignable().collect();
        Ok(MemberList { assignable, members, count, total, page, pages, invitations })
    }
}
