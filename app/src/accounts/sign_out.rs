//! *Sign out*, wherever it stands.

use leptos::{form::ActionForm, prelude::*};

use super::api;
use crate::{
    form::{Form, PageField},
    text,
};

/// A button that signs out and goes to the sign-in page.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let form = Form::<api::SignOut>::new();
    form.follow();
    view! {
        <ActionForm action=form.action attr:class="inline-form">
            <PageField/>
            <button class="link link-quiet" type="submit">{text::entry::SIGN_OUT}</button>
        </ActionForm>
    }
}
