//! Toasts: only for what can be undone. They are announced, and never hold the only way back.

use leptos::prelude::*;

/// The corner they rise in; one a page, there from the start so that what comes is announced.
#[component]
pub fn Toasts(
    /// The [`Toast`]s there are.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status">
            {children()}
        </div>
    }
}

/// One of them.
#[component]
pub fn Toast(
    /// What happened.
    #[prop(into)]
    text: String,
    /// The button that takes it back.
    #[prop(optional, into)]
    action: Option<ViewFn>,
    /// How long that is possible.
    #[prop(optional, into)]
    time: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="toast">
            <span>{text}</span>
            {action.map(|action| action.run())}
            {time.map(|time| view! { <span class="when num">{time.run()}</span> })}
        </div>
    }
}
