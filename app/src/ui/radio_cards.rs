//! One choice out of a few, each with a few words on what it means: more than a select can say.

use leptos::{html, prelude::*};

use super::{Icon, IconName, early::tell_if_ticked_early};

/// The choice.
#[component]
pub fn RadioCards(
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// The mistake the server found.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Its [`RadioCard`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="choose">
            <legend class="label">{legend}</legend>
            <div class="radio-cards">{children()}</div>
            <div class="field-note" aria-live="polite">
                {move || {
                    error
                        .get()
                        .map(|error| {
                            view! {
                                <p class="error">
                                    <Icon name=IconName::Warning />
                                    <span>{error}</span>
                                </p>
                            }
                        })
                }}
            </div>
        </fieldset>
    }
}

/// One of the options. Its name alone names it; what it means is read after.
#[component]
pub fn RadioCard(
    /// Name they all send with the form.
    #[prop(into)]
    name: String,
    /// Value this one sends.
    #[prop(into)]
    value: String,
    /// Chosen at first.
    #[prop(optional)]
    checked: bool,
    /// What it is called.
    #[prop(into)]
    title: String,
    /// What it means.
    #[prop(into)]
    about: String,
) -> impl IntoView {
    let titled = format!("{name}-{value}-title");
    let described = format!("{name}-{value}-about");
    let node = NodeRef::<html::Input>::new();
    tell_if_ticked_early(node);
    view! {
        <label>
            <input
                class="radio"
                type="radio"
                name=name
                value=value
                checked=checked
                autocomplete="off"
                node_ref=node
                aria-labelledby=titled.clone()
                aria-describedby=described.clone()
            />
            <b id=titled.clone()>{title}</b>
            <span id=described.clone()>{about}</span>
        </label>
    }
}
