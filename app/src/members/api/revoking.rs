//! The calls that revoke access, after what it would mean was seen (TR-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{RevokeEffect, Role, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// What revoking access would mean, person by person (TR-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Members and invitations that were chosen.
    pub people: Vec<ReviewRow>,
}

/// A member or an invitation that was chosen, and what revoking would do to it.
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

/// Brings back members whose access was revoked in the last 10 minutes, as they were; all or none. `people` are ids,
/// separated by commas.
#[server(prefix = "/api", endpoint = "members/restore")]
pub async fn restore(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    request.restore_members(&context, &people).await?;
    Ok(Redirect::to(paths::members(&context.organization.slug)))
}

/// Revokes access: removes the members and cancels the invitations, all or none. Takes effect on their next request.
#[server(prefix = "/api", endpoint = "members/revoke")]
pub async fn revoke(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let revoked = request.revoke(&context, &people).await?;
    Ok(Redirect::to(paths::members_after_revoking(&context.organization.slug, revoked)))
}
