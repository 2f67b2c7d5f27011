//! The calls of a verification link (SU-4, SU-7, SU-14).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{SignUpOrigin, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::sign_up::{ResumeView, resume};
use crate::{error::AppError, form::Redirect, server::HttpContext};

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
pub async fn restart(#[server(default)] token: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.restart_sign_up(parsed.as_ref()).await?;
    Ok(Redirect::to(paths::VERIFY))
}
crate::secret_fields!("accounts/confirm": "token");
crate::secret_fields!("accounts/restart": "token");

/// *This wasn't me*: deletes the claim (SU-7).
#[server(prefix = "/api", endpoint = "accounts/reject")]
pub async fn reject(#[server(default)] token: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.reject(parsed.as_ref()).await?;
    Ok(Redirect::to(paths::verification_link(&token)))
}
crate::secret_fields!("accounts/reject": "token");
