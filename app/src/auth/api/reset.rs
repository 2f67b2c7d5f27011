//! The calls of a forgotten password (PW-1 to PW-3).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{FieldProblem, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// What the page of an open reset link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetView {
    /// Whose password.
    pub email: String,
    /// Their name, so that the new password is not made of it.
    pub name: String,
    /// Their organizations, for the same.
    pub organizations: Vec<String>,
}

/// Mails a reset link, if the address has an account. The answer is the same either way (PW-1).
#[server(prefix = "/api", endpoint = "accounts/forgot-password")]
pub async fn forgot_password(#[server(default)] email: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let email = email.parse().map_err(|problem| AppError::field("email", FieldProblem::Email(problem)))?;
    request.forgot_password(&email).await?;
    Ok(Redirect::to(paths::FORGOT_PASSWORD_SENT))
}

/// What the page of a reset link shows; changes nothing.
#[server(prefix = "/api", endpoint = "accounts/reset-link")]
pub async fn reset_link(#[server(default)] token: String) -> Result<ResetView, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.reset_link(token.as_ref()).await?;
    let own = request.own_words_of_reset(&link).await?;
    Ok(ResetView { email: own.email, name: own.name, organizations: own.organizations })
}
crate::secret_fields!("accounts/reset-link": "token");

/// Sets a new password; every session and every other reset link of the account ends (PW-3).
#[server(prefix = "/api", endpoint = "accounts/reset-password")]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.reset_link(token.as_ref()).await?;
    let own = request.own_words_of_reset(&link).await?;
    let password = services::auth::choose_password(password, &own)
        .map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?;
    let device = request.reset_password(&link, password).await?;
    request.keep_device(&device);
    request.keep_session(None);
    Ok(Redirect::to(paths::SIGN_IN_AFTER_RESET))
}
crate::secret_fields!("accounts/reset-password": "token", "password");
