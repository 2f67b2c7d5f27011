//! `/forgot-password`: asks where to mail a reset link (PW-1, PW-4).

use domain::paths;
use leptos::prelude::*;

use super::{api::reset as api, checks::check_email, email_typed::use_email_typed};
use crate::{
    form::{Form, PageField, PostForm},
    layouts::Entry,
    query::use_query,
    text::{self, reset},
    ui::{Button, ButtonKind, ButtonSize, Checks, Field, FormError, Notice, NoticeTone},
};

/// The page of a forgotten password. Once asked it says the same whether or not there is such an account.
#[component]
pub fn ForgotPassword() -> impl IntoView {
    let form = Form::<api::ForgotPassword>::new();
    form.follow();
    let checks = Checks::provide();
    let email = use_email_typed(*form);
    let query = use_query();
    let error = form.error();
    let sent = Signal::derive(move || query.get("sent").is_some() && error.read().is_none());
    view! {
        <Entry title=reset::FORGOT aside=|| {
            view! {
                <span>{reset::REMEMBERED} <a class="link" href=paths::SIGN_IN>{text::sign_in::SIGN_IN}</a></span>
            }
        }>
            <h1>{reset::FORGOT}</h1>
            <p class="intro">{reset::FORGOT_INTRO}</p>
            <PostForm form on:submit:capture=checks.on_submit()>
                <PageField/>
                <div class="stack-status" role="status">
                    {move || sent.get().then(|| view! { <Notice tone=NoticeTone::Ok still=true>{reset::SENT}</Notice> })}
                </div>
                <FormError error=form.form_error()/>
                <Field
                    name="email" label=reset::EMAIL kind="email" inputmode="email" autocomplete="username" required=true large=true
                    verbatim=true autofocus=true value=email.get_untracked() error=form.field_error("email")
                    on_input=move |typed| email.set(typed) check=|typed: String| check_email(&typed)
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {reset::SEND}
                </Button>
            </PostForm>
            <Help/>
        </Entry>
    }
}

/// Why a mail may not be there, and what helps (PW-4).
#[component]
fn Help() -> impl IntoView {
    let helps = reset::HELPS.into_iter().map(|help| view! { <li>{help}</li> }).collect_view();
    view! {
        <section class="helps">
            <h2>{reset::HELP}</h2>
            <ul class="fine">{helps}</ul>
        </section>
    }
}
