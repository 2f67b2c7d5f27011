//! The browser's entry: hydrates the page that the server sent.

#![recursion_limit = "512"]

use leptos::{
    mount::hydrate_from_async,
    prelude::{document, window},
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Stands in the browser's timeline from when the page answers to hands and keys.
const AWAKE: &str = "parlor-awake";

/// Wakes the page up, once the code of its area is there; called by the script in its head.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    hydrate_from_async(body.unchecked_into(), app::App).await.forget();
    if let Some(timeline) = window().performance() {
        // For whoever measures; without it, nothing is missing.
        let _ = timeline.mark(AWAKE);
    }
}
