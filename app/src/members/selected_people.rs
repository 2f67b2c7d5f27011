//! *Show*: who is ticked, on all pages, by name, with a way to untick each.

use leptos::prelude::*;

use super::selection::Selection;
use crate::{
    focus,
    text::members::{list, row_actions},
    ui::{Button, ButtonKind, ButtonSize, Name, Panel},
};

/// Id of the button that unticks somebody.
fn untick_id(id: &str) -> String {
    format!("untick-{id}")
}

/// The list, beside that of all.
#[component]
pub(super) fn SelectedPeople(selection: Selection) -> impl IntoView {
    let open = selection.shown;
    let people = Memo::new(move |_| selection.people());
    // Nobody is left to be shown.
    Effect::new(move || {
        if people.read().is_empty() {
            open.set(false);
        }
    });
    // What opened it is gone with the last of them.
    let on_close = Callback::new(move |()| {
        if people.read_untracked().is_empty() {
            selection.focus_box();
        }
    });
    let title = Signal::derive(move || list::people_selected(people.read().len()));
    view! {
        <Panel
            id="selected-people" title open on_close
            footer=move || view! {
                <Button kind=ButtonKind::Primary on_click=move || open.set(false)>{row_actions::DONE}</Button>
            }
        >
            <ul class="rows">
                <For each=move || people.get() key=Clone::clone let:person>
                    <Line id=person.0 name=person.1 people selection/>
                </For>
            </ul>
        </Panel>
    }
}

/// Somebody who is ticked. Whoever unticks them goes on with the next.
#[component]
fn Line(id: String, name: String, people: Memo<Vec<(String, String)>>, selection: Selection) -> impl IntoView {
    let (label, button) = (list::untick(&name), untick_id(&id));
    let untick = move || {
        let next = people.with_untracked(|people| {
            let at = people.iter().position(|(other, _)| *other == id)?;
            let next = people.get(at + 1).or_else(|| people.get(at.checked_sub(1)?))?;
            Some(untick_id(&next.0))
        });
        selection.untick(&id);
        if let Some(next) = next {
            request_animation_frame(move || focus::put_after_act(&next));
        }
    };
    view! {
        <li>
            <div class="grow"><b><Name text=name/></b></div>
            <Button size=ButtonSize::Small on_click=untick aria_label=label attr:id=button>{list::UNTICK}</Button>
        </li>
    }
}
