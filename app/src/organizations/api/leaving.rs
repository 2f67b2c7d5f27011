//! The calls that end something: leaving an organization, handing it over, deleting it (OR-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{AccountId, FieldProblem, Refusal, Role, Slug, TileColor, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// What became of an address that leads into none of my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum WhereaboutsView {
    /// The organization is mine, and has another address by now (ST-2).
    Moved {
        /// Its place in addresses by now.
        moved_to: Slug,
    },
    /// It is not mine any more.
    Lost(LostAccessView),
}

/// How somebody came to be out of an organization (OR-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostAccessView {
    /// What it is called.
    pub organization: String,
    /// Who removed me; none when it was deleted, or once that account is gone.
    pub by: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// For its owners, who may bring it back.
    pub deletion: Option<DeletionView>,
    /// When.
    pub at: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A deleted organization that I may bring back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionView {
    /// Colour of its tile.
    pub color: TileColor,
    /// What nobody reaches until then.
    pub contents: ContentsView,
    /// The names of others who may bring it back.
    pub owners: Vec<String>,
    /// When it is gone for good.
    pub until: DateTime<Utc>,
}

/// How much there is in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentsView {
    /// Members.
    pub people: i64,
    /// Invitations that can still be accepted.
    pub invitations: i64,
    /// Projects that are worked in.
    pub projects: i64,
    /// Projects that are archived.
    pub archived_projects: i64,
}

/// My part in an organization, and what leaving, handing over and deleting come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipView {
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// Mine in it.
    pub role: Role,
    /// Whether I may hand it over.
    pub can_transfer: bool,
    /// For those who may delete it: what goes with it.
    pub contents: Option<ContentsView>,
    /// The names of others who own it; ten at most.
    pub owners: Vec<String>,
    /// Others who could own it, by name, for those who may hand it over; the first 100.
    pub candidates: Vec<OwnershipCandidateView>,
    /// Until when it can be brought back, were it deleted now.
    pub until: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl OwnershipView {
    /// Whether I cannot leave before handing it over.
    pub const fn only_owner(&self) -> bool {
        matches!(self.role, Role::Owner) && self.owners.is_empty()
    }
}

/// Somebody who could own an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipCandidateView {
    /// Whose account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// What there is to know before I leave an organization, hand it over or delete it. It does not count as use of the session:
/// open tabs ask for it by themselves.
#[server(prefix = "/api", endpoint = "organizations/ownership")]
pub async fn ownership(#[server(default)] organization: String) -> Result<OwnershipView, AppError> {
    let request = HttpContext::quietly(true)?;
    let context = request.organization_from_outside(&organization).await?;
    let ownership = request.ownership(&context).await?;
    Ok(OwnershipView::new(context.organization, ownership, request.now()))
}

/// Leaves an organization; the last owner hands over or deletes first.
#[server(prefix = "/api", endpoint = "organizations/leave")]
pub async fn leave_organization(#[server(default)] organization: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization_from_outside(&organization).await?;
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
    request.delete_organization(&context, &name).await?;
    // There it says what became of it, and how to take it back.
    Ok(Redirect::to(paths::organization(&context.organization.slug)))
}

/// Brings a deleted organization back, with everybody in it.
#[server(prefix = "/api", endpoint = "organizations/restore")]
pub async fn restore_organization(#[server(default)] organization: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let slug = organization.parse().map_err(|_| Refusal::NotFound)?;
    request.restore_organization(&caller, &slug).await?;
    Ok(Redirect::to(paths::with_notice(&paths::organization(&slug), paths::RESTORED, 1)))
}

/// Why an address leads into none of my organizations: that one of them moved, or why it is not mine any more, which is told
/// for a day to those who were in it.
#[server(prefix = "/api", endpoint = "organizations/lost")]
pub async fn lost_organization(#[server(default)] organization: String) -> Result<WhereaboutsView, AppError> {
    let request = HttpContext::current()?;
    let caller = request.in_background().caller().await?;
    let slug = organization.parse().map_err(|_| Refusal::NotFound)?;
    let whereabouts = request.lost_organization(&caller, &slug).await?;
    Ok(WhereaboutsView::new(whereabouts, request.now()))
}
