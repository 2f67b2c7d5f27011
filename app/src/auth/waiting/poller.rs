//! The polling behind the waiting screen (SU-5, SU-8).

use domain::{Refusal, SignUpStatus};
use gloo_timers::callback::{Interval, Timeout};
use leptos::{ev::online, leptos_dom::helpers::window_event_listener, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use send_wrapper::SendWrapper;

use crate::{
    auth::{
        api::{
            self,
            sign_up::{ResumeView, WaitingView},
        },
        other_tab,
    },
    browser,
    error::AppError,
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

/// How far this tab is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Waits for the link to be opened.
    Waiting,
    /// Takes its session.
    MovingOn,
    /// Another tab took it.
    Elsewhere,
    /// This browser is not signing up any more.
    Gone,
}

/// Polls the sign-up of this browser, and moves on by itself. What it learns is there to be shown.
#[derive(Clone, Copy)]
pub(super) struct Poller {
    /// What the last poll learned.
    pub view: RwSignal<WaitingView>,
    /// How far this tab is.
    pub phase: RwSignal<Phase>,
    /// Seconds until the next try, while the server cannot be reached.
    pub lost: RwSignal<Option<u32>>,
    failures: StoredValue<u32>,
    polling: StoredValue<bool>,
    /// Whether another tab takes the session this moment.
    stood_back: StoredValue<bool>,
    timer: StoredValue<Option<SendWrapper<Timeout>>>,
    go: Callback<String>,
}

impl Poller {
    pub fn new(view: WaitingView) -> Self {
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
    pub fn start(self) {
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

    /// Polls now, unless the tab has got further, or a poll is under way.
    pub fn now(self) {
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
