//! `/sign-up`: name, email, password.

use domain::paths;
use leptos::prelude::*;

use super::{
    api,
    checks::{check_email, check_name, check_password, own_words},
    did_you_mean::DidYouMean,
    email_typed::use_email_typed,
    meter::Meter,
    no_cookies::NoCookies,
    signed_in::UnlessSignedIn,
};
use crate::{
    form::{Form, PageField, PostForm},
    layouts::Entry,
    notices::use_notices,
    text::{account::delete, sign_up as text},
    ui::{
        Button, ButtonKind, ButtonSize, Checks, Field, FieldCheck, FormError, Notice, NoticeTone, PasswordField, Steps,
    },
};

/// The sign-up page (SU-1).
#[component]
pub fn SignUp() -> impl IntoView {
    let here = Signal::derive(|| paths::SIGN_UP.to_owned());
    let return_to = Signal::derive(String::new);
    view! { <UnlessSignedIn title=text::TITLE return_to here form=|_| view! { <SignUpForm/> }.into_any()/> }
}

/// The form.
#[component]
fn SignUpForm() -> impl IntoView {
    let form = Form::<api::sign_up::SignUp>::new();
    form.follow();
    let checks = Checks::provide();
    let notices = use_notices();
    let error = form.error();
    let deleted = Signal::derive(move || notices.get(paths::DELETED).is_some() && error.read().is_none());
    let (name, set_name) = signal(form.typed("name"));
    let email = use_email_typed(*form);
    let wrong_email = form.field_error("email");
    let meter = Meter::new(move || own_words(&email.read(), &name.read(), &[]));
    let check_password = FieldCheck::new(move |(typed,)| {
        check_password(typed, &own_words(&email.read_untracked(), &name.read_untracked(), &[]))
    });
    view! {
        <Entry title=text::TITLE aside=|| {
            view! {
                <span>{text::HAVE_ACCOUNT} <a class="link" href=paths::SIGN_IN>{crate::text::sign_in::SIGN_IN}</a></span>
            }
        }>
            <Steps label=crate::text::entry::STEPS_LABEL labels=crate::text::entry::STEPS current=0/>
            <h1>{text::HEADING}</h1>
            <p class="intro">{text::INTRO}</p>
            <PostForm form on:submit:capture=checks.on_submit()>
                <PageField/>
                <div class="stack-status" role="status">
                    {move || deleted.get().then(|| view! { <Notice tone=NoticeTone::Ok still=true>{delete::DONE}</Notice> })}
                    <NoCookies/>
                </div>
                <FormError error=form.form_error()/>
                <Field
                    name="name" label=text::NAME autocomplete="name" required=true large=true
                    value=form.typed("name") error=form.field_error("name") on_input=move |typed| set_name.set(typed)
                    check=|typed: String| check_name(&typed)
                />
                <DidYouMean>
                    <Field
                        name="email" label=text::EMAIL kind="email" inputmode="email" autocomplete="email" required=true large=true verbatim=true
                        value=email.get_untracked() error=wrong_email hint=|| text::EMAIL_HINT
                        on_input=move |typed| email.set(typed) check=|typed: String| check_email(&typed)
                    />
                </DidYouMean>
                <PasswordField
                    name="password" label=text::PASSWORD autocomplete="new-password" required=true large=true error=form.field_error("password")
                    hint=|| text::PASSWORD_HINT score=meter.score() sentence=meter.sentence() check=check_password
                    on_input=meter.on_input()
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {text::SUBMIT}
                </Button>
                <p class="fine">{text::NEXT}</p>
            </PostForm>
        </Entry>
    }
}
