//! The call that shows everything of `/account`; those that change it stand below, by what they change.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod address_link;
pub mod profile;
pub mod sessions;
pub mod sign_in;

use chrono::{DateTime, Utc};
use domain::{Appearance, DeviceKind, Role, SessionId, Slug, TileColor};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, organizations::api::leaving::OwnershipCandidateView, server::HttpContext};

/// Everything `/account` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// My name.
    pub name: String,
    /// My address.
    pub email: String,
    /// Under what this browser keeps what I type: the same for every session of mine, and nobody else can guess it.
    pub drafts: String,
    /// The address that I asked to change to, while its link is open.
    pub new_email: Option<String>,
    /// How pages look in this browser.
    pub appearance: Appearance,
    /// Browsers where I am signed in, this one first, then the last used first.
    pub sessions: Vec<SessionView>,
    /// My organizations, and those I deleted less than 7 days ago.
    pub organizations: Vec<MembershipView>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A browser where I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Names the session where it is to be ended.
    pub id: SessionId,
    /// The browser and its system, "Firefox on macOS".
    pub browser: String,
    /// What it runs on.
    pub device: DeviceKind,
    /// The address it was last used from.
    pub client: String,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When I signed in.
    pub created_at: DateTime<Utc>,
    /// Whether it is this browser.
    pub this: bool,
}

/// One of my organizations.
#[expect(clippy::struct_excessive_bools, reason = "what I may do with it")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipView {
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// Mine in it.
    pub role: Role,
    /// Colour of its tile.
    pub color: TileColor,
    /// Whether I see its general settings, where it is handed over and deleted.
    pub can_read_settings: bool,
    /// Whether I may hand it over.
    pub can_transfer: bool,
    /// Whether I may delete it, or bring it back once it is deleted.
    pub can_delete: bool,
    /// Whether I am its only owner: then I cannot leave before handing it over.
    pub only_owner: bool,
    /// Others in it who could own it, by name; listed where I am its only owner, the first 100.
    pub ownership_candidates: Vec<OwnershipCandidateView>,
    /// Deleted: when it is gone for good.
    pub purged_at: Option<DateTime<Utc>>,
}

/// Me, my browsers and my organizations. Asked with `quiet`, it does not count as use of the session: open tabs look
/// again by themselves (SES-8).
#[server(prefix = "/api", endpoint = "account/view")]
pub async fn my_account(#[server(default)] quiet: bool) -> Result<AccountView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let caller = request.caller().await?;
    let profile = request.profile(&caller).await?;
    Ok(AccountView {
        name: caller.name.to_string(),
        email: caller.email.to_string(),
        drafts: request.draft_key(&caller),
        new_email: profile.new_email.map(String::from),
        appearance: request.appearance,
        sessions: profile
            .sessions
            .into_iter()
            .map(|session| SessionView {
                id: session.id,
                device: session.browser.device,
                browser: session.browser.name(),
                client: session.client,
                seen_at: session.seen_at,
                created_at: session.created_at,
                this: session.id == caller.session_id,
            })
            .collect(),
        organizations: profile
            .organizations
            .into_iter()
            .map(|mine| MembershipView {
                color: TileColor::of(mine.organization.id),
                slug: mine.organization.slug,
                name: mine.organization.name.to_string(),
                role: mine.role,
                can_read_settings: mine.can_read_settings,
                can_transfer: mine.can_transfer,
                can_delete: mine.can_delete,
                only_owner: mine.only_owner,
                ownership_candidates: mine.ownership_candidates.into_iter().map(OwnershipCandidateView::from).collect(),
                purged_at: mine.purged_at,
            })
            .collect(),
        now: request.now(),
    })
}
