//! On or off. Takes effect on saving where a bar is shown, at once elsewhere; never both on a page.

use leptos::prelude::*;

/// A switch with its words.
#[component]
pub fn Switch(
    /// Name it sends with the form.
    #[prop(into)]
    name: String,
    /// On at first.
    #[prop(optional)]
    checked: bool,
    /// Fixed; say why in the line.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called when it changes.
    #[prop(optional, into)]
    on_change: Option<Callback<(bool,)>>,
    /// A line below the words.
    #[prop(optional, into)]
    line: Option<ViewFn>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="switch"
                type="checkbox"
                role="switch"
                name=name
                value="true"
                checked=checked
                disabled=move || disabled.get()
                on:change:target=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run((event.target().checked(),));
                    }
                }
            />
            <span>{children()} {line.map(|line| view! { <small>{line.run()}</small> })}</span>
        </label>
    }
}
