//! What a script sends to a call in the browser's place, and what comes back: one type for every form, whatever it sends.

use std::sync::atomic::Ordering;

use domain::{Refusal, paths};
use form_urlencoded::{Serializer, parse};
use js_sys::JSON;
use leptos::{
    ev::SubmitEvent,
    html,
    prelude::*,
    server_fn::{
        ContentType, ServerFn,
        client::{Client, browser::BrowserClient},
        codec::{Encoding, JsonEncoding, PostUrl},
        error::{FromServerFnError, IntoAppError, ServerFnErrorErr},
        request::{ClientReq, browser::BrowserRequest},
        response::ClientRes,
    },
    task::spawn_local,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlButtonElement, HtmlFormElement, UrlSearchParams};

use super::{Redirect, RejectedSubmission};
use crate::{
    answers,
    drafts::{self, SentForm},
    error::AppError,
    list_field::key_of_choice,
    location,
    notices::use_redirect,
    text,
};

/// The fields that were sent, as a form encodes them.
#[derive(Clone)]
pub struct Sent(String);

impl Sent {
    /// What is sent where these fields are, without a form.
    fn new(fields: &[(&str, &str)]) -> Self {
        Self(Serializer::new(String::new()).extend_pairs(fields).finish())
    }

    /// What the browser would send now; none where it has to do that by itself.
    fn by(event: &SubmitEvent) -> Option<Self> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let fields = FormData::new_with_form(&form).ok()?;
        // The button that was pressed is one of them.
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
        if let Some(button) = button.filter(|button| !button.name().is_empty()) {
            fields.append_with_str(&button.name(), &button.value()).ok()?;
        }
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
        Some(Self(fields.to_string().into()))
    }

    /// What was sent in this field; empty where it was not sent.
    pub fn get(&self, field: &str) -> String {
        parse(self.0.as_bytes())
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    /// The same without passwords, which nobody needs once the answer is there.
    fn without_passwords(&self) -> Self {
        let others = parse(self.0.as_bytes()).filter(|(name, _)| !name.contains("password"));
        Self(Serializer::new(String::new()).extend_pairs(others).finish())
    }
}

/// What a call answered that did what it was asked, as JSON.
#[derive(Clone)]
pub struct Answer(pub(super) String);

impl Answer {
    /// The answer as what it is; none where it is another thing.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        answers::read(&self.0)
    }
}

/// A submission that was answered.
#[derive(Clone)]
struct Settled {
    number: u32,
    sent: Sent,
    outcome: Result<Answer, AppError>,
}

/// Everything that one form of a page sends, and what became of it.
#[derive(Clone, Copy)]
pub struct Submission {
    call: &'static str,
    /// How often it was sent.
    count: StoredValue<u32>,
    /// What waits for its answer, with its number.
    under_way: RwSignal<Vec<(u32, Sent)>>,
    settled: RwSignal<Option<Settled>>,
    replay: StoredValue<Option<RejectedSubmission>>,
}

impl Submission {
    /// What is sent to the call with this path; begins with what came without JavaScript, and was refused or not finished with.
    pub(super) fn new(call: &'static str) -> Self {
        let replay = use_context::<RejectedSubmission>().filter(|replay| replay.call == call);
        if let Some(replay) = &replay {
            replay.shown.store(true, Ordering::Relaxed);
        }
        let new = Self {
            call,
            count: StoredValue::new(0),
            under_way: RwSignal::new(Vec::new()),
            settled: RwSignal::new(None),
            replay: StoredValue::new(replay),
        };
        new.settle();
        new
    }

    /// The path of its call.
    pub(super) fn call(self) -> &'static str {
        self.call
    }

    /// Sends what is in the form that is about to be sent, unless that was called off.
    pub(super) fn take_over(self, event: &SubmitEvent) {
        if !event.default_prevented()
            && let Some(sent) = Sent::by(event)
        {
            event.prevent_default();
            let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
            self.dispatch(sent, form.and_then(|form| drafts::sent(&form)));
        }
    }

    /// Sends these fields, without a form.
    pub fn send(self, fields: &[(&str, &str)]) {
        self.dispatch(Sent::new(fields), None);
    }

    /// The same on behalf of a form, which is not kept any longer once that is done.
    pub fn send_for(self, form: NodeRef<html::Form>, fields: &[(&str, &str)]) {
        self.dispatch(Sent::new(fields), form.get_untracked().and_then(|form| drafts::sent(&form)));
    }

    fn dispatch(self, sent: Sent, form: Option<SentForm>) {
        let Some(number) = self.count.try_update_value(|count| {
            *count += 1;
            *count
        }) else {
            return;
        };
        self.under_way.update(|all| all.push((number, sent.clone())));
        spawn_local(async move {
            let outcome = ask(self.call, sent.0.clone()).await;
            if let Some(form) = form.filter(|_| outcome.is_ok()) {
                form.done();
            }
            // The form may have left the page meanwhile.
            self.under_way.try_update(|all| all.retain(|(other, _)| *other != number));
            // Overtaken by the answer to what was sent later, it says nothing any more.
            let newest = |last: &Option<Settled>| last.as_ref().is_none_or(|last| last.number < number);
            if self.settled.try_with_untracked(newest) == Some(true) {
                self.settled.set(Some(Settled { number, sent: sent.without_passwords(), outcome }));
            }
        });
    }

    /// Whether an answer is awaited.
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || !self.under_way.read().is_empty())
    }

    /// Whether it is awaited for what was sent with this value in a field: where one form serves many rows, which of them is busy.
    pub fn sends(self, field: &'static str, value: impl ToString) -> Signal<bool> {
        let value = value.to_string();
        Signal::derive(move || self.under_way.read().iter().any(|(_, sent)| sent.get(field) == value))
    }

    /// What was sent last, while its answer is awaited.
    pub fn sending(self) -> Signal<Option<Sent>> {
        Signal::derive(move || self.under_way.read().last().map(|(_, sent)| sent.clone()))
    }

    /// What came of the last try; none where there was none with JavaScript.
    pub fn outcome(self) -> Signal<Option<Result<Answer, AppError>>> {
        Signal::derive(move || self.settled.read().as_ref().map(|settled| settled.outcome.clone()))
    }

    /// What was wrong with the last try.
    pub fn error(self) -> Signal<Option<AppError>> {
        let replay = self.replay.with_value(|replay| replay.as_ref()?.refusal().cloned());
        Signal::derive(move || match &*self.settled.read() {
            Some(settled) => settled.outcome.as_ref().err().cloned(),
            None => replay.clone(),
        })
    }

    /// What was wrong with this field.
    pub fn field_error(self, field: &'static str) -> Signal<Option<String>> {
        let error = self.error();
        Signal::derive(move || error.get().and_then(|error| text::field_error(&error, field)))
    }

    /// What was wrong with the form as a whole.
    pub fn form_error(self) -> Signal<Option<String>> {
        let error = self.error();
        Signal::derive(move || error.get().and_then(|error| text::form_error(&error)))
    }

    /// What was left over by the last try, where it came without JavaScript.
    pub(super) fn left_over(self) -> Option<Answer> {
        self.replay.with_value(|replay| replay.as_ref()?.left_over())
    }

    /// What was typed in this field before, and came back without JavaScript.
    pub fn typed(self, field: &str) -> String {
        self.replay.with_value(|replay| replay.as_ref()?.typed(field).map(str::to_owned)).unwrap_or_default()
    }

    /// All that was typed before in fields of this name.
    pub fn typed_all(self, field: &str) -> Vec<String> {
        self.typed_where(|name| (name == field).then_some(())).into_iter().map(|((), value)| value).collect()
    }

    /// What was chosen before in this field for each of several things, with the key of each.
    pub fn typed_by_key(self, field: &str) -> Vec<(String, String)> {
        self.typed_where(|name| key_of_choice(field, name).map(str::to_owned))
    }

    fn typed_where<K>(self, key: impl Fn(&str) -> Option<K>) -> Vec<(K, String)> {
        self.replay.with_value(|replay| {
            let typed = replay.iter().flat_map(|replay| &replay.typed);
            typed.filter_map(|(name, value)| Some((key(name)?, value.clone()))).collect()
        })
    }

    /// Runs `begin` with what is sent, when it is.
    pub fn on_send(self, begin: impl Fn(&Sent) + 'static) {
        Effect::new(move |before: Option<u32>| {
            let before = before.unwrap_or_default();
            let newest = self.under_way.with(|all| all.last().filter(|(number, _)| *number > before).cloned());
            let Some((number, sent)) = newest else { return before };
            begin(&sent);
            number
        });
    }

    /// Runs `settled` with what was sent and what came of it, once that is there.
    pub fn on_outcome(self, settled: impl Fn(&Sent, Result<Answer, AppError>) + 'static) {
        Effect::new(move || {
            if let Some(Settled { sent, outcome, .. }) = self.settled.get() {
                settled(&sent, outcome);
            }
        });
    }

    /// Runs `done` with what was sent, once the answer is that it was done.
    pub fn on_done(self, done: impl Fn(&Sent) + 'static) {
        self.on_outcome(move |sent, outcome| {
            if outcome.is_ok() {
                done(sent);
            }
        });
    }

    /// Runs `then` with where the answer says to go.
    pub fn on_redirect(self, then: impl Fn(String) + 'static) {
        self.on_outcome(move |_, outcome| {
            if let Some(Redirect { next }) = outcome.ok().and_then(|answer| answer.read()) {
                then(next);
            }
        });
    }

    /// Goes where the answer says, without loading a document.
    pub fn follow(self) {
        let redirect = use_redirect();
        self.on_redirect(move |next| redirect(&next));
    }

    /// What follows from every answer: whoever is signed out meanwhile signs in and comes back to the form (SI-11).
    fn settle(self) {
        let (navigate, location) = (use_navigate(), use_location());
        self.on_outcome(move |_, outcome| {
            if let Err(AppError::Refused(Refusal::SignedOut)) = outcome {
                let here = location::here_untracked(&location);
                // The page may be on its way there already.
                if !here.starts_with(paths::SIGN_IN) {
                    navigate(&paths::sign_in_and_return(&here), NavigateOptions::default());
                }
            }
        });
    }
}

/// Asks a call without a form, and reads of its answer what `T` holds: where that is a part, no more of the answer's type comes
/// with the page.
pub async fn ask_for<S: ServerFn, T: DeserializeOwned>(fields: &[(&str, &str)]) -> Result<T, AppError> {
    ask(S::url(), Sent::new(fields).0).await?.read().ok_or_else(no_answer)
}

/// Asks the call with this path in the way that all others are asked.
async fn ask(call: &str, fields: String) -> Result<Answer, AppError> {
    let request = <BrowserRequest as ClientReq<AppError>>::try_new_req_text(
        call,
        PostUrl::CONTENT_TYPE,
        JsonEncoding::CONTENT_TYPE,
        fields,
        PostUrl::METHOD,
    )?;
    let response = <BrowserClient as Client<AppError>>::send(request).await?;
    let refused = <_ as ClientRes<AppError>>::status(&response) >= 400;
    let answer: String = ClientRes::<AppError>::try_into_string(response).await?;
    if refused {
        return Err(AppError::de(answer.into()));
    }
    // A proxy's page is no answer. The browser reads JSON by itself, so that no type of answer has to be known here.
    match JSON::parse(&answer) {
        Ok(_) => Ok(Answer(answer)),
        Err(_) => Err(no_answer()),
    }
}

fn no_answer() -> AppError {
    ServerFnErrorErr::Deserialization("no JSON".to_owned()).into_app_error()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_found_by_its_field() {
        let sent = Sent::new(&[("name", "Ada & Bob"), ("draft", "true")]);
        assert_eq!(sent.0, "name=Ada+%26+Bob&draft=true");
        assert_eq!(
            (sent.get("name"), sent.get("draft"), sent.get("x")),
            ("Ada & Bob".into(), "true".into(), String::new())
        );
    }

    #[test]
    fn passwords_are_not_kept() {
        let sent =
            Sent::new(&[("email", "a@b.example"), ("password", "x"), ("current_password", "y"), ("next", "/a?b")]);
        assert_eq!(sent.without_passwords().0, "email=a%40b.example&next=%2Fa%3Fb");
    }
}
