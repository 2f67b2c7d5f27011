//! The calls by which I say what I am, here or everywhere (TR-9).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{Availability, paths};
use leptos::prelude::*;

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// Says what I am in this organization, for as long as I have it open.
#[server(prefix = "/api", endpoint = "organizations/set-availability")]
pub async fn set_availability(
    #[server(default)] organization: String,
    #[server(default)] availability: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let availability: Availability = availability.parse().map_err(|_| AppError::Malformed)?;
    request.set_availability(&context, availability).await?;
    Ok(Redirect::to(paths::organization(&context.organization.slug)))
}

/// Says in all of my organizations what I am in this one.
#[server(prefix = "/api", endpoint = "organizations/set-availability-everywhere")]
pub async fn set_availability_everywhere(#[server(default)] organization: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    request.set_availability_everywhere(&context).await?;
    Ok(Redirect::to(paths::organization(&context.organization.slug)))
}
