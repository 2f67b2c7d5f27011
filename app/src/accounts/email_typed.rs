//! The address that was typed last on the pages of signing up and in: whoever goes from one to the other keeps it. It
//! lives as long as the tab's document, and nowhere else.

use leptos::prelude::*;

#[derive(Clone, Copy)]
struct EmailTyped(RwSignal<String>);

/// One for all pages.
pub fn provide_email_typed() {
    provide_context(EmailTyped(RwSignal::new(String::new())));
}

/// The address in the field of a page; `replayed` came back with a refusal.
pub fn use_email_typed(replayed: String) -> RwSignal<String> {
    let EmailTyped(email) = use_context().unwrap_or_else(|| EmailTyped(RwSignal::new(String::new())));
    if !replayed.is_empty() {
        email.set(replayed);
    }
    email
}
