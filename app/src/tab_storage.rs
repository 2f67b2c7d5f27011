//! What a tab keeps to itself until it is closed. Browsers may forbid it; then nothing is kept, and nothing breaks.

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::call;

fn storage() -> Option<JsValue> {
    Reflect::get(&window(), &"sessionStorage".into()).ok().filter(JsValue::is_object)
}

/// What is kept under `key`.
pub fn get(key: &str) -> Option<String> {
    call(&storage()?, "getItem", &[&key.into()])?.as_string()
}

/// Keeps `value` under `key`.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full storage keeps what it has.
        call(&storage, "setItem", &[&key.into(), &value.into()]);
    }
}

/// Keeps nothing under `key` any longer.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        call(&storage, "removeItem", &[&key.into()]);
    }
}

/// All keys that begin so.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage().and_then(|storage| storage.dyn_into::<Object>().ok()) else { return Vec::new() };
    let keys = Object::keys(&storage);
    keys.iter().filter_map(|key| key.as_string()).filter(|key| key.starts_with(prefix)).collect()
}
