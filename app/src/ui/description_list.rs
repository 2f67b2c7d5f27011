//! Pairs of a name and a value, often with an edge round them.

use leptos::prelude::*;

/// Pairs of a name and a value.
#[component]
pub fn DescriptionList(
    /// With an edge round them.
    #[prop(optional)]
    in_card: bool,
    /// Its [`DescriptionItem`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class=if in_card { "description-list card" } else { "description-list" }>{children()}</dl> }
}

/// A name with what it stands for, in a [`DescriptionList`].
#[component]
pub fn DescriptionItem(
    /// Its name.
    #[prop(into)]
    label: String,
    /// An address, slug or code.
    #[prop(optional)]
    verbatim: bool,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd class=verbatim.then_some("verbatim")>{children()}</dd>
    }
}
