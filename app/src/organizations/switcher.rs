//! The switcher: my organizations, found by typing, switched without loading a page (OR-2, OR-3).
//!
//! Without JavaScript it is a popover of plain links; with it a list box that the keyboard drives.

mod choices;

use domain::{
    Slug,
    paths::{self, Section},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use self::choices::{Choices, Followed};
use super::{AddressOf, MyOrganizations, api::OrganizationView, pending::PendingInSwitcher, upcoming::Upcoming};
use crate::{
    browser, keys,
    text::{self, shell},
    ui::{Icon, IconName, Kbd, Menu, MenuLine, MenuLink, Name, Tile},
};

/// Id of the popover; the button in the sidebar opens it.
pub const SWITCHER_ID: &str = "switcher";
const LIST_ID: &str = "switcher-list";
const FIND_ID: &str = "switcher-find";

/// The switcher.
#[component]
pub fn Switcher(
    /// The one that is open.
    current: Memo<Option<OrganizationView>>,
    /// Me, with all of mine and the invitations for me.
    mine: MyOrganizations,
    /// The part of it that is open; a switch keeps it.
    section: Memo<Section>,
) -> impl IntoView {
    let choices = Choices::new(current, mine, section);
    let hydrated = choices.hydrated;
    let navigate = use_navigate();
    let go_to = move |OrganizationView { slug, authority, .. }: OrganizationView| {
        hide();
        navigate(&section.get_untracked().within(&slug, &authority), NavigateOptions::default());
    };
    let go_once_found = go_to.clone();
    Effect::new(move || {
        if choices.active.with(Option::is_some)
            && choices.enter_waits.get_untracked()
            && let Some(chosen) = choices.chosen()
        {
            choices.enter_waits.set(false);
            go_once_found(chosen);
        }
    });
    let below = NodeRef::<html::Div>::new();
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keys::alone(&event) else { return };
        if key == "Enter" {
            match choices.chosen() {
                Some(chosen) => go_to(chosen),
                None => choices.enter_waits.set(untrack(|| choices.count() == 0 && mine.has_more())),
            }
        } else {
            match choices.follow_key(&key) {
                Followed::To(_) => {}
                Followed::Below => focus_below(below, Some(0)),
                Followed::ToEnd => focus_below(below, None),
                Followed::Nowhere => return,
            }
        }
        event.prevent_default();
    };
    // The arrows lead through what stands below the list too, and round; whatever else is typed there goes on finding.
    let on_key_below = move |event: ev::KeyboardEvent| {
        let Some(key) = keys::alone(&event) else { return };
        let (at, count) = place_below(below);
        match key.as_str() {
            "ArrowDown" if at.is_some_and(|at| at + 1 < count) => focus_below(below, at.map(|at| at + 1)),
            "ArrowUp" if at.is_some_and(|at| at > 0) => focus_below(below, at.map(|at| at - 1)),
            "ArrowDown" | "ArrowUp" | "Home" | "End" => {
                choices.come_back(matches!(key.as_str(), "ArrowUp" | "End"));
                browser::focus_on(FIND_ID);
            }
            letter if letter != " " && letter.chars().count() == 1 => {
                choices.come_back(false);
                return browser::focus_on(FIND_ID);
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    keys::on_shortcut('k', toggle);
    let upcoming = use_context::<Upcoming>();
    let expect = move |slug: Option<Slug>| {
        if let Some(upcoming) = upcoming {
            upcoming.expect(slug);
        }
    };
    Effect::new(move |before: Option<()>| {
        let active = choices.active.get();
        if before.is_some() {
            expect(active);
        }
    });
    // Before it is open, so that not a letter typed right after is lost; never on closing, since a click is still on its
    // way through the list then.
    let on_beforetoggle = move |event: ev::Event| {
        if !is_open(&event) {
            mine.want_all();
            choices.open();
        }
    };
    let on_toggle = move |event: ev::Event| {
        if is_open(&event) {
            choices.show();
        } else {
            expect(None);
        }
    };
    // With Tab one goes on with the page, which a list that stays open would hide.
    let on_focusout = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if let (Some(to), Some(popover)) = (to, popover())
            && !popover.contains(Some(&to))
        {
            // Once the focus has arrived: closing earlier would fetch it back. It may have been opened again meanwhile.
            request_animation_frame(move || {
                if !popover.contains(document().active_element().as_deref()) {
                    hide();
                }
            });
        }
    };
    view! {
        <Menu
            id=SWITCHER_ID label=shell::SWITCH class="switcher" on:beforetoggle=on_beforetoggle on:toggle=on_toggle
            on:focusout=on_focusout
        >
            <Show when=move || hydrated.get()>
                <div class="find">
                    <Icon name=IconName::Search/>
                    <input
                        id=FIND_ID type="text" role="combobox" aria-expanded="true" aria-controls=LIST_ID aria-label=shell::FIND
                        aria-activedescendant=move || choices.active_id() placeholder=shell::FIND autocomplete="off"
                        spellcheck="false"
                        // Opening the popover puts the focus here.
                        autofocus=true prop:value=choices.find on:keydown=on_key.clone()
                        on:input=move |event| {
                            choices.look_for(event_target_value(&event));
                            if untrack(|| choices.count()) == 0 {
                                mine.want_all();
                            }
                        }
                    />
                    <Kbd>{if keys::is_mac() { shell::KEY_ON_MAC } else { shell::KEY }}</Kbd>
                </div>
            </Show>
            <div
                class="list" id=LIST_ID role=move || hydrated.get().then_some("listbox") aria-label=shell::MINE
                on:scroll=move |_| choices.go_on()
            >
                // By slug: a line stays while what it shows changes, so that a click on it counts.
                <For each=move || choices.listed() key=|one| one.slug.clone() let:organization>
                    <Choice organization choices/>
                </For>
            </div>
            <Show when=move || choices.count() == 0>
                <p class="none" role="status">
                    {move || if mine.has_more() { shell::LOOKING } else { shell::NONE_FOUND }}
                </p>
            </Show>
            <div class="below" node_ref=below on:keydown=on_key_below on:focusin=move |_| choices.choose_none()>
                <PendingInSwitcher mine on_accepted=Callback::new(|()| hide())/>
                <MenuLine/>
                <div class="list">
                    <MenuLink href=paths::SETUP icon=IconName::Plus>{shell::CREATE}</MenuLink>
                </div>
            </div>
            <Show when=move || hydrated.get()>
                <div class="key-hints" aria-hidden="true">
                    <span><Kbd>"↑"</Kbd><Kbd>"↓"</Kbd> {shell::KEYS_CHOOSE}</span>
                    <span><Kbd>"Enter"</Kbd> {shell::KEYS_SWITCH}</span>
                    <span><Kbd>"Esc"</Kbd> {shell::KEYS_CLOSE}</span>
                </div>
            </Show>
        </Menu>
    }
    .into_any()
}

/// One of mine. What changes about it changes in its line.
#[component]
fn Choice(organization: OrganizationView, choices: Choices) -> impl IntoView {
    let Choices { current, all, active, section, namesakes, hydrated, .. } = choices;
    let slug = StoredValue::new(organization.slug.clone());
    let shown = Memo::new(move |_| {
        let now = all.with(|all| all.iter().find(|one| slug.with_value(|slug| one.slug == *slug)).cloned());
        now.unwrap_or_else(|| organization.clone())
    });
    let here = Memo::new(move |_| {
        current.with(|current| current.as_ref().map(|current| current.slug.clone())) == Some(slug.get_value())
    });
    let selected =
        move || active.with(|active| active.as_ref().is_some_and(|active| slug.with_value(|slug| slug == active)));
    view! {
        <a
            class="menu-item" id=slug.with_value(option_id)
            href=move || shown.with(|shown| section.get().within(&shown.slug, &shown.authority))
            role=move || hydrated.get().then_some("option")
            // The field has the focus, and says which line is chosen.
            tabindex=move || hydrated.get().then_some("-1")
            aria-setsize=move || hydrated.get().then(|| choices.count().to_string())
            aria-posinset=move || slug.with_value(|slug| choices.place(slug)).filter(|_| hydrated.get())
            on:pointermove=move |_| slug.with_value(|slug| choices.point_at(slug))
            aria-selected=move || hydrated.get().then(|| selected().to_string())
            aria-current=move || here.get().then_some("true") on:click=|_| hide()
        >
            {move || shown.with(|shown| view! { <Tile name=shown.name.clone() color=shown.color/> })}
            <b><Name text=move || shown.read().name.clone()/></b>
            <small>
                {move || shown.with(|shown| {
                    view! { <AddressOf name=shown.name.clone() slug=shown.slug.clone() namesakes/> }
                })}
                " " {move || text::role(shown.read().authority.role())}
            </small>
            {move || here.get().then(|| view! { <Icon name=IconName::Check/> })}
        </a>
    }
}

/// What stands below the list and can have the focus.
fn controls_below(below: NodeRef<html::Div>) -> Vec<web_sys::HtmlElement> {
    let Some(found) = below.get_untracked().and_then(|below| below.query_selector_all("a, button").ok()) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Which of them has the focus, and how many there are.
fn place_below(below: NodeRef<html::Div>) -> (Option<usize>, usize) {
    let controls = controls_below(below);
    let active = document().active_element();
    let at = controls.iter().position(|one| active.as_ref().is_some_and(|active| one.is_same_node(Some(active))));
    (at, controls.len())
}

/// Puts the focus on one of them; none: on the last.
fn focus_below(below: NodeRef<html::Div>, at: Option<usize>) {
    let controls = controls_below(below);
    if let Some(control) = at.map_or_else(|| controls.last(), |at| controls.get(at)) {
        // What is gone again needs no focus.
        let _ = control.focus();
    }
}

fn option_id(slug: &Slug) -> String {
    format!("organization-{slug}")
}

fn is_open(event: &ev::Event) -> bool {
    event_target::<web_sys::Element>(event).matches(":popover-open").unwrap_or_default()
}

fn popover() -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    document().get_element_by_id(SWITCHER_ID)?.dyn_into().ok()
}

fn hide() {
    browser::close_popover(SWITCHER_ID);
}

fn toggle() {
    if let Some(popover) = popover() {
        // Only a popover that left the page refuses.
        let _ = popover.toggle_popover();
    }
}
