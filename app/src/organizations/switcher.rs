//! The switcher: my organizations, found by typing, switched without loading a page (OR-2, OR-3).
//!
//! Without JavaScript it is a popover of plain links; with it a list box that the keyboard drives.

use domain::fold;
use leptos::{
    ev::{self, keydown},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{AddressOf, Mine, api::OrganizationView};
use crate::{
    browser,
    invitations::PendingInSwitcher,
    routes::{self, Section},
    text::{self, shell},
    ui::{Icon, IconName, Kbd, Menu, MenuLine, MenuLink, Name, Tile, use_hydrated},
};

/// Id of the popover; the button in the sidebar opens it.
pub const SWITCHER_ID: &str = "switcher";
const LIST_ID: &str = "switcher-list";

/// The switcher.
#[component]
pub fn Switcher(
    /// The one that is open.
    current: Memo<Option<OrganizationView>>,
    /// Me, with all of mine and the invitations for me.
    mine: Mine,
    /// The part of it that is open; a switch keeps it.
    section: Memo<Section>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let find = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let all = mine.organizations();
    let namesakes = mine.namesakes();
    let found = Memo::new(move |_| {
        let wanted = fold(find.read().trim());
        all.with(|all| all.iter().filter(|organization| is_found(organization, &wanted)).cloned().collect::<Vec<_>>())
    });
    let active_id = move || found.with(|found| found.get(active.get()).map(|_| option_id(active.get())));
    let navigate = use_navigate();
    let open_active = move || {
        if let Some(organization) = found.get_untracked().get(active.get_untracked()) {
            hide();
            let path = section.get_untracked().within(&organization.slug, organization.role);
            navigate(&path, NavigateOptions::default());
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        let step = |by: usize| {
            if count > 0 {
                active.update(|active| *active = (*active + by) % count);
            }
        };
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(count.saturating_sub(1)),
            "Home" => active.set(0),
            "End" => active.set(count.saturating_sub(1)),
            "Enter" => open_active(),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        let shortcut = window_event_listener(keydown, |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                toggle();
            }
        });
        on_cleanup(move || shortcut.remove());
    });
    // Opening: start anew, on the first organization that is not open already. Before it is open, so that not a letter
    // typed right after is lost; never on closing, since a click is still on its way through the list then.
    let on_beforetoggle = move |event: ev::Event| {
        if event_target::<web_sys::Element>(&event).matches(":popover-open").unwrap_or_default() {
            return;
        }
        find.set(String::new());
        let open = current.get_untracked().map(|current| current.slug);
        let other = found.with_untracked(|found| found.iter().position(|found| Some(&found.slug) != open.as_ref()));
        active.set(other.unwrap_or_default());
    };
    let options = move || {
        let current = current.get().map(|current| current.slug);
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, organization)| {
                let here = current.as_ref() == Some(&organization.slug);
                let OrganizationView { slug, role, .. } = organization.clone();
                let (same_name, same_slug) = (organization.name.clone(), slug.clone());
                view! {
                    <a
                        class="menu-item" id=option_id(place) href=move || section.get().within(&slug, role)
                        role=move || hydrated.get().then_some("option")
                        aria-selected=move || hydrated.get().then(|| (active.get() == place).to_string())
                        aria-current=here.then_some("true") on:click=|_| hide()
                    >
                        <Tile name=organization.name.clone() cloth=organization.cloth/>
                        <b><Name text=organization.name/></b>
                        <small>
                            <AddressOf name=same_name slug=same_slug namesakes/> {text::role(organization.role)}
                        </small>
                        {here.then(|| view! { <Icon name=IconName::Check/> })}
                    </a>
                }
            })
            .collect_view()
    };
    view! {
        <Menu id=SWITCHER_ID label=shell::SWITCH class="switcher" on:beforetoggle=on_beforetoggle>
            <Show when=move || hydrated.get()>
                <div class="find">
                    <Icon name=IconName::Search/>
                    <input
                        type="text" role="combobox" aria-expanded="true" aria-controls=LIST_ID aria-label=shell::FIND
                        aria-activedescendant=active_id placeholder=shell::FIND autocomplete="off" spellcheck="false"
                        // Opening the popover puts the focus here.
                        autofocus=true prop:value=find on:keydown=on_key.clone()
                        on:input=move |event| {
                            find.set(event_target_value(&event));
                            active.set(0);
                        }
                    />
                    <Kbd>{shell::KEY}</Kbd>
                </div>
            </Show>
            <div class="list" id=LIST_ID role=move || hydrated.get().then_some("listbox") aria-label=shell::MINE>
                {options}
            </div>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="none" role="status">{shell::NONE_FOUND}</p>
            </Show>
            <PendingInSwitcher mine on_accepted=Callback::new(|()| hide())/>
            <MenuLine/>
            <div class="list">
                <MenuLink href=routes::SETUP icon=IconName::Plus>{shell::CREATE}</MenuLink>
            </div>
            <Show when=move || hydrated.get()>
                <div class="foot" aria-hidden="true">
                    <span><Kbd>"↑"</Kbd><Kbd>"↓"</Kbd> {shell::KEYS_CHOOSE}</span>
                    <span><Kbd>"Enter"</Kbd> {shell::KEYS_SWITCH}</span>
                    <span><Kbd>"Esc"</Kbd> {shell::KEYS_CLOSE}</span>
                </div>
            </Show>
        </Menu>
    }
    .into_any()
}

/// Whether the organization's name or address holds what is looked for, which is folded.
fn is_found(organization: &OrganizationView, wanted: &str) -> bool {
    fold(&organization.name).contains(wanted) || organization.slug.as_str().contains(wanted)
}

fn option_id(place: usize) -> String {
    format!("organization-{place}")
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
