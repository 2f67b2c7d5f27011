//! The stream of a browser that says "look again" (OR-4, SU-15).
//!
//! **A stream is believed while it beats, no longer.** Until the first beat comes, and after two that did not, the tab
//! looks by itself every few seconds: so a change is felt within five, whatever a proxy, a filter or a night's sleep makes
//! of the stream. The stream itself is held by a worker that the browser's tabs share (`worker.js`), since browsers
//! keep six connections to one server. A hidden tab asks for nothing, and looks once when it is seen again
//! ([ADR 6](../../../docs/adr/0006-live-updates.md)); open it is all the same, so whose tab it is is there
//! ([ADR 21](../../../docs/adr/0021-availability.md)).

mod people;

use std::{cell::RefCell, sync::Arc, time::Duration};

use gloo_timers::callback::{Interval, Timeout};
use leptos::{
    ev::{offline, online, pagehide, pageshow},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};

use people::{ChoiceListener, TeamListener, hear_of_choice, hear_of_team};
pub(super) use people::{hide_team, on_choice, show_team};

use super::worker::WorkerLink;
use crate::{browser, reach};

/// Between two beats of a stream.
pub const BEAT: Duration = Duration::from_secs(2);

/// Changes that come together are one.
const SETTLE_MILLIS: u32 = 120;
/// Two beats and a little: a stream that was silent for this long is not believed. With a look after it, that is below the
/// five seconds in which a change is felt.
const SILENT_MILLIS: u32 = 4_200;
/// Between two looks while no stream is believed.
const POLL_MILLIS: u32 = 4_000;

/// Looks again at what somebody shows.
type Listener = Arc<dyn Fn() + Send + Sync>;

/// What this tab knows of the stream, and who listens.
#[derive(Default)]
// Each is a fact of its own; what follows from several of them is reckoned where it is asked for.
#[allow(clippy::struct_excessive_bools)]
struct Stream {
    listeners: Vec<Listener>,
    /// The organization whose people are shown, and who hears what becomes of them.
    team: Option<(String, TeamListener)>,
    /// Who hears what the reader chose to be.
    chosen: Option<ChoiceListener>,
    worker: Option<WorkerLink>,
    /// How many kinds of worker did not work here.
    broken: usize,
    /// Whether the worker answered since it was greeted.
    alive: bool,
    /// Whether the worker was told that nobody sees this tab.
    hidden: bool,
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
                hide();
            } else {
                connect();
                tell();
            }
        });
        watch_document();
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

impl Stream {
    /// Says something to the worker, if there is one.
    fn say(&self, word: &str) {
        if let Some(worker) = &self.worker {
            worker.say(word);
        }
    }

    /// Greets the worker, which may know nothing of this tab any more. What is shown is said first: so the stream is opened once.
    fn greet(&self, page: Option<&str>) {
        if self.team.is_some() {
            self.say(&self.team_word());
        }
        self.say(&page.map_or_else(|| "hello".to_owned(), |page| format!("hello {page}")));
    }

    fn team_word(&self) -> String {
        self.team.as_ref().map_or_else(|| "team".to_owned(), |(slug, _)| format!("team {slug}"))
    }
}

/// The browser knows of some losses, and of the end of them, before any stream does; and of the end of the page, which the
/// worker hears of at once only if it is told. Watched until the document is gone.
fn watch_document() {
    if STREAM.with_borrow_mut(|stream| std::mem::replace(&mut stream.watching, true)) {
        return;
    }
    window_event_listener(offline, |_| {
        reach::lost();
        if STREAM.with_borrow(|stream| stream.worker.is_some()) {
            doubt();
        }
    });
    window_event_listener(pagehide, |_| disconnect());
    // It was put aside, and is back as it was.
    window_event_listener(pageshow, |event| {
        if event.persisted() {
            connect();
            tell();
        }
    });
    window_event_listener(online, |_| {
        tell();
        STREAM.with_borrow(|stream| stream.say("now"));
    });
}

/// Greets the worker, unless that was done, and looks every few seconds until its stream beats.
fn connect() {
    if browser::is_hidden() {
        return;
    }
    let (was_hidden, connected) = STREAM.with_borrow_mut(|stream| {
        let was_hidden = std::mem::take(&mut stream.hidden);
        (was_hidden, stream.worker.is_some() || stream.polling.is_some())
    });
    if was_hidden {
        poll();
        STREAM.with_borrow_mut(|stream| {
            // It may have died meanwhile.
            stream.alive = false;
            stream.greet(None);
        });
        listen_for_silence();
    } else if !connected {
        poll();
        greet();
    }
}

/// Nobody sees the tab: it asks for nothing. A worker that is shared goes on, so that the tab is known to be open; one of its own
/// is let go of, since it holds a connection, of which there are few.
fn hide() {
    if !STREAM.with_borrow(|stream| stream.worker.as_ref().is_some_and(WorkerLink::is_shared)) {
        disconnect();
        return;
    }
    let closed = STREAM.with_borrow_mut(|stream| {
        stream.believed = false;
        stream.hidden = true;
        stream.say("hidden");
        (stream.silence.take(), stream.settling.take(), stream.polling.take())
    });
    drop(closed);
}

fn greet() {
    // What came with the page is as old as the page; the server knows whether anything changed since.
    let page = (!STREAM.with_borrow(|stream| stream.greeted)).then(browser::nonce).flatten();
    let broken = STREAM.with_borrow(|stream| stream.broken);
    let Some(worker) = WorkerLink::open(broken, on_message, give_up) else {
        if broken < 2 {
            give_up(broken);
        }
        return;
    };
    STREAM.with_borrow_mut(|stream| {
        stream.greeted = true;
        stream.alive = false;
        stream.behind |= page.is_none();
        stream.worker = Some(worker);
        stream.greet(page.as_deref());
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
        stream.hidden = false;
        // What was broken may be whole again by the time the tab is seen.
        stream.broken = 0;
        (stream.worker.take(), stream.silence.take(), stream.settling.take(), stream.polling.take())
    });
    drop(closed);
}

/// The worker says something.
fn on_message(word: &str) {
    let hidden = STREAM.with_borrow_mut(|stream| {
        stream.alive = true;
        if stream.hidden && word.starts_with("beat ") {
            stream.say("here");
        }
        stream.hidden
    });
    if hidden {
        return;
    }
    match word.split_once(' ') {
        Some(("beat", account)) => beat(account),
        Some(("team", news)) => hear_of_team(news),
        Some(("chosen", choices)) => hear_of_choice(choices),
        _ if word == "change" => tell(),
        _ if word == "cut" || word == "refused" => doubt(),
        _ => {}
    }
}

fn beat(account: &str) {
    let (other, behind) = STREAM.with_borrow_mut(|stream| {
        stream.say("here");
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
            stream.greet(None);
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
