//! Below the fields: what is not saved, and what just was.

use leptos::prelude::*;

use super::editing::Editing;
use crate::{
    settings::unsaved::{JustSaved, discard_on_escape},
    text::{saving, settings::general as words},
    ui::{ActionBar, Button, ButtonKind, Icon, IconName, use_hydrated},
};

/// Id of what says why the changes cannot be saved yet.
const WHY_ID: &str = "why-not-saved";

/// Counts what is not saved, saves it or discards it; in its place, that it was saved.
#[component]
pub(super) fn Bar(editing: Editing, pending: Signal<bool>, discard: Callback<()>) -> impl IntoView {
    let count = Signal::derive(move || editing.count());
    let words = Signal::derive(move || saving::unsaved(count.get()));
    // Without JavaScript there is no choosing: saving again has it one's own way.
    let hydrated = use_hydrated();
    let undecided = Memo::new(move |_| hydrated.get() && !editing.conflicts().is_empty());
    discard_on_escape(count, move || discard.run(()));
    view! {
        <JustSaved count/>
        <ActionBar label=words::UNSAVED count words hint=words::CHANGE_AND_SAVE clear=words::DISCARD>
            <Show when=move || undecided.get()>
                <span class="why" id=WHY_ID><Icon name=IconName::Warning/> {words::DECIDE}</span>
            </Show>
            <Button
                kind=ButtonKind::Primary submit=true busy=pending disabled=undecided
                attr:aria-describedby=move || undecided.get().then_some(WHY_ID)
            >
                {words::SAVE}
            </Button>
        </ActionBar>
    }
}
