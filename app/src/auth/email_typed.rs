//! The address that was typed last on the pages of signing up and in: whoever goes from one to the other keeps it. It is
//! forgotten once a form was sent, so that the next person at this browser does not find it.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    error::AppError,
    form::{Form, Redirect},
};

#[derive(Clone, Copy)]
struct EmailTyped(RwSignal<String>);

/// One for all pages.
pub fn provide_email_typed() {
    provide_context(EmailTyped(RwSignal::new(String::new())));
}

/// The address in the field of this form.
pub fn use_email_typed<S>(form: &Form<S>) -> RwSignal<String>
where
    S: ServerFn<Error = AppError, Output = Redirect> + Clone + Send + Sync + 'static,
{
    let EmailTyped(email) = use_context().unwrap_or_else(|| EmailTyped(RwSignal::new(String::new())));
    let replayed = form.typed("email");
    if !replayed.is_empty() {
        email.set(replayed);
    }
    let value = form.action.value();
    Effect::new(move || {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            email.set(String::new());
        }
    });
    email
}
