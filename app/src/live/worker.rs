//! The worker that holds the stream, and a tab's way to it.

use domain::paths;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, MessagePort, SharedWorker, Worker};

/// The script of the worker, as the server answers it.
pub const WORKER: &str = include_str!("worker.js");
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

/// Called by the browser for as long as it is kept.
type Listens<E> = Closure<dyn Fn(E)>;

/// The way to the worker; closed when dropped.
pub(super) struct WorkerLink {
    port: Port,
    _listeners: (Listens<MessageEvent>, Listens<Event>),
}

enum Port {
    Shared(MessagePort),
    Own(Worker),
}

impl WorkerLink {
    /// The shared one; where that is broken the tab's own; where that is too, none.
    pub(super) fn open(broken: usize, hear: fn(&str), fail: fn(usize)) -> Option<Self> {
        let script = format!("{}?{WORKER_VERSION:08x}", paths::EVENTS_WORKER);
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                hear(&word);
            }
        });
        // The script did not come, or is not let in.
        let failed = Closure::<dyn Fn(Event)>::new(move |_| fail(broken));
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

    /// Whether other tabs share it.
    pub(super) const fn is_shared(&self) -> bool {
        matches!(self.port, Port::Shared(_))
    }

    pub(super) fn say(&self, word: &str) {
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
