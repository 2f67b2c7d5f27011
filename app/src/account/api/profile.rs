//! The calls about me: my name, how pages look, and the end of my account.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{FieldProblem, paths};
use leptos::prelude::*;

use crate::{
    error::AppError,
    form::Redirect,
    server::{self, HttpContext},
};

/// Changes my name.
#[server(prefix = "/api", endpoint = "account/change-name")]
pub async fn change_name(#[server(default)] name: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let name = name.parse().map_err(|problem| AppError::field("name", FieldProblem::PersonName(problem)))?;
    request.change_name(&caller, &name).await?;
    Ok(Redirect::to(paths::ACCOUNT_SAVED))
}

/// How pages look in this browser: `system`, `light` or `dark`.
#[server(prefix = "/api", endpoint = "account/appearance")]
#[allow(clippy::unused_async, reason = "a call is async, whether it waits for something or not")]
pub async fn set_appearance(#[server(default)] appearance: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let chosen = appearance.parse().map_err(|_| AppError::field("appearance", FieldProblem::NoAppearance))?;
    request.keep_appearance(chosen);
    Ok(Redirect::to(paths::ACCOUNT_APPEARANCE))
}

/// Deletes my account, which asks for the password. Organizations that I alone own come first (SI-9).
#[server(prefix = "/api", endpoint = "account/delete")]
pub async fn delete_account(#[server(default)] password: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let password = domain::Password::attempt(password)
        .map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?;
    request.delete_account(&caller, password).await.map_err(|error| server::wrong_password("password", error))?;
    request.forget();
    Ok(Redirect::to(paths::SIGN_UP_AFTER_DELETION))
}
crate::secret_fields!("account/delete": "password");
