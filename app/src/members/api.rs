//! The calls of the *Members* page: who is in the organization, who is invited, and with which role.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod details;
pub mod invitation_form;
pub mod inviting;
pub mod revoking;
pub mod who_can;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, DeliveryState, FieldProblem, Grants, InvitationId, InvitationState, ProjectRoles, Role, paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// What the page shows: one page of members, and all open invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersView {
    /// My role.
    pub mine: Role,
    /// The roles I may give; empty: I may not invite.
    pub assignable: Vec<Role>,
    /// Members on this page, by name.
    pub members: Vec<MemberRow>,
    /// Members that were found, on all pages.
    pub member_count: i64,
    /// Members and invitations in all, found or not.
    pub people_count: i64,
    /// Which page this is, from 1.
    pub page: i64,
    /// How many there are.
    pub pages: i64,
    /// Drafts, sent and expired ones, the newest first; declined ones for 7 days.
    pub invitations: Vec<InvitationRow>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Somebody in the organization.
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
    /// What is granted beside the role.
    pub grants: Grants,
    /// The projects that they were added to, with their role in each.
    pub projects: ProjectRoles,
    /// Whether that is me.
    pub me: bool,
    /// Whether I may change their role.
    pub can_change_role: bool,
    /// Whether I may revoke their access.
    pub can_revoke: bool,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// When they were last here.
    pub opened_at: Option<DateTime<Utc>>,
}

/// Somebody invited.
#[expect(clippy::struct_excessive_bools, reason = "what is so of an invitation, and what may be done about it")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Names the invitation where something is done about it.
    pub id: InvitationId,
    /// The address that is invited.
    pub email: String,
    /// The role that waits.
    pub role: Role,
    /// What is granted beside it.
    pub grants: Grants,
    /// The projects that it adds to, with the role in each.
    pub projects: ProjectRoles,
    /// What whoever invited calls the person.
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// How far the invitation is, from draft to accepted.
    pub state: InvitationState,
    /// Whether a new one was asked for after it expired.
    pub asked: bool,
    /// Whether who sent it may still give its role; else it has to be sent again (IN-6).
    pub backed: bool,
    /// Who invited; none once that account is gone.
    pub inviter: Option<String>,
    /// When it was sent; none for a draft.
    pub sent_at: Option<DateTime<Utc>>,
    /// Until when it is good; none for a draft.
    pub expires_at: Option<DateTime<Utc>>,
    /// Where its newest mail is; none for a draft.
    pub delivery: Option<DeliveryState>,
    /// Whether I may send it, or send it again.
    pub can_send: bool,
    /// Whether I may have a link to it.
    pub can_copy_link: bool,
    /// Whether I may take it back.
    pub can_cancel: bool,
}

/// Members and invitations (TR-3 as far as inviting needs it). Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "members/list")]
pub async fn members(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] page: String,
    #[server(default)] quiet: bool,
) -> Result<MembersView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.organization(&organization).await?;
    let list = request.members(&context, &find, page.trim().parse().unwrap_or(1)).await?;
    let now = request.now();
    Ok(MembersView {
        mine: context.authority.role(),
        assignable: list.assignable,
        members: list.members.into_iter().map(MemberRow::from).collect(),
        member_count: list.count,
        people_count: list.total,
        page: list.page,
        pages: list.pages,
        invitations: list.invitations.into_iter().map(|listed| InvitationRow::new(listed, now)).collect(),
        now,
    })
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

/// Changes a member's role (IN-6, TR-6).
#[server(prefix = "/api", endpoint = "members/change-role")]
pub async fn change_role(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] role: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member = member.parse().map_err(|_| AppError::Malformed)?;
    let role = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))?;
    request.change_role(&context, member, role).await?;
    Ok(Redirect::to(paths::members(&context.organization.slug)))
}
