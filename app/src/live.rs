//! Live updates: one stream a browser says "look again", and whoever shows something asks its call anew (OR-4, SU-15).
//!
//! **A stream is believed while it beats, no longer.** Until the first beat comes, and after two that did not, the tab
//! looks by itself every few seconds: so a change is felt within five, whatever a proxy, a filter or a night's sleep makes
//! of the stream. The stream itself is held by a worker that the browser's tabs share (`live/worker.js`), since browsers
//! keep six connections to one server. A hidden tab lets go of it, and looks once when it is seen again
//! ([ADR 6](../../docs/adr/0006-live-updates.md)).

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
    time::Duration,
};

use domain::paths;
use gloo_timers::callback::{Interval, Timeout};
use leptos::{
    ev::{offline, online},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
    task::spawn_local,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, MessagePort, SharedWorker, Worker};

use crate::{browser, reach};

/// Between two beats of a stream.
pub const BEAT: Duration = Duration::from_secs(2);
/// The script of the worker, as the server answers it.
pub const WORKER: &str = include_str!("live/worker.js");

/// Changes that come together are one.
const SETTLE_MILLIS: u32 = 120;
/// Two beats and a little: a stream that was silent for this long is not believed. With a look after it, that is below the
/// five seconds in which a change is felt.
const SILENT_MILLIS: u32 = 4_200;
/// Between two looks while no stream is believed.
const POLL_MILLIS: u32 = 4_000;
/// Names the worker's script by its content, so that tabs of two versions of Parlor do not share one.
const WORKER_VERSION: u32 = fingerprint(include_bytes!("live/worker.js"));

const fn fingerprint(bytes: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// Longest that a look may take: one that hangs keeps a connection, and after this it is given up.
const LOOK_MILLIS: u32 = 8_000;

/// Somebody who shows something. Looks one at a time: what is told meanwhile is looked for afterwards.
struct Listener {
    look: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>,
    looking: Cell<bool>,
    again: Cell<bool>,
    gone: Cell<bool>,
}

impl Listener {
    fn look(self: Rc<Self>) {
        self.again.set(true);
        if self.looking.replace(true) {
            return;
        }
        spawn_local(async move {
            while self.again.take() && !self.gone.get() {
                if browser::within(LOOK_MILLIS, (self.look)()).await.is_none() {
                    reach::lost();
                }
            }
            self.looking.set(false);
        });
    }
}

/// What this tab knows of the stream, and who listens.
#[derive(Default)]
// Each is a fact of its own; what follows from several of them is reckoned where it is asked for.
#[allow(clippy::struct_excessive_bools)]
struct Live {
    listeners: Vec<Rc<Listener>>,
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
        let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                heard(&word);
            }
        });
        // The script did not come, or is not let in.
        let failed = Closure::<dyn Fn(Event)>::new(move |_| give_up(broken));
        let (on_message, on_error) = (Some(hear.as_ref().unchecked_ref()), Some(failed.as_ref().unchecked_ref()));
        let port = match broken {
            0 => {
                let shared = SharedWorker::new(&script).ok()?;
                shared.set_onerror(on_error);
                let port = shared.port();
                port.set_onmessage(on_message);
                Port::Shared(port)
            }
            1 => {
                let own = Worker::new(&script).ok()?;
                own.set_onerror(on_error);
                own.set_onmessage(on_message);
                Port::Own(own)
            }
            _ => return None,
        };
        Some(Self { port, _listeners: (hear, failed) })
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
    static LIVE: RefCell<Live> = RefCell::default();
}

/// What is shown from here on belongs to the account with this key.
pub fn belong_to(key: &str) {
    let key = key.to_owned();
    Effect::new(move || LIVE.with_borrow_mut(|live| live.account = Some(key.clone())));
}

/// Whether an answer is of the account with this key, of which the page is. Where it is not, somebody else signed in, in
/// another tab: nothing here is theirs, and what they save here would be saved as theirs, so the page is loaded anew.
pub fn is_own(key: &str) -> bool {
    let own = LIVE.with_borrow(|live| live.account.as_deref().is_none_or(|own| own == key));
    if !own {
        browser::reload();
    }
    own
}

/// Looks, in the browser, whenever something changed that may be shown, until the component is gone.
pub fn on_change<F: Future<Output = ()> + 'static>(look: impl Fn() -> F + Clone + 'static) {
    let look = SendWrapper::new(look);
    Effect::new(move || {
        let look = (*look).clone();
        let listener = SendWrapper::new(Rc::new(Listener {
            look: Box::new(move || Box::pin(look())),
            looking: Cell::new(false),
            again: Cell::new(false),
            gone: Cell::new(false),
        }));
        LIVE.with_borrow_mut(|live| live.listeners.push(Rc::clone(&listener)));
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
        on_cleanup(move || {
            listener.gone.set(true);
            let deserted = LIVE.with_borrow_mut(|live| {
                live.listeners.retain(|known| !known.gone.get());
                live.listeners.is_empty()
            });
            if deserted {
                disconnect();
            }
        });
    });
}

/// The browser knows of some losses, and of the end of them, before any stream does. Watched until the document is gone.
fn watch_network() {
    if LIVE.with_borrow_mut(|live| std::mem::replace(&mut live.watching, true)) {
        return;
    }
    window_event_listener(offline, |_| {
        reach::lost();
        if LIVE.with_borrow(|live| live.worker.is_some()) {
            doubt();
        }
    });
    window_event_listener(online, |_| {
        tell();
        LIVE.with_borrow(|live| {
            if let Some(worker) = &live.worker {
                worker.say("now");
            }
        });
    });
}

/// Greets the worker, unless that was done, and looks every few seconds until its stream beats.
fn connect() {
    if browser::is_hidden() || LIVE.with_borrow(|live| live.worker.is_some() || live.polling.is_some()) {
        return;
    }
    poll();
    greet();
}

fn greet() {
    // What came with the page is as old as the page; the server knows whether anything changed since.
    let page = (!LIVE.with_borrow(|live| live.greeted)).then(browser::nonce).flatten();
    let broken = LIVE.with_borrow(|live| live.broken);
    let Some(worker) = WorkerLink::open(broken) else {
        if broken < 2 {
            give_up(broken);
        }
        return;
    };
    worker.say(&page.as_ref().map_or_else(|| "hello".to_owned(), |page| format!("hello {page}")));
    LIVE.with_borrow_mut(|live| {
        live.greeted = true;
        live.alive = false;
        live.behind |= page.is_none();
        live.worker = Some(worker);
    });
    listen_for_silence();
}

/// This kind of worker does not work here: on to the next one.
fn give_up(broken: usize) {
    let left = LIVE.with_borrow_mut(|live| {
        if live.broken != broken {
            return None;
        }
        live.broken += 1;
        live.behind = true;
        live.worker.take()
    });
    // Its listener may be running this very moment.
    if let Some(left) = left {
        Timeout::new(0, move || drop(left)).forget();
    }
    if LIVE.with_borrow(|live| live.broken == broken + 1 && live.polling.is_some()) {
        greet();
    }
}

fn disconnect() {
    let closed = LIVE.with_borrow_mut(|live| {
        live.believed = false;
        // What was broken may be whole again by the time the tab is seen.
        live.broken = 0;
        (live.worker.take(), live.silence.take(), live.settling.take(), live.polling.take())
    });
    drop(closed);
}

/// The worker says something.
fn heard(word: &str) {
    LIVE.with_borrow_mut(|live| live.alive = true);
    match word.split_once(' ') {
        Some(("beat", account)) => beat(account),
        _ if word == "change" => tell(),
        _ if word == "cut" || word == "refused" => doubt(),
        _ => {}
    }
}

fn beat(account: &str) {
    let (other, behind) = LIVE.with_borrow_mut(|live| {
        if let Some(worker) = &live.worker {
            worker.say("here");
        }
        live.believed = true;
        live.polling = None;
        let other = live.account.as_ref().is_some_and(|own| own != account);
        (other, std::mem::take(&mut live.behind))
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
    let believed = LIVE.with_borrow_mut(|live| {
        live.behind = true;
        std::mem::take(&mut live.believed)
    });
    poll();
    if believed {
        tell();
    }
}

fn listen_for_silence() {
    let silence = Timeout::new(SILENT_MILLIS, || {
        let (dumb, broken) = LIVE.with_borrow_mut(|live| {
            // Running this very moment: it drops itself when it is done.
            if let Some(timeout) = live.silence.take() {
                timeout.forget();
            }
            if let Some(worker) = &live.worker {
                worker.say("hello");
            }
            (!std::mem::take(&mut live.alive), live.broken)
        });
        doubt();
        if dumb {
            give_up(broken);
        } else {
            listen_for_silence();
        }
    });
    LIVE.with_borrow_mut(|live| live.silence = Some(silence));
}

/// Looks every few seconds, until the stream beats.
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
                listeners.into_iter().for_each(Listener::look);
            }));
        }
    });
}
