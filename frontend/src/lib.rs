//! The browser's entry: hydrates the page that the server sent.

#![recursion_limit = "512"]

use leptos::{mount::hydrate_from_async, prelude::document};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// The root element has it once the page answers to hands and keys; for scripts and tests.
const AWAKE: &str = "data-awake";

/// Wakes the page up, once the code of its area is there; called by the script in its head.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    hydrate_from_async(body.unchecked_into(), app::App).await.forget();
    if let Some(root) = document().document_element() {
        // The name is a good one, so it does not fail.
        let _ = root.set_attribute(AWAKE, "");
    }
}
