//! How far down a page was, for coming Back to it. The browser puts it there by itself, but at once: before the page has its data
//! again there is no such place.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Object, Reflect};
use leptos::{
    ev,
    leptos_dom::helpers::{WindowListenerHandle, window_event_listener},
    prelude::*,
};
use leptos_router::{hooks::use_location, location::Location};
use wasm_bindgen::JsValue;

use crate::{browser, location, ui::clock};

/// For how many milliseconds a page stays where it was put, once all of it is there, however many frames the screen shows in them:
/// the page that one came from may stand there still, complete, until the other has been fetched.
const STILL_MILLIS: f64 = 1_000.0;
/// For how many milliseconds it is waited for, until whoever came back has found another place.
const PATIENCE_MILLIS: f64 = 10_000.0;
/// What a page shows in the place of its data.
const WAITING: &str = "[aria-busy=true]";

/// A page that one came Back to, and that is not there yet.
#[derive(Clone, Copy)]
struct Return {
    /// How far down it was.
    place: f64,
    /// Since when it has been waited for, and since when all of it has been there.
    since: Option<f64>,
    still: Option<f64>,
}

impl Return {
    const fn to(place: f64) -> Self {
        Self { place, since: None, still: None }
    }

    /// The same once it was looked at, at this time; none once it needs no more. `waiting`: not all of it is there.
    fn looked_at(self, now: f64, waiting: bool) -> Option<Self> {
        let since = self.since.unwrap_or(now);
        let still = (!waiting).then(|| self.still.unwrap_or(now));
        let done = still.is_some_and(|still| now - still >= STILL_MILLIS) || now - since >= PATIENCE_MILLIS;
        (!done).then_some(Self { since: Some(since), still, ..self })
    }
}

#[derive(Default)]
struct Keeper {
    /// How far down each page was, by its address.
    places: HashMap<String, f64>,
    /// What one comes back to.
    returning: Option<Return>,
}

thread_local! {
    static KEEPER: RefCell<Keeper> = RefCell::default();
}

/// Watches over it. Once a document, within the router.
pub fn keep_places() {
    let location = use_location();
    let watched = location.clone();
    Effect::new(move || watch(watched.clone()));
    // Another address of the same page may be as far down, and nobody scrolls.
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            let location = location.clone();
            request_animation_frame(move || note(&location));
        }
    });
}

fn watch(location: Location) {
    // The router knows another address before its page is there, so what is scrolled by the change belongs to the new one.
    let scrolled = window_event_listener(ev::scroll, move |_| note(&location));
    let back = window_event_listener(ev::popstate, |_| come_back());
    // Whoever moves the page is not moved.
    let wheel = window_event_listener(ev::wheel, |_| stop());
    let touch = window_event_listener(ev::touchstart, |_| stop());
    let pointer = window_event_listener(ev::pointerdown, |_| stop());
    let key = window_event_listener(ev::keydown, |_| stop());
    on_cleanup(move || [scrolled, back, wheel, touch, pointer, key].into_iter().for_each(WindowListenerHandle::remove));
}

/// How far down the page is.
fn place() -> f64 {
    window().scroll_y().unwrap_or_default()
}

fn note(location: &Location) {
    KEEPER.with_borrow_mut(|keeper| {
        if keeper.returning.is_none() {
            keeper.places.insert(location::here_untracked(location), place());
        }
    });
}

fn stop() {
    KEEPER.with_borrow_mut(|keeper| keeper.returning = None);
}

fn come_back() {
    let (under_way, returning) = KEEPER.with_borrow_mut(|keeper| {
        let place = keeper.places.get(&browser::path()).copied().filter(|place| *place > 0.0);
        let before = keeper.returning;
        keeper.returning = place.map(Return::to);
        (before.is_some(), keeper.returning.is_some())
    });
    if returning && !under_way {
        // By then the page that was left is gone.
        request_animation_frame(|| request_animation_frame(put));
    }
}

/// Puts the page where it was as soon as it reaches that far, and sees to it that it stays until all of it is there.
fn put() {
    let Some(back) = KEEPER.with_borrow(|keeper| keeper.returning) else { return };
    let waiting = document().query_selector(WAITING).is_ok_and(|found| found.is_some());
    let reaches = document()
        .document_element()
        .is_some_and(|page| f64::from(page.scroll_height() - page.client_height()) >= back.place.floor());
    if (reaches || !waiting) && (place() - back.place).abs() >= 1.0 {
        put_at(back.place);
    }
    let left = back.looked_at(clock::steady().unwrap_or_else(js_sys::Date::now), waiting);
    KEEPER.with_borrow_mut(|keeper| keeper.returning = left);
    if left.is_some() {
        request_animation_frame(put);
    }
}

/// At once, however pages are scrolled else.
fn put_at(place: f64) {
    let options = Object::new();
    for (name, value) in [("top", JsValue::from_f64(place)), ("behavior", JsValue::from_str("instant"))] {
        // An object takes a property.
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    browser::call(&window(), "scrollTo", &[&options]);
}

#[cfg(test)]
mod tests {
    use super::*;

    // TR-3
    #[test]
    fn a_page_stays_for_a_second_on_any_screen() {
        for hertz in [30_i32, 60, 144, 240] {
            let mut back = Some(Return::to(300.0));
            let mut frames = 0_i32;
            while let Some(now) = back {
                // First it waits for its data for as long.
                back = now.looked_at(f64::from(frames) * 1_000.0 / f64::from(hertz), frames < hertz);
                frames += 1;
            }
            assert!((2 * hertz..=2 * hertz + 2).contains(&frames), "{frames} at {hertz} Hz");
        }
    }

    // TR-3
    #[test]
    fn no_page_is_waited_for_for_ever() {
        let back = Return::to(300.0).looked_at(5.0, true).unwrap();
        assert!(back.looked_at(5.0 + PATIENCE_MILLIS - 1.0, true).is_some());
        assert!(back.looked_at(5.0 + PATIENCE_MILLIS, true).is_none());
    }
}
