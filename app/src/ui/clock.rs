//! The server's time, in the browser: times are told from the server's now, whatever the clock on somebody's desk says.
//!
//! Every page carries the time at which it was made, and answers carry theirs. Any of them is a moment that has passed, so
//! the latest counts; from there the browser counts on by its steady clock (`performance.now()`), which nobody sets. It may
//! stand still while a machine sleeps: the next answer brings it forward again.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use js_sys::Reflect;
use leptos::prelude::window;

/// The attribute of the document's first script with the time at which the page was made, in milliseconds since 1970.
pub const MADE: &str = "data-made";

thread_local! {
    /// Milliseconds since 1970 at the beginning of the browser's steady clock, by the server's clock.
    static BEGINNING: Cell<Option<f64>> = const { Cell::new(None) };
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

/// Milliseconds as the browser counts them; exact for a few hundred thousand years.
#[allow(clippy::cast_precision_loss)]
pub fn millis(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64
}

fn set_beginning(beginning: f64) {
    if BEGINNING.get().is_none_or(|known| beginning > known) {
        BEGINNING.set(Some(beginning));
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
fn steady() -> Option<f64> {
    cfg!(target_arch = "wasm32").then(|| window().performance().map(|steady| steady.now())).flatten()
}
