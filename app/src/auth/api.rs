//! The calls of signing up and in. Each takes what was typed, parses it, calls its use case and answers a view.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod reset;

use chrono::{DateTime, Utc};
use domain::{DeliveryState, FieldProblem, Refusal, SignUpOrigin, SignUpStatus, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Next},
    server::{self, HttpContext},
};

/// What the waiting screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// Where the mail goes.
    pub email: String,
    /// When it was written.
    pub mailed_at: DateTime<Utc>,
    /// Where it is.
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

/// What the page of an open link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The address it proves.
    pub email: String,
    /// Who signed up.
    pub name: String,
    /// When.
    pub started_at: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
    /// How this browser stands to that sign-up.
    pub origin: SignUpOrigin,
}

/// An address was proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedView {
    /// Whether this browser is the one that signed up.
    pub own: bool,
    /// Whether a browser still waits for it, and goes on by itself.
    pub waits: bool,
    /// Where to go without JavaScript: on with the sign-up, or to the page that says it is done.
    pub next: String,
}

/// Signs up (SU-1).
#[server(prefix = "/api", endpoint = "accounts/sign-up")]
pub async fn sign_up(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Next, AppError> {
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
    Ok(Next::to(paths::VERIFY))
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
pub async fn resend_verification() -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    request.resend_verification().await?;
    Ok(Next::to(paths::VERIFY))
}

/// Signs up with a different address; the old link dies (SU-6).
#[server(prefix = "/api", endpoint = "accounts/change-address")]
pub async fn change_address(#[server(default)] email: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let email = email.parse().map_err(|problem| AppError::field("email", FieldProblem::Email(problem)))?;
    request.keep_attempts(&request.change_address(&email).await?);
    Ok(Next::to(paths::VERIFY))
}

/// What the page of a verification link shows; changes nothing (SU-7).
#[server(prefix = "/api", endpoint = "accounts/verification-link")]
pub async fn verification_link(#[server(default)] token: String) -> Result<LinkView, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.verification_link(token.as_ref()).await?;
    Ok(LinkView {
        email: link.email.to_string(),
        name: link.name.to_string(),
        started_at: link.started_at,
        now: request.now(),
        origin: link.origin,
    })
}
crate::secret_fields!("accounts/verification-link": "token");

/// Proves the address (SU-4). Signs in nobody but a browser without scripts that confirms its own sign-up: no other page of
/// it would go on by itself.
#[server(prefix = "/api", endpoint = "accounts/confirm")]
pub async fn confirm(#[server(default)] token: String) -> Result<ConfirmedView, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    let confirmed = request.confirm(parsed.as_ref()).await?;
    let mut next = if confirmed.own { paths::VERIFY.into() } else { paths::verification_link(&token) };
    if confirmed.own
        && request.wants_page
        && let ResumeView::Through { next: through, .. } = resume().await?
    {
        next = through;
    }
    Ok(ConfirmedView { own: confirmed.own, waits: confirmed.waits, next })
}

/// Goes on with this browser's own sign-up, in place of the one that the link belongs to: a new link is mailed.
#[server(prefix = "/api", endpoint = "accounts/restart")]
pub async fn restart(#[server(default)] token: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.restart_sign_up(parsed.as_ref()).await?;
    Ok(Next::to(paths::VERIFY))
}
crate::secret_fields!("accounts/confirm": "token");
crate::secret_fields!("accounts/restart": "token");

/// *This wasn't me*: deletes the claim (SU-7).
#[server(prefix = "/api", endpoint = "accounts/reject")]
pub async fn reject(#[server(default)] token: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.reject(parsed.as_ref()).await?;
    Ok(Next::to(paths::verification_link(&token)))
}
crate::secret_fields!("accounts/reject": "token");

/// Signs in (SI-1).
#[server(prefix = "/api", endpoint = "accounts/sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] return_to: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let mut errors = FormErrors::default();
    let email = errors.check("email", email.parse(), FieldProblem::Email);
    let password = errors.check("password", domain::Password::attempt(password), FieldProblem::Password);
    let (Some(email), Some(password)) = (email, password) else {
        return Err(errors.into_error());
    };
    let signed_in = request.sign_in(&email, password).await?;
    request.keep_signed_in(&signed_in);
    Ok(Next::to(server::landing::after_sign_in(&signed_in, &return_to)))
}
crate::secret_fields!("accounts/sign-in": "password");

/// Where the person behind this browser belongs (SI-2).
#[server(prefix = "/api", endpoint = "accounts/landing")]
pub async fn landing() -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    match request.caller().await {
        Ok(caller) => {
            let memberships = request.memberships(&caller).await?;
            Ok(Next::to(server::landing::of_member(&memberships)))
        }
        Err(services::ServiceError::Refused(Refusal::Unverified)) => Ok(Next::to(paths::VERIFY)),
        Err(services::ServiceError::Refused(Refusal::SignedOut)) => Ok(Next::to(paths::SIGN_IN)),
        Err(error) => Err(error.into()),
    }
}
