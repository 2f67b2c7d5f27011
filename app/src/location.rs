//! Where a tab is.

use leptos::prelude::*;
use leptos_router::location::Location;

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
