//! `/o/{slug}/settings`: leads on to the first page of the settings that I see.

use domain::paths::SettingsTab;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::organizations::use_current;

/// Whoever sees none hears there what it takes (TR-8).
#[component]
pub fn FirstTab() -> impl IntoView {
    let current = use_current();
    let path = current.with_untracked(|current| {
        let current = current.as_ref()?;
        Some(SettingsTab::first(&current.authority).unwrap_or(SettingsTab::General).path(&current.slug))
    });
    path.map(|path| view! { <Redirect path/> })
}
