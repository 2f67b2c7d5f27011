//! What only the server knows: who calls, from which browser, with which cookies. The one module gated by `ssr`.

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::{Client, ServiceError, Services, Token, accounts::Caller};

use crate::error::{AppError, DeadLink};

/// A request as server functions see it; put into the context by the server.
#[derive(Clone)]
pub struct Visit {
    /// The use cases.
    pub services: Services,
    /// Who is on the other end.
    pub client: Client,
    /// The session cookie, as it came.
    pub session: Option<Token>,
    /// The attempt cookie, as it came.
    pub attempt: Option<Token>,
    /// Names and attributes of cookies.
    pub cookies: Cookies,
}

/// Names and attributes of cookies; both follow from the public URL's scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookies {
    /// Over https: `__Host-` names, `Secure`.
    Secure,
    /// Over http, for the default set-up on this machine.
    Plain,
}

/// Cookies live 30 days at most, like the sessions and the claims behind them.
const MAX_AGE: u32 = 30 * 24 * 60 * 60;

impl Cookies {
    /// Name of the session cookie.
    pub const fn session(self) -> &'static str {
        match self {
            Self::Secure => "__Host-parlor-session",
            Self::Plain => "parlor-session",
        }
    }

    /// Name of the attempt cookie.
    pub const fn attempt(self) -> &'static str {
        match self {
            Self::Secure => "__Host-parlor-attempt",
            Self::Plain => "parlor-attempt",
        }
    }

    /// The header that keeps `token` under `name`; none deletes it (SES-1).
    fn header(self, name: &str, token: Option<&Token>) -> Option<HeaderValue> {
        let (value, age) = token.map_or((String::new(), 0), |token| (token.expose(), MAX_AGE));
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")).ok()
    }
}

impl Visit {
    /// The request being answered.
    ///
    /// # Errors
    /// Outside a request, which is a bug.
    pub fn current() -> Result<Self, AppError> {
        use_context().ok_or_else(|| fault("a server function ran outside a request"))
    }

    /// Who is signed in, with a proven address.
    ///
    /// # Errors
    /// [`AppError::SignedOut`], [`AppError::Unconfirmed`].
    pub async fn caller(&self) -> Result<Caller, AppError> {
        Ok(self.services.verified_caller(self.session.as_ref()).await?)
    }

    /// Gives the browser its session, or takes it away.
    pub fn keep_session(&self, token: Option<&Token>) {
        set_cookie(self.cookies.header(self.cookies.session(), token));
    }

    /// Gives the browser its attempt, or takes it away.
    pub fn keep_attempt(&self, token: Option<&Token>) {
        set_cookie(self.cookies.header(self.cookies.attempt(), token));
    }
}

fn set_cookie(header: Option<HeaderValue>) {
    if let (Some(response), Some(header)) = (use_context::<ResponseOptions>(), header) {
        response.append_header(header::SET_COOKIE, header);
    }
}

/// Sets the status of the page being rendered.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Sets a header of the page being rendered.
pub fn set_header(name: header::HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.insert_header(name, value);
    }
}

/// A bug: logged once with a reference, of which the person hears the reference alone.
fn fault(cause: impl std::fmt::Display) -> AppError {
    let reference = services::Rng::System.bytes().map(u32::from_le_bytes).unwrap_or_default();
    let reference = format!("{reference:08x}");
    tracing::error!(reference, %cause, "a call failed");
    AppError::Internal { reference }
}

impl From<ServiceError> for AppError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::SignedOut => Self::SignedOut,
            ServiceError::Unconfirmed => Self::Unconfirmed,
            ServiceError::BadCredentials => Self::BadCredentials,
            ServiceError::NoAttempt => Self::NoAttempt,
            ServiceError::Link(reason) => Self::DeadLink { reason: reason.into() },
            ServiceError::NotFound => Self::NotFound,
            ServiceError::TooSoon(wait) => {
                let seconds = (wait.num_milliseconds() + 999) / 1000;
                Self::TooSoon { seconds: u32::try_from(seconds).unwrap_or(1).max(1) }
            }
            ServiceError::OrganizationLimit(limit) => Self::OrganizationLimit { limit },
            ServiceError::SlugTaken => Self::field("slug", crate::text::setup::SLUG_TAKEN.into()),
            ServiceError::Busy => Self::Unavailable,
            ServiceError::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is away");
                Self::Unavailable
            }
            ServiceError::Internal(cause) => fault(cause),
        }
    }
}

impl From<services::accounts::DeadLink> for DeadLink {
    fn from(reason: services::accounts::DeadLink) -> Self {
        use services::accounts::DeadLink as Reason;
        match reason {
            Reason::Expired => Self::Expired,
            Reason::Used => Self::Used,
            Reason::Rejected => Self::Rejected,
            Reason::Superseded => Self::Superseded,
            Reason::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SES-1
    #[test]
    fn cookies_carry_every_attribute() {
        let token = Token::new([1; 32]);
        let secure = Cookies::Secure.header(Cookies::Secure.session(), Some(&token)).unwrap();
        let secure = secure.to_str().unwrap();
        assert!(secure.starts_with(&format!("__Host-parlor-session={};", token.expose())));
        for attribute in ["; Path=/;", "; Max-Age=2592000;", "; HttpOnly;", "; SameSite=Lax;", "; Secure"] {
            assert!(secure.contains(attribute), "{secure}");
        }
        let gone = Cookies::Plain.header(Cookies::Plain.attempt(), None).unwrap();
        assert_eq!(gone, "parlor-attempt=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
