//! The calls of the *Members* page: who is in the organization, and who is invited.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, DeliveryState, EntryProblem, FieldProblem, InvitationId, InvitationState, InviteOutcome, RevokeEffect,
    Role, paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Next, server::HttpContext};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Which one.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: String,
    /// The role that waits.
    pub role: Role,
    /// Where it is.
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

/// What became of a list of addresses (IN-8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedView {
    /// One a line, in the order they were typed.
    pub lines: Vec<LineView>,
    /// Where to go without JavaScript: the list, with the counts.
    pub next: String,
    /// Whether some lines are not what was asked for. Without JavaScript the form's page comes back with them.
    pub unfinished: bool,
}

/// What became of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// What was typed.
    pub typed: String,
    /// What became of it.
    pub outcome: InviteOutcome,
    /// The role that an invitation has now which was there already with another one; none when no role changed.
    pub new_role: Option<Role>,
    /// Why it is no address.
    pub problem: Option<EntryProblem>,
}

/// A link to hand over by other means (IN-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedView {
    /// The whole address.
    pub link: String,
}

/// What revoking access would mean, person by person (TR-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Members and invitations that were chosen.
    pub people: Vec<ReviewRow>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRow {
    /// The id of the member's account or of the invitation, as it was chosen.
    pub id: String,
    /// Name of the member; none for an invitation.
    pub name: Option<String>,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// What would happen.
    pub effect: RevokeEffect,
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

/// Invites one address or many; a result a line, never all or nothing (IN-8). With `draft` nothing is sent yet.
#[server(prefix = "/api", endpoint = "members/invite")]
pub async fn invite(
    #[server(default)] organization: String,
    #[server(default)] emails: String,
    #[server(default)] role: String,
    #[server(default)] draft: String,
) -> Result<InvitedView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let role = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))?;
    let entries = domain::addresses(&emails);
    if entries.is_empty() {
        return Err(AppError::field("emails", no_address(&emails)));
    }
    let draft = !matches!(draft.trim(), "" | "false" | "0");
    let problems: Vec<_> = entries.iter().map(|entry| entry.address.as_ref().err().copied()).collect();
    let lines = request.invite(&context, entries, role, draft).await?;
    let told = lines.iter().map(|line| (line.outcome, line.new_role));
    let next = paths::members_with_outcomes(&context.organization.slug, told);
    let lines: Vec<LineView> = lines
        .into_iter()
        .zip(problems)
        .map(|(line, problem)| LineView { typed: line.typed, outcome: line.outcome, new_role: line.new_role, problem })
        .collect();
    let unfinished = lines.iter().any(|line| !line.outcome.went_well());
    Ok(InvitedView { lines, next, unfinished })
}

/// What is wrong with a text in which no address stands.
pub fn no_address(typed: &str) -> FieldProblem {
    if typed.trim().is_empty() { FieldProblem::NoAddress } else { FieldProblem::NoAddressInText }
}

/// Sends a draft, or sends an invitation again for a full 7 days (IN-7).
#[server(prefix = "/api", endpoint = "members/send-invitation")]
pub async fn send_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.send_invitation(&context, id).await?;
    Ok(Next::to(paths::members(&context.organization.slug)))
}

/// Takes an invitation back; its link says so.
#[server(prefix = "/api", endpoint = "members/cancel-invitation")]
pub async fn cancel_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.cancel_invitation(&context, id).await?;
    Ok(Next::to(paths::members(&context.organization.slug)))
}

/// *Copy link*: a link to hand over by other means. It proves no mailbox (IN-5, IN-7).
#[server(prefix = "/api", endpoint = "members/invitation-link")]
pub async fn invitation_link(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
) -> Result<CopiedView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    let token = request.invitation_link(&context, id).await?;
    Ok(CopiedView { link: request.public_url.page(paths::invitation(&token.expose())) })
}

/// Changes a member's role (IN-6, TR-6).
#[server(prefix = "/api", endpoint = "members/change-role")]
pub async fn change_role(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] role: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member = member.parse().map_err(|_| AppError::Malformed)?;
    let role = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))?;
    request.change_role(&context, member, role).await?;
    Ok(Next::to(paths::members(&context.organization.slug)))
}

/// What revoking access would mean. `people` are ids of members and invitations, separated by commas.
#[server(prefix = "/api", endpoint = "members/review")]
pub async fn review(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<ReviewView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let people = request.review(&context, &people).await?;
    Ok(ReviewView {
        people: people
            .into_iter()
            .map(|person| ReviewRow {
                id: person.id(),
                name: person.name.map(String::from),
                email: person.email.to_string(),
                role: person.role,
                effect: person.effect,
            })
            .collect(),
    })
}

/// Revokes access: removes the members and cancels the invitations, all or none. Takes effect on their next request.
#[server(prefix = "/api", endpoint = "members/revoke")]
pub async fn revoke(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let revoked = request.revoke(&context, &people).await?;
    Ok(Next::to(paths::members_after_revoking(&context.organization.slug, revoked)))
}
