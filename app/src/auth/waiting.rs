//! `/verify`, the waiting screen: polls, and moves on by itself (SU-5, SU-6, SU-8).

use domain::{DeliveryState, Refusal, SignUpStatus, paths};
use gloo_timers::callback::{Interval, Timeout};
use leptos::{ev::online, form::ActionForm, leptos_dom::helpers::window_event_listener, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_navigate};
use send_wrapper::SendWrapper;

use super::{
    DidYouMean,
    api::{
        self,
        sign_up::{ResumeView, WaitingView},
    },
    checks::check_email,
    delivery_steps::DeliverySteps,
    other_tab,
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField, RejectedSubmission},
    layouts::{Entry, ErrorPage},
    query::use_query,
    sign_out::SignOutButton,
    text::{self, waiting},
    ui::{Button, ButtonKind, ButtonSize, Checks, Field, FormError, LinkButton, Name, Notice, NoticeTone, Steps},
};

/// Between two polls of a tab that is seen; a confirmation is felt within 3 seconds.
const SEEN_MILLIS: u32 = 2_000;
/// Between two polls of a hidden tab.
const HIDDEN_MILLIS: u32 = 20_000;
/// How long a tab that takes the session may need for it; then the others see what became of it.
const TAKING_MILLIS: u32 = 1_500;
/// Longest that an answer may take; one that hangs is none.
const ANSWER_MILLIS: u32 = 8_000;
/// Longest pause while the server cannot be reached.
const LOST_SECONDS: u32 = 16;
/// Query parameter that opens the form for another address.
const CHANGE: &str = "change";

/// The waiting screen.
#[component]
pub fn Waiting() -> impl IntoView {
    let waiting = Resource::new_blocking(|| (), |()| api::sign_up::waiting());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match waiting.await {
                    Ok(ResumeView::Waiting { view }) => view! { <Screen view/> }.into_any(),
                    Ok(ResumeView::Confirmed) => view! { <CarryOn/> }.into_any(),
                    Ok(ResumeView::Through { next, .. }) => view! { <Redirect path=next/> }.into_any(),
                    Ok(ResumeView::Nowhere) => view! { <Nowhere/> }.into_any(),
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
    let answer = form.action.value();
    let navigate = use_navigate();
    Effect::new(move || {
        if answer.get_untracked().is_none() {
            form.action.dispatch(api::sign_up::Resume {});
        }
    });
    Effect::new(move || {
        if let Some(Ok(ResumeView::Through { next, .. })) = answer.get() {
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
                <ActionForm action=form.action>
                    <PageField/>
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                        {waiting::CARRY_ON}
                    </Button>
                </ActionForm>
            </div>
        </Entry>
    }
}

/// How far this tab is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Waits for the link to be opened.
    Waiting,
    /// Takes its session.
    MovingOn,
    /// Another tab took it.
    Elsewhere,
    /// This browser is not signing up any more.
    Gone,
}

/// What polls.
#[derive(Clone, Copy)]
struct Poller {
    view: RwSignal<WaitingView>,
    phase: RwSignal<Phase>,
    /// Seconds until the next try, while the server cannot be reached.
    lost: RwSignal<Option<u32>>,
    failures: StoredValue<u32>,
    polling: StoredValue<bool>,
    /// Whether another tab takes the session this moment.
    stood_back: StoredValue<bool>,
    timer: StoredValue<Option<SendWrapper<Timeout>>>,
    go: Callback<String>,
}

impl Poller {
    fn new(view: WaitingView) -> Self {
        let navigate = use_navigate();
        Self {
            view: RwSignal::new(view),
            phase: RwSignal::new(Phase::Waiting),
            lost: RwSignal::new(None),
            failures: StoredValue::new(0),
            polling: StoredValue::new(false),
            stood_back: StoredValue::new(false),
            timer: StoredValue::new(None),
            go: Callback::new(move |next: String| navigate(&next, NavigateOptions::default())),
        }
    }

    /// Polls from now on; at once when the tab is looked at again, when the browser's network is back, or when another tab
    /// says that it is confirmed.
    fn start(self) {
        Effect::new(move || {
            self.again();
            browser::on_return(move || self.now());
            let tabs = StoredValue::new_local(other_tab::wait(move || self.now(), move || self.stand_back()));
            let back = window_event_listener(online, move |_| {
                // What failed without a network says nothing about the server.
                self.failures.try_set_value(0);
                self.now();
            });
            let tick = StoredValue::new_local(Some(Interval::new(1_000, move || self.tick())));
            on_cleanup(move || {
                back.remove();
                tabs.try_update_value(Option::take);
                tick.try_update_value(Option::take);
            });
        });
    }

    fn after(self, millis: u32) {
        let timer = Timeout::new(millis, move || self.now());
        self.timer.try_set_value(Some(SendWrapper::new(timer)));
    }

    fn now(self) {
        let waits =
            self.phase.try_get_untracked() == Some(Phase::Waiting) && self.stood_back.try_get_value() == Some(false);
        if !waits {
            return;
        }
        let free = self.polling.try_update_value(|polling| !std::mem::replace(polling, true));
        if free == Some(true) {
            spawn_local(async move {
                self.poll().await;
                self.polling.try_set_value(false);
            });
        }
    }

    /// Another tab takes the session. This one asks no more whether it is there, and looks a moment later where the browser
    /// is: had the other failed, it goes on itself.
    fn stand_back(self) {
        if self.phase.try_get_untracked() != Some(Phase::Waiting) {
            return;
        }
        self.stood_back.try_set_value(true);
        let timer = Timeout::new(TAKING_MILLIS, move || {
            self.stood_back.try_set_value(false);
            spawn_local(self.look_where_it_leads());
        });
        self.timer.try_set_value(Some(SendWrapper::new(timer)));
    }

    /// Counts the countdowns.
    fn tick(self) {
        if self.view.try_with_untracked(|view| view.resend_in > 0) == Some(true) {
            self.view.update(|view| view.resend_in -= 1);
        }
        if let Some(Some(seconds)) = self.lost.try_get_untracked() {
            self.lost.set(Some(seconds.saturating_sub(1).max(1)));
        }
    }

    async fn poll(self) {
        let answer =
            browser::within(ANSWER_MILLIS, api::sign_up::attempt_status()).await.unwrap_or(Err(AppError::Unreachable));
        if self.stood_back.try_get_value() != Some(false) {
            return;
        }
        match answer {
            Ok(view) => {
                self.reached();
                match view.status {
                    SignUpStatus::Pending => {
                        self.view.try_update(|old| {
                            if *old != view {
                                *old = view;
                            }
                        });
                        self.again();
                    }
                    SignUpStatus::Confirmed | SignUpStatus::Completed => self.move_on().await,
                }
            }
            Err(AppError::Refused(Refusal::NoAttempt)) => self.move_on().await,
            Err(_) => self.lose(),
        }
    }

    /// Takes the session, and goes where it leads. Of several tabs one gets it (SU-8).
    async fn move_on(self) {
        other_tab::take();
        self.look_where_it_leads().await;
    }

    async fn look_where_it_leads(self) {
        self.phase.try_set(Phase::MovingOn);
        match api::sign_up::resume().await {
            Ok(ResumeView::Through { next, taken: true }) => {
                self.go.try_run(next);
            }
            Ok(ResumeView::Through { taken: false, .. }) => drop(self.phase.try_set(Phase::Elsewhere)),
            Ok(ResumeView::Nowhere) => drop(self.phase.try_set(Phase::Gone)),
            Ok(ResumeView::Waiting { view }) => {
                self.phase.try_set(Phase::Waiting);
                self.view.try_set(view);
                self.again();
            }
            // Neither taken nor to be had: asked again.
            Ok(ResumeView::Confirmed) | Err(_) => {
                self.phase.try_set(Phase::Waiting);
                self.lose();
            }
        }
    }

    /// Polls again, after the usual pause.
    fn again(self) {
        self.after(if browser::is_hidden() { HIDDEN_MILLIS } else { SEEN_MILLIS });
    }

    fn reached(self) {
        self.failures.try_set_value(0);
        if self.lost.try_get_untracked().flatten().is_some() {
            self.lost.set(None);
        }
    }

    fn lose(self) {
        let failures = self.failures.try_update_value(|failures| {
            *failures = (*failures + 1).min(LOST_SECONDS.ilog2());
            *failures
        });
        let seconds = 1 << failures.unwrap_or(1);
        self.lost.try_set(Some(seconds));
        self.after(seconds * 1_000);
    }
}

#[component]
fn Screen(view: WaitingView) -> impl IntoView {
    let poller = Poller::new(view);
    poller.start();
    let gone = Memo::new(move |_| poller.phase.get() == Phase::Gone);
    view! { <Show when=move || gone.get() fallback=move || view! { <Wait poller/> }><Nowhere/></Show> }
}

/// The screen while the link has not been opened.
#[component]
fn Wait(poller: Poller) -> impl IntoView {
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
                <Show when=changing fallback=move || view! { <Ways poller/> }>
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
fn Ways(poller: Poller) -> impl IntoView {
    let form = Form::<api::sign_up::ResendVerification>::new();
    let view = poller.view;
    let resend_in = Memo::new(move |_| view.read().resend_in);
    let value = form.action.value();
    Effect::new(move || {
        if matches!(value.get(), Some(Ok(_))) {
            poller.now();
        }
    });
    view! {
        <div class="pair">
            <ActionForm action=form.action>
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
            </ActionForm>
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
    let value = form.action.value();
    Effect::new(move || {
        if matches!(value.get(), Some(Ok(_))) {
            poller.now();
        }
    });
    let wrong = form.error();
    let wrong = Signal::derive(move || wrong.get().map(|error| text::error(&error)));
    view! {
        <ActionForm action=form.action>
            <PageField/>
            <input type="hidden" name="email" value=meant.clone()/>
            <FormError error=wrong/>
            <Notice tone=NoticeTone::Warn still=true>
                {text::did_you_mean::ASK} " " <b><Name text=meant verbatim=true/></b> "? "
                <Button size=ButtonSize::Small submit=true busy=form.busy()>{waiting::SEND_THERE}</Button>
            </Notice>
        </ActionForm>
    }
}

/// The form for another address.
#[component]
fn OtherAddress(poller: Poller) -> impl IntoView {
    let form = Form::<api::sign_up::ChangeAddress>::new();
    form.follow();
    let checks = Checks::provide();
    let value = form.action.value();
    Effect::new(move || {
        if matches!(value.get(), Some(Ok(_))) {
            poller.now();
        }
    });
    let (wrong_email, busy) = (form.field_error("email"), form.busy());
    // Most of a mistyped address is right.
    let typed = form.typed("email");
    let first = if typed.is_empty() { poller.view.with_untracked(|view| view.email.clone()) } else { typed };
    view! {
        <ActionForm action=form.action on:submit:capture=checks.on_submit()>
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
        </ActionForm>
    }
}

#[component]
fn Nowhere() -> impl IntoView {
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
