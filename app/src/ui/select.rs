//! A native select, dressed.

use leptos::prelude::*;

use crate::browser;

use super::{
    Icon, IconName,
    early::tell_if_chosen_early,
    field_parts::{FirstMistake, Ids, Watch, may_stay_empty, note},
};

/// One choice out of a few.
#[component]
pub fn Select(
    /// Name it sends with the form; its id too, unless `id` is given.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// Values and their words, in order.
    #[prop(into)]
    options: Vec<(String, String)>,
    /// The value chosen at first; else the first one.
    #[prop(optional, into)]
    value: Option<String>,
    /// Id, where the same name is on the page twice.
    #[prop(optional, into)]
    id: Option<String>,
    /// No label, hint or mistake around it: the label is for screen readers only. For a select
    /// beside a field or in a row.
    #[prop(optional)]
    hide_label: bool,
    /// A lighter edge, for one that stands beside buttons.
    #[prop(optional)]
    quiet: bool,
    /// Cannot be changed; say why in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// May stay empty, and says so beside the label.
    #[prop(optional)]
    optional: bool,
    /// The sentence below.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// The mistake the server found.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The value that it is to show from now on, for one that is changed from elsewhere too.
    #[prop(optional, into)]
    follows: Option<Signal<String>>,
    /// Called with the value chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<(String,)>>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let node = NodeRef::<leptos::html::Select>::new();
    let focus = Callback::new(move |()| {
        if let Some(select) = node.get_untracked() {
            _ = select.focus();
        }
    });
    let read = Callback::new(move |()| node.get_untracked().map(|select| select.value()));
    let watch = Watch::new(error, None, read, focus);
    // What somebody chose before the page woke up counts.
    Effect::new(move |told: Option<bool>| {
        let follows = follows.map(|follows| follows.get());
        let Some(select) = node.get() else { return told.unwrap_or_default() };
        let early = told != Some(true) && tell_if_chosen_early(&select);
        if let Some(value) = follows.filter(|value| !early && *value != select.value()) {
            browser::choose(&select, &value);
        }
        true
    });
    let autofocus = FirstMistake::focuses(false, &name, watch);
    let hinted = hint.is_some() || optional;
    let optional = optional.then(|| may_stay_empty(&ids, hint.is_some()));
    let described_by = {
        let ids = ids.clone();
        move || watch.described_by(&ids, hinted)
    };
    let options = options
        .into_iter()
        .map(|(key, words)| {
            let selected = value.as_ref() == Some(&key);
            view! {
                <option value=key selected=selected dir="auto">
                    {words}
                </option>
            }
        })
        .collect_view();
    let control = view! {
        <span class=if quiet { "select select-quiet" } else { "select" }>
            <select
                id=ids.control.clone()
                name=name
                aria-label=hide_label.then(|| label.clone())
                autofocus=autofocus
                // Nobody chose what the browser would bring back.
                autocomplete="off"
                aria-invalid=move || watch.invalid()
                aria-describedby=described_by
                disabled=move || disabled.get()
                node_ref=node
                on:change:target=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run((event.target().value(),));
                    }
                    watch.typed();
                }
                on:blur=move |event| watch.left(&event)
            >
                {options}
            </select>
            <Icon name=IconName::Down />
        </span>
    };
    if hide_label {
        control.into_any()
    } else {
        view! {
            <div class="field">
                <label class="label" for=ids.control.clone()>
                    {label}
                </label>
                {control}
                {optional}
                {note(&ids, watch, hint)}
            </div>
        }
        .into_any()
    }
}
