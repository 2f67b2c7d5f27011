//! What was chosen before the page woke up: it counts as if it had been chosen a moment later.

use leptos::{prelude::*, web_sys};

/// What a select shows that was chosen before the page woke up, where `value` is what it came with. That nothing is to be chosen
/// any more cannot be told from an element that was made just now.
pub fn chosen_early(select: &web_sys::HtmlSelectElement, value: &str) -> Option<String> {
    Some(select.value()).filter(|chosen| !chosen.is_empty() && chosen != value)
}

/// Hands on what was typed before the page woke up, once what was chosen then is in the address.
pub(super) fn hand_on_typed(input: &web_sys::HtmlInputElement, value: &str, on_type: Callback<String>) {
    let typed = input.value();
    if !typed.is_empty() && typed != value {
        request_animation_frame(move || on_type.run(typed));
    }
}
