//! What a page shows of an answer, kept true while it is open (OR-4, SU-15).
//!
//! Whoever shows something that changes without this tab holds it as a [`Live`]. The stream says when to look again; what is
//! asked, of whom, and what comes of the answer is the same for all.

mod order;
mod stream;
mod team;
mod worker;

use std::{pin::Pin, sync::Arc};

use chrono::{DateTime, Utc};
use domain::{Availability, Slug};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use order::{Looks, Turns};
pub use stream::BEAT;
pub use team::Team;
pub use worker::WORKER;

use crate::{browser, error::AppError, location, pointer, reach, ui::clock};

/// Longest that a look may take: one that hangs keeps a connection, and after this it is given up.
const LOOK_MILLIS: u32 = 8_000;

/// An answer that can be kept true.
pub trait Answer: PartialEq + Send + Sync + 'static {
    /// When the server gave it, by the server's clock; none where the answer does not tell.
    fn given_at(&self) -> Option<DateTime<Utc>>;

    /// The key of the account to which it was given; none where the answer does not tell.
    fn account(&self) -> Option<&str> {
        None
    }
}

/// For pages that show why there is nothing to show, and keep that true as well.
impl<T: Answer> Answer for Result<T, AppError> {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        self.as_ref().ok()?.given_at()
    }

    fn account(&self) -> Option<&str> {
        self.as_ref().ok()?.account()
    }
}

type Asking<T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send>>;

/// The newest answer to a question, and how it is kept true. It begins with the answer that came with the page. The rules:
///
/// - **It asks again** when it is told to look, when something was done ([`Live::reload`], [`Live::refresh`]), and when the
///   question has become another one. Asking again is no use of the session.
/// - **What is shown stays** until the next answer is there; an answer that says the same changes nothing, so that nothing
///   moves; and none moves anything while a button of the pointer is down.
/// - **Answers count in the order of their questions**, however late they come: one to a question that is not asked any
///   more, or older than what is shown, is dropped.
/// - **Looks go one at a time**, and one that hangs is given up; what is told meanwhile is looked for afterwards.
/// - **A failure leaves what is shown as old as it was**, and the next change asks again; that the server cannot be reached is
///   told by the shell. What is mended elsewhere (nobody is signed in any more) leads there, unless the tab went elsewhere
///   meanwhile. A refusal that a page shows in the place of its content is an answer: then `T` is a `Result`.
/// - **An answer for another account** means that somebody else signed in, in another tab: the page is loaded anew.
pub struct Live<T, Q = ()>
where
    Q: Send + Sync + 'static,
{
    view: RwSignal<T>,
    /// What the answer in `view` is for.
    question: RwSignal<Q>,
    /// What is asked now.
    wanted: Signal<Q>,
    ask: StoredValue<Arc<dyn Fn(Q) -> Asking<T> + Send + Sync>>,
    turns: StoredValue<Arc<Turns>>,
    looks: StoredValue<Looks>,
    /// Told after every look that did not fail for want of a server, whether or not anything had changed.
    looked: RwSignal<()>,
    /// Where this tab is.
    path: Memo<String>,
    /// Goes where an error is mended, unless the tab has left this path; whether it is mended elsewhere.
    leave: Callback<(AppError, Option<String>), bool>,
}

impl<T, Q> Clone for Live<T, Q>
where
    Q: Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, Q> Copy for Live<T, Q> where Q: Send + Sync + 'static {}

impl<T: Answer> Live<T> {
    /// Keeps true what one question is answered by.
    pub fn new<F>(answer: T, ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        Self::with_question((), answer, || (), move |()| ask())
    }
}

impl<T, Q> Live<T, Q>
where
    T: Answer,
    Q: Clone + PartialEq + Send + Sync + 'static,
{
    /// Keeps true what a question is answered by that may become another one. `answer` is to `question`; from then on
    /// `wanted` says what is asked.
    pub fn with_question<F>(
        question: Q,
        answer: T,
        wanted: impl Fn() -> Q + Send + Sync + 'static,
        ask: impl Fn(Q) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        if let Some(account) = answer.account() {
            stream::belong_to(account);
        }
        let (navigate, location) = (use_navigate(), use_location());
        let live = Self {
            view: RwSignal::new(answer),
            question: RwSignal::new(question),
            wanted: Signal::derive(wanted),
            ask: StoredValue::new(Arc::new(move |question| Box::pin(ask(question)) as Asking<T>)),
            turns: StoredValue::default(),
            looks: StoredValue::default(),
            looked: RwSignal::new(()),
            path: location.pathname,
            leave: Callback::new(move |(error, path): (AppError, Option<String>)| {
                let Some(mended) = location::where_mended(&error, &location) else { return false };
                // A tab that has left is on its way already: whoever signs out here goes by themselves.
                if path.is_some() && location.pathname.try_get_untracked() == path {
                    navigate(&mended, NavigateOptions::default());
                }
                true
            }),
        };
        Effect::new(move |before: Option<Q>| {
            let now = live.wanted.get();
            let before = before.unwrap_or_else(|| live.question.get_untracked());
            if before != now {
                live.reload();
            }
            now
        });
        live
    }

    /// Looks whenever the stream says that something changed.
    #[must_use]
    pub fn follow_stream(self) -> Self {
        stream::on_change(move || self.look());
        self
    }

    /// Hears by the stream what the reader chose to be, in any tab (TR-9): that changes what is shown, and nothing is asked for.
    #[must_use]
    pub fn follow_choices(self, choose: impl Fn(&mut T, Vec<(Slug, Availability)>) + Send + Sync + 'static) -> Self {
        stream::on_choice(move |choices| self.update(|view| choose(view, choices)));
        self
    }

    /// The newest answer.
    pub fn view(self) -> ReadSignal<T> {
        self.view.read_only()
    }

    /// The question that the newest answer is for.
    pub fn question(self) -> ReadSignal<Q> {
        self.question.read_only()
    }

    /// Changes what is shown without asking: this tab did it, and answers to what was asked before do not know of it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.turns.with_value(|turns| turns.outdate());
        self.view.update(change);
    }

    /// Runs `callback` after every look, once it is known what it brought.
    pub fn on_look(self, callback: impl Fn() + 'static) {
        Effect::new(move |before: Option<()>| {
            self.looked.track();
            if before.is_some() {
                callback();
            }
        });
    }

    /// Asks again, because something may have changed.
    pub fn look(self) {
        if self.looks.try_update_value(Looks::want) == Some(true) {
            spawn_local(async move {
                while self.looks.try_update_value(Looks::next) == Some(true) {
                    self.look_once().await;
                }
            });
        }
    }

    async fn look_once(self) {
        let path = self.path.try_get_untracked();
        match browser::within(LOOK_MILLIS, self.refresh()).await {
            None => reach::lost(),
            // Whoever looks after this look would not reach the server either.
            Some(Err(AppError::Unreachable)) => {}
            Some(answer) => {
                let left = answer.err().is_some_and(|error| self.leave.try_run((error, path)) != Some(false));
                if !left {
                    self.looked.try_set(());
                }
            }
        }
    }

    /// Asks again, because something was done here.
    pub fn reload(self) {
        let path = self.path.try_get_untracked();
        spawn_local(async move {
            if let Err(error) = self.refresh().await {
                self.leave.try_run((error, path));
            }
        });
    }

    /// Asks again, and comes true once the answer is shown, or has come too late to be. For those who do something about an
    /// error themselves.
    pub async fn refresh(self) -> Result<(), AppError> {
        let (question, ask) = (self.wanted.try_get_untracked(), self.ask.try_get_value());
        let (Some(question), Some(ask), Some(turns)) = (question, ask, self.turns.try_get_value()) else {
            // The page is gone.
            return Ok(());
        };
        let turn = turns.begin();
        let fresh = ask(question.clone()).await?;
        reach::found();
        if let Some(now) = fresh.given_at() {
            clock::learn(now);
        }
        if fresh.account().is_some_and(|account| !stream::is_own(account)) {
            return Err(AppError::Unreachable);
        }
        pointer::released().await;
        // By now the page may be gone, something else be asked, or a later answer be shown.
        if self.wanted.try_get_untracked().as_ref() == Some(&question) && turns.show(turn) {
            self.show(question, fresh);
        }
        Ok(())
    }

    fn show(self, question: Q, fresh: T) {
        if self.view.try_with_untracked(|view| *view != fresh) == Some(true) {
            self.view.set(fresh);
        }
        if self.question.try_with_untracked(|shown| *shown != question) == Some(true) {
            self.question.set(question);
        }
    }
}
