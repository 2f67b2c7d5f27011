//! `/reset-password/{token}`: what a mailed reset link opens (PW-2, PW-3).

use domain::{DeadLink, Refusal, paths};
use leptos::prelude::*;

use super::{
    api::reset::{self as api, ResetView},
    checks::{check_password, own_words},
    mailed_link::{DeadEnd, MailedLink, MailedLinkPage},
    meter::Meter,
};
use crate::{
    form::{Form, PageField, PostForm},
    layouts::Entry,
    text::{self, reset},
    ui::{Button, ButtonKind, ButtonSize, Checks, FieldCheck, FormError, LinkButton, PasswordField, Sentence},
};

/// The page of a reset link.
#[component]
pub fn ResetPassword() -> impl IntoView {
    view! {
        <MailedLinkPage
            ask=api::reset_link
            open=|account, MailedLink { token, .. }| view! { <Open account token/> }.into_any()
            dead
        />
    }
}

fn dead(refusal: &Refusal, _: bool, _: MailedLink) -> Option<DeadEnd> {
    let &Refusal::DeadLink { reason, .. } = refusal else { return None };
    // Once the password is set, signing in with it comes first.
    let used = reason == DeadLink::Used;
    let kind = if used { ButtonKind::Plain } else { ButtonKind::Primary };
    let next = view! {
        <div class="actions">
            {used.then(|| view! {
                <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=paths::SIGN_IN>
                    {text::sign_in::SIGN_IN}
                </LinkButton>
            })}
            <LinkButton kind size=ButtonSize::Large href=paths::FORGOT_PASSWORD>{reset::REQUEST}</LinkButton>
        </div>
    };
    Some(DeadEnd {
        heading: reset::dead_heading(reason).to_owned(),
        intro: reset::dead_intro(reason).to_owned(),
        names: Vec::new(),
        next: next.into_any(),
    })
}

/// Whose password, and the field for the new one.
#[component]
fn Open(account: ResetView, token: String) -> impl IntoView {
    let form = Form::<api::ResetPassword>::new();
    form.follow();
    let checks = Checks::provide();
    let own = StoredValue::new(account.clone());
    let own = move || own.with_value(|own| own_words(&own.email, &own.name, &own.organizations));
    let meter = Meter::new(own);
    let check = FieldCheck::new(move |(typed,)| check_password(typed, &own()));
    let ResetView { email, .. } = account;
    view! {
        <Entry title=reset::RESET aside=|| view! { <a class="link" href=paths::SIGN_IN>{text::sign_in::SIGN_IN}</a> }>
            <h1>{reset::RESET}</h1>
            <p class="intro"><Sentence text=reset::reset_for(&email) names=vec![email.clone()]/></p>
            <PostForm form on:submit:capture=checks.on_submit()>
                <PageField/>
                <input type="hidden" name="token" value=token/>
                // For password managers; sends nothing.
                <input type="email" autocomplete="username" value=email readonly hidden/>
                <FormError error=form.form_error()/>
                <PasswordField
                    name="password" label=reset::PASSWORD autocomplete="new-password" required=true large=true autofocus=true
                    error=form.field_error("password") hint=|| text::sign_up::PASSWORD_HINT score=meter.score() sentence=meter.sentence()
                    check=check on_input=meter.on_input()
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {reset::SET}
                </Button>
                <p class="fine">{reset::SET_DOES}</p>
            </PostForm>
        </Entry>
    }
}
