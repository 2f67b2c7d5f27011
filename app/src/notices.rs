//! What an address tells once: that invitations are on their way, that access is revoked, that a password was changed.
//!
//! One rule for all of them ([`routes::without_notices`] knows which they are). A page tells it when the browser was just sent
//! there: by a form without JavaScript, which leaves a cookie that this one answer takes away again, or by a navigation
//! within the page. Loading the address again tells nothing: the server leads to the address without it. Back within a page
//! that is awake can still tell a notice again, although what follows from it is marked here; nothing tests that it does not.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wasm_bindgen::{JsCast, closure::Closure};

use crate::routes;

/// What the address of this page tells.
#[derive(Clone, Copy)]
pub struct Notices(RwSignal<Vec<(String, String)>>);

impl Notices {
    /// The value of the notice with this name, if there is one to tell.
    pub fn get(self, name: &str) -> Option<String> {
        self.0.with(|told| told.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }
}

/// Provides them to all pages; within the router.
pub fn provide_notices() {
    let (location, query) = (use_location(), use_query_map());
    let read = move || {
        let (path, query) = (location.pathname.get(), query.get());
        let told = query.into_iter().filter(|(name, _)| routes::is_notice(&path, name));
        told.map(|(name, value)| (name.into_owned(), value)).collect::<Vec<_>>()
    };
    let told = RwSignal::new(untrack(read));
    let came_back = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        let fresh = read();
        let back = came_back.try_get_value().unwrap_or_default();
        if before.is_some() {
            told.set(if back { Vec::new() } else { fresh });
        }
    });
    Effect::new(move |_| {
        // While they are captured: the router listens too, and what follows from its change runs right behind its listener.
        // What is gone to by script follows from something that a person does, and so is no coming back.
        for (event, back) in [("popstate", true), ("click", false), ("keydown", false), ("submit", false)] {
            let listener = Closure::<dyn Fn()>::new(move || {
                came_back.try_set_value(back);
            });
            let _ = window().add_event_listener_with_callback_and_bool(
                event,
                listener.into_js_value().unchecked_ref(),
                true,
            );
        }
    });
    provide_context(Notices(told));
}

/// What the address of this page tells.
pub fn use_notices() -> Notices {
    use_context().unwrap_or_else(|| Notices(RwSignal::new(Vec::new())))
}
