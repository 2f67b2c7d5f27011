//! Boxes to tick and circles to choose by.

use leptos::{html, prelude::*};

use super::early::tell_if_ticked_early;

/// A tick box with its words; the words are part of what can be pressed.
#[component]
pub fn Check(
    /// Name it sends with the form.
    #[prop(into)]
    name: String,
    /// Value it sends when ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Cannot be changed; say why in the line.
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
    let node = NodeRef::<html::Input>::new();
    tell_if_ticked_early(node);
    view! {
        <label class="choice">
            <input
                class="check"
                type="checkbox"
                name=name
                value=value
                checked=checked
                disabled=move || disabled.get()
                autocomplete="off"
                node_ref=node
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

/// One of several circles with the same name; exactly one is chosen.
#[component]
pub fn Radio(
    /// Name they all send with the form.
    #[prop(into)]
    name: String,
    /// Value this one sends.
    #[prop(into)]
    value: String,
    /// Chosen at first.
    #[prop(optional)]
    checked: bool,
    /// Cannot be chosen; say why in the line.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called when this one is chosen.
    #[prop(optional, into)]
    on_choose: Option<Callback<()>>,
    /// A line below the words.
    #[prop(optional, into)]
    line: Option<ViewFn>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    tell_if_ticked_early(node);
    view! {
        <label class="choice">
            <input
                class="radio"
                type="radio"
                name=name
                value=value
                checked=checked
                disabled=move || disabled.get()
                autocomplete="off"
                node_ref=node
                on:change=move |_| {
                    if let Some(on_choose) = on_choose {
                        on_choose.run(());
                    }
                }
            />
            <span>{children()} {line.map(|line| view! { <small>{line.run()}</small> })}</span>
        </label>
    }
}
