//! The server's time, in the browser: times are told from the server's now, whatever the clock on somebody's desk says.
//!
//! Every page carries the time at which it was made, and answers carry theirs. Any of them is a moment that has passed, so
//! the latest counts; from there the browser counts on by its steady clock (`performance.now()`), which nobody sets. It may
//! stand still while a machine sleeps: the next answer brings it forward again.
//!
//! What is told from now is told anew as time goes by: whoever tells it listens by [`passes`].

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use chrono::{DateTime, Utc};
use js_sys::Reflect;
use leptos::prelude::{ArcTrigger, Notify, Track, set_interval, window};

/// The attribute of the document's first script with the time at which the page was made, in milliseconds since 1970.
pub const MADE: &str = "data-made";

/// How often what is told from now is told anew.
const TICK: Duration = Duration::from_secs(20);
/// Where the clock is brought forward by so much, it stood still, and all is told anew at once.
const STOOD_STILL_MILLIS: f64 = 1_000.0;

thread_local! {
    /// Milliseconds since 1970 at the beginning of the browser's steady clock, by the server's clock.
    static BEGINNING: Cell<Option<f64>> = const { Cell::new(None) };
    /// Tells that time went by; none until somebody listens.
    static PASSING: RefCell<Option<ArcTrigger>> = const { RefCell::new(None) };
}

/// Takes into account what time it was at the server. Does nothing on the server itself.
pub fn learn(now: DateTime<Utc>) {
    if let Some(steady) = steady() {
        set_beginning(millis(now) - steady);
    }
}

/// Milliseconds since 1970 by the server's clock, as far as the browser knows.
pub fn now() -> f64 {
    let Some(steady) = steady() else { return js_sys::Date::now() };
    if BEGINNING.get().is_none() {
        read_document();
    }
    BEGINNING.get().map_or_else(js_sys::Date::now, |beginning| beginning + steady)
}

/// The same as a time.
pub fn moment() -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a few hundred thousand years")]
    DateTime::from_timestamp_millis(now() as i64)
}

/// Called by an effect, runs it again as time goes by. One clock ticks for all of a document.
pub fn passes() {
    PASSING.with_borrow_mut(|passing| passing.get_or_insert_with(ticking).clone()).track();
}

fn ticking() -> ArcTrigger {
    set_interval(tell, TICK);
    ArcTrigger::new()
}

fn tell() {
    // Whoever hears of it may listen again: nothing is borrowed meanwhile.
    if let Some(passing) = PASSING.with_borrow(Clone::clone) {
        passing.notify();
    }
}

/// Milliseconds as the browser counts them; exact for a few hundred thousand years.
#[allow(clippy::cast_precision_loss)]
pub fn millis(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64
}

fn set_beginning(beginning: f64) {
    let known = BEGINNING.get();
    if known.is_none_or(|known| beginning > known) {
        BEGINNING.set(Some(beginning));
    }
    if known.is_some_and(|known| beginning - known > STOOD_STILL_MILLIS) {
        tell();
    }
}

/// The document was made before its first byte came, and no sooner than the server said.
fn read_document() {
    let document = leptos::prelude::document();
    let script = document.query_selector(&format!("script[{MADE}]")).ok().flatten();
    let made = script.and_then(|script| script.get_attribute(MADE)).and_then(|made| made.parse::<f64>().ok());
    if let Some(made) = made {
        set_beginning(made - first_byte().unwrap_or_default());
    }
}

/// When the document began to come, by the steady clock.
fn first_byte() -> Option<f64> {
    let entry = window().performance()?.get_entries_by_type("navigation").get(0);
    Reflect::get(&entry, &"responseStart".into()).ok()?.as_f64()
}

/// Milliseconds of the steady clock; none outside a browser.
pub fn steady() -> Option<f64> {
    cfg!(target_arch = "wasm32").then(|| window().performance().map(|steady| steady.now())).flatten()
}
