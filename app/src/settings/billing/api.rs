//! The calls about the plan of an organization (ST-3).

use chrono::{DateTime, Utc};
use domain::{BillingContact, EmailAddress, FieldProblem, ProjectUse, SeatUse, Subscription, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    audit::AuditEntryView,
    error::AppError,
    form::{FormErrors, Redirect},
    server::HttpContext,
};

/// The plan of an organization, and what of it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingView {
    /// None where the operator gave it no plan: nothing is limited.
    pub subscription: Option<Subscription>,
    /// Whether its last day is over.
    pub ended: bool,
    /// How many seats are taken.
    pub seats: SeatUse,
    /// How many projects are worked in.
    pub projects: ProjectUse,
    /// Whom the operator writes to.
    pub contact: Option<BillingContact>,
    /// What changed about plan, limits and contact, the newest first.
    pub history: Vec<AuditEntryView>,
    /// Whether I see who is invited.
    pub can_read_invitations: bool,
    /// Whether I see who has access.
    pub can_read_members: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// The plan, what of it is used, whom the operator writes to, and what changed about it.
#[server(prefix = "/api", endpoint = "billing/view")]
pub async fn billing(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<BillingView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let overview = request.billing(&context).await?;
    Ok(BillingView::new(overview, &context, request.now()))
}

/// Says whom the operator writes to about the plan; with both fields empty nobody. `before`: who it was when the form was opened, as
/// JSON; empty where that is not told.
#[server(prefix = "/api", endpoint = "billing/change-contact")]
pub async fn change_billing_contact(
    #[server(default)] organization: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] before: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let told = Some(before).filter(|before| !before.is_empty());
    let seen = told.map(|before| serde_json::from_str(&before).map_err(|_| AppError::Malformed)).transpose()?;
    let contact = contact(&name, &email)?;
    request.change_billing_contact(&context, seen, contact.as_ref()).await?;
    Ok(Redirect::to(paths::billing_saved(&context.organization.slug)))
}

/// Reads whom the operator writes to; all mistakes at once.
pub fn contact(name: &str, email: &str) -> Result<Option<BillingContact>, AppError> {
    if name.trim().is_empty() && email.trim().is_empty() {
        return Ok(None);
    }
    let mut errors = FormErrors::default();
    let name = errors.check_optional("name", name, FieldProblem::PersonName);
    let email = errors.check("email", email.parse::<EmailAddress>(), FieldProblem::Email);
    let (Some(name), Some(email)) = (name, email) else { return Err(errors.into_error()) };
    Ok(Some(BillingContact { name, email }))
}
