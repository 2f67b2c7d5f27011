//! The calls about how I sign in: my password and my address (PW-5, SI-8).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{FieldProblem, paths};
use leptos::prelude::*;

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::{self, HttpContext},
};

/// Changes my password, which asks for the current one. This browser stays signed in under a new token, others are
/// signed out (PW-5).
#[server(prefix = "/api", endpoint = "account/change-password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let mut errors = FormErrors::default();
    let attempt = domain::Password::attempt(current_password);
    let current = errors.check("current_password", attempt, FieldProblem::Password);
    let own = request.own_words_of(caller.account_id, caller.email.as_str(), caller.name.as_str()).await?;
    let chosen = services::auth::choose_password(password, &own);
    let password = errors.check("password", chosen, FieldProblem::Password);
    let (Some(current), Some(password)) = (current, password) else {
        return Err(errors.into_error());
    };
    let signed_in = request
        .change_password(&caller, current, password)
        .await
        .map_err(|error| server::wrong_password("current_password", error))?;
    request.keep_signed_in(&signed_in);
    Ok(Redirect::to(paths::ACCOUNT_PASSWORD_CHANGED))
}
crate::secret_fields!("account/change-password": "current_password", "password");

/// Asks to change my address: its new mailbox gets a link, and the old one the news with a way back (SI-8).
#[server(prefix = "/api", endpoint = "account/change-email")]
pub async fn change_email(
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let mut errors = FormErrors::default();
    let email: Option<domain::EmailAddress> = errors.check("email", email.parse(), FieldProblem::Email);
    let password = errors.check("password", domain::Password::attempt(password), FieldProblem::Password);
    let (Some(email), Some(password)) = (email, password) else {
        return Err(errors.into_error());
    };
    if email == caller.email {
        return Err(AppError::field("email", FieldProblem::SameAddress));
    }
    request.change_email(&caller, &email, password).await.map_err(|error| server::wrong_password("password", error))?;
    Ok(Redirect::to(paths::ACCOUNT_SIGN_IN))
}
crate::secret_fields!("account/change-email": "password");
