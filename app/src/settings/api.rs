//! The calls of the settings.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{CompanyDetails, FieldProblem, GeneralSettings, limits, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    organizations::api::leaving::OwnershipView,
    server::HttpContext,
    text::told_apart,
};

/// The general settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralView {
    /// The settings as they were saved last.
    pub settings: GeneralSettings,
    /// What stands before the slug in addresses: "chat.example/o/".
    pub address: String,
    /// The name of whoever saved them last; none where nobody did, or once that account is gone.
    pub saved_by: Option<String>,
    /// Their address, where somebody else in the organization is called alike, for those who see addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_by_email: Option<String>,
    /// When they were saved last; none where nobody did.
    pub saved_at: Option<DateTime<Utc>>,
    /// Whether I may change them.
    pub can_change: bool,
    /// My part in the organization.
    pub ownership: OwnershipView,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl GeneralView {
    /// Whoever saved them last, as they are named (FIELD-23).
    pub fn saver(&self) -> Option<String> {
        self.saved_by.as_deref().map(|by| told_apart(by, self.saved_by_email.as_deref()))
    }
}

/// The general settings (ST-2). Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "settings/general")]
pub async fn general(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<GeneralView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let general = request.general_settings(&context).await?;
    let ownership = request.ownership(&context).await?;
    let address = request.public_url.page("/o/");
    let now = request.now();
    Ok(GeneralView {
        settings: general.settings,
        address: address.split_once("://").map_or(address.clone(), |(_, rest)| rest.to_owned()),
        saved_by: general.saved.by,
        saved_by_email: general.saved.by_email,
        saved_at: general.saved.at,
        can_change: general.can_change,
        ownership: OwnershipView::new(context.organization, ownership, now),
        now,
    })
}

/// Saves the general settings: all fields as they are to be. `before`: what they were when they were looked at, as
/// `settings/general` told it; what is not changed from it stays as it is by now. Without it nobody's changes are in the way.
#[server(prefix = "/api", endpoint = "settings/save-general")]
pub async fn save_general(
    #[server(default)] organization: String,
    #[server(default)] name: String,
    #[server(default)] slug: String,
    #[server(default)] registered_name: String,
    #[server(default)] vat_number: String,
    #[server(default)] country: String,
    #[server(default)] before: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    // Who may not even see them hears that first.
    let now = request.general_settings(&context).await?.settings;
    let mut errors = FormErrors::default();
    let name = errors.check("name", name.parse(), FieldProblem::OrganizationName);
    let slug = errors.check("slug", slug.trim().parse(), FieldProblem::Slug);
    let line = |max| move |problem| FieldProblem::Line { problem, max };
    let registered_name = errors.check_optional("registered_name", &registered_name, line(limits::REGISTERED_NAME_MAX));
    let vat_number = errors.check_optional("vat_number", &vat_number, line(limits::VAT_NUMBER_MAX));
    let country = errors.check_optional("country", &country, |_| FieldProblem::NoCountry);
    let before = match before.as_str() {
        "" => Some(now),
        before => errors.check("before", serde_json::from_str(before), |_| FieldProblem::NoSettings),
    };
    let (Some(name), Some(slug), Some(registered_name), Some(vat_number), Some(country), Some(before)) =
        (name, slug, registered_name, vat_number, country, before)
    else {
        return Err(errors.into_error());
    };
    let company = CompanyDetails { registered_name, vat_number, country };
    let wanted = GeneralSettings { name, slug, company };
    let (saved, count) = request.save_general_settings(&context, &before, wanted).await?;
    Ok(Redirect::to(paths::general_settings_saved(&saved.slug, count)))
}
