//! Forms that work with and without JavaScript: what a refused one said, beside which field, and what was typed.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{FieldError, FieldProblem, Refusal, paths};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{drafts, error::AppError, list_field::key_of_choice, location, notices::use_redirect, text};

/// Where to go after a call that did what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// A path of this site.
    pub next: String,
}

impl Redirect {
    /// Go there.
    pub fn to(path: impl Into<String>) -> Self {
        Self { next: path.into() }
    }
}

/// The fields of a form that cannot be taken, so that all of them are told at once.
#[derive(Default)]
pub struct FormErrors(Vec<FieldError>);

impl FormErrors {
    /// The value; none where it cannot be taken: then its problem is among these.
    pub fn check<T, E>(
        &mut self,
        field: &str,
        result: Result<T, E>,
        problem: impl FnOnce(E) -> FieldProblem,
    ) -> Option<T> {
        let push = |error| self.0.push(FieldError { field: field.to_owned(), problem: problem(error) });
        result.map_err(push).ok()
    }

    /// The same of a field that may stay empty.
    pub fn check_optional<T: FromStr>(
        &mut self,
        field: &str,
        typed: &str,
        problem: impl FnOnce(T::Err) -> FieldProblem,
    ) -> Option<Option<T>> {
        let typed = Some(typed.trim()).filter(|typed| !typed.is_empty());
        self.check(field, typed.map(str::parse).transpose(), problem)
    }

    /// The refusal that names all of them.
    pub fn into_error(self) -> AppError {
        Refusal::Fields { fields: self.0 }.into()
    }
}

/// What became of a form that was sent without JavaScript, where its page has to tell.
#[derive(Clone, Debug)]
pub enum FormOutcome {
    /// The call was refused for this reason.
    Refused(AppError),
    /// The call did its work and left something over: its answer, as JSON.
    Unfinished(String),
}

/// A form that was sent without JavaScript, and refused or not finished with: the page is shown again with it.
#[derive(Clone, Debug)]
pub struct RejectedSubmission {
    /// The path of the call, `/api/accounts/sign-up`.
    pub call: String,
    /// What was typed, secrets left out.
    pub typed: Vec<(String, String)>,
    /// What became of the form.
    pub outcome: FormOutcome,
    /// The page that is shown again.
    pub page: String,
    /// Set once the page has a form that shows it.
    pub shown: Arc<AtomicBool>,
}

impl RejectedSubmission {
    /// The answer of the call, where it did its work and left something over.
    pub fn unfinished<T: DeserializeOwned>(&self) -> Option<T> {
        match &self.outcome {
            FormOutcome::Refused(_) => None,
            FormOutcome::Unfinished(answer) => serde_json::from_str(answer).ok(),
        }
    }

    /// What was typed in this field.
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

/// One form of a page and what became of it.
pub struct Form<S>
where
    S: ServerFn + 'static,
    S::Output: 'static,
    S::Error: 'static,
{
    /// The action behind it.
    pub action: ServerAction<S>,
    replay: Option<RejectedSubmission>,
}

impl<S> Clone for Form<S>
where
    S: ServerFn + 'static,
    S::Output: 'static,
    S::Error: 'static,
{
    fn clone(&self) -> Self {
        Self { action: self.action, replay: self.replay.clone() }
    }
}

impl<S> Form<S>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    /// The form of this call; picks up a refusal that came without JavaScript.
    #[expect(clippy::new_without_default, reason = "it reads its page's context, which no default may")]
    pub fn new() -> Self
    where
        ServerAction<S>: Default,
    {
        let replay = use_context::<RejectedSubmission>().filter(|replay| replay.call == S::url());
        if let Some(replay) = &replay {
            replay.shown.store(true, Ordering::Relaxed);
        }
        let action = ServerAction::default();
        settle(action);
        Self { action, replay }
    }

    /// What was wrong with the last try.
    pub fn error(&self) -> Signal<Option<AppError>> {
        let value = self.action.value();
        let replay = self.replay.as_ref().and_then(|replay| match &replay.outcome {
            FormOutcome::Refused(error) => Some(error.clone()),
            FormOutcome::Unfinished(_) => None,
        });
        Signal::derive(move || match value.get() {
            Some(Err(error)) => Some(error),
            Some(Ok(_)) => None,
            None => replay.clone(),
        })
    }

    /// What was wrong with this field.
    pub fn field_error(&self, field: &'static str) -> Signal<Option<String>> {
        let error = self.error();
        Signal::derive(move || error.get().and_then(|error| text::field_error(&error, field)))
    }

    /// What was wrong with the form as a whole.
    pub fn form_error(&self) -> Signal<Option<String>> {
        let error = self.error();
        Signal::derive(move || error.get().and_then(|error| text::form_error(&error)))
    }

    /// The answer to the last try, where it came without JavaScript and left something over.
    pub fn unfinished(&self) -> Option<S::Output>
    where
        S::Output: DeserializeOwned,
    {
        self.replay.as_ref()?.unfinished()
    }

    /// What was typed in this field before.
    pub fn typed(&self, field: &str) -> String {
        self.replay.as_ref().and_then(|replay| replay.typed(field)).unwrap_or_default().to_owned()
    }

    /// All that was typed before in fields of this name.
    pub fn typed_all(&self, field: &str) -> Vec<String> {
        let typed = self.replay.iter().flat_map(|replay| &replay.typed);
        typed.filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect()
    }

    /// What was chosen before in this field for each of several things, with the key of each.
    pub fn typed_by_key(&self, field: &str) -> Vec<(String, String)> {
        let typed = self.replay.iter().flat_map(|replay| &replay.typed);
        typed.filter_map(|(name, value)| Some((key_of_choice(field, name)?.to_owned(), value.clone()))).collect()
    }

    /// Whether an answer is awaited.
    pub fn busy(&self) -> Signal<bool> {
        self.action.pending().into()
    }
}

impl<S> Form<S>
where
    S: ServerFn<Error = AppError, Output = Redirect> + Clone + Send + Sync + 'static,
{
    /// Goes where the answer says, without loading a document.
    pub fn follow(&self) {
        let value = self.action.value();
        let redirect = use_redirect();
        Effect::new(move || {
            if let Some(Ok(answer)) = value.get() {
                redirect(&answer.next);
            }
        });
    }
}

/// Runs `done` with what was sent, once the answer is that it was done.
pub fn on_done<S>(action: ServerAction<S>, done: impl Fn(S) + 'static)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    // By the time of the answer, what was sent is no longer known.
    let sent = StoredValue::new(None::<S>);
    let (input, value) = (action.input(), action.value());
    Effect::new(move || {
        if let Some(input) = input.get() {
            sent.set_value(Some(input));
        }
    });
    Effect::new(move || {
        if let (Some(Ok(_)), Some(sent)) = (value.get(), sent.get_value()) {
            done(sent);
        }
    });
}

/// What follows from every answer: a form that did its work is not kept any longer, and whoever is signed out meanwhile
/// signs in and comes back to it (SI-11).
fn settle<S>(action: ServerAction<S>)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let value = action.value();
    let (navigate, location) = (use_navigate(), use_location());
    Effect::new(move || match value.get() {
        Some(Ok(_)) => drafts::done(S::url()),
        Some(Err(AppError::Refused(Refusal::SignedOut))) => {
            let here = location::here_untracked(&location);
            // The page may be on its way there already.
            if !here.starts_with(paths::SIGN_IN) {
                navigate(&paths::sign_in_and_return(&here), NavigateOptions::default());
            }
        }
        _ => {}
    });
}

/// Names the page that a form stands on, so that a refusal without JavaScript comes back to it. With JavaScript it keeps
/// what is typed in the form (SI-11).
#[component]
pub fn PageField() -> impl IntoView {
    let location = use_location();
    let pathname = location.pathname;
    let page = move || location::here(&location);
    let node = NodeRef::<html::Input>::new();
    let restored = drafts::save_and_restore(node, pathname);
    view! {
        <input type="hidden" name="page" value=page node_ref=node/>
        {move || {
            restored.shown.get().then(|| view! {
                <p class="hint" role="status">
                    {text::drafts::RESTORED} " "
                    <button class="link" type="button" on:click=move |_| restored.start_afresh()>
                        {text::drafts::START_AFRESH}
                    </button>
                </p>
            })
        }}
    }
}
