//! Where the focus goes when what had it leaves the page: never nowhere, since a keyboard and a screen reader begin at
//! the top of the document then. One watch over the whole document, for changes of route and for what is replaced on
//! one. Whatever puts the focus itself comes first.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Reflect};
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, FocusEvent};

use crate::browser;

/// Until the heading of a page that keeps its heading is taken for the new one's.
const SAME_HEADING_MILLIS: u32 = 600;
/// What changes of an element may take the focus away from it.
const ATTRIBUTES: [&str; 4] = ["disabled", "hidden", "inert", "open"];

/// The page that was left.
#[derive(Clone)]
struct Left {
    /// Its heading, if it had one.
    heading: Option<Element>,
}

#[derive(Default)]
struct Keeper {
    /// What had the focus last, and what it stood in, from within.
    last: Option<(Element, Vec<Element>)>,
    /// Another page was gone to, and the focus is not on it yet; with the heading of the page before.
    arriving: Option<Left>,
    /// A look is on its way.
    looking: bool,
    /// Something changed since it set out.
    changed: bool,
}

thread_local! {
    static KEEPER: RefCell<Keeper> = RefCell::default();
}

/// Watches over the focus. One a document, within the router.
#[component]
pub fn FocusKeeper() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            let heading = heading_in(None);
            KEEPER.with_borrow_mut(|keeper| keeper.arriving = Some(Left { heading }));
            Timeout::new(SAME_HEADING_MILLIS, || {
                KEEPER.with_borrow_mut(|keeper| {
                    if let Some(left) = &mut keeper.arriving {
                        left.heading = None;
                    }
                });
                look_soon();
            })
            .forget();
            look_soon();
        }
        path
    });
    Effect::new(|seen: Option<()>| {
        if seen.is_none() {
            watch();
        }
    });
}

fn watch() {
    let focused = window_event_listener(ev::focusin, |event: FocusEvent| {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let around = std::iter::successors(element.parent_element(), |inner| inner.parent_element()).collect();
        KEEPER.with_borrow_mut(|keeper| keeper.last = Some((element, around)));
    });
    let left = window_event_listener(ev::focusout, |_| look_soon());
    on_cleanup(move || {
        focused.remove();
        left.remove();
    });
    observe();
}

/// Looks after every change of the document.
fn observe() -> Option<()> {
    let observer: Function = Reflect::get(&window(), &"MutationObserver".into()).ok()?.dyn_into().ok()?;
    let changed = Closure::<dyn Fn()>::new(look_soon).into_js_value();
    let observer = Reflect::construct(&observer, &Array::of1(&changed)).ok()?;
    let what = Object::new();
    for name in ["childList", "subtree", "attributes"] {
        Reflect::set(&what, &name.into(), &JsValue::TRUE).ok()?;
    }
    let attributes: Array = ATTRIBUTES.iter().map(|name| JsValue::from_str(name)).collect();
    Reflect::set(&what, &"attributeFilter".into(), &attributes).ok()?;
    browser::call(&observer, "observe", &[document().body()?.as_ref(), &what]).map(drop)
}

/// Looks once the page stands and whatever puts the focus itself has done so, which takes two frames from the last change.
fn look_soon() {
    let looking = KEEPER.with_borrow_mut(|keeper| {
        keeper.changed = true;
        std::mem::replace(&mut keeper.looking, true)
    });
    if !looking {
        look_when_still();
    }
}

fn look_when_still() {
    KEEPER.with_borrow_mut(|keeper| keeper.changed = false);
    request_animation_frame(|| {
        request_animation_frame(|| {
            if KEEPER.with_borrow(|keeper| keeper.changed) {
                return look_when_still();
            }
            KEEPER.with_borrow_mut(|keeper| keeper.looking = false);
            look();
        });
    });
}

fn look() {
    let nowhere =
        document().active_element().is_none_or(|active| matches!(active.tag_name().as_str(), "BODY" | "HTML"));
    if !nowhere {
        KEEPER.with_borrow_mut(|keeper| keeper.arriving = None);
        return;
    }
    let (last, arriving) = KEEPER.with_borrow(|keeper| (keeper.last.clone(), keeper.arriving.clone()));
    let place = match (last.filter(|(element, _)| !can_have_it(element)), arriving) {
        (_, Some(left)) => {
            let heading = dialog_heading().or_else(|| heading_in(None));
            // The page before is still there until the new one has its data.
            heading.filter(|heading| left.heading.as_ref() != Some(heading))
        }
        (Some((_, around)), None) => place_for(&around),
        (None, None) => {
            // Somebody pressed where nothing is: that is no loss.
            KEEPER.with_borrow_mut(|keeper| keeper.last = None);
            return;
        }
    };
    if let Some(place) = place {
        focus(&place);
    }
}

/// Whether an element could still have the focus.
fn can_have_it(element: &Element) -> bool {
    let seen = || browser::call(element, "checkVisibility", &[]).is_none_or(|seen| seen.is_truthy());
    element.is_connected() && !element.matches(":disabled, [inert] *").unwrap_or_default() && seen()
}

/// The nearest sensible place to what stood in these: what opened its menu, or the heading of its part of the page.
fn place_for(around: &[Element]) -> Option<Element> {
    if let Some(heading) = dialog_heading() {
        return Some(heading);
    }
    let opener = around.iter().filter(|element| element.has_attribute("popover")).find_map(|menu| {
        let opener = document().query_selector(&format!("[popovertarget=\"{}\"]", menu.id())).ok().flatten()?;
        Some(opener).filter(can_have_it)
    });
    opener
        .or_else(|| {
            let within =
                around.iter().filter(|element| element.matches("section, main, [role=region]").unwrap_or_default());
            within.filter(|element| can_have_it(element)).find_map(|element| heading_in(Some(element)))
        })
        .or_else(|| heading_in(None))
}

/// The heading of the dialog that is open over everything.
fn dialog_heading() -> Option<Element> {
    let dialog = document().query_selector("dialog:modal").ok().flatten()?;
    heading_in(Some(&dialog)).or(Some(dialog))
}

/// The first heading in sight, within an element or on the whole page.
fn heading_in(element: Option<&Element>) -> Option<Element> {
    let found = match element {
        Some(element) => element.query_selector_all("h1, h2, h3"),
        None => document().query_selector_all("h1"),
    }
    .ok()?;
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok()).find(can_have_it)
}

/// Puts the focus on the element with this id after an act that took its own button away, unless somebody has gone on since. What
/// kept it meanwhile is a heading. The page does not jump.
pub fn put_after_act(id: &str) {
    put_on_free(&format!("#{id}"), "h1, h2, h3");
}

/// The same for the first element that this matches.
pub fn put_on_first_after_act(selector: &str) {
    put_on_free(selector, "h1, h2, h3");
}

/// Once a page of a list is turned, its first row has the focus, which matches `row`: where the links that turn pages had it, or
/// where it went with them. `shown` is what the list shows.
pub fn follow_pages<T: PartialEq + Send + Sync + 'static>(shown: Memo<T>, row: &'static str) {
    Effect::new(move |before: Option<()>| {
        // A memo that nobody has read hears of no change.
        shown.with(|_| ());
        if before.is_some() {
            request_animation_frame(move || put_on_free(row, "h1, h2, h3, .page-footer *"));
        }
    });
}

/// Puts the focus on the first element that `selector` matches, where it is nowhere, on what is out of sight by now, which the
/// browser notes only later, or on something that `on` matches.
fn put_on_free(selector: &str, on: &str) {
    let is_free = document().active_element().is_none_or(|active| {
        active.tag_name() == "BODY" || !can_have_it(&active) || active.matches(on).unwrap_or_default()
    });
    if let Some(place) = document().query_selector(selector).ok().flatten().filter(|_| is_free) {
        focus(&place);
    }
}

/// Puts the focus on the element with this id, whatever it is.
pub fn put_on(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        focus(&element);
    }
}

/// Puts the focus there; where there is nothing to press it is read from there. The page does not jump.
fn focus(place: &Element) {
    if !place.matches("button, a[href], input, select, textarea, [tabindex]").unwrap_or_default() {
        // The name is a good one, so it does not fail.
        let _ = place.set_attribute("tabindex", "-1");
    }
    let options = Object::new();
    // An object takes a property.
    let _ = Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    browser::call(place, "focus", &[&options]);
}
