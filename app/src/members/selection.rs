//! Who is ticked. The boxes themselves know; this counts them, and is told by nobody else.

use domain::paths;
use leptos::{
    ev::{SubmitEvent, keydown},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

use crate::keys;

/// Id of the form that the boxes belong to.
pub const FORM_ID: &str = "selection";

/// What has Esc to itself while it is there.
const ELSEWHERE: &str = ":popover-open, dialog[open], input:not([type=checkbox]):focus, textarea:focus, select:focus";

/// How many boxes are ticked.
#[derive(Clone, Copy)]
pub struct Selection {
    /// That many.
    pub count: RwSignal<usize>,
    /// Of so many.
    pub of: RwSignal<usize>,
}

impl Selection {
    /// Boxes may be ticked before the page wakes up, so they are counted then.
    pub fn new() -> Self {
        let selection = Self { count: RwSignal::new(0), of: RwSignal::new(0) };
        Effect::new(move || selection.count_again());
        selection
    }

    /// Esc ticks nobody again; not while it closes something that is open, or empties a field.
    pub fn clear_on_escape(self) {
        Effect::new(move || {
            let listener = window_event_listener(keydown, move |event| {
                let elsewhere = document().query_selector(ELSEWHERE).is_ok_and(|found| found.is_some());
                let escape = !event.default_prevented() && keys::alone(&event).as_deref() == Some("Escape");
                if escape && !elsewhere && self.count.try_get_untracked().is_some_and(|count| count > 0) {
                    self.tick_all(false);
                }
            });
            on_cleanup(move || listener.remove());
        });
    }

    /// Counts.
    pub fn count_again(self) {
        let boxes = boxes();
        let count = boxes.iter().filter(|input| input.checked()).count();
        if self.count.try_get_untracked().is_some_and(|known| known != count) {
            self.count.set(count);
        }
        if self.of.try_get_untracked().is_some_and(|known| known != boxes.len()) {
            self.of.set(boxes.len());
        }
    }

    /// Ids of those who are ticked.
    pub fn ticked() -> Vec<String> {
        boxes().iter().filter(|input| input.checked()).map(HtmlInputElement::value).collect()
    }

    /// Ticks all of them, or none.
    pub fn tick_all(self, ticked: bool) {
        for input in boxes() {
            input.set_checked(ticked);
        }
        self.count_again();
    }
}

/// All boxes of the form, wherever they stand on the page.
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
