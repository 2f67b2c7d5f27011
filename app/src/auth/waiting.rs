//! `/verify`, the waiting screen: polls, and moves on by itself (SU-5, SU-6, SU-8).

mod poller;

use domain::{DeliveryState, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_navigate};
use poller::{Phase, Poller};

use super::{
    DidYouMean,
    api::{
        self,
        sign_up::{ResumeView, WaitingView},
    },
    checks::check_email,
    delivery_steps::DeliverySteps,
};
use crate::{
    answers::blocking_resource,
    form::{Form, PageField, PostForm, RejectedSubmission},
    layouts::{Entry, ErrorPage},
    query::use_query,
    sign_out::SignOutButton,
    text::{self, waiting},
    ui::{
        Button, ButtonKind, ButtonSize, Checks, Field, FormError, LinkButton, Name, Notice, NoticeTone, Steps,
        suspended,
    },
};

/// Query parameter that opens the form for another address.
const CHANGE: &str = "change";

/// The waiting screen.
#[component]
pub fn Waiting() -> impl IntoView {
    let waiting = blocking_resource(|| (), |()| api::sign_up::waiting());
    view! {
        <Suspense>
            {suspended(move || async move {
                match waiting.await {
                    Ok(ResumeView::Waiting { view }) => view! { <Screen view/> }.into_any(),
                    Ok(ResumeView::Confirmed) => view! { <CarryOn/> }.into_any(),
                    Ok(ResumeView::Through { next, .. }) => view! { <Redirect path=next/> }.into_any(),
                    Ok(ResumeView::Nowhere) => view! { <NoAttempt/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Opened once the address is confirmed: opening a page takes no session, so a form does. With JavaScript it sends itself.
#[component]
fn CarryOn() -> impl IntoView {
    let form = Form::<api::sign_up::Resume>::new();
    let navigate = use_navigate();
    Effect::new(move || form.send(&[]));
    form.on_answer(move |answer| {
        if let ResumeView::Through { next, .. } = answer {
            navigate(&next, NavigateOptions::default());
        }
    });
    view! {
        <Entry title=waiting::CONFIRMED>
            <Steps label=text::entry::STEPS_LABEL labels=text::entry::STEPS current=1/>
            <h1>{waiting::CONFIRMED}</h1>
            <p class="intro">{waiting::CONFIRMED_INTRO}</p>
            <div class="stack">
                <FormError error=form.form_error()/>
                <PostForm form>
                    <PageField/>
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                        {waiting::CARRY_ON}
                    </Button>
                </PostForm>
            </div>
        </Entry>
    }
}

#[component]
fn Screen(view: WaitingView) -> impl IntoView {
    let poller = Poller::new(view);
    poller.start();
    let gone = Memo::new(move |_| poller.phase.get() == Phase::Gone);
    view! { <Show when=move || gone.get() fallback=move || view! { <WaitingForLink poller/> }><NoAttempt/></Show> }
}

/// The screen while the link has not been opened.
#[component]
fn WaitingForLink(poller: Poller) -> impl IntoView {
    let query = use_query();
    let changing = move || query.get(CHANGE).is_some();
    // Without JavaScript the page loads again; not under the hands of somebody who types another address. As inner HTML,
    // since elements that a script makes inside `noscript` would refresh the page all the same.
    let still = query.get_untracked(CHANGE).is_some() || use_context::<RejectedSubmission>().is_some();
    let refresh = if still { "" } else { r#"<meta http-equiv="refresh" content="3;url=/verify">"# };
    let Poller { view, phase, lost, .. } = poller;
    let email = Memo::new(move |_| view.read().email.clone());
    let sent = Memo::new(move |_| matches!(view.read().mail, DeliveryState::HandedOver { .. }));
    // While somebody types another address, that field asks.
    let suggested = Memo::new(move |_| if changing() { None } else { domain::did_you_mean(&email.read()) });
    view! {
        <Entry title=waiting::HEADING aside=|| view! { <SignOutButton/> }>
            <noscript inner_html=refresh></noscript>
            <Steps label=text::entry::STEPS_LABEL labels=text::entry::STEPS current=1/>
            <h1>{waiting::HEADING}</h1>
            <p class="intro">
                {move || if sent.get() { waiting::SENT_TO } else { waiting::SENDING_TO }}
                <b><Name text=move || email.get() verbatim=true/></b>
                {waiting::SENT_REST}
            </p>
            <div class="stack">
                <DeliverySteps view/>
                {move || suggested.get().map(|meant| view! { <Suggested meant poller/> })}
                <Show when=changing fallback=move || view! { <WaitingActions poller/> }>
                    <OtherAddress poller/>
                </Show>
                // Below the buttons: what comes and goes moves none of them.
                <div role="status" class="stack-status">
                    {move || match (phase.get(), lost.get()) {
                        (Phase::MovingOn, _) => {
                            view! { <Notice tone=NoticeTone::Ok still=true>{waiting::MOVING_ON}</Notice> }.into_any()
                        }
                        (Phase::Elsewhere, _) => view! {
                            <Notice tone=NoticeTone::Ok still=true>
                                {waiting::ELSEWHERE} " "
                                <a class="link" href=paths::LANDING>{waiting::CARRY_ON_HERE}</a>
                            </Notice>
                        }.into_any(),
                        (Phase::Waiting, Some(seconds)) => {
                            view! { <Notice tone=NoticeTone::Warn still=true>{waiting::unreachable(seconds)}</Notice> }.into_any()
                        }
                        (Phase::Waiting | Phase::Gone, _) => ().into_any(),
                    }}
                </div>
                <p class="fine">{waiting::SPAM}</p>
            </div>
        </Entry>
    }
}

/// *Resend verification email* and *Use a different address*.
#[component]
fn WaitingActions(poller: Poller) -> impl IntoView {
    let form = Form::<api::sign_up::ResendVerification>::new();
    let view = poller.view;
    let resend_in = Memo::new(move |_| view.read().resend_in);
    form.on_done(move |_| poller.now());
    view! {
        <div class="pair">
            <PostForm form>
                <PageField/>
                <FormError error=form.form_error()/>
                <Button
                    size=ButtonSize::Large wide=true submit=true busy=form.busy()
                    disabled=Signal::derive(move || resend_in.get() > 0)
                >
                    {waiting::RESEND}
                    {move || {
                        let seconds = resend_in.get();
                        (seconds > 0).then(|| view! {
                            <time class="num" aria-hidden="true">{format!("{}:{:02}", seconds / 60, seconds % 60)}</time>
                        })
                    }}
                </Button>
            </PostForm>
            <LinkButton size=ButtonSize::Large wide=true href=format!("{}?{CHANGE}=1", paths::VERIFY)>
                {waiting::OTHER_ADDRESS}
            </LinkButton>
        </div>
    }
}

/// The address is all but one at a host that everybody knows: one click sends the link there instead.
#[component]
fn Suggested(meant: String, poller: Poller) -> impl IntoView {
    let form = Form::<api::sign_up::ChangeAddress>::new();
    form.follow();
    form.on_done(move |_| poller.now());
    let wrong = form.error();
    let wrong = Signal::derive(move || wrong.get().map(|error| text::error(&error)));
    view! {
        <PostForm form>
            <PageField/>
            <input type="hidden" name="email" value=meant.clone()/>
            <FormError error=wrong/>
            <Notice tone=NoticeTone::Warn still=true>
                {text::did_you_mean::ASK} " " <b><Name text=meant verbatim=true/></b> "? "
                <Button size=ButtonSize::Small submit=true busy=form.busy()>{waiting::SEND_THERE}</Button>
            </Notice>
        </PostForm>
    }
}

/// The form for another address.
#[component]
fn OtherAddress(poller: Poller) -> impl IntoView {
    let form = Form::<api::sign_up::ChangeAddress>::new();
    form.follow();
    let checks = Checks::provide();
    form.on_done(move |_| poller.now());
    let (wrong_email, busy) = (form.field_error("email"), form.busy());
    // Most of a mistyped address is right.
    let typed = form.typed("email");
    let first = if typed.is_empty() { poller.view.with_untracked(|view| view.email.clone()) } else { typed };
    view! {
        <PostForm form on:submit:capture=checks.on_submit()>
            <PageField/>
            <FormError error=form.form_error()/>
            <DidYouMean>
                <Field
                    name="email" label=waiting::EMAIL kind="email" inputmode="email" autocomplete="email" required=true
                    large=true verbatim=true autofocus=true selected=true value=first error=wrong_email
                    hint=|| waiting::OTHER_HINT check=|typed: String| check_email(&typed)
                />
            </DidYouMean>
            <div class="pair">
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy>
                    {waiting::SEND_THERE}
                </Button>
                <LinkButton size=ButtonSize::Large wide=true href=paths::VERIFY>{waiting::CANCEL}</LinkButton>
            </div>
        </PostForm>
    }
}

#[component]
fn NoAttempt() -> impl IntoView {
    view! {
        <Entry title=waiting::NO_ATTEMPT>
            <h1>{waiting::NO_ATTEMPT}</h1>
            <p class="intro">{waiting::NO_ATTEMPT_INTRO}</p>
            <div class="stack">
                <div class="pair">
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large wide=true href=paths::SIGN_IN>
                        {text::sign_in::SIGN_IN}
                    </LinkButton>
                    <LinkButton size=ButtonSize::Large wide=true href=paths::SIGN_UP>{text::sign_up::SUBMIT}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}
