//! The calls about invitations: sending, sending again, copying a link, taking back (IN-5 to IN-8).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "a form has as many fields")]

use domain::{EntryProblem, FieldProblem, InviteOutcome, Role, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, list_field::ListField, server::HttpContext};

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

/// Invites one address or many, each to the same role, grants (words with commas between them) and projects (`ID:role`); a result a line, never all or nothing (IN-8). With `draft` nothing is sent yet.
#[server(prefix = "/api", endpoint = "members/invite")]
pub async fn invite(
    #[server(default)] organization: String,
    #[server(default)] emails: String,
    #[server(default)] role: String,
    #[server(default)] grants: ListField,
    #[server(default)] projects: ListField,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] draft: String,
) -> Result<InvitedView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let invitee = crate::server::invitee(&role, &grants, &projects, &first_name, &last_name)?;
    let entries = domain::addresses_and_lines(&emails);
    if entries.is_empty() {
        return Err(AppError::field("emails", no_address(&emails)));
    }
    let draft = !matches!(draft.trim(), "" | "false" | "0");
    let problems: Vec<_> = entries.iter().map(|entry| entry.address.as_ref().err().copied()).collect();
    let lines = request.invite(&context, entries, &invitee, draft).await?;
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

/// Sends a draft, or sends an invitation again for a full 7 days (IN-7). `return_to`, here and below, is the list to come back to.
#[server(prefix = "/api", endpoint = "members/send-invitation")]
pub async fn send_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.send_invitation(&context, id).await?;
    let list = paths::invited_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, InviteOutcome::Invited.as_str(), 1)))
}

/// Tries the mail of an invitation at once, which waits for another try (IN-7, OP-5). Done twice, it is done once.
#[server(prefix = "/api", endpoint = "members/try-invitation-now")]
pub async fn try_invitation_now(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.try_invitation_now(&context, id).await?;
    let list = paths::invited_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::TRIED, 1)))
}

/// Takes an invitation back; its link says so.
#[server(prefix = "/api", endpoint = "members/cancel-invitation")]
pub async fn cancel_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.cancel_invitation(&context, id).await?;
    let list = paths::invited_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::CANCELLED, 1)))
}

/// Takes an invitation that was declined off the list. Done twice, it is done once.
#[server(prefix = "/api", endpoint = "members/dismiss-invitation")]
pub async fn dismiss_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.dismiss_invitation(&context, id).await?;
    let list = paths::invited_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::DISMISSED, 1)))
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
