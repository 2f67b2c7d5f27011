//! The turning ring. It never stands alone: words beside it say what is going on.

use leptos::prelude::*;

/// A ring that turns, or stands still where motion is not wanted.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}
