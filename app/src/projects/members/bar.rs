//! Below the list, in sight wherever one is in it: what is not saved, and what just became of it.

use std::{collections::BTreeMap, time::Duration};

use leptos::{ev::keydown, leptos_dom::helpers::window_event_listener, prelude::*};

use super::editing::{Editing, focus_line};
use crate::{
    keys,
    text::{projects::members, saving},
    ui::{ActionBar, Button, ButtonKind, ButtonSize, Icon, IconName, use_hydrated},
};

/// Id of what says why the changes cannot be saved yet.
const WHY_ID: &str = "why-not-saved";
/// What has Esc to itself while it is there.
const ELSEWHERE: &str = ":popover-open, dialog[open], input[type=search]:focus, select:focus";
/// So long it is said that something was saved.
const SAID: Duration = Duration::from_secs(8);

/// Counts what is not saved, saves it or discards it.
#[component]
pub(super) fn Bar(editing: Editing, pending: Signal<bool>) -> impl IntoView {
    let count = Signal::derive(move || editing.changes.with(BTreeMap::len));
    let words = Signal::derive(move || {
        let words = if editing.restored.get() { members::back } else { saving::unsaved };
        words(count.get())
    });
    let undecided = Memo::new(move |_| editing.undecided());
    // Without JavaScript there is no choosing: saving again keeps what stands in the form.
    let hydrated = use_hydrated();
    let open = Memo::new(move |_| hydrated.get() && !undecided.read().is_empty());
    Effect::new(move || {
        let listener = window_event_listener(keydown, move |event| {
            let elsewhere = document().query_selector(ELSEWHERE).is_ok_and(|found| found.is_some());
            let escape = !event.default_prevented() && keys::alone(&event).as_deref() == Some("Escape");
            if escape && !elsewhere && count.try_get_untracked().is_some_and(|count| count > 0) {
                editing.discard();
            }
        });
        on_cleanup(move || listener.remove());
    });
    let decide = move || {
        if let Some((member, _)) = undecided.read_untracked().first() {
            focus_line(*member);
        }
    };
    let left = move || {
        let names: Vec<String> = undecided.read().iter().map(|(_, name)| name.clone()).collect();
        members::left_to_decide(&names)
    };
    view! {
        <ActionBar label=members::UNSAVED count words hint=members::SWITCH_AND_SAVE clear=members::DISCARD>
            <Show when=move || open.get()>
                <button class="why link needs-script" type="button" id=WHY_ID on:click=move |_| decide()>
                    <Icon name=IconName::Warning/>
                    {left}
                </button>
            </Show>
            <Button
                kind=ButtonKind::Primary submit=true busy=pending disabled=Signal::derive(move || open.get() && count.get() > 0)
                attr:aria-describedby=move || open.get().then_some(WHY_ID)
            >
                {members::SAVE}
            </Button>
        </ActionBar>
    }
}

/// In the bar's place once it is gone: that changes were saved, for a moment, or that they were discarded, with the way back
/// until the next change.
#[component]
pub(super) fn Said(editing: Editing) -> impl IntoView {
    let saved = editing.saved;
    let discarded = Memo::new(move |_| editing.discarded.with(BTreeMap::len));
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
        let done = move || {
            // The page may be gone by now.
            saved.try_set(None);
        };
        saved.get().and_then(|_| set_timeout_with_handle(done, SAID).ok())
    });
    view! {
        <div class="said" role="status">
            {move || match (discarded.get(), saved.get()) {
                (0, None) => ().into_any(),
                (0, Some(saved)) => view! {
                    <div class="action-bar"><Icon name=IconName::Check/> <b>{saving::saved(saved)}</b></div>
                }
                .into_any(),
                (count, _) => view! {
                    <div class="action-bar">
                        <b>{members::discarded(count)}</b>
                        <Button size=ButtonSize::Medium icon=IconName::Undo on_click=move || editing.take_back()>
                            {members::UNDO}
                        </Button>
                    </div>
                }
                .into_any(),
            }}
        </div>
    }
}
