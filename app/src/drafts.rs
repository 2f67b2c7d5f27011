//! What was typed and not sent yet: kept in the tab, by account, page and form, so that a session that ends, Esc, Back, a
//! reload or a lost connection leaves every form as it was (SI-11).
//!
//! Every form has it by its `PageField`. Passwords and tokens are never kept. It is gone once the form has done its work,
//! when the person signs out in this tab, and when somebody else signs in.

mod controls;
mod moving;
mod submitted;

use leptos::{
    ev, html,
    leptos_dom::helpers::{WindowListenerHandle, window_event_listener},
    prelude::*,
};
use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement};

use crate::{answers, browser, tab_storage as storage};

pub use moving::move_along;
pub use submitted::{SentForm, sent};

/// What begins all that is kept of what somebody does in this tab; behind it stands what it is, and the account's key.
const KEPT: &str = "parlor-";
/// Under this and the account's key, the call and the form.
const DRAFT: &str = "parlor-draft";
/// Under this: whose tab it is.
const ACCOUNT: &str = "parlor-account";
/// In the key's place while nobody is signed in.
const NOBODY: &str = "-";

/// Whose forms these are: the account's key, which only the server can make.
#[derive(Clone)]
struct DraftsOf(String);

/// Whose tab it is.
#[derive(Serialize, Deserialize)]
struct Holder {
    key: String,
    email: String,
}

/// One form, as it was left.
#[derive(Default, Serialize, Deserialize)]
struct Draft {
    /// The document's title then.
    title: String,
    /// The controls that were touched, and what was in them.
    typed: Vec<(String, String)>,
    /// What the form said then of what it changes: where that was changed elsewhere since, whoever saves is to hear of it.
    #[serde(default)]
    before: Vec<(String, String)>,
}

/// What is kept for the account that was signed in here last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDrafts {
    /// Its address.
    pub email: String,
    /// The titles of the pages whose forms are kept.
    pub titles: Vec<String>,
}

/// The forms from here down belong to the account with this key. What others typed in this tab is gone.
pub fn belong_to(key: &str, email: &str) {
    provide_context(DraftsOf(key.to_owned()));
    let holder = Holder { key: key.to_owned(), email: email.to_owned() };
    Effect::new(move || {
        let of_another = |key: &&String| key.split(' ').nth(1).is_some_and(|owner| owner != holder.key);
        storage::keys(KEPT).iter().filter(of_another).for_each(|key| storage::remove(key));
        if let Ok(holder) = serde_json::to_string(&holder) {
            storage::set(ACCOUNT, &holder);
        }
    });
}

/// Signed out in this tab: nothing is kept any longer.
pub fn forget() {
    for key in storage::keys(KEPT) {
        storage::remove(&key);
    }
}

/// Under what something else is kept for the account that is signed in: it goes when the drafts go. `what` has no blank.
pub fn key_of(what: &str, of: &str) -> String {
    format!("{KEPT}{what} {} {of}", owner())
}

/// The key of the account that is signed in.
fn owner() -> String {
    use_context::<DraftsOf>().map_or_else(|| NOBODY.to_owned(), |owner| owner.0)
}

/// The account that was signed in here last and did not sign out here, with what is kept for it.
pub fn saved() -> Option<SavedDrafts> {
    let Holder { key, email } = answers::read(&storage::get(ACCOUNT)?)?;
    let keys = storage::keys(&format!("{DRAFT} {key} "));
    let drafts = keys.iter().filter_map(|key| answers::read::<Draft>(&storage::get(key)?));
    let mut titles: Vec<String> = drafts.map(|draft| draft.title).collect();
    titles.sort();
    titles.dedup();
    Some(SavedDrafts { email, titles })
}

/// The key of the account whose tab it is.
fn saved_for() -> Option<String> {
    let Holder { key, .. } = answers::read(&storage::get(ACCOUNT)?)?;
    Some(key)
}

/// Work on a page that no form holds as a whole: changes of a list over all its pages. Kept like a form.
#[derive(Clone)]
pub struct SavedWork {
    key: String,
}

impl SavedWork {
    /// What is to be sent to this call about what stands at `path`.
    pub fn new(call: &str, path: &str) -> Self {
        Self { key: format!("{DRAFT} {} {call} {:016x}", owner(), fingerprint(path)) }
    }

    /// What is kept.
    pub fn get(&self) -> Option<String> {
        let draft: Draft = answers::read(&storage::get(&self.key)?)?;
        draft.typed.into_iter().next().map(|(_, work)| work)
    }

    /// Keeps this instead; nothing any more where there is none.
    pub fn set(&self, work: Option<String>) {
        let draft = work.map(|work| Draft {
            title: document().title(),
            typed: vec![(String::new(), work)],
            before: Vec::new(),
        });
        match draft.and_then(|draft| serde_json::to_string(&draft).ok()) {
            Some(draft) => storage::set(&self.key, &draft),
            None => storage::remove(&self.key),
        }
    }
}

/// Keeps the form that `node` stands in, and brings back what was typed in it before.
pub fn save_and_restore(node: NodeRef<html::Input>, path: Memo<String>) -> Restored {
    let owner = use_context::<DraftsOf>();
    let restored = Restored { form: StoredValue::new(None), shown: RwSignal::new(false) };
    Effect::new(move || {
        let Some(form) = node.get().and_then(|input| input.form()) else { return };
        let path = path.get_untracked();
        let Some(saved) = SavedForm::new(&form, owner.as_ref(), &path, restored.shown) else { return };
        restored.form.set_value(Some(SendWrapper::new(saved.clone())));
        submitted::note(&saved);
        // What the browser brought back, or somebody typed while the page was on its way.
        saved.save(None);
        restored.bring_back(&saved);
        let listeners = [
            window_event_listener(ev::input, {
                let saved = saved.clone();
                move |event| saved.heard(&event)
            }),
            window_event_listener(ev::change, {
                let saved = saved.clone();
                move |event| saved.heard(&event)
            }),
            // Discarded, it is not brought back.
            window_event_listener(ev::reset, move |event| {
                if saved.is_target_of(&event) {
                    storage::remove(&saved.key);
                    saved.came_back.try_set(false);
                }
            }),
        ];
        let form = SendWrapper::new(form);
        on_cleanup(move || {
            listeners.into_iter().for_each(WindowListenerHandle::remove);
            submitted::forget(&form);
        });
    });
    restored
}

/// A form on the page, and under what it is kept.
#[derive(Clone)]
struct SavedForm {
    form: HtmlFormElement,
    key: String,
    /// Whether it is said that what was typed in it is back.
    came_back: RwSignal<bool>,
}

impl SavedForm {
    fn new(form: &HtmlFormElement, owner: Option<&DraftsOf>, path: &str, came_back: RwSignal<bool>) -> Option<Self> {
        // What a form asks for by its address is kept there.
        form.get_attribute("method").filter(|method| method.eq_ignore_ascii_case("post"))?;
        let call = form.get_attribute("action")?;
        let owner = owner.map_or(NOBODY, |owner| &owner.0);
        let place = place_of_form(path, &controls::identity(form));
        let key = format!("{DRAFT} {owner} {call} {place:016x}");
        Some(Self { form: form.clone(), key, came_back })
    }

    fn draft(&self) -> Draft {
        storage::get(&self.key).and_then(|draft| answers::read(&draft)).unwrap_or_default()
    }

    fn is_target_of(&self, event: &ev::Event) -> bool {
        event.target().is_some_and(|target| &target == AsRef::<web_sys::EventTarget>::as_ref(&self.form))
    }

    /// Something was typed somewhere.
    fn heard(&self, event: &ev::Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        if controls::form_of(&target).as_ref() == Some(&self.form) {
            self.save(Some(&target));
        }
    }

    /// Keeps what is in the form and did not come with the page.
    fn save(&self, touched: Option<&Element>) {
        let mut draft = self.draft();
        let mut worth_keeping = false;
        if draft.typed.is_empty() {
            draft.before = controls::before(&self.form).iter().map(|input| (input.name(), input.value())).collect();
        }
        for (name, control) in controls::of(&self.form) {
            let value = control.value();
            let before = draft.typed.iter().position(|(known, _)| *known == name);
            let differs = control.differs();
            match before {
                Some(at) if touched.is_some() => draft.typed[at].1 = value,
                None if differs || touched.is_some_and(|touched| control.is(touched)) => {
                    draft.typed.push((name, value));
                }
                _ => {}
            }
            worth_keeping |= differs;
        }
        if worth_keeping {
            draft.title = document().title();
            if let Ok(draft) = serde_json::to_string(&draft) {
                storage::set(&self.key, &draft);
            }
        } else if touched.is_some() {
            storage::remove(&self.key);
        }
    }

    /// Keeps what did not come with the page, and nothing of what was kept before.
    fn begin_anew(&self) {
        self.came_back.try_set(false);
        storage::remove(&self.key);
        self.save(None);
    }

    /// Brings back what is not there yet; true: some words did come back.
    fn bring_back(&self, done: &mut Vec<String>) -> bool {
        let Draft { typed, before, .. } = self.draft();
        let (mut words, mut filled) = (false, false);
        for (name, control) in controls::of(&self.form) {
            let Some((_, value)) = typed.iter().find(|(known, _)| *known == name) else { continue };
            if done.contains(&name) {
                continue;
            }
            done.push(name);
            // Somebody types there already.
            if !control.differs() && control.value() != *value {
                control.fill(value);
                (words, filled) = (words || control.is_text(), true);
            }
        }
        for input in controls::before(&self.form).iter().filter(|_| filled) {
            if let Some((_, value)) =
                before.iter().find(|(name, value)| *name == input.name() && *value != input.value())
            {
                input.set_value(value);
                browser::tell_of_input(input);
            }
        }
        words
    }
}

/// Whether something came back, and the way to begin anew.
#[derive(Clone, Copy)]
pub struct Restored {
    form: StoredValue<Option<SendWrapper<SavedForm>>>,
    /// Whether to say so.
    pub shown: RwSignal<bool>,
}

impl Restored {
    /// Now, and once more for controls that appear with what came back.
    fn bring_back(self, saved: &SavedForm) {
        if storage::get(&saved.key).is_none() {
            return;
        }
        let mut done = Vec::new();
        if saved.bring_back(&mut done) {
            self.shown.set(true);
        }
        let saved = saved.clone();
        request_animation_frame(move || {
            request_animation_frame(move || {
                if saved.bring_back(&mut done) {
                    self.shown.try_set(true);
                }
            });
        });
    }

    /// Empties the form of what came back.
    pub fn start_afresh(self) {
        self.form.with_value(|saved| {
            if let Some(saved) = saved {
                for (_, control) in controls::of(&saved.form) {
                    control.reset();
                }
                storage::remove(&saved.key);
                if let Some((_, first)) = controls::of(&saved.form).into_iter().find(|(_, control)| control.is_text()) {
                    first.focus();
                }
            }
        });
        self.shown.set(false);
    }
}

/// Where a form stands, and what tells it from others there. Paths and hidden fields may hold the token of a mailed link, so of
/// both only this is kept.
fn place_of_form(path: &str, identity: &str) -> u64 {
    fingerprint(&format!("{path} {identity}"))
}

/// A number for a text (FNV-1a) that tells texts apart and gives nothing of a token away.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("a"), 0xaf63_dc4c_8601_ec8c);
        assert_ne!(fingerprint("/o/acme member=1"), fingerprint("/o/acme member=2"));
    }
}
