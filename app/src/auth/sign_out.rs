//! *Sign out*, wherever it stands.

use leptos::{form::ActionForm, prelude::*};

use super::api;
use crate::{
    browser, drafts,
    form::{Form, PageField},
    text,
};

/// The form that signs out. What was typed in this tab is not kept for whoever comes next.
pub fn sign_out_form() -> Form<api::SignOut> {
    let form = Form::<api::SignOut>::new();
    let value = form.action.value();
    Effect::new(move || {
        if matches!(value.get(), Some(Ok(_))) {
            drafts::forget();
            browser::forget_page_data();
        }
    });
    form
}

/// A button that signs out and goes to the sign-in page.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let form = sign_out_form();
    form.follow();
    view! {
        <ActionForm action=form.action attr:class="inline-form">
            <PageField/>
            <button class="link link-quiet" type="submit">{text::entry::SIGN_OUT}</button>
        </ActionForm>
    }
}
