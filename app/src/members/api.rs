//! The calls of the *Members* page: who is in the organization, who is invited, and with which role.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "an address says as much")]

pub mod details;
pub mod invitation_form;
pub mod invited;
pub mod inviting;
pub mod many;
pub mod revoking;
pub mod who_can;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Availability, FieldProblem, Grants, MemberQuery, MemberState, Permission, PermissionSummary, ProjectId,
    ProjectRoles, ProjectSlug, Role, member_list, paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext, text::told_apart};

/// One page of members, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersView {
    /// My role.
    pub mine: Role,
    /// Whether roles, permissions and projects of people come from an identity provider, and cannot be changed here.
    pub identity_managed: bool,
    /// The roles I may give; empty: I may not invite.
    pub assignable: Vec<Role>,
    /// Members on this page, in their order.
    pub members: Vec<MemberRow>,
    /// The member who was asked for beside them, where none of these rows is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<MemberRow>,
    /// Members in all, found or not.
    pub member_count: i64,
    /// Members that were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// The place before which the page before this one ends; null: there is none.
    pub previous: Option<String>,
    /// The place behind which the page after this one begins; null: there is none.
    pub next: Option<String>,
    /// Invitations in all; null: I may not invite.
    pub invited_count: Option<i64>,
    /// Addresses of invitations that the search finds too.
    pub also_invited: Vec<String>,
    /// The projects that are worked in.
    pub projects: Vec<ProjectOption>,
    /// Those whom I can bring back, the last one first.
    pub recently_revoked: Vec<RevokedRow>,
    /// What I did with several members at once a while ago, and can undo; the last first.
    pub recent_changes: Vec<many::RecentChangeRow>,
    /// Whether I may add people to some project.
    pub can_add_to_project: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A project that is chosen: one by which people are filtered, or to which they are added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectOption {
    /// Which one.
    pub id: ProjectId,
    /// What it is called.
    pub name: String,
    /// Its place in addresses, where another one is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<ProjectSlug>,
}

impl ProjectOption {
    /// What it is called where one chooses (FIELD-23).
    pub fn label(&self) -> String {
        told_apart(&self.name, self.slug.as_ref())
    }
}

/// Somebody whose access was revoked a while ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedRow {
    /// Whose account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their address, where somebody on the list is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When it was revoked.
    pub revoked_at: DateTime<Utc>,
    /// Who did it, if that was somebody else.
    pub revoked_by: Option<String>,
    /// Until when they can be brought back.
    pub undo_until: DateTime<Utc>,
}

/// Somebody in the organization.
#[expect(clippy::struct_excessive_bools, reason = "what they reach, and what I may do about them")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Whose account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// Whether the member is online, busy, away or offline.
    pub availability: Availability,
    /// What is granted beside the role.
    pub grants: Grants,
    /// The projects that they were added to, with their role in each.
    pub projects: ProjectRoles,
    /// What they may do beside their role, in a word.
    pub permissions: PermissionSummary,
    /// Whether they reach every project by their role.
    pub every_project: bool,
    /// Whether they have something to do here.
    pub state: MemberState,
    /// Whether whoever runs this server named them a support contact (CH-4).
    pub support_contact: bool,
    /// Whether that is me.
    pub me: bool,
    /// Whether I may change what the organization calls them, and role and grants where it decides on those.
    pub can_edit: bool,
    /// Whether I may change their role.
    pub can_change_role: bool,
    /// Whether I may add them to a project to which they do not belong.
    pub can_add_to_project: bool,
    /// Whether I may send them the mail with which to set a new password.
    pub can_send_reset: bool,
    /// Whether I may revoke their access.
    pub can_revoke: bool,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// When they were last here.
    pub opened_at: Option<DateTime<Utc>>,
}

impl MemberRow {
    /// Whether there is something that I may do about them.
    pub const fn is_manageable(&self) -> bool {
        !self.me && (self.can_edit || self.can_revoke)
    }
}

/// A page of members (TR-3): searched, filtered and sorted as [`MemberQuery`] says. The member whose id is `also` comes in any case.
/// Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "members/list")]
pub async fn members(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
    #[server(default)] project: String,
    #[server(default)] permission: String,
    #[server(default)] sort: String,
    #[server(default)] after: String,
    #[server(default)] before: String,
    #[server(default)] also: String,
    #[server(default)] quiet: bool,
) -> Result<MembersView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let words = [
        (member_list::FIND, find),
        (member_list::ROLE, role),
        (member_list::STATE, state),
        (member_list::PROJECT, project),
        (member_list::PERMISSION, permission),
        (member_list::SORT, sort),
        (member_list::AFTER, after),
        (member_list::BEFORE, before),
    ];
    let query = MemberQuery::of_fields(&words).map_err(|_| AppError::Malformed);
    let query = request.filter(&context, Permission::ReadMembers, query).await?;
    let list = request.members(&context, &query).await?;
    let also =
        also.parse::<AccountId>().ok().filter(|id| !list.members.iter().any(|listed| listed.member.account_id == *id));
    let also = match also {
        Some(id) => request.listed_member(&context, id).await?,
        None => None,
    };
    Ok(MembersView::new(list, also, &context, request.now()))
}

/// Leaves a member with these grants and no others: words with commas between them (TR-2).
#[server(prefix = "/api", endpoint = "members/change-grants")]
pub async fn change_grants(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] grants: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member = member.parse().map_err(|_| AppError::Malformed)?;
    let grants = grants.parse().map_err(|_| AppError::field("grants", FieldProblem::NoGrant))?;
    request.change_grants(&context, member, grants).await?;
    Ok(Redirect::to(paths::members(&context.organization.slug)))
}

/// Changes a member's role (IN-6, TR-6). `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/change-role")]
pub async fn change_role(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] role: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member = member.parse().map_err(|_| AppError::Malformed)?;
    let role: Role = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))?;
    let was = request.change_role(&context, member, role).await?;
    let list = paths::list_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(if was == role { list } else { paths::with_role_told(&list, member, was, role) }))
}
