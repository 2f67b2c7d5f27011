//! The calls of signing up, from the form to the session (SU-1 to SU-9).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{DeliveryState, FieldProblem, Refusal, SignUpStatus, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::{self, HttpContext},
};

/// What the waiting screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// Where the mail goes.
    pub email: String,
    /// When it was written.
    pub mailed_at: DateTime<Utc>,
    /// What became of the newest verification mail.
    pub mail: DeliveryState,
    /// Seconds until another one may be sent.
    pub resend_in: u32,
    /// Until when its link is good.
    pub expires_at: DateTime<Utc>,
    /// How far the sign-up is.
    pub status: SignUpStatus,
}

/// Where a browser is that opens the waiting screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum ResumeView {
    /// Its sign-up waits.
    Waiting {
        /// For this.
        view: WaitingView,
    },
    /// The address is proven, and the session is there to be taken, by `resume`.
    Confirmed,
    /// It is signed in, with a proven address.
    Through {
        /// Where it belongs.
        next: String,
        /// Whether this very call gave it the session; then it is the tab that goes on (SU-8).
        taken: bool,
    },
    /// It is not signing up.
    Nowhere,
}

/// Signs up (SU-1).
#[server(prefix = "/api", endpoint = "accounts/sign-up")]
pub async fn sign_up(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let mut errors = FormErrors::default();
    let parsed_name = errors.check("name", name.parse(), FieldProblem::PersonName);
    let parsed_email = errors.check("email", email.parse(), FieldProblem::Email);
    let address = parsed_email.as_ref().map_or(email.as_str(), domain::EmailAddress::as_str);
    let chosen = services::auth::choose_password(password, &request.own_words(address, &name));
    let password = errors.check("password", chosen, FieldProblem::Password);
    let (Some(name), Some(email), Some(password)) = (parsed_name, parsed_email, password) else {
        return Err(errors.into_error());
    };
    let sign_up = services::auth::SignUp { name, email, password };
    request.keep_attempts(&request.sign_up(sign_up).await?);
    Ok(Redirect::to(paths::VERIFY))
}
crate::secret_fields!("accounts/sign-up": "password");

/// Where this browser's sign-up is: one indexed read, no write, no use of a session (SU-5).
#[server(prefix = "/api", endpoint = "accounts/attempt-status")]
pub async fn attempt_status() -> Result<WaitingView, AppError> {
    let request = HttpContext::current()?;
    let status = request.attempt_status().await?;
    Ok(WaitingView::new(status, request.now()))
}

/// Where this browser is, when it opens the waiting screen; changes nothing: opening a page takes no session (SU-7).
#[server(prefix = "/api", endpoint = "accounts/waiting")]
pub async fn waiting() -> Result<ResumeView, AppError> {
    let request = HttpContext::current()?;
    match request.attempt_status().await {
        Ok(status) => match status.status {
            SignUpStatus::Pending => {
                let view = WaitingView::new(status, request.now());
                return Ok(ResumeView::Waiting { view });
            }
            SignUpStatus::Confirmed => return Ok(ResumeView::Confirmed),
            // Another tab took the session, perhaps this moment.
            SignUpStatus::Completed => {
                return Ok(ResumeView::Through { next: paths::LANDING.into(), taken: false });
            }
        },
        Err(services::ServiceError::Refused(Refusal::NoAttempt)) => {}
        Err(error) => return Err(error.into()),
    }
    match request.in_background().caller().await {
        Ok(_) => Ok(ResumeView::Through { next: paths::LANDING.into(), taken: false }),
        Err(services::ServiceError::Refused(Refusal::SignedOut | Refusal::Unverified)) => Ok(ResumeView::Nowhere),
        Err(error) => Err(error.into()),
    }
}

/// Goes on: a confirmed attempt gets its session, once (SU-5, SU-8, SU-9).
#[server(prefix = "/api", endpoint = "accounts/resume")]
pub async fn resume() -> Result<ResumeView, AppError> {
    let request = HttpContext::current()?;
    let Some(signed_in) = request.complete_attempt().await? else {
        return waiting().await;
    };
    request.keep_signed_in(&signed_in);
    let caller = request.signed_in(&signed_in).caller().await?;
    let memberships = request.memberships(&caller).await?;
    Ok(ResumeView::Through { next: server::landing::of_member(&memberships), taken: true })
}

/// Sends another verification mail (SU-6).
#[server(prefix = "/api", endpoint = "accounts/resend-verification")]
pub async fn resend_verification() -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    request.resend_verification().await?;
    Ok(Redirect::to(paths::VERIFY))
}

/// Signs up with a different address; the old link dies (SU-6).
#[server(prefix = "/api", endpoint = "accounts/change-address")]
pub async fn change_address(#[server(default)] email: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let email = email.parse().map_err(|problem| AppError::field("email", FieldProblem::Email(problem)))?;
    request.keep_attempts(&request.change_address(&email).await?);
    Ok(Redirect::to(paths::VERIFY))
}
