//! `/account/sign-in`: the address and the password that I sign in with (SI-8, PW-5).

use domain::paths;
use leptos::{html, prelude::*};

use super::{
    api,
    page::{AccountPage, InlineStatus, Section, message_when_done},
    shell::{MyAccount, use_account},
};
use crate::{
    auth::{DidYouMean, Meter, check_email, check_password, own_words},
    form::{Form, PageField, PostForm},
    text::{self, account::sign_in},
    ui::{Button, Checks, Field, FieldCheck, FormError, IconName, Name, Notice, PasswordField},
};

/// The page.
#[component]
pub fn EmailAndPassword() -> impl IntoView {
    use_account().map(|account| {
        view! {
            <AccountPage account heading=sign_in::HEADING>
                <Section heading=sign_in::EMAIL text=sign_in::EMAIL_TEXT><EmailForm account/></Section>
                <Section heading=sign_in::PASSWORD_HEADING text=sign_in::PASSWORD_TEXT><PasswordForm account/></Section>
            </AccountPage>
        }
    })
}

/// Whether what was typed may be a password of somebody; which one, the server knows.
fn check_attempt() -> FieldCheck {
    FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(text::password_problem))
}

/// Takes what was typed out of a form: a password does not stay on the page once it has served.
fn empty(node: NodeRef<html::Form>) {
    if let Some(form) = node.get_untracked() {
        form.reset();
    }
}

#[component]
fn EmailForm(account: MyAccount) -> impl IntoView {
    let form = Form::<api::sign_in::ChangeEmail>::new();
    let node = NodeRef::new();
    form.on_done(move |_| {
        empty(node);
        account.reload();
    });
    let checks = Checks::provide();
    let email = Memo::new(move |_| account.view.with(|view| view.email.clone()));
    let (typed, wrong_email) = (form.typed("email"), form.field_error("email"));
    view! {
        <p class="wrap">
            {sign_in::NOW} <b><Name text=move || email.get() verbatim=true/></b> {sign_in::NOW_REST}
        </p>
        <PostForm form node_ref=node on:submit:capture=checks.on_submit()>
            <PageField/>
            <FormError error=form.form_error()/>
            <DidYouMean>
                <Field
                    name="email" label=sign_in::EMAIL kind="email" inputmode="email" autocomplete="email" required=true
                    verbatim=true value=typed error=wrong_email hint=|| sign_in::EMAIL_HINT
                    check=|typed: String| check_email(&typed)
                />
            </DidYouMean>
            <PasswordField
                name="password" id="email-password" label=sign_in::PASSWORD autocomplete="current-password" required=true
                error=form.field_error("password") check=check_attempt()
            />
            <div class="actions"><Button submit=true busy=form.busy()>{sign_in::CHANGE_EMAIL}</Button></div>
        </PostForm>
        <Pending account/>
    }
}

/// The address that waits to be confirmed.
#[component]
fn Pending(account: MyAccount) -> impl IntoView {
    let pending = Memo::new(move |_| {
        account.view.with(|view| view.new_email.as_ref().map(|new_email| sign_in::pending(new_email, &view.email)))
    });
    view! {
        <div class="outcome" role="status">
            {move || pending.get().map(|sentence| {
                view! { <Notice icon=IconName::Mail still=true>{sentence}</Notice> }
            })}
        </div>
    }
}

#[component]
fn PasswordForm(account: MyAccount) -> impl IntoView {
    let form = Form::<api::sign_in::ChangePassword>::new();
    let node = NodeRef::new();
    let own = move |view: &api::AccountView| {
        let organizations: Vec<String> =
            view.organizations.iter().map(|organization| organization.name.clone()).collect();
        own_words(&view.email, &view.name, &organizations)
    };
    let meter = Meter::new(move || account.view.with(own));
    form.on_done(move |_| {
        empty(node);
        meter.clear();
        account.reload();
    });
    let message = message_when_done(*form, "password", sign_in::PASSWORD_CHANGED);
    let checks = Checks::provide();
    let check = FieldCheck::new(move |(typed,)| account.view.with_untracked(|view| check_password(typed, &own(view))));
    view! {
        <PostForm form node_ref=node on:submit:capture=checks.on_submit()>
            <PageField/>
            // For password managers; sends nothing.
            <input
                type="email" autocomplete="username" value=move || account.view.with(|view| view.email.clone()) readonly hidden
            />
            <FormError error=form.form_error()/>
            <PasswordField
                name="current_password" label=sign_in::CURRENT_PASSWORD autocomplete="current-password" required=true
                error=form.field_error("current_password") check=check_attempt()
                aside=|| view! { <a class="link" href=paths::FORGOT_PASSWORD>{sign_in::FORGOT}</a> }
            />
            <PasswordField
                name="password" label=sign_in::NEW_PASSWORD autocomplete="new-password" required=true
                error=form.field_error("password") hint=|| text::sign_up::PASSWORD_HINT score=meter.score() sentence=meter.sentence()
                check=check on_input=meter.on_input()
            />
            <div class="actions">
                <Button submit=true busy=form.busy()>{sign_in::CHANGE_PASSWORD}</Button>
                <InlineStatus message/>
            </div>
        </PostForm>
    }
}
