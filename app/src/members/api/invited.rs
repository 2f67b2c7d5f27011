//! The call that lists invitations (IN-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "one for each filter")]

use chrono::{DateTime, Utc};
use domain::{
    DeliveryState, Grants, InvitationGroup, InvitationId, InvitationQuery, InvitationStanding, InvitationState,
    Permission, ProjectRoles, Role, invitation_list, member_list,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ProjectOption;
use crate::{error::AppError, server::HttpContext};

/// One page of invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsView {
    /// The roles I may give.
    pub assignable: Vec<Role>,
    /// Drafts, sent and expired ones, and declined ones for 7 days; by what they wait for, the newest first.
    pub invitations: Vec<InvitationRow>,
    /// How many of each group were found, on all pages; those of which there are none are left out.
    pub groups: Vec<GroupCount>,
    /// Invitations in all, found or not.
    pub invited_count: i64,
    /// Invitations that were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// The places of the pages before and behind this one; null: there is none.
    pub previous: Option<String>,
    pub next: Option<String>,
    /// Members in all.
    pub member_count: i64,
    /// The projects that are worked in.
    pub projects: Vec<ProjectOption>,
    /// Where somebody wants in and no seat is free, the names of some who can ask for more; else none (ST-3).
    pub seat_managers: Vec<String>,
    /// Whether I am among those who can.
    pub can_manage_billing: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A group of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCount {
    pub group: InvitationGroup,
    pub count: i64,
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
    /// Whether its role reaches every project.
    pub every_project: bool,
    /// The projects that it adds to, with the role in each.
    pub projects: ProjectRoles,
    /// What whoever invited calls the person.
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// How far the invitation is, from draft to accepted.
    pub state: InvitationState,
    /// What it waits for.
    pub standing: InvitationStanding,
    /// Whether a new one was asked for after it expired.
    pub asked: bool,
    /// Whether who sent it may still give its role; else it has to be sent again (IN-6).
    pub backed: bool,
    /// Who invited; none once that account is gone.
    pub inviter: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it was sent; none for a draft.
    pub sent_at: Option<DateTime<Utc>>,
    /// Until when it is good; none for a draft.
    pub expires_at: Option<DateTime<Utc>>,
    /// When a new one was asked for.
    pub asked_at: Option<DateTime<Utc>>,
    /// When whom it is for last wanted in while no seat was free (ST-3).
    pub seat_wanted_at: Option<DateTime<Utc>>,
    /// When it was declined.
    pub settled_at: Option<DateTime<Utc>>,
    /// Where its newest mail is; none for a draft.
    pub delivery: Option<DeliveryState>,
    /// The mail server that took that mail; none while it is on its way, and for the local mailbox.
    pub mail_server: Option<String>,
    /// Whether I may send it, or send it again, as it is.
    pub can_send: bool,
    /// Whether I may change what it gives.
    pub can_edit: bool,
    /// Whether it needs a project before it can be sent (ST-6).
    pub lacks_project: bool,
    /// Whether I may have a link to it.
    pub can_copy_link: bool,
    /// Whether I may have its mail tried at once, which waits for another try.
    pub can_try_now: bool,
    /// Whether I may invite another address in its place, as its own was refused for good.
    pub can_fix_address: bool,
    /// Whether I may take it back.
    pub can_cancel: bool,
    /// Whether I may take it off the list, as one that was declined.
    pub can_dismiss: bool,
    /// Whether I may invite the address to the same again, which declined.
    pub can_invite_again: bool,
}

/// A page of invitations, searched and filtered as [`InvitationQuery`] says. Asked with `quiet`, it does not count as use of the
/// session.
#[server(prefix = "/api", endpoint = "members/invited")]
pub async fn invited(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] state: String,
    #[server(default)] delivery: String,
    #[server(default)] role: String,
    #[server(default)] project: String,
    #[server(default)] after: String,
    #[server(default)] before: String,
    #[server(default)] quiet: bool,
) -> Result<InvitationsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let words = [
        (member_list::FIND, find),
        (member_list::STATE, state),
        (invitation_list::DELIVERY, delivery),
        (member_list::ROLE, role),
        (member_list::PROJECT, project),
        (member_list::AFTER, after),
        (member_list::BEFORE, before),
    ];
    let query = InvitationQuery::of_fields(&words).map_err(|_| AppError::Malformed);
    let query = request.filter(&context, Permission::ManageMembers, query).await?;
    let list = request.invited(&context, &query).await?;
    Ok(InvitationsView::new(list, &context, request.now()))
}
