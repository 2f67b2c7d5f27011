//! Forms that work with and without JavaScript: what a refused one said, beside which field, and what was typed.

mod submission;

use std::{
    marker::PhantomData,
    ops::Deref,
    str::FromStr,
    sync::{Arc, atomic::AtomicBool},
};

use domain::{AccountId, FieldError, FieldProblem, Refusal};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use submission::{Answer, Sent, Submission, ask_for};

use crate::{drafts, error::AppError, location, text};

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
    /// Why it was refused, if it was.
    fn refusal(&self) -> Option<&AppError> {
        match &self.outcome {
            FormOutcome::Refused(error) => Some(error),
            FormOutcome::Unfinished(_) => None,
        }
    }

    /// The name of the first field that was refused.
    pub fn first_mistake(&self) -> Option<&str> {
        let AppError::Refused(Refusal::Fields { fields }) = self.refusal()? else { return None };
        fields.first().map(|error| error.field.as_str())
    }

    /// The answer of a call that did its work and left something over.
    pub fn left_over(&self) -> Option<Answer> {
        match &self.outcome {
            FormOutcome::Refused(_) => None,
            FormOutcome::Unfinished(answer) => Some(Answer(answer.clone())),
        }
    }

    /// What a person typed or chose: not what the form says by itself.
    pub fn typed_by_hand(&self) -> Vec<(String, String)> {
        let is_id = |value: &str| value.split(',').all(|id| id.parse::<AccountId>().is_ok());
        // A choice for one of several things or people, of which only the id is known here.
        let of_one = |name: &str| name.ends_with(']') && !name.ends_with("[]");
        let by_itself = |name: &str, value: &str| {
            matches!(name, "page" | "organization" | "before" | "return_to")
                || name.starts_with("before_")
                || of_one(name)
                || value.trim().is_empty()
                || is_id(value)
        };
        self.typed.iter().filter(|(name, value)| !by_itself(name, value)).cloned().collect()
    }

    /// What was typed in this field.
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

/// One form of a page: what is sent to its call, and what became of it, which is all a [`Submission`] knows; and of what kind the
/// answer is.
pub struct Form<S> {
    submission: Submission,
    call: PhantomData<fn() -> S>,
}

impl<S> Clone for Form<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Form<S> {}

impl<S> Deref for Form<S> {
    type Target = Submission;

    fn deref(&self) -> &Submission {
        &self.submission
    }
}

impl<S> From<Form<S>> for Submission {
    fn from(form: Form<S>) -> Self {
        form.submission
    }
}

impl<S: ServerFn> Form<S> {
    /// The form of this call; picks up a refusal that came without JavaScript.
    #[expect(clippy::new_without_default, reason = "it reads its page's context, which no default may")]
    pub fn new() -> Self {
        Self { submission: Submission::new(S::url()), call: PhantomData }
    }

    /// Runs `then` with each answer that what was asked was done.
    pub fn on_answer(self, then: impl Fn(S::Output) + 'static)
    where
        S::Output: DeserializeOwned,
    {
        self.on_outcome(move |_, outcome| {
            if let Some(answer) = outcome.ok().and_then(|answer| answer.read()) {
                then(answer);
            }
        });
    }

    /// The answer to the last try, where it came without JavaScript and left something over.
    pub fn unfinished(self) -> Option<S::Output>
    where
        S::Output: DeserializeOwned,
    {
        self.left_over()?.read()
    }
}

/// The element of a form. The browser sends it by itself; with JavaScript its [`Submission`] does, and the page stays.
#[component]
pub fn PostForm(
    /// What is sent by it; several elements may send the same.
    #[prop(into)]
    form: Submission,
    /// The form's element, for who reads its fields.
    #[prop(optional)]
    node_ref: NodeRef<html::Form>,
    children: Children,
) -> impl IntoView {
    view! {
        <form action=form.call() method="post" on:submit=move |event| form.take_over(&event) node_ref=node_ref>
            {children()}
        </form>
    }
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
