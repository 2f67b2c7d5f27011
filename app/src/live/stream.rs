//! The stream of a browser that says "look again" (OR-4, SU-15).
//!
//! **A stream is believed while it beats, no longer.** Until the first beat comes, and after two that did not, the tab
//! looks by itself every few seconds: so a change is felt within five, whatever a proxy, a filter or a night's sleep makes
//! of the stream. The stream itself is held by a worker that the browser's tabs share (`worker.js`), since browsers
//! keep six connections to one server. A hidden tab lets go of it, and looks once when it is seen again
//! ([ADR 6](../../../docs/adr/0006-live-updates.md)).

use std::{cell::RefCell, sync::Arc, time::Duration};

use domain::paths;
use gloo_timers::callback::{Interval, Timeout};
use leptos::{
    ev::{offline, online},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, MessagePort, SharedWorker, Worker};

use crate::{browser, reach};

/// Between two beats of a stream.
pub const BEAT: Duration = Duration::from_secs(2);
/// The script of the worker, as the server answers it.
pub const WORKER: &str = include_str!("worker.js");

/// Changes that come together are one.
const SETTLE_MILLIS: u32 = 120;
/// Two beats and a little: a stream that was silent for this long is not believed. With a look after it, that is below the
/// five seconds in which a change is felt.
const SILENT_MILLIS: u32 = 4_200;
/// Between two looks while no stream is believed.
const POLL_MILLIS: u32 = 4_000;
/// Names the worker's script by its content, so that tabs of two versions of Parlor do not share one.
const WORKER_VERSION: u32 = fingerprint(include_bytes!("worker.js"));

const fn fingerprint(bytes: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// Looks again at what somebody shows.
type Listener = Arc<dyn Fn() + Send + Sync>;

/// What this tab knows of the stream, and who listens.
#[derive(Default)]
// Each is a fact of its own; what follows from several of them is reckoned where it is asked for.
#[allow(clippy::struct_excessive_bools)]
struct Stream {
    listeners: Vec<Listener>,
    worker: Option<WorkerLink>,
    /// How many kinds of worker did not work here.
    broken: usize,
    /// Whether the worker answered since it was greeted.
    alive: bool,
    /// Whether this document has greeted a worker.
    greeted: bool,
    /// Whether the stream is believed.
    believed: bool,
    /// Whether something may have been missed by the time the stream beats.
    behind: bool,
    /// Whose page this is, by the key of the account.
    account: Option<String>,
    /// Whether the browser's network is watched.
    watching: bool,
    silence: Option<Timeout>,
    settling: Option<Timeout>,
    polling: Option<Interval>,
}

/// Called by the browser for as long as it is kept.
type Listens<E> = Closure<dyn Fn(E)>;

/// The way to the worker; closed when dropped.
struct WorkerLink {
    port: Port,
    _listeners: (Listens<MessageEvent>, Listens<Event>),
}

enum Port {
    Shared(MessagePort),
    Own(Worker),
}

impl WorkerLink {
    /// The shared one; where that is broken the tab's own; where that is too, none.
    fn open(broken: usize) -> Option<Self> {
        let script = format!("{}?{WORKER_VERSION:08x}", paths::EVENTS_WORKER);
        let message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                on_message(&word);
            }
        });
        // The script did not come, or is not let in.
        let failed = Closure::<dyn Fn(Event)>::new(move |_| give_up(broken));
        let (onmessage, onerror) = (Some(message.as_ref().unchecked_ref()), Some(failed.as_ref().unchecked_ref()));
        let port = match broken {
            0 => {
                let shared = SharedWorker::new(&script).ok()?;
                shared.set_onerror(onerror);
                let port = shared.port();
                port.set_onmessage(onmessage);
                Port::Shared(port)
            }
            1 => {
                let own = Worker::new(&script).ok()?;
                own.set_onerror(onerror);
                own.set_onmessage(onmessage);
                Port::Own(own)
            }
            _ => return None,
        };
        Some(Self { port, _listeners: (message, failed) })
    }

    fn say(&self, word: &str) {
        // Fails only for what cannot be copied, and text can.
        let _ = match &self.port {
            Port::Shared(port) => port.post_message(&word.into()),
            Port::Own(worker) => worker.post_message(&word.into()),
        };
    }
}

impl Drop for WorkerLink {
    fn drop(&mut self) {
        self.say("bye");
        match &self.port {
            Port::Shared(port) => port.close(),
            Port::Own(worker) => worker.terminate(),
        }
    }
}

thread_local! {
    static STREAM: RefCell<Stream> = RefCell::default();
}

/// What is shown from here on belongs to the account with this key.
pub(super) fn belong_to(key: &str) {
    let key = key.to_owned();
    Effect::new(move || STREAM.with_borrow_mut(|stream| stream.account = Some(key.clone())));
}

/// Whether an answer is of the account with this key, of which the page is. Where it is not, somebody else signed in, in
/// another tab: nothing here is theirs, and what they save here would be saved as theirs, so the page is loaded anew.
pub(super) fn is_own(key: &str) -> bool {
    let own = STREAM.with_borrow(|stream| stream.account.as_deref().is_none_or(|own| own == key));
    if !own {
        browser::reload();
    }
    own
}

/// Calls `look` in the browser whenever something changed that may be shown, until the component is gone.
pub(super) fn on_change(look: impl Fn() + Send + Sync + 'static) {
    let listener: Listener = Arc::new(look);
    Effect::new(move || {
        STREAM.with_borrow_mut(|stream| stream.listeners.push(Arc::clone(&listener)));
        connect();
        browser::on_visibility(move || {
            if browser::is_hidden() {
                disconnect();
            } else {
                connect();
                tell();
            }
        });
        watch_network();
        let gone = Arc::clone(&listener);
        on_cleanup(move || {
            let deserted = STREAM.with_borrow_mut(|stream| {
                stream.listeners.retain(|known| !Arc::ptr_eq(known, &gone));
                stream.listeners.is_empty()
            });
            if deserted {
                disconnect();
            }
        });
    });
}

/// The browser knows of some losses, and of the end of them, before any stream does. Watched until the document is gone.
fn watch_network() {
    if STREAM.with_borrow_mut(|stream| std::mem::replace(&mut stream.watching, true)) {
        return;
    }
    window_event_listener(offline, |_| {
        reach::lost();
        if STREAM.with_borrow(|stream| stream.worker.is_some()) {
            doubt();
        }
    });
    window_event_listener(online, |_| {
        tell();
        STREAM.with_borrow(|stream| {
            if let Some(worker) = &stream.worker {
                worker.say("now");
            }
        });
    });
}

/// Greets the worker, unless that was done, and looks every few seconds until its stream beats.
fn connect() {
    if browser::is_hidden() || STREAM.with_borrow(|stream| stream.worker.is_some() || stream.polling.is_some()) {
        return;
    }
    poll();
    greet();
}

fn greet() {
    // What came with the page is as old as the page; the server knows whether anything changed since.
    let page = (!STREAM.with_borrow(|stream| stream.greeted)).then(browser::nonce).flatten();
    let broken = STREAM.with_borrow(|stream| stream.broken);
    let Some(worker) = WorkerLink::open(broken) else {
        if broken < 2 {
            give_up(broken);
        }
        return;
    };
    worker.say(&page.as_ref().map_or_else(|| "hello".to_owned(), |page| format!("hello {page}")));
    STREAM.with_borrow_mut(|stream| {
        stream.greeted = true;
        stream.alive = false;
        stream.behind |= page.is_none();
        stream.worker = Some(worker);
    });
    listen_for_silence();
}

/// This kind of worker does not work here: on to the next one.
fn give_up(broken: usize) {
    let left = STREAM.with_borrow_mut(|stream| {
        if stream.broken != broken {
            return None;
        }
        stream.broken += 1;
        stream.behind = true;
        stream.worker.take()
    });
    // Its listener may be running this very moment.
    if let Some(left) = left {
        Timeout::new(0, move || drop(left)).forget();
    }
    if STREAM.with_borrow(|stream| stream.broken == broken + 1 && stream.polling.is_some()) {
        greet();
    }
}

fn disconnect() {
    let closed = STREAM.with_borrow_mut(|stream| {
        stream.believed = false;
        // What was broken may be whole again by the time the tab is seen.
        stream.broken = 0;
        (stream.worker.take(), stream.silence.take(), stream.settling.take(), stream.polling.take())
    });
    drop(closed);
}

/// The worker says something.
fn on_message(word: &str) {
    STREAM.with_borrow_mut(|stream| stream.alive = true);
    match word.split_once(' ') {
        Some(("beat", account)) => beat(account),
        _ if word == "change" => tell(),
        _ if word == "cut" || word == "refused" => doubt(),
        _ => {}
    }
}

fn beat(account: &str) {
    let (other, behind) = STREAM.with_borrow_mut(|stream| {
        if let Some(worker) = &stream.worker {
            worker.say("here");
        }
        stream.believed = true;
        stream.polling = None;
        let other = stream.account.as_ref().is_some_and(|own| own != account);
        (other, std::mem::take(&mut stream.behind))
    });
    reach::found();
    if other {
        browser::reload();
        return;
    }
    if behind {
        tell();
    }
    listen_for_silence();
}

/// The stream is not to be believed: what it does not say is looked for, at once and then every few seconds.
fn doubt() {
    let believed = STREAM.with_borrow_mut(|stream| {
        stream.behind = true;
        std::mem::take(&mut stream.believed)
    });
    poll();
    if believed {
        tell();
    }
}

fn listen_for_silence() {
    let silence = Timeout::new(SILENT_MILLIS, || {
        let (dumb, broken) = STREAM.with_borrow_mut(|stream| {
            // Running this very moment: it drops itself when it is done.
            if let Some(timeout) = stream.silence.take() {
                timeout.forget();
            }
            if let Some(worker) = &stream.worker {
                worker.say("hello");
            }
            (!std::mem::take(&mut stream.alive), stream.broken)
        });
        doubt();
        if dumb {
            give_up(broken);
        } else {
            listen_for_silence();
        }
    });
    STREAM.with_borrow_mut(|stream| stream.silence = Some(silence));
}

/// Looks every few seconds, until the stream beats.
fn poll() {
    STREAM.with_borrow_mut(|stream| {
        if stream.polling.is_none() {
            stream.polling = Some(Interval::new(POLL_MILLIS, tell));
        }
    });
}

/// Tells everybody, once for all that comes within a moment.
fn tell() {
    STREAM.with_borrow_mut(|stream| {
        if stream.settling.is_none() {
            stream.settling = Some(Timeout::new(SETTLE_MILLIS, || {
                let listeners = STREAM.with_borrow_mut(|stream| {
                    // Running this very moment: it drops itself when it is done.
                    if let Some(timeout) = stream.settling.take() {
                        timeout.forget();
                    }
                    stream.listeners.clone()
                });
                for look in listeners {
                    look();
                }
            }));
        }
    });
}
