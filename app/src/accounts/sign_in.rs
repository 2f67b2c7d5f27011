//! `/sign-in`: email and password.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{api, checks::check_email, email_typed::use_email_typed};
use crate::{
    form::{Form, PageField},
    layouts::Entry,
    notices::use_notices,
    routes,
    text::{reset, sign_in as text},
    ui::{Button, ButtonKind, ButtonSize, Checks, Field, FieldCheck, FormError, Notice, NoticeTone, PasswordField},
};

/// The sign-in page (SI-1).
#[component]
pub fn SignIn() -> impl IntoView {
    let form = Form::<api::SignIn>::new();
    form.follow();
    let checks = Checks::provide();
    let email = use_email_typed(&form);
    let (query, notices) = (use_query_map(), use_notices());
    let return_to = move || query.read().get(routes::RETURN_TO).unwrap_or_default();
    let error = form.error();
    let after_reset = Signal::derive(move || notices.get(routes::RESET).is_some() && error.read().is_none());
    let check_password =
        FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(crate::text::password_problem));
    view! {
        <Entry title=text::SIGN_IN aside=|| {
            view! {
                <span>{text::NEW_HERE} <a class="link" href=routes::SIGN_UP>{crate::text::sign_up::SUBMIT}</a></span>
            }
        }>
            <h1>{text::SIGN_IN}</h1>
            <p class="lede">{text::LEDE}</p>
            <ActionForm action=form.action on:submit:capture=checks.on_submit()>
                <PageField/>
                <input type="hidden" name="return_to" value=return_to/>
                <div class="stack-status" role="status">
                    {move || after_reset.get().then(|| view! { <Notice tone=NoticeTone::Ok still=true>{reset::DONE}</Notice> })}
                </div>
                <FormError error=form.form_error()/>
                <Field
                    name="email" label=text::EMAIL kind="email" inputmode="email" autocomplete="username" required=true large=true
                    exact=true autofocus=true value=email.get_untracked() error=form.field_error("email")
                    on_input=move |typed| email.set(typed) check=|typed: String| check_email(&typed)
                />
                <PasswordField
                    name="password" label=text::PASSWORD autocomplete="current-password"
                    required=true large=true error=form.field_error("password") check=check_password
                    aside=|| view! { <a class="link" href=routes::FORGOT_PASSWORD>{reset::FORGOT_LINK}</a> }
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {text::SIGN_IN}
                </Button>
            </ActionForm>
        </Entry>
    }
}
