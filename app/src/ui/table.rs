//! Dense tables; their head sticks below the top bar.

use leptos::prelude::*;

/// A table. Write its `<thead>` and `<tbody>` inside, with `scope` on every `<th>`.
#[component]
pub fn Table(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// Being loaded: rows hold skeletons.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// One more class, for a table with measures of its own.
    #[prop(optional)]
    class: &'static str,
    /// Head and body.
    children: Children,
) -> impl IntoView {
    view! {
        <table class=format!("table {class}").trim_end().to_owned() aria-busy=move || busy.get().then_some("true")>
            <caption class="visually-hidden">{caption}</caption>
            {children()}
        </table>
    }
}
