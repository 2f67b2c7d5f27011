//! The browser's entry: hydrates the page that the server sent.

#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page up; called by the script in its head.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
