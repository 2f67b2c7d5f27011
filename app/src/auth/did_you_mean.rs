//! "Did you mean …?" below the field of an address: an offer that one click takes, and that holds nothing back.

use std::time::Duration;

use leptos::{ev, prelude::*};

use crate::{browser, text::did_you_mean as text, ui::Name};

/// Long enough for a click that began with leaving the field to land where it was aimed.
const SETTLE: Duration = Duration::from_millis(160);

/// Around the field of an address, whose id is told.
#[component]
pub fn DidYouMean(
    /// Id of the field.
    #[prop(default = "email")]
    id: &'static str,
    /// The field.
    children: Children,
) -> impl IntoView {
    let meant = RwSignal::new(None::<String>);
    // Asked when the field is left, not while somebody types.
    let on_change = move |event: ev::Event| {
        let meant_now = domain::did_you_mean(&event_target_value(&event));
        set_timeout(move || drop(meant.try_set(meant_now)), SETTLE);
    };
    let on_input = move |_| {
        if meant.with_untracked(Option::is_some) {
            meant.set(None);
        }
    };
    view! {
        <div class="did-you-mean" on:change=on_change on:input=on_input>
            {children()}
            <div aria-live="polite">
                {move || {
                    meant.get().map(|address| {
                        let take = address.clone();
                        view! {
                            <p class="hint">
                                {text::ASK} " "
                                <button class="link" type="button" on:click=move |_| browser::fill(id, &take)>
                                    <Name text=address verbatim=true/>
                                </button>
                                "?"
                            </p>
                        }
                    })
                }}
            </div>
        </div>
    }
}
