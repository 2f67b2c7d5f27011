//! The calls about browsers where I am signed in (SI-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::paths;
use leptos::prelude::*;

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// Signs one of my browsers out; this one is signed out by *Sign out*.
#[server(prefix = "/api", endpoint = "account/end-session")]
pub async fn end_session(#[server(default)] session: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let id = session.parse().map_err(|_| AppError::Malformed)?;
    request.end_session(&caller, id).await?;
    Ok(Redirect::to(paths::ACCOUNT_SESSIONS))
}

/// Signs all my other browsers out.
#[server(prefix = "/api", endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    request.end_other_sessions(&caller).await?;
    Ok(Redirect::to(paths::ACCOUNT_SESSIONS))
}
