//! A key to press.

use leptos::prelude::*;

/// One key, or keys pressed together.
#[component]
pub fn Kbd(
    /// What is printed on it.
    children: Children,
) -> impl IntoView {
    view! { <kbd class="kbd">{children()}</kbd> }
}
