//! `/reset-password/{token}`: what a mailed reset link opens (PW-2, PW-3).

use domain::{DeadLink, Refusal, paths};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use super::{
    api::reset::{self as api, ResetView},
    checks::{check_password, own_words},
    meter::Meter,
};
use crate::{
    error::AppError,
    form::{Form, PageField},
    layouts::{Entry, ErrorPage},
    text::{self, reset},
    ui::{Button, ButtonKind, ButtonSize, Checks, FieldCheck, FormError, LinkButton, Name, PasswordField},
};

/// The page of a reset link. Looking at it changes nothing.
#[component]
pub fn ResetPassword() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let link = Resource::new_blocking(move || token.get(), api::reset_link);
    crate::server::keep_out_of_referrers();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match link.await {
                    Ok(account) => view! { <Open account token=token.get_untracked()/> }.into_any(),
                    Err(AppError::Refused(Refusal::DeadLink { reason, .. })) => view! { <Dead reason/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
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
            <p class="intro">{reset::RESET_FOR} <b><Name text=email.clone() verbatim=true/></b> {reset::RESET_FOR_REST}</p>
            <ActionForm action=form.action on:submit:capture=checks.on_submit()>
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
            </ActionForm>
        </Entry>
    }
}

/// A link that opens nothing: what happened, and what to do next.
#[component]
fn Dead(reason: DeadLink) -> impl IntoView {
    crate::server::set_status(
        AppError::Refused(Refusal::DeadLink { link: domain::LinkPurpose::Reset, reason }).status(),
    );
    // Its password is set: signing in with it comes first.
    let used = reason == DeadLink::Used;
    let kind = if used { ButtonKind::Plain } else { ButtonKind::Primary };
    view! {
        <Entry title=reset::dead_heading(reason)>
            <h1>{reset::dead_heading(reason)}</h1>
            <p class="intro">{reset::dead_intro(reason)}</p>
            <div class="stack">
                <div class="actions">
                    {used.then(|| view! {
                        <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=paths::SIGN_IN>
                            {text::sign_in::SIGN_IN}
                        </LinkButton>
                    })}
                    <LinkButton kind=kind size=ButtonSize::Large href=paths::FORGOT_PASSWORD>{reset::REQUEST}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}
