//! Whether the server can be reached, as far as this tab knows. It never leaves the tab: what is said of it is said here.

use std::cell::RefCell;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{ON_SERVER, browser};

thread_local! {
    static AWAY: RefCell<Option<ArcRwSignal<Option<DateTime<Utc>>>>> = const { RefCell::new(None) };
}

fn signal() -> ArcRwSignal<Option<DateTime<Utc>>> {
    AWAY.with_borrow_mut(|away| away.get_or_insert_with(|| ArcRwSignal::new(None)).clone())
}

/// Since when the server cannot be reached, by this browser's clock; none while it can. On the server always none.
pub fn away_since() -> Signal<Option<DateTime<Utc>>> {
    if ON_SERVER { Signal::stored(None) } else { signal().into() }
}

/// A call did not reach it, or the browser has no network.
pub fn lost() {
    if ON_SERVER {
        return;
    }
    let away = signal();
    if away.with_untracked(Option::is_none) {
        away.set(browser::now());
    }
}

/// It was heard. While the browser says that it has no network, that is believed instead.
pub fn found() {
    if ON_SERVER || !browser::is_online() {
        return;
    }
    let away = signal();
    if away.with_untracked(Option::is_some) {
        away.set(None);
    }
}
