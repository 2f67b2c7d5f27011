//! Who is ticked: on this page, on others, and when one comes Back. Kept in the tab for whoever is signed in, for each
//! organization its own.

use std::collections::BTreeMap;

use domain::{MemberQuery, Slug, fold, limits, paths};
use leptos::{
    ev::{SubmitEvent, keydown},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

use super::{api, list_view::Wanted};
use crate::{answers, drafts, focus, keys, organizations::use_current, tab_storage};

/// Id of the form that the boxes belong to.
pub const FORM_ID: &str = "selection";

/// The attribute of a box that says whom it ticks, so that nobody takes them for somebody else who is called alike (FIELD-23).
const WHOM: &str = "data-whom";

/// What a box is found by.
const BOX: &str = "input[form=selection]";

/// What the button is found by that ticks nobody again.
const CLEAR: &str = "#selection button[type=reset]";

/// What has Esc to itself while it is there.
const ELSEWHERE: &str = ":popover-open, dialog[open], input:not([type=checkbox]):focus, textarea:focus, select:focus";

/// Those who are ticked.
#[derive(Clone, Copy)]
pub struct Selection {
    slug: StoredValue<Slug>,
    kept: Kept,
    /// Ids, each with the name that it had, and the address.
    chosen: RwSignal<BTreeMap<String, String>>,
    /// How many of them there are on this page, of so many boxes.
    pub here: RwSignal<usize>,
    pub of: RwSignal<usize>,
    /// The filter of which everybody is ticked, since that was asked for and nobody was left out again.
    whole: RwSignal<Option<MemberQuery>>,
    /// The box that was ticked or unticked last, from which Shift goes on.
    last: StoredValue<Option<String>>,
    /// Whether it is shown who they are.
    pub shown: RwSignal<bool>,
}

/// Under what it is kept.
#[derive(Clone, Copy)]
pub struct Kept(StoredValue<Option<String>>);

impl Kept {
    /// Of the organization that is open, by its id: another one may have its slug by now.
    pub fn here() -> Self {
        let organization = use_current().with_untracked(|current| current.as_ref().map(|current| current.id));
        Self(StoredValue::new(organization.map(|id| drafts::key_of("selected", &id.to_string()))))
    }

    fn get(self) -> BTreeMap<String, String> {
        let kept = self.0.with_value(|key| tab_storage::get(key.as_ref()?));
        kept.and_then(|kept| answers::read(&kept)).unwrap_or_default()
    }

    fn set(self, chosen: &BTreeMap<String, String>) {
        self.0.with_value(|key| {
            if let (Some(key), Ok(chosen)) = (key, serde_json::to_string(chosen)) {
                tab_storage::set(key, &chosen);
            }
        });
    }

    /// Nobody is ticked any more: what was to be done with them is done.
    pub fn forget(self) {
        self.0.with_value(|key| {
            if let Some(key) = key {
                tab_storage::remove(key);
            }
        });
    }
}

impl Selection {
    /// Boxes may be ticked before the page wakes up, so they are counted then.
    pub fn new(slug: Slug) -> Self {
        let selection = Self {
            slug: StoredValue::new(slug),
            kept: Kept::here(),
            chosen: RwSignal::new(BTreeMap::new()),
            here: RwSignal::new(0),
            of: RwSignal::new(0),
            whole: RwSignal::new(None),
            last: StoredValue::new(None),
            shown: RwSignal::new(false),
        };
        Effect::new(move || {
            selection.chosen.update(|chosen| chosen.extend(selection.kept.get()));
            for input in boxes().into_iter().filter(HtmlInputElement::checked) {
                selection.chosen.update(|chosen| drop(chosen.insert(input.value(), name_of(&input))));
            }
            selection.show();
        });
        selection
    }

    /// How many are ticked, on all pages.
    pub fn count(self) -> usize {
        self.chosen.with(BTreeMap::len)
    }

    /// Whether more are ticked than can be dealt with at once.
    pub fn is_too_many(self) -> bool {
        self.count() > limits::REVOKED_AT_ONCE
    }

    /// Whether everybody is ticked whom this filter finds, or as many as can be dealt with at once.
    pub fn has_all_of(self, wanted: &Wanted) -> bool {
        self.whole.with(|whole| whole.as_ref().is_some_and(|whole| whole.filter == wanted.members().filter))
    }

    /// Ids of those who are ticked, with commas between them.
    pub fn ids(self) -> String {
        self.chosen.with_untracked(|chosen| chosen.keys().cloned().collect::<Vec<_>>().join(","))
    }

    /// Those who are ticked, with their ids, by name.
    pub fn people(self) -> Vec<(String, String)> {
        let chosen = self.chosen.get();
        let mut people: Vec<(String, String)> = chosen.into_iter().collect();
        people.sort_by_cached_key(|(_, name)| fold(name));
        people
    }

    /// Esc ticks nobody again; not while it closes something that is open, or empties a field.
    pub fn clear_on_escape(self) {
        Effect::new(move || {
            let listener = window_event_listener(keydown, move |event| {
                let elsewhere = document().query_selector(ELSEWHERE).is_ok_and(|found| found.is_some());
                let escape = !event.default_prevented() && keys::alone(&event).as_deref() == Some("Escape");
                if escape && !elsewhere && self.chosen.try_with_untracked(BTreeMap::is_empty) == Some(false) {
                    self.clear_by_hand();
                }
            });
            on_cleanup(move || listener.remove());
        });
    }

    /// Ticks nobody.
    pub fn clear(self) {
        self.chosen.update(BTreeMap::clear);
        self.whole.set(None);
        self.show();
    }

    /// The same by a button that goes with it, or by a key: one goes on at the boxes, where one was in the list.
    pub fn clear_by_hand(self) {
        self.clear();
        self.focus_box();
    }

    /// Where the focus was on what is gone, it goes to the box that was ticked last, or to the first one.
    pub fn focus_box(self) {
        let last = self.last.get_value().filter(|last| boxes().iter().any(|one| one.value() == *last));
        let place = last.map_or_else(|| BOX.to_owned(), |last| format!("{BOX}[value=\"{last}\"]"));
        request_animation_frame(move || focus::put_on_first_after_act(&place));
    }

    /// Somebody is not ticked any more, on whatever page they are.
    pub fn untick(self, id: &str) {
        self.chosen.update(|chosen| drop(chosen.remove(id)));
        self.whole.set(None);
        self.show();
    }

    /// A box was ticked or unticked; with Shift, so are all between it and the last one.
    pub fn ticked(self, input: &HtmlInputElement, with_shift: bool) {
        let (boxes, checked) = (boxes(), input.checked());
        let place = |id: &str| boxes.iter().position(|one| one.value() == id);
        let last = self.last.get_value().filter(|_| with_shift).and_then(|last| place(&last));
        let range = match (last, place(&input.value())) {
            (Some(last), Some(at)) => &boxes[last.min(at)..=last.max(at)],
            (_, Some(at)) => &boxes[at..=at],
            _ => &[],
        };
        self.set(range, checked);
        self.last.set_value(Some(input.value()));
    }

    /// Ticks all on this page, or none of them.
    pub fn tick_page(self, ticked: bool) {
        self.set(&boxes(), ticked);
    }

    fn set(self, boxes: &[HtmlInputElement], ticked: bool) {
        self.chosen.update(|chosen| {
            for input in boxes {
                if ticked {
                    chosen.insert(input.value(), name_of(input));
                } else {
                    chosen.remove(&input.value());
                }
            }
        });
        if !ticked {
            self.whole.set(None);
        }
        self.show();
    }

    /// Ticks everybody whom a filter finds, on all pages.
    pub fn tick_found(self, wanted: &Wanted) {
        let (slug, query) = (self.slug.with_value(ToString::to_string), wanted.members());
        let words = query.words();
        let word = move |name: &str| {
            words.iter().find(|(known, _)| *known == name).map(|(_, word)| word.clone()).unwrap_or_default()
        };
        spawn_local(async move {
            use domain::member_list::{FIND, PERMISSION, PROJECT, ROLE, SORT, STATE};
            let found = api::revoking::select_members(
                slug,
                word(FIND),
                word(ROLE),
                word(STATE),
                word(PROJECT),
                word(PERMISSION),
                word(SORT),
            );
            // Who cannot be asked for now is not ticked: the count says so.
            if let Ok(found) = found.await {
                let people = found.people.into_iter().map(|person| (person.id.to_string(), person.label()));
                self.chosen.try_update(|chosen| chosen.extend(people));
                self.whole.try_set(Some(query));
                self.show();
                // The button goes, and what can be done with them takes its place.
                request_animation_frame(|| focus::put_on_first_after_act(CLEAR));
            }
        });
    }

    /// Whoever is not in the list any more is not ticked.
    pub fn drop_gone(self, gone: &[String]) {
        if gone.is_empty() {
            return;
        }
        self.chosen.update(|chosen| gone.iter().for_each(|id| drop(chosen.remove(id))));
    }

    /// Ticks the boxes of this page as they are to be, counts them, and keeps it all.
    pub fn show(self) {
        let Some(chosen) = self.chosen.try_get_untracked() else { return };
        let boxes = boxes();
        for input in &boxes {
            input.set_checked(chosen.contains_key(&input.value()));
        }
        let here = boxes.iter().filter(|input| input.checked()).count();
        self.here.try_set(here);
        self.of.try_set(boxes.len());
        if chosen.is_empty() {
            self.kept.forget();
        } else {
            self.kept.set(&chosen);
        }
    }
}

fn name_of(input: &HtmlInputElement) -> String {
    input.get_attribute(WHOM).or_else(|| input.get_attribute("aria-label")).unwrap_or_default()
}

/// All boxes of the form, in the order of the page.
fn boxes() -> Vec<HtmlInputElement> {
    let form = document().get_element_by_id(FORM_ID).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return Vec::new() };
    let elements = form.elements();
    let inputs = (0..elements.length()).filter_map(|at| elements.item(at)?.dyn_into::<HtmlInputElement>().ok());
    inputs.filter(|input| input.name() == paths::PEOPLE).collect()
}

/// What is typed in this field of the form that is being sent.
pub fn typed(event: &SubmitEvent, name: &str) -> String {
    let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let field = form.and_then(|form| form.elements().named_item(name)?.dyn_into::<HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}
