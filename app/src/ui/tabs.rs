//! Pages beside one another, in the bar above them.

use leptos::prelude::*;

/// The row of [`Tab`]s.
#[component]
pub fn Tabs(
    /// What they are of, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=move || label.get()>{children()}</nav> }
}

/// One page of them.
#[component]
pub fn Tab(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// This is where we are.
    #[prop(optional)]
    current: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <a href=href aria-current=current.then_some("page")>{children()}</a> }
}
