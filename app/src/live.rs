//! Live updates: one stream a tab says "look again", and whoever shows something asks its call anew (OR-4, SU-15).
//!
//! A hidden tab lets go of its stream, since browsers keep few connections to one server, and looks once when it is seen
//! again. Where no stream comes through, the tab looks every few seconds instead.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

use crate::{browser, routes};

/// Changes that come together are one.
const SETTLE_MILLIS: u32 = 120;
/// Between two looks while there is no stream.
const POLL_MILLIS: u32 = 4_000;
/// Until the next try for a stream that was refused.
const RETRY_MILLIS: u32 = 20_000;

type Callback = Rc<dyn Fn()>;

/// The tab's one stream, and who listens.
#[derive(Default)]
struct Live {
    listeners: Vec<(usize, Callback)>,
    next: usize,
    stream: Option<Stream>,
    settling: Option<Timeout>,
    polling: Option<Interval>,
    retrying: Option<Timeout>,
}

/// An open stream; closed when dropped.
struct Stream {
    source: EventSource,
    _listeners: [Closure<dyn Fn()>; 3],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

thread_local! {
    static LIVE: RefCell<Live> = RefCell::default();
}

/// Runs `callback` in the browser whenever something changed that may be shown, until the component is gone.
pub fn on_change(callback: impl Fn() + Clone + 'static) {
    let callback = SendWrapper::new(callback);
    Effect::new(move || {
        let callback: Callback = Rc::new((*callback).clone());
        let key = LIVE.with_borrow_mut(|live| {
            live.next += 1;
            live.listeners.push((live.next, callback));
            live.next
        });
        connect();
        browser::on_visibility(move || {
            if browser::is_hidden() {
                disconnect();
            } else {
                connect();
                tell();
            }
        });
        on_cleanup(move || {
            let deserted = LIVE.with_borrow_mut(|live| {
                live.listeners.retain(|(at, _)| *at != key);
                live.listeners.is_empty()
            });
            if deserted {
                disconnect();
            }
        });
    });
}

/// Opens the stream, unless there is one.
fn connect() {
    if browser::is_hidden() || LIVE.with_borrow(|live| live.stream.is_some()) {
        return;
    }
    let Ok(source) = EventSource::new(routes::EVENTS) else { return poll() };
    // Whatever happened before it stood was missed, while the page was on its way too.
    let open = Closure::<dyn Fn()>::new(|| {
        LIVE.with_borrow_mut(|live| live.polling = None);
        tell();
    });
    let change = Closure::<dyn Fn()>::new(tell);
    let failed = source.clone();
    let error = Closure::<dyn Fn()>::new(move || {
        poll();
        if failed.ready_state() == EventSource::CLOSED {
            // The browser gave up: signed out, or something on the way that does not stream.
            tell();
            let again = Timeout::new(RETRY_MILLIS, || {
                LIVE.with_borrow_mut(|live| live.stream = None);
                connect();
            });
            LIVE.with_borrow_mut(|live| live.retrying = Some(again));
        }
    });
    source.set_onopen(Some(open.as_ref().unchecked_ref()));
    source.set_onerror(Some(error.as_ref().unchecked_ref()));
    // Fails only for a listener that is none.
    let _ = source.add_event_listener_with_callback("change", change.as_ref().unchecked_ref());
    LIVE.with_borrow_mut(|live| live.stream = Some(Stream { source, _listeners: [open, change, error] }));
}

fn disconnect() {
    let closed = LIVE
        .with_borrow_mut(|live| (live.stream.take(), live.settling.take(), live.polling.take(), live.retrying.take()));
    drop(closed);
}

/// Looks every few seconds, until a stream opens.
fn poll() {
    LIVE.with_borrow_mut(|live| {
        if live.polling.is_none() {
            live.polling = Some(Interval::new(POLL_MILLIS, tell));
        }
    });
}

/// Tells everybody, once for all that comes within a moment.
fn tell() {
    LIVE.with_borrow_mut(|live| {
        if live.settling.is_none() {
            live.settling = Some(Timeout::new(SETTLE_MILLIS, || {
                let listeners = LIVE.with_borrow_mut(|live| {
                    // Running this very moment: it drops itself when it is done.
                    if let Some(timeout) = live.settling.take() {
                        timeout.forget();
                    }
                    live.listeners.clone()
                });
                for (_, listener) in listeners {
                    listener();
                }
            }));
        }
    });
}
