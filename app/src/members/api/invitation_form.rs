//! The calls of the form for a new member: what it offers, and an invitation that is changed in it (TR-4, IN-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "a form has as many fields")]

use domain::{EmailAddress, FieldProblem, Grant, ReachedLimit, Refusal, Role, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ProjectOption, invited::InvitationRow};
use crate::{error::AppError, form::Redirect, list_field::ListField, server::HttpContext};

/// What the form offers, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationFormView {
    /// The roles that I may give.
    pub assignable: Vec<Role>,
    /// What I may grant.
    pub grantable: Vec<Grant>,
    /// The projects to which I may add somebody.
    pub projects: Vec<ProjectOption>,
    /// Whether an identity provider says what people are, so that nobody is given more than to be a member.
    pub identity_managed: bool,
    /// The invitation that is changed; none for a new member.
    pub invitation: Option<InvitationRow>,
    /// Where no seat is free: a new invitation waits as a draft (ST-3).
    pub taken_seats: Option<ReachedLimit>,
    /// Whether nothing is sent without a project (ST-6).
    pub project_needed: bool,
}

/// What the form for a new member offers; with the id of an invitation, also what is in it.
#[server(prefix = "/api", endpoint = "members/invitation-form")]
pub async fn invitation_form(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
) -> Result<InvitationFormView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = Some(invitation.as_str()).filter(|id| !id.is_empty());
    let id = id.map(str::parse).transpose().map_err(|_| Refusal::NotFound)?;
    let form = request.invitation_form(&context, id).await?;
    Ok(InvitationFormView::new(form, request.now()))
}

/// Changes what an invitation gives and what it calls the person; with `send` it is sent with that (IN-7). With another `email`,
/// where the mail server refused its own for good, it is taken back, and a new one stands in its place. `before_terms`, the
/// `Authority` that was seen, with `before_first_name` and `before_last_name`: what was not changed from them stays as it is by now.
#[server(prefix = "/api", endpoint = "members/edit-invitation")]
pub async fn edit_invitation(
    #[server(default)] organization: String,
    #[server(default)] invitation: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
    #[server(default)] grants: ListField,
    #[server(default)] projects: ListField,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] send: String,
    #[server(default)] before_terms: String,
    #[server(default)] before_first_name: String,
    #[server(default)] before_last_name: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    let email: Option<EmailAddress> = match email.trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|problem| AppError::field("email", FieldProblem::Email(problem)))?),
    };
    let invitee = crate::server::invitee(&role, &grants, &projects, &first_name, &last_name)?;
    let send = !matches!(send.trim(), "" | "false" | "0");
    let seen = crate::server::invitee_before(&before_terms, &before_first_name, &before_last_name)?;
    request.edit_invitation(&context, id, email.as_ref(), &invitee, seen.as_ref(), send).await?;
    Ok(Redirect::to(paths::invited(&context.organization.slug)))
}
