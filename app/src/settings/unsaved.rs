//! What the forms of the settings share that hold many changes until they are saved.

use domain::paths;
use leptos::{ev::keydown, html, leptos_dom::helpers::window_event_listener, prelude::*};

use crate::{
    keys,
    notices::use_notices,
    text::saving,
    ui::{Icon, IconName},
};

/// What has Esc to itself while it is there.
const ELSEWHERE: &str = ":popover-open, dialog[open], select:focus";

/// Esc discards what is not saved.
pub(super) fn discard_on_escape(count: Signal<usize>, discard: impl Fn() + Copy + 'static) {
    Effect::new(move || {
        let listener = window_event_listener(keydown, move |event| {
            let elsewhere = document().query_selector(ELSEWHERE).is_ok_and(|found| found.is_some());
            let escape = !event.default_prevented() && keys::alone(&event).as_deref() == Some("Escape");
            if escape && !elsewhere && count.try_get_untracked().is_some_and(|count| count > 0) {
                discard();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Discards what is not saved in a form, as its own button does it: nothing of that comes back (SI-11).
pub(super) fn reset(node: NodeRef<html::Form>) {
    if let Some(form) = node.get_untracked() {
        form.reset();
    }
}

/// That changes were just saved, until there are new ones.
#[component]
pub(super) fn JustSaved(count: Signal<usize>) -> impl IntoView {
    let notices = use_notices();
    let saved = Memo::new(move |_| {
        let saved = notices.get(paths::SAVED)?.parse::<usize>().ok()?;
        (saved > 0 && count.get() == 0).then_some(saved)
    });
    // The first change after it ends it: what is discarded then was not saved. While it comes, what it tells may still count.
    let changed = Memo::new(move |_| count.get() > 0);
    Effect::new(move |seen: Option<(bool, bool)>| {
        let now = (notices.get(paths::SAVED).is_some(), changed.get());
        if (seen, now) == (Some((true, false)), (true, true)) {
            notices.end(paths::SAVED);
        }
        now
    });
    view! {
        <div class="said" role="status">
            {move || saved.get().map(|saved| view! {
                <div class="action-bar"><Icon name=IconName::Check/> <b>{saving::saved(saved)}</b></div>
            })}
        </div>
    }
}
