//! The talk between the waiting tab and the one that opened the link, so that exactly one goes on (SU-8).

use std::{cell::Cell, rc::Rc};

use gloo_timers::future::TimeoutFuture;

use crate::browser::Tabs;

const CHANNEL: &str = "parlor-sign-up";
/// "The address is confirmed; does a tab wait for that?"
const CONFIRMED: &str = "confirmed";
/// "One does, and goes on."
const HERE: &str = "here";
/// "I take the session now": nobody else need ask whether it is there.
const TAKING: &str = "taking";
/// How long a waiting tab may take to answer. Hidden tabs answer too; frozen and closed ones do not.
const ANSWER_MILLIS: u32 = 1_000;

/// In the waiting tab: answers and runs `confirmed`, or runs `taken` when another waiting tab takes the session.
pub fn wait(confirmed: impl Fn() + 'static, taken: impl Fn() + 'static) -> Option<Tabs> {
    let answers = Tabs::open(CHANNEL, |_| ())?;
    Tabs::open(CHANNEL, move |word| match word {
        CONFIRMED => {
            answers.say(HERE);
            confirmed();
        }
        TAKING => taken(),
        _ => {}
    })
}

/// In the waiting tab that takes the session: said before it asks for it, so that no other tab asks for what is gone by
/// then.
pub fn take() {
    if let Some(tabs) = Tabs::open(CHANNEL, |_| ()) {
        tabs.say(TAKING);
    }
}

/// In the tab that opened the link: whether another tab goes on.
pub async fn somebody_waits() -> bool {
    let heard = Rc::new(Cell::new(false));
    let note = Rc::clone(&heard);
    let Some(tabs) = Tabs::open(CHANNEL, move |word| {
        if word == HERE {
            note.set(true);
        }
    }) else {
        return false;
    };
    tabs.say(CONFIRMED);
    let mut waited = 0;
    while !heard.get() && waited < ANSWER_MILLIS {
        TimeoutFuture::new(50).await;
        waited += 50;
    }
    heard.get()
}
