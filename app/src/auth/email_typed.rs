//! The address that was typed last on the pages of signing up and in: whoever goes from one to the other keeps it. It is
//! forgotten once a form was sent, so that the next person at this browser does not find it.

use leptos::prelude::*;

use crate::form::Submission;

#[derive(Clone, Copy)]
struct EmailTyped(RwSignal<String>);

/// One for all pages.
pub fn provide_email_typed() {
    provide_context(EmailTyped(RwSignal::new(String::new())));
}

/// The address in the field of this form.
pub fn use_email_typed(form: Submission) -> RwSignal<String> {
    let EmailTyped(email) = use_context().unwrap_or_else(|| EmailTyped(RwSignal::new(String::new())));
    let replayed = form.typed("email");
    if !replayed.is_empty() {
        email.set(replayed);
    }
    form.on_done(move |_| email.set(String::new()));
    email
}
