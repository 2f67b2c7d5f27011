//! What was chosen before the page woke up: it counts as if it had been chosen a moment later.

use leptos::{html, prelude::*, web_sys};

use crate::browser;

/// What a select shows that was chosen before the page woke up, where `value` is what it came with. That nothing is to be chosen
/// any more cannot be told from an element that was made just now.
pub fn chosen_early(select: &web_sys::HtmlSelectElement, value: &str) -> Option<String> {
    Some(select.value()).filter(|chosen| !chosen.is_empty() && chosen != value)
}

/// Tells whoever listens to a box or a circle, if it is not as it came. A circle that is left is told by the one that was chosen.
pub(super) fn tell_if_ticked_early(node: NodeRef<html::Input>) {
    Effect::new(move |told: Option<bool>| {
        let Some(input) = node.get() else { return told.unwrap_or_default() };
        let ticked = input.checked();
        if told != Some(true) && ticked != input.default_checked() && (ticked || input.type_() != "radio") {
            untrack(|| browser::tell_of_input(&input));
        }
        true
    });
}

/// Tells whoever listens to a select, if it does not show what it came with; true: it does not.
pub(super) fn tell_if_chosen_early(select: &web_sys::HtmlSelectElement) -> bool {
    let early = select.value() != browser::default_choice(select);
    if early {
        untrack(|| browser::tell_of_input(select));
    }
    early
}

/// Hands on what was typed before the page woke up, once what was chosen then is in the address.
pub(super) fn hand_on_typed(input: &web_sys::HtmlInputElement, value: &str, on_type: Callback<String>) {
    let typed = input.value();
    if !typed.is_empty() && typed != value {
        request_animation_frame(move || on_type.run(typed));
    }
}
