//! The calls that end something: leaving an organization, handing it over, deleting it (OR-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{FieldProblem, Refusal, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// How somebody came to be out of an organization (OR-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostAccessView {
    /// What it is called.
    pub organization: String,
    /// Who removed me; none when it was deleted, or once that account is gone.
    pub by: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Whether I own it, and may bring it back.
    pub restorable: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Leaves an organization; the last owner hands over or deletes first.
#[server(prefix = "/api", endpoint = "organizations/leave")]
pub async fn leave_organization(#[server(default)] organization: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    request.leave_organization(&context).await?;
    Ok(Redirect::to(paths::ACCOUNT_ORGANIZATIONS))
}

/// Hands ownership over: `member` becomes an owner, and I an admin.
#[server(prefix = "/api", endpoint = "organizations/transfer")]
pub async fn transfer_organization(
    #[server(default)] organization: String,
    #[server(default)] member: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let candidate = member.parse().map_err(|_| AppError::field("member", FieldProblem::NoMember))?;
    request.transfer_organization(&context, candidate).await?;
    Ok(Redirect::to(paths::ACCOUNT_ORGANIZATIONS))
}

/// Deletes an organization, whose name must be typed. For 7 days it can be brought back.
#[server(prefix = "/api", endpoint = "organizations/delete")]
pub async fn delete_organization(
    #[server(default)] organization: String,
    #[server(default)] name: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    if !domain::same_text(&name, context.organization.name.as_str()) {
        return Err(AppError::field("name", FieldProblem::OtherName));
    }
    request.delete_organization(&context).await?;
    Ok(Redirect::to(paths::ACCOUNT_ORGANIZATIONS))
}

/// Brings a deleted organization back, with everybody in it.
#[server(prefix = "/api", endpoint = "organizations/restore")]
pub async fn restore_organization(#[server(default)] organization: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let slug = organization.parse().map_err(|_| Refusal::NotFound)?;
    request.restore_organization(&caller, &slug).await?;
    Ok(Redirect::to(paths::organization(&slug)))
}

/// Why an organization is not mine any more: told for a day, to those who were in it.
#[server(prefix = "/api", endpoint = "organizations/lost")]
pub async fn lost_organization(#[server(default)] organization: String) -> Result<LostAccessView, AppError> {
    let request = HttpContext::current()?;
    let caller = request.in_background().caller().await?;
    let slug = organization.parse().map_err(|_| Refusal::NotFound)?;
    let lost = request.lost_organization(&caller, &slug).await?;
    Ok(LostAccessView {
        organization: lost.name.to_string(),
        by: lost.by,
        deleted: lost.deleted,
        restorable: lost.restorable,
        at: lost.at,
        now: request.now(),
    })
}
