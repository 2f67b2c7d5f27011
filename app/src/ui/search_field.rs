//! A line to search by, as it stands above a list.

use leptos::{html, prelude::*};

use super::{Icon, IconName};

/// The field. Enter sends the form it stands in.
#[component]
pub fn SearchField(
    /// Name it sends with the form.
    #[prop(into)]
    name: String,
    /// What is searched, for screen readers.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(into)]
    placeholder: String,
    /// What was searched for.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // Follows what is searched for; what was typed before the page woke up stays.
    Effect::new(move |seen: Option<()>| {
        let value = value.get();
        if let Some(input) = node.get_untracked().filter(|_| seen.is_some()) {
            input.set_value(&value);
        }
    });
    view! {
        <div class="adorned">
            <Icon name=IconName::Search />
            <input
                class="input"
                type="search"
                name=name
                aria-label=label
                placeholder=placeholder
                autocomplete="off"
                spellcheck="false"
                value=value.get_untracked()
                node_ref=node
            />
        </div>
    }
}
