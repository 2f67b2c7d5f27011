//! Something that is on or off.

use leptos::{html, prelude::*};

/// The switch; its label is for screen readers, since the head of its column says what it does.
#[component]
pub fn Switch(
    /// Name it sends with the form while it is on.
    #[prop(into)]
    name: String,
    /// What is on or off, and whose it is.
    #[prop(into)]
    label: String,
    /// Its id, where something leads to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Ids of what says more about it.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Cannot be changed; say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called when it changes.
    #[prop(optional, into)]
    on_change: Option<Callback<(bool,)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // What somebody did before the page woke up counts.
    Effect::new(move |seen: Option<()>| {
        let on = on.get();
        let Some(input) = node.get() else { return };
        if seen.is_some() {
            input.set_checked(on);
        } else if input.checked() != on
            && let Some(on_change) = on_change
        {
            on_change.run((input.checked(),));
        }
    });
    view! {
        <label class="hit hit-start">
            <input
                class="switch"
                type="checkbox"
                role="switch"
                id=id
                name=name
                value="true"
                aria-label=label
                aria-describedby=described_by
                checked=on.get_untracked()
                disabled=move || disabled.get()
                autocomplete="off"
                node_ref=node
                on:change:target=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run((event.target().checked(),));
                    }
                }
            />
        </label>
    }
}
