//! The calls of invitations for whoever is signed in, found in a list (SU-15, IN-10).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{InvitationId, Role, Slug, TileColor, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext};

/// An invitation for the address of whoever is signed in (SU-15, IN-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingView {
    /// Names the invitation where it is answered.
    pub id: InvitationId,
    /// The organization's name.
    pub organization: String,
    /// Its place in addresses.
    pub slug: Slug,
    /// Colour of its tile.
    pub color: TileColor,
    /// Who invites; none once that account is gone.
    pub inviter: Option<String>,
    /// The role that waits.
    pub role: Role,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Accepts an invitation for one's own verified address, found in a list (SU-15).
#[server(prefix = "/api", endpoint = "invitations/accept-mine")]
pub async fn accept_my_invitation(#[server(default)] invitation: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    let slug = request.accept_my_invitation(&caller, id).await?;
    Ok(Redirect::to(paths::organization(&slug)))
}

/// Declines an invitation for one's own verified address.
#[server(prefix = "/api", endpoint = "invitations/decline-mine")]
pub async fn decline_my_invitation(#[server(default)] invitation: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let id = invitation.parse().map_err(|_| AppError::Malformed)?;
    request.decline_my_invitation(&caller, id).await?;
    Ok(Redirect::to(paths::LANDING))
}
