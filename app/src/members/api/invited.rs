//! The call that lists invitations (IN-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{DeliveryState, Grants, InvitationId, InvitationState, ProjectRoles, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, server::HttpContext};

/// One page of invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsView {
    /// The roles I may give.
    pub assignable: Vec<Role>,
    /// Drafts, sent and expired ones, the newest first; declined ones for 7 days.
    pub invitations: Vec<InvitationRow>,
    /// Invitations in all, found or not.
    pub invited_count: i64,
    /// Invitations that were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// Behind which one the page before this one begins; an empty word for the first page, null where there is none.
    pub previous: Option<String>,
    /// Behind which one the next page begins; null: there is none.
    pub next: Option<String>,
    /// Members in all.
    pub member_count: i64,
    /// What time it is.
    pub now: DateTime<Utc>,
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

/// A page of invitations, by address and role. Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "members/invited")]
pub async fn invited(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] role: String,
    #[server(default)] after: String,
    #[server(default)] quiet: bool,
) -> Result<InvitationsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.organization(&organization).await?;
    let role = Some(role.trim()).filter(|role| !role.is_empty()).map(str::parse).transpose();
    let role = role.map_err(|_| AppError::Malformed)?;
    let list = request.invited(&context, &find, role, after.trim().parse().ok()).await?;
    let now = request.now();
    Ok(InvitationsView {
        assignable: list.assignable,
        invitations: list.invitations.into_iter().map(|listed| InvitationRow::new(listed, now)).collect(),
        invited_count: list.total,
        found: list.found,
        before: list.before,
        previous: list.previous.map(|after| after.map(|id| id.to_string()).unwrap_or_default()),
        next: list.next.map(|id| id.to_string()),
        member_count: list.members,
        now,
    })
}
