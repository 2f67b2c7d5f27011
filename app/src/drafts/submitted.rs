//! The draft of a form that was sent: it ends with the answer to that submission, and with no other.

use std::cell::RefCell;

use leptos::prelude::request_animation_frame;
use web_sys::HtmlFormElement;

use super::{SavedForm, controls};

thread_local! {
    /// The forms on the page that are kept.
    static KEPT: RefCell<Vec<SavedForm>> = RefCell::default();
}

/// This form is on the page.
pub(super) fn note(saved: &SavedForm) {
    KEPT.with_borrow_mut(|kept| kept.push(saved.clone()));
}

/// It is gone from it.
pub(super) fn forget(form: &HtmlFormElement) {
    KEPT.with_borrow_mut(|kept| kept.retain(|saved| saved.form != *form));
}

fn find(is_it: impl Fn(&SavedForm) -> bool) -> Option<SavedForm> {
    KEPT.with_borrow(|kept| kept.iter().find(|saved| is_it(saved)).cloned())
}

/// A form as it was when it was sent.
pub struct SentForm {
    saved: SavedForm,
    /// What was in its controls.
    values: Vec<(String, String)>,
}

/// The form that is about to be sent, as it is now; none where it is not kept.
pub fn sent(form: &HtmlFormElement) -> Option<SentForm> {
    let saved = find(|saved| saved.form == *form)?;
    let values = controls::of(form).into_iter().map(|(name, control)| (name, control.value())).collect();
    Some(SentForm { saved, values })
}

impl SentForm {
    /// The call has done what it was asked: what was sent is as if it had come with the page. What was typed since is kept.
    pub fn done(self) {
        let Self { saved, values } = self;
        // Somebody may have gone and come back meanwhile.
        let saved = find(|other| other.key == saved.key).unwrap_or(saved);
        for (name, control) in controls::of(&saved.form) {
            if let Some((_, value)) = values.iter().find(|(sent, _)| *sent == name) {
                control.set_default(value);
            }
        }
        saved.begin_anew();
        // Once the page has followed the answer: what is typed changes what is there by then.
        request_animation_frame(move || {
            request_animation_frame(move || {
                if find(|other| other.form == saved.form).is_some() {
                    saved.begin_anew();
                }
            });
        });
    }
}
