//! What was typed and is not saved, and what somebody else saved meanwhile.

use std::collections::HashMap;

use domain::{CompanyDetails, GeneralField, GeneralSettings, SettingsSavedMeanwhile};
use leptos::prelude::*;

use crate::{answers, form::Sent, text::settings::general as words};

/// What stands in the fields.
type Typed = HashMap<GeneralField, String>;

/// The fields, what they are changed from, and what the settings are by now.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    typed: RwSignal<Typed>,
    /// What each setting was when it was changed here, or when the change of somebody else was seen.
    before: RwSignal<GeneralSettings>,
    /// What they are by now.
    now: RwSignal<GeneralSettings>,
    /// Who saved that.
    by: RwSignal<Option<String>>,
}

impl Editing {
    /// Begins with what the settings are, and with what was typed in a form that was refused without JavaScript.
    pub fn new(now: GeneralSettings, by: Option<String>, refused: Option<Typed>) -> Self {
        let typed = refused.unwrap_or_else(|| typed_of(&now));
        Self {
            typed: RwSignal::new(typed),
            before: RwSignal::new(now.clone()),
            now: RwSignal::new(now),
            by: RwSignal::new(by),
        }
    }

    /// What stands in this field.
    pub fn value(self, field: GeneralField) -> Signal<String> {
        Signal::derive(move || self.typed.with(|typed| typed.get(&field).cloned().unwrap_or_default()))
    }

    /// This stands in the field.
    pub fn set(self, field: GeneralField, value: String) {
        self.typed.try_update(|typed| typed.insert(field, value));
    }

    /// What the settings were before what was changed here, as it is sent along.
    pub fn before_as_json(self) -> String {
        self.before.with(|before| serde_json::to_string(before).unwrap_or_default())
    }

    fn is_changed(self, field: GeneralField) -> bool {
        let value = self.value(field).get();
        self.before.with(|before| before.text(field) != value)
    }

    /// How many fields hold something else than before.
    pub fn count(self) -> usize {
        GeneralField::ALL.into_iter().filter(|field| self.is_changed(*field)).count()
    }

    /// What somebody else changed this to, and who, where it is changed here to something else.
    pub fn conflict(self, field: GeneralField) -> Option<(Option<String>, String)> {
        let theirs = self.now.with(|now| now.text(field));
        let seen = self.before.with(|before| before.text(field) == theirs);
        let same = self.value(field).get() == theirs;
        (!seen && !same && self.is_changed(field)).then(|| (self.by.get(), theirs))
    }

    /// Those that wait for a decision.
    pub fn conflicts(self) -> Vec<GeneralField> {
        GeneralField::ALL.into_iter().filter(|field| self.conflict(*field).is_some()).collect()
    }

    /// What was typed came back: it changes what stood there when it was typed.
    pub fn resume(self, before: &str) {
        let Some(before) = answers::read::<GeneralSettings>(before) else { return };
        let now = self.now.get_untracked();
        for field in GeneralField::ALL {
            if self.value(field).get_untracked() != now.text(field) {
                self.before.update(|known| known.take(field, &before));
            }
        }
    }

    /// What is typed here counts, although somebody else changed it.
    pub fn keep_mine(self, field: GeneralField) {
        let now = self.now.get_untracked();
        self.before.update(|before| before.take(field, &now));
    }

    /// What somebody else changed it to counts.
    pub fn take_theirs(self, field: GeneralField) {
        let now = self.now.get_untracked();
        self.set(field, now.text(field));
        self.before.update(|before| before.take(field, &now));
    }

    /// Somebody saved: what is not changed here follows.
    pub fn follow(self, now: &GeneralSettings, by: Option<&str>) {
        if self.now.with_untracked(|known| known == now) {
            return;
        }
        self.by.set(by.map(ToOwned::to_owned));
        self.now.set(now.clone());
        for field in GeneralField::ALL {
            let (theirs, before) = (now.text(field), self.before.with_untracked(|before| before.text(field)));
            let typed = self.typed.with_untracked(|typed| typed.get(&field).cloned().unwrap_or_default());
            if theirs != before && (typed == before || typed == theirs) {
                self.set(field, theirs);
                self.before.update(|before| before.take(field, now));
            }
        }
    }

    /// The same, told by a refusal.
    pub fn note(self, meanwhile: &SettingsSavedMeanwhile) {
        self.follow(&meanwhile.now, words::saver(meanwhile).as_deref());
    }

    /// Nothing is changed any more.
    pub fn discard(self) {
        let now = self.now.get_untracked();
        self.typed.set(typed_of(&now));
        self.before.set(now);
    }

    /// What was sent is saved: it is what the settings are, until the server tells how it took them. What was typed since changes
    /// that.
    pub fn note_sent(self, sent: &Sent) {
        let sent: Typed = GeneralField::ALL.into_iter().map(|field| (field, sent.get(field.as_str()))).collect();
        let Some(saved) = settings_of(&sent) else { return };
        self.typed.update(|typed| {
            for (field, sent) in sent {
                if typed.get(&field) == Some(&sent) {
                    typed.insert(field, saved.text(field));
                }
            }
        });
        self.now.set(saved.clone());
        self.before.set(saved);
    }
}

fn typed_of(settings: &GeneralSettings) -> Typed {
    GeneralField::ALL.into_iter().map(|field| (field, settings.text(field))).collect()
}

/// What these would be as settings, where all of them can be taken.
fn settings_of(typed: &Typed) -> Option<GeneralSettings> {
    let text = |field| typed.get(&field).map_or("", |text: &String| text.trim());
    let given = |field| Some(text(field)).filter(|text| !text.is_empty());
    let company = CompanyDetails {
        registered_name: given(GeneralField::RegisteredName).map(str::parse).transpose().ok()?,
        vat_number: given(GeneralField::VatNumber).map(str::parse).transpose().ok()?,
        country: given(GeneralField::Country).map(str::parse).transpose().ok()?,
    };
    let (name, slug) = (text(GeneralField::Name).parse().ok()?, text(GeneralField::Slug).parse().ok()?);
    Some(GeneralSettings { name, slug, company })
}
