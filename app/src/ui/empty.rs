//! A list with nothing in it says so, and what to do about it.

use leptos::prelude::*;

/// A title, a sentence, an action; aligned with everything else, no picture.
#[component]
pub fn Empty(
    /// What is the case.
    #[prop(into)]
    title: String,
    /// The way on.
    #[prop(optional, into)]
    action: Option<ViewFn>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{children()}</p>
            {action.map(|action| action.run())}
        </div>
    }
}
