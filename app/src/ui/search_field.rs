//! A line to search by, as it stands above a list.

use leptos::{html, prelude::*};

use super::{Icon, IconName, early::hand_on_typed};

/// The field. Enter sends the form it stands in.
#[component]
pub fn SearchField(
    /// Name it sends with the form.
    #[prop(into)]
    name: String,
    /// What is searched, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// What may be typed.
    #[prop(into)]
    placeholder: Signal<String>,
    /// What was searched for.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what is typed, as it is typed.
    #[prop(optional, into)]
    on_type: Option<Callback<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let last_typed = StoredValue::new(None::<String>);
    // Follows what is searched for; what was typed before the page woke up stays, and is searched for.
    Effect::new(move |seen: Option<()>| {
        let value = value.get();
        // What somebody types there is what they search for a moment later: nothing is taken out of their hands.
        let typed = last_typed.get_value().is_some_and(|typed| typed.trim() == value);
        match node.get_untracked() {
            Some(input) if seen.is_some() && !typed => input.set_value(&value),
            Some(input) if seen.is_none() => {
                if let Some(on_type) = on_type {
                    hand_on_typed(&input, &value, on_type);
                }
            }
            _ => {}
        }
        last_typed.set_value(None);
    });
    view! {
        <div class="adorned">
            <Icon name=IconName::Search />
            <input
                class="input"
                type="search"
                name=name
                aria-label=move || label.get()
                placeholder=move || placeholder.get()
                autocomplete="off"
                spellcheck="false"
                value=value.get_untracked()
                node_ref=node
                on:input:target=move |event| {
                    if let Some(on_type) = on_type {
                        last_typed.set_value(Some(event.target().value()));
                        on_type.run(event.target().value());
                    }
                }
            />
        </div>
    }
}
