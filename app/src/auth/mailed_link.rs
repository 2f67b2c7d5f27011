//! The page of a mailed link: the same frame for all of them (SU-7, SU-14, SI-8, PW-2, IN-4).

use domain::{DeadLink, LinkPurpose, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Serialize, de::DeserializeOwned};

use super::signed_in::is_signed_in;
use crate::{
    answers::blocking_resource,
    error::AppError,
    layouts::{Entry, ErrorPage},
    ui::{ButtonKind, ButtonSize, LinkButton, Sentence, suspended},
};

/// The link of the page.
#[derive(Clone)]
pub struct MailedLink {
    /// What stands in its address.
    pub token: String,
    /// Asks anew what it would do: something was done with it, or somebody signed in or out.
    pub again: Callback<()>,
}

/// What is shown in the place of a link that opens nothing.
pub struct DeadEnd {
    /// What happened.
    pub heading: String,
    /// What it means.
    pub intro: String,
    /// The names in both.
    pub names: Vec<String>,
    /// What to do next.
    pub next: AnyView,
}

/// The page of a mailed link. Looking at it changes nothing, whoever looks; and no other site learns its address.
#[component]
pub fn MailedLinkPage<L, F>(
    /// Asks what the link would do.
    ask: fn(String) -> F,
    /// The page of a link that is good.
    open: fn(L, MailedLink) -> AnyView,
    /// What is shown where this refusal says that it is not; none where it says something else. The flag: the link did its
    /// work already and somebody is signed in here, so that there is nothing left but to carry on.
    dead: fn(&Refusal, bool, MailedLink) -> Option<DeadEnd>,
) -> impl IntoView
where
    L: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<L, AppError>> + Send + 'static,
{
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let link = blocking_resource(move || token.get(), move |token| look(ask, token));
    let again = Callback::new(move |()| link.refetch());
    crate::server::keep_out_of_referrers();
    view! {
        // What is shown stays until the next answer is there.
        <Transition>
            {suspended(move || async move {
                let answer = link.await;
                let mailed = MailedLink { token: token.get_untracked(), again };
                let (error, signed_in) = match answer {
                    Ok(link) => return open(link, mailed),
                    Err(why) => why,
                };
                let dead_end = match &error {
                    AppError::Refused(refusal) => dead(refusal, signed_in, mailed),
                    _ => None,
                };
                match dead_end {
                    Some(dead_end) => view! { <Dead dead_end status=error.status()/> }.into_any(),
                    None => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// What the link would do; of one that did its work already, also whether somebody is signed in here.
async fn look<L, F>(ask: fn(String) -> F, token: String) -> Result<L, (AppError, bool)>
where
    F: Future<Output = Result<L, AppError>>,
{
    match ask(token).await {
        Ok(link) => Ok(link),
        Err(error) => {
            let done = matches!(
                error,
                AppError::Refused(Refusal::DeadLink {
                    link: LinkPurpose::Verification | LinkPurpose::NewAddress,
                    reason: DeadLink::Used,
                })
            );
            let signed_in = done && is_signed_in().await;
            Err((error, signed_in))
        }
    }
}

#[component]
fn Dead(dead_end: DeadEnd, status: u16) -> impl IntoView {
    crate::server::set_status(status);
    let DeadEnd { heading, intro, names, next } = dead_end;
    view! {
        <Entry title=heading.clone()>
            <h1><Sentence text=heading names=names.clone()/></h1>
            // It often takes the place of a form that was sent, so it is announced.
            <p class="intro" role="status"><Sentence text=intro names/></p>
            <div class="stack">{next}</div>
        </Entry>
    }
}

/// The one thing to do next, as a link.
#[component]
pub fn NextStep(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// The names in that.
    #[prop(optional)]
    names: Vec<String>,
) -> impl IntoView {
    view! {
        <div class="actions">
            <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href><Sentence text=label names/></LinkButton>
        </div>
    }
}
