//! `/email/{token}`: what the mailed links about an address open (SI-8).

use domain::{DeadLink, LinkKind};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use super::{
    api::{self, AddressLinkView},
    page::on_done,
};
use crate::{
    error::AppError,
    form::{Form, PageField},
    layouts::{Broken, Entry},
    routes,
    text::{account::address_link as text, sign_in},
    ui::{Button, ButtonKind, ButtonSize, Fact, Facts, FormError, LinkButton, Name, Sentence},
};

/// The page of a link about an address. Looking at it changes nothing.
#[component]
pub fn AddressLink() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let link = Resource::new_blocking(move || token.get(), api::address_link);
    #[cfg(feature = "ssr")]
    crate::server::set_header(axum::http::header::REFERRER_POLICY, "no-referrer");
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match link.await {
                    Ok(link) => view! { <Open link token=token.get_untracked()/> }.into_any(),
                    Err(AppError::DeadLink { link, reason }) => view! { <Dead link reason/> }.into_any(),
                    Err(error) => view! { <Broken error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Open(link: AddressLinkView, token: String) -> impl IntoView {
    let form = Form::<api::UseAddressLink>::new();
    let done = RwSignal::new(false);
    on_done(&form, move || done.set(true));
    move || {
        if done.get() {
            view! { <Done link=link.clone()/> }.into_any()
        } else {
            view! { <Question link=link.clone() token=token.clone() form=form.clone()/> }.into_any()
        }
    }
}

/// What the link does, and the button that does it.
#[component]
fn Question(link: AddressLinkView, token: String, form: Form<api::UseAddressLink>) -> impl IntoView {
    let AddressLinkView { link, email, name } = link;
    let (lede, button, does) = match link {
        LinkKind::UndoAddress => (text::KEEP_LEDE, text::KEEP, text::KEEP_DOES),
        _ => (text::CONFIRM_LEDE, text::CONFIRM, text::CONFIRM_DOES),
    };
    view! {
        <Entry title=text::TITLE>
            <h1><Sentence text=text::question(link, &email) names=vec![email.clone()]/></h1>
            <p class="lede">{lede}</p>
            <div class="stack">
                <FormError error=form.form_error()/>
                <Facts boxed=true>
                    <Fact label=text::NAME><Name text=name/></Fact>
                    <Fact label=text::ADDRESS><Name text=email exact=true/></Fact>
                </Facts>
                <ActionForm action=form.action>
                    <PageField/>
                    <input type="hidden" name="token" value=token/>
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                        {button}
                    </Button>
                </ActionForm>
                <p class="fine"><b>{button}</b> {does}</p>
            </div>
        </Entry>
    }
}

/// What it came to, and what comes next.
#[component]
fn Done(link: AddressLinkView) -> impl IntoView {
    let (lede, next, words) = match link.link {
        LinkKind::UndoAddress => (text::KEPT_LEDE, routes::FORGOT_PASSWORD, text::TO_RESET),
        _ => (text::CONFIRMED_LEDE, routes::ACCOUNT_SIGN_IN, text::TO_ACCOUNT),
    };
    view! {
        <Entry title=text::TITLE>
            <h1><Sentence text=text::done(link.link, &link.email) names=vec![link.email]/></h1>
            <p class="lede" role="status">{lede}</p>
            <div class="stack">
                <div class="actions">
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=next>{words}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}

/// A link that opens nothing: what happened, and what to do next.
#[component]
fn Dead(link: LinkKind, reason: DeadLink) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(AppError::DeadLink { link, reason }.status());
    let (next, words) = match (link, reason) {
        (LinkKind::UndoAddress, DeadLink::Used | DeadLink::Superseded) => (routes::FORGOT_PASSWORD, text::TO_RESET),
        (LinkKind::UndoAddress, DeadLink::Expired) | (_, DeadLink::Used) => (routes::SIGN_IN, sign_in::SIGN_IN),
        _ => (routes::ACCOUNT_SIGN_IN, text::TO_ACCOUNT),
    };
    view! {
        <Entry title=text::dead_heading(link, reason)>
            <h1>{text::dead_heading(link, reason)}</h1>
            <p class="lede">{text::dead_lede(link, reason)}</p>
            <div class="stack">
                <div class="actions">
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=next>{words}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}
