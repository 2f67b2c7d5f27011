//! `/account`: my name, and my data as a file.

use leptos::prelude::*;

use super::{
    api,
    page::{AccountPage, Export, InlineStatus, Section, message_when_done},
    shell::{MyAccount, use_account},
};
use crate::{
    auth::check_name,
    form::{Form, PageField, PostForm},
    text::account::{self as text, profile},
    ui::{Button, ButtonKind, Checks, Field, FormError},
};

/// The page (SI-7).
#[component]
pub fn Profile() -> impl IntoView {
    use_account().map(|account| {
        view! {
            <AccountPage account heading=profile::HEADING>
                <Section heading=profile::NAME text=profile::NAME_TEXT><NameForm account/></Section>
                <Section heading=profile::DATA text=profile::DATA_TEXT><Export/></Section>
            </AccountPage>
        }
    })
}

#[component]
fn NameForm(account: MyAccount) -> impl IntoView {
    let form = Form::<api::profile::ChangeName>::new();
    form.on_done(move |_| account.reload());
    let message = message_when_done(*form, "name", text::SAVED);
    let checks = Checks::provide();
    let refused = form.error().with_untracked(Option::is_some);
    let name = if refused { form.typed("name") } else { account.view.with_untracked(|view| view.name.clone()) };
    view! {
        <PostForm form on:submit:capture=checks.on_submit()>
            <PageField/>
            <FormError error=form.form_error()/>
            <Field
                name="name" label=profile::NAME autocomplete="name" required=true value=name error=form.field_error("name")
                check=|typed: String| check_name(&typed)
            />
            <div class="actions">
                <Button kind=ButtonKind::Primary submit=true busy=form.busy()>{text::SAVE}</Button>
                <InlineStatus message/>
            </div>
        </PostForm>
    }
}
