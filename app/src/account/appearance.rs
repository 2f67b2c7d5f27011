//! `/account/appearance`: light or dark in this browser (SI-7).

use domain::Appearance;
use leptos::prelude::*;

use super::{
    api,
    page::{AccountPage, InlineStatus, message_when_done},
    shell::{MyAccount, use_account},
};
use crate::{
    browser,
    form::{Form, PageField, PostForm},
    text::{
        self as words,
        account::{self as text, appearance},
    },
    ui::{Button, ButtonKind, FormError, Radio},
};

/// The page.
#[component]
pub fn AppearancePage() -> impl IntoView {
    use_account().map(|account| {
        view! {
            <AccountPage account heading=appearance::HEADING intro=appearance::INTRO prose=true><Choice account/></AccountPage>
        }
    })
}

/// Takes effect when it is made; without JavaScript, when it is sent.
#[component]
fn Choice(account: MyAccount) -> impl IntoView {
    let form = Form::<api::profile::SetAppearance>::new();
    form.on_done(move |_| account.reload());
    let message = message_when_done(*form, "appearance", text::SAVED);
    let error = form.error();
    let wrong = move || {
        error.get().and_then(|error| words::form_error(&error).or_else(|| words::field_error(&error, "appearance")))
    };
    let node = NodeRef::new();
    let choose = move |appearance: Appearance| {
        browser::show_in(appearance);
        form.send_for(node, &[("appearance", appearance.as_str())]);
    };
    let chosen = account.view.with_untracked(|view| view.appearance);
    let choices = Appearance::ALL
        .into_iter()
        .map(|one| {
            view! {
                <Radio
                    name="appearance" value=one.as_str() checked=one == chosen line=move || appearance::line(one)
                    on_choose=move || choose(one)
                >
                    {appearance::name(one)}
                </Radio>
            }
        })
        .collect_view();
    view! {
        <PostForm form attr:class="stack" node_ref=node>
            <PageField/>
            <FormError error=Signal::derive(wrong)/>
            <fieldset class="choices">
                <legend class="visually-hidden">{appearance::CHOICE}</legend>
                {choices}
            </fieldset>
            <div class="actions no-script">
                <Button kind=ButtonKind::Primary submit=true busy=form.busy()>{text::SAVE}</Button>
            </div>
            <p><InlineStatus message/></p>
        </PostForm>
    }
}
