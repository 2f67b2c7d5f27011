//! The bar that appears with a selection, counts it, and holds what can be done with it.

use leptos::prelude::*;

use super::{Kbd, words as ui_words};

/// The bar. Where nothing can count, without JavaScript, it is the ordinary foot of the form it stands in.
#[component]
pub fn ActionBar(
    /// What it is, for screen readers.
    #[prop(into)]
    label: String,
    /// How many things are chosen.
    #[prop(into)]
    count: Signal<usize>,
    /// The count in words; announced when it changes.
    #[prop(into)]
    words: Signal<String>,
    /// What to do first, where nothing can count.
    #[prop(into)]
    hint: String,
    /// The word on the button that chooses nothing again.
    #[prop(into)]
    clear: String,
    /// Whether Esc presses it, which is shown on it.
    #[prop(optional)]
    escapes: bool,
    /// Between the count and that button.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// What can be done.
    children: Children,
) -> impl IntoView {
    let empty = Memo::new(move |_| count.get() == 0);
    view! {
        <p class="visually-hidden" role="status">{move || if empty.get() { String::new() } else { words.get() }}</p>
        <div class="action-bar" role="region" aria-label=label data-empty=move || empty.get().then_some("true")>
            <b>{move || if empty.get() { hint.clone() } else { words.get() }}</b>
            {beside}
            <button class="button button-quiet needs-script" type="reset">
                {clear}
                // Not a part of its name.
                {escapes.then(|| view! { <span class="roomy-only" aria-hidden="true"><Kbd>{ui_words::ESCAPE}</Kbd></span> })}
            </button>
            {children()}
        </div>
    }
}
