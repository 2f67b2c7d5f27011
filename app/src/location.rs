//! Where a tab is.

use domain::{Refusal, paths};
use leptos::prelude::*;
use leptos_router::location::Location;

use crate::error::AppError;

/// The path of the page that the tab shows, with its query, for coming back to it.
pub fn here(location: &Location) -> String {
    let search = location.search.get();
    let search = search.trim_start_matches('?');
    let mark = if search.is_empty() { "" } else { "?" };
    format!("{}{mark}{search}", location.pathname.get())
}

/// The same, read without following its changes.
pub fn here_untracked(location: &Location) -> String {
    untrack(|| here(location))
}

/// Where this error is mended, if that is on another page: whoever is signed out signs in and comes back here, and whoever
/// has not verified their address does that.
pub fn where_mended(error: &AppError, location: &Location) -> Option<String> {
    match error {
        AppError::Refused(Refusal::SignedOut) => Some(paths::sign_in_and_return(&here_untracked(location))),
        AppError::Refused(Refusal::Unverified) => Some(paths::VERIFY.to_owned()),
        _ => None,
    }
}
