//! Facts, often in a box.

use leptos::prelude::*;

/// Pairs of a name and a value.
#[component]
pub fn Facts(
    /// With an edge round them.
    #[prop(optional)]
    boxed: bool,
    /// Its [`Fact`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class=if boxed { "facts box" } else { "facts" }>{children()}</dl> }
}

/// One of them.
#[component]
pub fn Fact(
    /// Its name.
    #[prop(into)]
    label: String,
    /// An address, slug or code.
    #[prop(optional)]
    exact: bool,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd class=exact.then_some("exact")>{children()}</dd>
    }
}
