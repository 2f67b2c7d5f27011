//! The switcher: my organizations, found by typing, switched without loading a page (OR-2, OR-3).
//!
//! Without JavaScript it is a popover of plain links; with it a list box that the keyboard drives.

use domain::{
    Slug, fold,
    paths::{self, Section},
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{AddressOf, MyOrganizations, Namesakes, api::OrganizationView, pending::PendingInSwitcher};
use crate::{
    browser, keys,
    text::{self, shell},
    ui::{Icon, IconName, Kbd, Menu, MenuLine, MenuLink, Name, Tile, keep_order, use_hydrated},
};

/// Id of the popover; the button in the sidebar opens it.
pub const SWITCHER_ID: &str = "switcher";
const LIST_ID: &str = "switcher-list";

/// The list and what is chosen in it.
#[derive(Clone, Copy)]
struct Choices {
    /// The one that is open.
    current: Memo<Option<OrganizationView>>,
    /// All of mine.
    all: Memo<Vec<OrganizationView>>,
    /// Those that fit what was typed. Their order stands still while the switcher is open.
    found: Memo<Vec<OrganizationView>>,
    /// What was typed.
    find: RwSignal<String>,
    /// The one that Enter opens.
    active: RwSignal<Option<Slug>>,
    /// The order as of the last opening.
    order: RwSignal<Vec<Slug>>,
    /// The part of an organization that is open; a switch keeps it.
    section: Memo<Section>,
    /// Those of mine that are called alike.
    namesakes: Memo<Namesakes>,
    hydrated: Signal<bool>,
}

impl Choices {
    fn new(current: Memo<Option<OrganizationView>>, mine: MyOrganizations, section: Memo<Section>) -> Self {
        let find = RwSignal::new(String::new());
        let order = RwSignal::new(Vec::new());
        let all = mine.organizations();
        let found = Memo::new(move |_| {
            let wanted = fold(find.read().trim());
            let found = all.with(|all| {
                let fits = |organization: &&OrganizationView| fold(&organization.name).contains(&wanted);
                all.iter().filter(fits).cloned().collect()
            });
            order.with(|order| keep_order(order, found, |organization| organization.slug.clone()))
        });
        let active = RwSignal::new(None);
        Self {
            current,
            all,
            found,
            find,
            active,
            order,
            section,
            namesakes: mine.namesakes(),
            hydrated: use_hydrated(),
        }
    }

    /// Starts anew, on the first organization that is not open already.
    fn open(self) {
        self.find.set(String::new());
        self.order.set(self.all.with_untracked(|all| all.iter().map(|one| one.slug.clone()).collect()));
        let open = self.current.get_untracked().map(|current| current.slug);
        self.found.with_untracked(|found| {
            let other = found.iter().find(|one| Some(&one.slug) != open.as_ref()).or(found.first());
            self.active.set(other.map(|other| other.slug.clone()));
        });
    }

    /// Something was typed: the first that fits is chosen.
    fn look_for(self, typed: String) {
        self.find.set(typed);
        self.active.set(self.found.with_untracked(|found| found.first().map(|first| first.slug.clone())));
    }

    /// Goes where a key leads; false: it leads nowhere.
    fn follow_key(self, key: &str) -> bool {
        self.found.with_untracked(|found| {
            let at = self.active.with_untracked(|active| {
                let active = active.as_ref()?;
                found.iter().position(|one| one.slug == *active)
            });
            let to = next(key, at, found.len(), browser::rows_in_view(LIST_ID));
            if let Some(to) = to.and_then(|to| found.get(to)) {
                self.active.set(Some(to.slug.clone()));
            }
            to.is_some()
        })
    }

    /// The one that Enter opens.
    fn chosen(self) -> Option<OrganizationView> {
        let active = self.active.get_untracked()?;
        self.found.with_untracked(|found| found.iter().find(|one| one.slug == active).cloned())
    }

    /// Id of its line.
    fn active_id(self) -> Option<String> {
        let active = self.active.get()?;
        self.found.with(|found| found.iter().any(|one| one.slug == active)).then(|| option_id(&active))
    }

    /// Moves the list so that the chosen line is seen.
    fn show(self) {
        if let Some(active) = self.active.get_untracked() {
            request_animation_frame(move || browser::scroll_to(&option_id(&active)));
        }
    }
}

/// Where a key leads from one line of `count`, of which `page` are seen at once.
fn next(key: &str, at: Option<usize>, count: usize, page: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let page = page.saturating_sub(1).max(1);
    Some(match (key, at) {
        ("ArrowDown", Some(at)) => (at + 1) % count,
        ("ArrowUp", Some(at)) => (at + last) % count,
        ("PageDown", Some(at)) => (at + page).min(last),
        ("PageUp", Some(at)) => at.saturating_sub(page),
        ("Home" | "ArrowDown" | "PageDown" | "PageUp", _) => 0,
        ("End" | "ArrowUp", _) => last,
        _ => return None,
    })
}

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
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keys::alone(&event) else { return };
        if key == "Enter" {
            if let Some(OrganizationView { slug, authority, .. }) = choices.chosen() {
                hide();
                navigate(&section.get_untracked().within(&slug, &authority), NavigateOptions::default());
            }
        } else if !choices.follow_key(&key) {
            return;
        }
        event.prevent_default();
    };
    keys::on_shortcut('k', toggle);
    Effect::new(move || {
        choices.active.track();
        choices.show();
    });
    // Before it is open, so that not a letter typed right after is lost; never on closing, since a click is still on its
    // way through the list then.
    let on_beforetoggle = move |event: ev::Event| {
        if !is_open(&event) {
            choices.open();
        }
    };
    let on_toggle = move |event: ev::Event| {
        if is_open(&event) {
            choices.show();
        }
    };
    view! {
        <Menu id=SWITCHER_ID label=shell::SWITCH class="switcher" on:beforetoggle=on_beforetoggle on:toggle=on_toggle>
            <Show when=move || hydrated.get()>
                <div class="find">
                    <Icon name=IconName::Search/>
                    <input
                        type="text" role="combobox" aria-expanded="true" aria-controls=LIST_ID aria-label=shell::FIND
                        aria-activedescendant=move || choices.active_id() placeholder=shell::FIND autocomplete="off"
                        spellcheck="false"
                        // Opening the popover puts the focus here.
                        autofocus=true prop:value=choices.find on:keydown=on_key.clone()
                        on:input=move |event| choices.look_for(event_target_value(&event))
                    />
                    <Kbd>{shell::KEY}</Kbd>
                </div>
            </Show>
            <div class="list" id=LIST_ID role=move || hydrated.get().then_some("listbox") aria-label=shell::MINE>
                // By slug: a line stays while what it shows changes, so that a click on it counts.
                <For each=move || choices.found.get() key=|one| one.slug.clone() let:organization>
                    <Choice organization choices/>
                </For>
            </div>
            <Show when=move || choices.found.with(Vec::is_empty)>
                <p class="none" role="status">{shell::NONE_FOUND}</p>
            </Show>
            <PendingInSwitcher mine on_accepted=Callback::new(|()| hide())/>
            <MenuLine/>
            <div class="list">
                <MenuLink href=paths::SETUP icon=IconName::Plus>{shell::CREATE}</MenuLink>
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

#[cfg(test)]
mod tests {
    use super::next;

    // FIELD-61
    #[test]
    fn keys_lead_through_the_list() {
        assert_eq!(next("ArrowDown", Some(29), 30, 9), Some(0));
        assert_eq!(next("ArrowUp", Some(0), 30, 9), Some(29));
        assert_eq!(next("PageDown", Some(0), 30, 9), Some(8));
        assert_eq!(next("PageDown", Some(25), 30, 9), Some(29));
        assert_eq!(next("PageUp", Some(3), 30, 9), Some(0));
        assert_eq!(next("Home", Some(3), 30, 9), Some(0));
        assert_eq!(next("End", None, 30, 9), Some(29));
        assert_eq!(next("ArrowDown", None, 30, 9), Some(0));
        assert_eq!(next("PageDown", Some(0), 3, 0), Some(1), "no line is measured yet");
        assert_eq!(next("End", None, 0, 9), None);
        assert_eq!(next("x", Some(3), 30, 9), None);
    }
}
