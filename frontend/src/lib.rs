//! The browser's entry: takes over the page that the server sent, or builds it anew where somebody changed it on the way.

#![recursion_limit = "512"]

use leptos::{
    mount::{hydrate_from_async, mount_to},
    prelude::{document, location},
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// The watch over the document, `app/src/watch.js`.
mod watch {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        /// Whether the page may still wake up: it did not give itself up while its code was on its way.
        #[wasm_bindgen(js_namespace = parlor)]
        pub fn begin() -> bool;

        /// Whether the body is what the server sent, so that it can be taken over node by node.
        #[wasm_bindgen(js_namespace = parlor, js_name = isIntact)]
        pub fn is_intact() -> bool;

        /// Takes what stands in the body away, and keeps what was typed.
        #[wasm_bindgen(js_namespace = parlor)]
        pub fn clear();

        /// The page was taken over.
        #[wasm_bindgen(js_namespace = parlor)]
        pub fn hydrated();

        /// The page was built anew.
        #[wasm_bindgen(js_namespace = parlor)]
        pub fn mounted();

        /// Nothing works any more: leaves links and forms to the browser.
        #[wasm_bindgen(js_namespace = parlor, js_name = giveUp)]
        pub fn give_up();
    }
}

/// Wakes the page up; called by the script in its head.
#[wasm_bindgen]
pub async fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        watch::give_up();
    }));
    let Some(body) = document().body() else { return };
    let body = body.unchecked_into();
    // Before the look at the document: from there on nothing is waited for. Without its code the page is one of links
    // and forms.
    if app::preload(&location().pathname().unwrap_or_default()).await.is_err() {
        return watch::give_up();
    }
    if !watch::begin() {
        return;
    }
    if watch::is_intact() {
        hydrate_from_async(body, app::App).await.forget();
        watch::hydrated();
    } else {
        watch::clear();
        mount_to(body, app::App).forget();
        watch::mounted();
    }
}
