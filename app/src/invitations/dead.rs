//! An invitation that cannot be accepted any more: what happened, and what to do next (IN-4).

use domain::{DeadInvitation, Refusal, Slug, paths};
use leptos::{form::ActionForm, prelude::*};

use super::api;
use crate::{
    error::AppError,
    form::{Form, PageField},
    layouts::Entry,
    text::invitations::dead,
    ui::{Button, ButtonKind, ButtonSize, FormError, LinkButton, Sentence},
};

/// The page of one that ended.
#[component]
pub fn Dead(
    /// Why.
    reason: DeadInvitation,
    /// The organization's name, where there is one.
    organization: Option<String>,
    /// Its place in addresses, for those who are in it.
    slug: Option<Slug>,
    /// Of the link.
    token: String,
    /// Asks the server about the link again.
    again: Callback<()>,
) -> impl IntoView {
    crate::server::set_status(
        AppError::Refused(Refusal::DeadInvitation { reason, organization: None, slug: None }).status(),
    );
    let name = organization.as_deref();
    let (heading, intro) = (dead::heading(reason, name), dead::intro(reason, name));
    let names: Vec<String> = organization.iter().cloned().collect();
    let next = match reason {
        DeadInvitation::Expired | DeadInvitation::Unbacked => view! { <Ask token again/> }.into_any(),
        DeadInvitation::UsedByYou | DeadInvitation::Member => {
            let href = slug.map_or_else(|| paths::LANDING.to_owned(), |slug| paths::organization(&slug));
            view! { <Way href words=dead::open(name) name=names.clone()/> }.into_any()
        }
        DeadInvitation::Used => {
            view! { <Way href=paths::SIGN_IN.to_owned() words=dead::SIGN_IN.to_owned()/> }.into_any()
        }
        _ => view! { <Way href=paths::LANDING.to_owned() words=dead::HOME.to_owned()/> }.into_any(),
    };
    view! {
        <Entry title=heading.clone()>
            <h1><Sentence text=heading names=names.clone()/></h1>
            // It often takes the place of a form that was sent, so it is announced.
            <p class="intro" role="status"><Sentence text=intro names/></p>
            <div class="stack">{next}</div>
        </Entry>
    }
}

#[component]
fn Way(href: String, words: String, #[prop(optional)] name: Vec<String>) -> impl IntoView {
    view! {
        <div class="actions">
            <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href><Sentence text=words names=name/></LinkButton>
        </div>
    }
}

/// *Ask for a new one*: the inviting team sees it in its list.
#[component]
fn Ask(token: String, again: Callback<()>) -> impl IntoView {
    let form = Form::<api::AskForInvitation>::new();
    let asked = form.action.value();
    Effect::new(move || {
        if matches!(asked.get(), Some(Ok(_) | Err(AppError::Refused(Refusal::DeadInvitation { .. })))) {
            again.run(());
        }
    });
    view! {
        <ActionForm action=form.action>
            <PageField/>
            <input type="hidden" name="token" value=token/>
            <FormError error=form.form_error()/>
            <div class="actions">
                <Button kind=ButtonKind::Primary size=ButtonSize::Large submit=true busy=form.busy()>{dead::ASK}</Button>
            </div>
        </ActionForm>
    }
}
