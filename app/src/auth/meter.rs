//! How strong a new password is, while it is typed.

use domain::{OwnWords, Strength};
use leptos::prelude::*;

use crate::text;

/// The bars and the sentence of a field for a new password. Both come of the rule that refuses, so that nothing is praised
/// which is refused (FIELD-48).
#[derive(Clone, Copy)]
pub struct Meter {
    typed: RwSignal<String>,
    strength: Memo<Strength>,
}

impl Meter {
    /// One for a person whose `own` words these are, as far as the page knows them; asked only in the browser.
    pub fn new(own: impl Fn() -> OwnWords + Send + Sync + 'static) -> Self {
        let typed = RwSignal::new(String::new());
        let strength = Memo::new(move |_| {
            let typed = typed.read();
            if typed.is_empty() { Strength::None } else { Strength::of(&typed, &own()) }
        });
        Self { typed, strength }
    }

    /// Takes what is typed.
    pub fn on_input(self) -> Callback<(String,)> {
        Callback::new(move |(typed,)| self.typed.set(typed))
    }

    /// Forgets what was typed.
    pub fn clear(self) {
        self.typed.set(String::new());
    }

    /// Filled bars.
    pub fn score(self) -> Signal<u8> {
        Signal::derive(move || self.strength.get().bars())
    }

    /// The sentence below them.
    pub fn sentence(self) -> Signal<String> {
        Signal::derive(move || text::sign_up::strength(self.strength.get()))
    }
}
