//! What the pages of my account are made of.

use domain::paths;
use leptos::prelude::*;

use super::shell::MyAccount;
use crate::{
    browser,
    form::Submission,
    layouts::HEADING_ID,
    notices::use_notices,
    text::{self, account},
    ui::{DocumentTitle, Icon, IconName, LinkButton, Notice, NoticeTone},
};

/// One page: its title, its heading, what it is for.
#[component]
pub fn AccountPage(
    /// Whose pages these are.
    account: MyAccount,
    /// The heading, and the document's title.
    #[prop(into)]
    heading: String,
    /// Below the heading.
    #[prop(optional)]
    intro: Option<&'static str>,
    /// At the end of the heading's line.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    /// Narrower, for what is no form in sections.
    #[prop(optional)]
    prose: bool,
    children: Children,
) -> impl IntoView {
    // Going from page to page loads no document, so the focus is led to where the new one begins.
    Effect::new(move || {
        if account.note_navigation() {
            request_animation_frame(|| browser::focus_on(HEADING_ID));
        }
    });
    let class = if prose { "page page-prose" } else { "page page-narrow" };
    view! {
        <DocumentTitle text=text::title(&account::title(&heading))/>
        <div class=class>
            <div class="page-head">
                <h1 id=HEADING_ID tabindex="-1">{heading.clone()}</h1>
                {aside.run()}
                {intro.map(|intro| view! { <p>{intro}</p> })}
            </div>
            {children()}
        </div>
    }
}

/// A part of a page: what it is about, and its fields beside it.
#[component]
pub fn Section(
    /// Its heading.
    heading: &'static str,
    /// Below it.
    text: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <header><h2>{heading}</h2><p>{text}</p></header>
            <div class="fields">{children()}</div>
        </section>
    }
}

/// What an action came to; there from the start, so that it is announced when it comes.
#[component]
pub fn StatusMessage(
    /// The sentence.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="outcome" role="status">
            {move || message.get().map(|message| view! { <Notice tone=NoticeTone::Ok still=true>{message}</Notice> })}
        </div>
    }
}

/// The same beside the button that did it, where nothing moves for it.
#[component]
pub fn InlineStatus(
    /// The sentence.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <span class="inline-status" role="status">
            {move || message.get().map(|message| view! { <Icon name=IconName::Check/> <span>{message}</span> })}
        </span>
    }
}

/// My data as a file (SI-9).
#[component]
pub fn Export() -> impl IntoView {
    // No page of this site: the router leaves it to the browser.
    view! {
        <p>
            <LinkButton href=paths::ACCOUNT_EXPORT icon=IconName::Download attr:rel="external" attr:download="">
                {account::EXPORT}
            </LinkButton>
        </p>
    }
}

/// `sentence`, once the form did what it was asked; without JavaScript the address says that it did.
pub fn message_when_done(form: Submission, done: &'static str, sentence: &'static str) -> Signal<Option<String>> {
    let (outcome, error) = (form.outcome(), form.error());
    let notices = use_notices();
    Signal::derive(move || {
        let here = || notices.get(paths::DONE).as_deref() == Some(done);
        let is_done = match outcome.read().as_ref().map(Result::is_ok) {
            Some(ok) => ok,
            None => error.read().is_none() && here(),
        };
        is_done.then(|| sentence.to_owned())
    })
}
