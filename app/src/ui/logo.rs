//! The logo, a doorway, and the wordmark it leads.

use leptos::prelude::*;

/// Parlor's logo without its name.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M2.5 22.5V11.25a9.5 9.5 0 0 1 19 0V19h-6.25v-7a3.25 3.25 0 0 0-6.5 0v7H6.5z" />
        </svg>
    }
}

/// Logo and name, a link to the front door.
#[component]
pub fn Wordmark(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The name.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="wordmark" href=href>
            <Logo />
            {children()}
        </a>
    }
}
