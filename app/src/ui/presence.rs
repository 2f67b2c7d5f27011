//! Whether somebody is there, told apart by shape first and colour second.

use domain::Availability;
use leptos::prelude::*;

/// The shape alone, a disc, a square, half a disc or a ring; the word beside it is the page's.
#[component]
pub fn Presence(
    /// Whether the person is online, busy, away or offline.
    #[prop(into)]
    state: Signal<Availability>,
) -> impl IntoView {
    view! { <i class="presence" data-state=move || state.get().as_str() aria-hidden="true"></i> }
}
