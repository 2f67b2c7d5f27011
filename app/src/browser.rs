//! The few things that pages ask the browser itself. All of it runs in effects, never on the server.

use leptos::{
    ev::{focus, visibilitychange},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, HtmlElement, MessageEvent};

/// Whether nobody can see this tab.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Runs `callback` whenever this tab is looked at again, until the component is gone.
pub fn on_return(callback: impl Fn() + Clone + 'static) {
    let seen = callback.clone();
    let visible = window_event_listener(visibilitychange, move |_| {
        if !is_hidden() {
            seen();
        }
    });
    let focused = window_event_listener(focus, move |_| callback());
    on_cleanup(move || {
        visible.remove();
        focused.remove();
    });
}

/// Puts the focus on the element with this id.
pub fn focus_on(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that is gone again needs no focus.
        let _ = element.focus();
    }
}

/// Words between the tabs of one browser. Closed when dropped.
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Listens on `name`; `hear` gets every word that another tab says. `None`: the browser has no such thing.
    pub fn open(name: &str, hear: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                hear(&word);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { channel, _listener: listener })
    }

    /// Says a word to the other tabs.
    pub fn say(&self, word: &str) {
        // Fails only when the channel is closed, and then nobody listens.
        let _ = self.channel.post_message(&JsValue::from_str(word));
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}
