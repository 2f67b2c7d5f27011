//! `/sign-in`: email and password.

use domain::paths;
use leptos::prelude::*;

use super::{api, checks::check_email, email_typed::use_email_typed, no_cookies::NoCookies, signed_in::UnlessSignedIn};
use crate::{
    browser,
    drafts::{self, SavedDrafts},
    form::{Form, PageField, PostForm},
    layouts::Entry,
    notices::use_notices,
    query::use_query,
    text::{reset, sign_in as text},
    ui::{
        Button, ButtonKind, ButtonSize, Checks, DescriptionItem, DescriptionList, Field, FieldCheck, FormError, Name,
        Notice, NoticeTone, PasswordField,
    },
};

/// Id of the field for the address.
const EMAIL: &str = "email";
/// Id of the field for the password.
const PASSWORD: &str = "password";

/// The sign-in page (SI-1).
#[component]
pub fn SignIn() -> impl IntoView {
    let query = use_query();
    let return_to = Signal::derive(move || query.get(paths::RETURN_TO).unwrap_or_default());
    let here = Signal::derive(move || match return_to.get() {
        path if paths::is_page(&path) => paths::sign_in_and_return(&path),
        _ => paths::SIGN_IN.to_owned(),
    });
    view! { <UnlessSignedIn title=text::SIGN_IN return_to here form=|ended| view! { <SignInForm ended/> }.into_any()/> }
}

/// The form.
#[component]
fn SignInForm(
    /// Whether the session of this browser ended.
    ended: bool,
) -> impl IntoView {
    let form = Form::<api::sign_in::SignIn>::new();
    form.follow();
    let checks = Checks::provide();
    let email = use_email_typed(*form);
    let (query, notices) = (use_query(), use_notices());
    let return_to = move || query.get(paths::RETURN_TO).unwrap_or_default();
    let error = form.error();
    let reset = Memo::new(move |_| notices.get(paths::RESET).is_some());
    let after_reset = Signal::derive(move || reset.get() && error.read().is_none());
    let saved = use_saved_drafts();
    let ended = Memo::new(move |_| !reset.get() && (ended || saved.read().is_some()));
    let typed = Memo::new(move |_| saved.get().filter(|saved| ended.get() && !saved.titles.is_empty()));
    let intro = move || match (ended.get(), typed.read().is_some()) {
        (true, true) => text::ENDED_TYPED,
        (true, false) => text::ENDED,
        _ => text::INTRO,
    };
    let check_password =
        FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(crate::text::password_problem));
    view! {
        <Entry title=text::SIGN_IN aside=|| {
            view! {
                <span>{text::NEW_HERE} <a class="link" href=paths::SIGN_UP>{crate::text::sign_up::SUBMIT}</a></span>
            }
        }>
            <h1>{text::SIGN_IN}</h1>
            <p class="intro" role="status">{intro}</p>
            <PostForm form on:submit:capture=checks.on_submit()>
                <PageField/>
                <input type="hidden" name="return_to" value=return_to/>
                <div class="stack-status" role="status">
                    {move || after_reset.get().then(|| view! { <Notice tone=NoticeTone::Ok still=true>{reset::DONE}</Notice> })}
                    <NoCookies/>
                </div>
                {move || typed.get().map(|saved| view! { <SavedTitles saved/> })}
                <FormError error=form.form_error()/>
                <Field
                    name=EMAIL label=text::EMAIL kind="email" inputmode="email" autocomplete="username" required=true large=true
                    verbatim=true autofocus=true value=email.get_untracked() error=form.field_error(EMAIL)
                    on_input=move |typed| email.set(typed) check=|typed: String| check_email(&typed)
                    hint=move || typed.read().is_some().then_some(text::SOMEBODY_ELSE)
                />
                <PasswordField
                    name=PASSWORD label=text::PASSWORD autocomplete="current-password"
                    required=true large=true error=form.field_error(PASSWORD) check=check_password
                    aside=|| view! { <a class="link" href=paths::FORGOT_PASSWORD>{reset::FORGOT_LINK}</a> }
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {text::SIGN_IN}
                </Button>
            </PostForm>
        </Entry>
    }
}

/// What this tab keeps for the account that was signed in here, once the page is awake. With something typed, its
/// address is filled in.
fn use_saved_drafts() -> RwSignal<Option<SavedDrafts>> {
    let saved = RwSignal::new(None);
    Effect::new(move || {
        let now = drafts::saved();
        if let Some(SavedDrafts { email, titles }) = now.clone()
            && !titles.is_empty()
        {
            // Once the fields are there and have taken what they begin with.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    if browser::fill_if_empty(EMAIL, &email) {
                        browser::focus_on(PASSWORD);
                    }
                });
            });
        }
        saved.set(now);
    });
    saved
}

/// What is kept, and how long.
#[component]
fn SavedTitles(saved: SavedDrafts) -> impl IntoView {
    let titles =
        saved.titles.into_iter().map(|title| view! { <div><Name text=without_product(title)/></div> }).collect_view();
    view! {
        <DescriptionList in_card=true>
            <DescriptionItem label=text::KEPT>{titles}</DescriptionItem>
            <DescriptionItem label=text::UNTIL>{text::UNTIL_CLOSED}</DescriptionItem>
        </DescriptionList>
    }
}

/// A document's title without the product's name.
fn without_product(title: String) -> String {
    let product = format!(" · {}", crate::text::PARLOR);
    title.strip_suffix(&product).map(str::to_owned).unwrap_or(title)
}
