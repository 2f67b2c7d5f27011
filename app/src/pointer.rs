//! While a button of the pointer is down, what is shown stands still: a row that moves away from under it, or is made
//! anew, loses the click that is under way. Whatever comes by itself waits until the click has landed.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use gloo_timers::callback::Timeout;
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};

/// Whoever holds it down longer is not clicking.
const LONGEST_MILLIS: u32 = 2_000;

#[derive(Default)]
struct Pointer {
    /// Held down, until this runs out.
    down: Option<Timeout>,
    waiting: Vec<Waker>,
}

thread_local! {
    static POINTER: RefCell<Pointer> = RefCell::default();
}

/// Begins to watch the pointer, until the component is gone.
pub fn watch() {
    Effect::new(|| {
        let down = window_event_listener(ev::pointerdown, |_| {
            let longest = Timeout::new(LONGEST_MILLIS, || {
                POINTER.with_borrow_mut(|pointer| {
                    // Running this very moment: it drops itself when it is done.
                    if let Some(timeout) = pointer.down.take() {
                        timeout.forget();
                    }
                });
                wake();
            });
            POINTER.with_borrow_mut(|pointer| pointer.down = Some(longest));
        });
        // The click comes right after.
        let up = window_event_listener(ev::pointerup, |_| set_timeout(release, Duration::ZERO));
        let cancelled = window_event_listener(ev::pointercancel, |_| release());
        on_cleanup(move || {
            down.remove();
            up.remove();
            cancelled.remove();
        });
    });
}

fn release() {
    POINTER.with_borrow_mut(|pointer| pointer.down = None);
    wake();
}

fn wake() {
    for waker in POINTER.with_borrow_mut(|pointer| std::mem::take(&mut pointer.waiting)) {
        waker.wake();
    }
}

/// Comes true at once, or when the click that is under way has landed.
pub fn released() -> impl Future<Output = ()> {
    Released
}

struct Released;

impl Future for Released {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        POINTER.with_borrow_mut(|pointer| {
            if pointer.down.is_none() {
                return Poll::Ready(());
            }
            pointer.waiting.push(context.waker().clone());
            Poll::Pending
        })
    }
}
