//! The calls of signing in, and of where somebody belongs who is signed in (SI-1, SI-2).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{FieldProblem, Refusal, paths};
use leptos::prelude::*;

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::{self, HttpContext},
};

/// Signs in (SI-1).
#[server(prefix = "/api", endpoint = "accounts/sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let mut errors = FormErrors::default();
    let email = errors.check("email", email.parse(), FieldProblem::Email);
    let password = errors.check("password", domain::Password::attempt(password), FieldProblem::Password);
    let (Some(email), Some(password)) = (email, password) else {
        return Err(errors.into_error());
    };
    let signed_in = request.sign_in(&email, password).await?;
    request.keep_signed_in(&signed_in);
    Ok(Redirect::to(server::landing::after_sign_in(&signed_in, &return_to)))
}
crate::secret_fields!("accounts/sign-in": "password");

/// Where the person behind this browser belongs (SI-2).
#[server(prefix = "/api", endpoint = "accounts/landing")]
pub async fn landing() -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    match request.caller().await {
        Ok(caller) => {
            let memberships = request.memberships(&caller).await?;
            Ok(Redirect::to(server::landing::of_member(&memberships)))
        }
        Err(services::ServiceError::Refused(Refusal::Unverified)) => Ok(Redirect::to(paths::VERIFY)),
        Err(services::ServiceError::Refused(Refusal::SignedOut)) => Ok(Redirect::to(paths::SIGN_IN)),
        Err(error) => Err(error.into()),
    }
}
