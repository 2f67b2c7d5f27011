//! What every field has in common: its ids, its mistake, and when it is checked.
//!
//! A field is checked when it is left, if it was changed, and again on sending; no mistake is
//! told while somebody types, but one on show goes as soon as it is none any more. Leaving it for a
//! button waits for what the button does, so that nothing moves under the pointer.

use std::time::Duration;

use leptos::{ev::FocusEvent, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{Checks, Icon, IconName, words};

/// A check of what was typed: the sentence that says how to mend it, or nothing.
pub type FieldCheck = Callback<(String,), Option<String>>;

/// Long enough for a click that began with leaving the field to land where it was aimed.
const SETTLE: Duration = Duration::from_millis(160);

/// Ids of a field's parts.
#[derive(Clone)]
pub(super) struct Ids {
    pub control: String,
    pub hint: String,
    pub error: String,
}

impl Ids {
    pub fn new(id: Option<String>, name: &str) -> Self {
        let control = id.unwrap_or_else(|| name.to_owned());
        Self { hint: format!("{control}-hint"), error: format!("{control}-error"), control }
    }
}

/// One field's mistake, over time.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    /// The sentence on show.
    pub shown: RwSignal<Option<String>>,
    changed: StoredValue<bool>,
    /// Whether the sentence on show is this check's, not the server's.
    found_here: StoredValue<bool>,
    check: Option<FieldCheck>,
    /// What is in the field now; nothing on the server.
    read: Callback<(), Option<String>>,
    /// Those of the whole form.
    checks: Option<Checks>,
}

impl Watch {
    pub fn new(
        error: Signal<Option<String>>,
        check: Option<FieldCheck>,
        read: Callback<(), Option<String>>,
        focus: Callback<()>,
    ) -> Self {
        let checks = use_context::<Checks>();
        let shown = RwSignal::new(error.get_untracked());
        let (changed, found_here) = (StoredValue::new(false), StoredValue::new(false));
        let watch = Self { shown, changed, found_here, check, read, checks };
        Effect::new(move |seen: Option<()>| {
            let error = error.get();
            // The first run is what the server rendered already.
            if seen.is_some() {
                let wrong = error.is_some();
                // Every answer comes here, also one that leads to another page: only a change is told.
                if shown.get_untracked() != error {
                    shown.set(error);
                }
                watch.found_here.set_value(false);
                if wrong {
                    watch.changed.set_value(false);
                    // Once the other fields know their mistakes too.
                    request_animation_frame(move || match checks {
                        // The page may be gone by now.
                        _ if watch.changed.try_get_value().is_none() => {}
                        Some(checks) => checks.focus_first_wrong(),
                        None => focus.run(()),
                    });
                }
            }
        });
        if let Some(checks) = checks {
            checks.register(
                Callback::new(move |()| watch.settle()),
                Callback::new(move |()| shown.get_untracked().is_some()),
                Callback::new(move |()| {
                    if watch.found_here.get_value() {
                        watch.take_back();
                    }
                }),
                focus,
            );
        }
        watch
    }

    /// Something was typed, and is known to those who asked for it: what is not true any more is not said any longer,
    /// beside other fields neither, whose checks may look at this one.
    pub fn typed(self) {
        // What was done with it may have taken the field off the page.
        if self.changed.try_set_value(true).is_some() {
            return;
        }
        self.take_back();
        if let Some(checks) = self.checks {
            checks.take_back();
        }
    }

    /// Takes the mistake on show away unless it still is one. No other takes its place while somebody types.
    fn take_back(self) {
        if self.shown.with_untracked(Option::is_some) {
            let Some(value) = self.read.run(()) else { return };
            let found = self.check.and_then(|check| check.run((value,)));
            if self.shown.get_untracked() != found {
                self.shown.set(None);
            }
        }
    }

    /// The field was left.
    pub fn left(self, event: &FocusEvent) {
        let to_button = event.related_target().is_some_and(|to| to.dyn_ref::<web_sys::HtmlButtonElement>().is_some());
        // A field is left, too, by being taken off the page while it has the focus.
        if self.changed.try_get_value() == Some(true) && !to_button {
            set_timeout(
                move || {
                    // The page may be gone by now.
                    if self.changed.try_get_value() == Some(true) {
                        self.settle();
                    }
                },
                SETTLE,
            );
        }
    }

    /// Checks what is in the field now; true when nothing is wrong. A mistake the server found
    /// stands until the field is changed.
    fn settle(self) -> bool {
        let Some(value) = self.read.run(()) else { return true };
        let found = self.check.and_then(|check| check.run((value,)));
        if found.is_none() && self.check.is_none() && !self.changed.get_value() {
            return true;
        }
        self.changed.set_value(false);
        self.found_here.set_value(found.is_some());
        if self.shown.get_untracked() != found {
            self.shown.set(found.clone());
        }
        found.is_none()
    }

    /// The mistake on show. An answer that takes it away may lead to another page: then this field is read once more when it is
    /// gone already.
    fn mistake(self) -> Option<String> {
        self.shown.try_get().flatten()
    }

    pub fn invalid(self) -> Option<&'static str> {
        self.mistake().is_some().then_some("true")
    }

    pub fn described_by(self, ids: &Ids, hinted: bool) -> Option<String> {
        if self.mistake().is_some() { Some(ids.error.clone()) } else { hinted.then(|| ids.hint.clone()) }
    }
}

/// The control that a person types in: where somebody else put a copy in its place, the copy
/// (`docs/adr/0010-changed-documents.md`).
pub(super) fn in_view<E: JsCast + AsRef<web_sys::Element>>(control: E) -> E {
    let own: &web_sys::Element = control.as_ref();
    let copy = if own.is_connected() { None } else { document().get_element_by_id(&own.id()) };
    copy.and_then(|copy| copy.dyn_into().ok()).unwrap_or(control)
}

/// Beside the label of what may stay empty. It is read with the field, unless a hint is.
pub(super) fn may_stay_empty(ids: &Ids, hinted: bool) -> impl IntoView + use<> {
    let id = (!hinted).then(|| ids.hint.clone());
    view! { <span class="field-optional" id=id>{words::OPTIONAL}</span> }
}

/// Below the control: the mistake, else the hint. They share one place, so little moves.
pub(super) fn note(ids: &Ids, watch: Watch, hint: Option<ViewFn>) -> impl IntoView + use<> {
    let Ids { hint: hint_id, error: error_id, .. } = ids.clone();
    view! {
        <div class="field-note">
            // A hint is read with its field; only a mistake is told when it comes.
            <div aria-live="polite">
                {move || {
                    watch.mistake().map(|error| view! {
                        <p class="error" id=error_id.clone()>
                            <Icon name=IconName::Warning />
                            <span>{error}</span>
                        </p>
                    })
                }}
            </div>
            {hint.map(|hint| view! {
                <Show when=move || watch.mistake().is_none()>
                    <p class="hint" id=hint_id.clone()>
                        {hint.run()}
                    </p>
                </Show>
            })}
        </div>
    }
}

/// On the page of a refused form: the name of the first field with a mistake. It has the focus, and no field that asks for it
/// otherwise.
#[derive(Clone)]
pub struct FirstMistake(pub String);

impl FirstMistake {
    /// Whether the field of this name has the focus when its page appears; `asked`: it wants to, where nothing is wrong.
    pub(super) fn focuses(asked: bool, name: &str, watch: Watch) -> bool {
        let wrong = watch.shown.with_untracked(Option::is_some);
        match use_context::<Self>() {
            Some(Self(first)) => wrong && first == name,
            None => asked || wrong,
        }
    }
}

/// Focus for a field that asks for it when the page came without a page load; the attribute alone
/// works on a load only. Somebody who is elsewhere already stays there.
pub(super) fn focus_on_arrival(autofocus: bool, focus: Callback<()>) {
    if autofocus {
        // A frame later the page that was left has let go of the focus.
        Effect::new(move |_| {
            request_animation_frame(move || {
                let elsewhere = document()
                    .active_element()
                    .is_some_and(|active| !matches!(active.tag_name().as_str(), "BODY" | "A" | "H1" | "MAIN"));
                if !elsewhere {
                    focus.try_run(());
                }
            });
        });
    }
}
