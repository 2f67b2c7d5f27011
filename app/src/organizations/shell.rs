//! The shell around every page of an organization: sidebar, switcher, account menu. Stays while organizations switch,
//! and feels what changes about them while it is open (OR-4).

use domain::{
    Role, Slug,
    paths::{self, Section, SettingsTab},
};
use leptos::prelude::*;
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_params_map},
    params::ParamsMap,
};
use serde::{Deserialize, Serialize};

use super::{
    MyOrganizations, SWITCHER_ID, Switcher,
    api::{
        self, MyOrganizationsView, OrganizationView,
        leaving::WhereaboutsView,
        projects::{OpenProjectsView, open_projects},
    },
    availability::{AvailabilityItems, MyAvailability},
    kept_outside::KeptOutside,
    lost_access::why_lost,
    project_nav::{OpenProjects, ProjectNav},
    upcoming::Upcoming,
    whereabouts::{Loading, Missing, current, move_along},
};
use crate::{
    answers::blocking_resource,
    browser,
    error::AppError,
    form::{PageField, PostForm},
    layouts::{
        Away, AwayOnPhone, Drawer, ErrorPage, HEADING_ID, MAIN_ID, NavigatedWithoutReload, SkipLink, provide_shell,
    },
    live::{Answer, Live, Team},
    sign_out::sign_out_form,
    text::{settings as words, shell},
    ui::{Avatar, Icon, IconButton, IconName, Menu, MenuItem, MenuLine, MenuLink, Name, Notice, Tile, suspended},
};

const NAV_ID: &str = "nav";
const ACCOUNT_ID: &str = "me";

/// The organization that the address names, as I see it. Pages below the shell call it.
pub fn use_current() -> Memo<Option<OrganizationView>> {
    use_context().unwrap_or_else(|| Memo::new(|_| None))
}

/// Runs `callback` when something may have changed, while the organization is still mine. For pages below the shell.
pub fn on_change(callback: impl Fn() + 'static) {
    let current = use_current();
    if let Some(mine) = use_context::<MyOrganizations>() {
        mine.on_look(move || {
            if current.with_untracked(Option::is_some) {
                callback();
            }
        });
    }
}

/// Keeps true what a page below the shell shows, for as long as the organization is mine; and gives the way to ask anew.
pub fn keep_true<T, Q>(live: Live<T, Q>) -> Callback<()>
where
    T: Answer,
    Q: Clone + PartialEq + Send + Sync + 'static,
{
    on_change(move || live.look());
    Callback::new(move |()| live.reload())
}

/// The organization of a page that stands at `path` or below it; none while the address has gone elsewhere already, so
/// that a page on its way out asks for nothing more.
pub fn use_organization_at(path: fn(&Slug) -> String) -> Memo<Option<Slug>> {
    let (current, location) = (use_current(), use_location());
    Memo::new(move |_| {
        let slug = current.get()?.slug;
        location.pathname.read().starts_with(&path(&slug)).then_some(slug)
    })
}

/// The shell; what the address names decides what is current (OR-1).
#[component]
pub fn Shell() -> impl IntoView {
    let params = use_params_map();
    let data = blocking_resource(|| (), move |()| load(slug_in(&params.read_untracked())));
    view! {
        // Going from page to page waits for the new one within: with a suspense, the whole shell would be put aside for it.
        <Transition fallback=Loading>
            {suspended(move || async move {
                match data.await {
                    Ok(Loaded { mine, lost, projects }) => view! { <Frame mine lost projects/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn slug_in(params: &ParamsMap) -> Option<Slug> {
    params.get("slug")?.parse().ok()
}

/// What the shell shows, in one answer.
#[derive(Clone, Serialize, Deserialize)]
struct Loaded {
    mine: MyOrganizationsView,
    /// Where the address names an organization that is none of mine, where it is by now, or why it is not any more.
    lost: Option<WhereaboutsView>,
    /// Of the organization that the address names. That there is no answer keeps nobody from the page.
    projects: Option<OpenProjectsView>,
}

async fn load(slug: Option<Slug>) -> Result<Loaded, AppError> {
    let open = slug.as_ref().map(ToString::to_string).unwrap_or_default();
    let mine = api::my_organizations(false, true, open).await?;
    let is_mine = |slug: &Slug| mine.organizations.iter().any(|organization| organization.slug == *slug);
    let (lost, projects) = match slug {
        Some(slug) if is_mine(&slug) => (None, open_projects(slug.to_string(), true).await.ok()),
        Some(slug) => (why_lost(slug).await?, None),
        None => (None, None),
    };
    Ok(Loaded { mine, lost, projects })
}

#[component]
fn Frame(
    mine: MyOrganizationsView,
    lost: Option<WhereaboutsView>,
    projects: Option<OpenProjectsView>,
) -> impl IntoView {
    let params = use_params_map();
    let location = use_location();
    let slug = Memo::new(move |_| slug_in(&params.read()));
    let upcoming = Upcoming::provide();
    // Before the stream is opened, which is opened for what is shown.
    Team::provide(move || slug.get());
    let mine = MyOrganizations::around(mine, move || slug.try_get_untracked().flatten());
    provide_context(mine);
    provide_shell();
    let organizations = mine.organizations();
    let current = current(slug, organizations);
    provide_context(current);
    move_along(slug, current);
    let here = Memo::new(move |_| current.get().map(|current| current.slug));
    let projects = OpenProjects::new(projects, here, mine, upcoming);
    let known = Memo::new(move |_| current.with(Option::is_some));
    let outside =
        Memo::new(move |_| current.with(|current| current.as_ref().is_some_and(|current| current.kept_outside)));
    let section = Memo::new(move |_| Section::of(&location.pathname.read()));
    let missing = Missing::new(mine, slug, known, lost);
    let navigated = NavigatedWithoutReload::provide();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            navigated.note();
            once_shown(|| browser::focus_if_lost(HEADING_ID));
        }
        path
    });
    view! {
        <Show when=move || known.get() fallback=move || missing.view()>
            <div class="shell">
                <SkipLink/>
                <Sidebar current mine projects section/>
                <main class="shell-main" id=MAIN_ID>
                    <RoleMessage current/>
                    <Show when=move || !outside.get() fallback=move || view! { <KeptOutside current/> }><Outlet/></Show>
                </main>
                <Announcer current/>
            </div>
        </Show>
    }
}

#[component]
fn Sidebar(
    current: Memo<Option<OrganizationView>>,
    mine: MyOrganizations,
    projects: OpenProjects,
    section: Memo<Section>,
) -> impl IntoView {
    let count = mine.count();
    let several = Memo::new(move |_| count.get() > 1);
    let organization_name = move || current.get().map_or_else(String::new, |current| current.name);
    let person = mine.person();
    let (name, email) = (move || person.get().0, move || person.get().1);
    let availability = MyAvailability::new(current, mine);
    let chosen = availability.chosen;
    view! {
        <header class="shell-org">
            <IconButton icon=IconName::Menu label=shell::MENU popovertarget=NAV_ID only_phone=true/>
            <div class="org">
                {move || current.get().map(|current| view! { <Tile name=current.name.clone() color=current.color/> })}
                <strong><Name text=organization_name/></strong>
                <button
                    type="button" aria-label=shell::SWITCH aria-keyshortcuts="Control+K Meta+K"
                    popovertarget=SWITCHER_ID on:pointerenter=move |_| mine.want_all()
                >
                    <Icon name=IconName::UpDown/>
                </button>
            </div>
            <AwayOnPhone/>
            // Menus stand within the landmark that opens them.
            <Switcher current mine section/>
        </header>
        <Drawer id=NAV_ID label=Signal::derive(organization_name)>
            <strong class="only-phone nav-org"><Name text=organization_name/></strong>
            <Sections current projects section/>
            <ProjectNav projects on_go=|()| browser::close_popover(NAV_ID)/>
            <div class="spring"></div>
            <Away/>
            <div class="nav">
                <InvitePeople current/>
                <button type="button" popovertarget=ACCOUNT_ID>
                    {move || view! { <Avatar name=name() presence=chosen/> }}
                    <span class="grow"><Name text=name/></span>
                    <span class="visually-hidden">{move || shell::account_menu(chosen.get())}</span>
                    <Icon name=IconName::More/>
                </button>
            </div>
            <Menu id=ACCOUNT_ID label=shell::ACCOUNT_MENU class="me">
                <p class="who"><b><Name text=name/></b><small><Name text=email verbatim=true/></small></p>
                <MenuLine/>
                <AvailabilityItems mine=availability/>
                <MenuLine/>
                <Show when=move || several.get()>
                    <MenuLink href=paths::CHOOSE icon=IconName::Tiles>{shell::ALL_ORGANIZATIONS}</MenuLink>
                </Show>
                <MenuLink href=paths::ACCOUNT icon=IconName::Person>{shell::YOUR_ACCOUNT}</MenuLink>
                <SignOutItem/>
            </Menu>
        </Drawer>
    }
    .into_any()
}

/// The parts of the organization that my role may see.
#[component]
fn Sections(current: Memo<Option<OrganizationView>>, projects: OpenProjects, section: Memo<Section>) -> impl IntoView {
    let listed = projects.are_listed();
    let home = move || current.get().map_or_else(String::new, |current| paths::organization(&current.slug));
    let settings = Memo::new(move |_| {
        let current = current.get().filter(|current| !current.kept_outside)?;
        SettingsTab::first(&current.authority).map(|tab| tab.path(&current.slug))
    });
    let close = |_| browser::close_popover(NAV_ID);
    let location = use_location();
    let at_home = move || (section.get() == Section::Home).then_some("page");
    // Settings are more than a page: one of them is current in the bar above it. Where the projects are listed below, the one
    // that is open is current there.
    let at_settings = move || {
        let within = matches!(section.get(), Section::Settings(_));
        let in_project = listed.get()
            && current.get().is_some_and(|current| {
                let projects = paths::projects(&current.slug);
                location.pathname.read().strip_prefix(&projects).is_some_and(|rest| !rest.is_empty())
            });
        (within && !in_project).then_some("true")
    };
    view! {
        <div class="nav">
            <a href=home aria-current=at_home on:click=close>
                <Icon name=IconName::Home/>{shell::HOME}
            </a>
            <Show when=move || settings.get().is_some()>
                <a href=move || settings.get() aria-current=at_settings on:click=close>
                    <Icon name=IconName::Settings/>{words::TITLE}
                </a>
            </Show>
        </div>
    }
}

/// *Invite people*, for those who may.
#[component]
fn InvitePeople(current: Memo<Option<OrganizationView>>) -> impl IntoView {
    let may = Memo::new(move |_| {
        current.get().is_some_and(|current| !current.kept_outside && current.authority.may_invite())
    });
    let href = move || current.get().map_or_else(String::new, |current| paths::new_member(&current.slug));
    view! {
        <Show when=move || may.get()>
            <a href=href on:click=|_| browser::close_popover(NAV_ID)>
                <Icon name=IconName::PersonPlus/>{shell::INVITE_PEOPLE}
            </a>
        </Show>
    }
}

/// Says so when my role here became another while the page was open; until I go elsewhere (OR-4).
#[component]
fn RoleMessage(current: Memo<Option<OrganizationView>>) -> impl IntoView {
    let changed = RwSignal::new(None::<Slug>);
    Effect::new(move |before: Option<Option<(Slug, Role)>>| {
        let now = current.get().map(|current| (current.slug, current.authority.role()));
        if let (Some((slug, role)), Some((now_slug, now_role))) = (before.flatten(), now.clone()) {
            if slug != now_slug {
                changed.set(None);
            } else if role != now_role {
                changed.set(Some(slug));
            }
        }
        now
    });
    // Asked for in the moment of showing, so that no switch carries it along (OR-3).
    let message = move || {
        let current = current.get().filter(|current| changed.read().as_ref() == Some(&current.slug))?;
        Some(shell::role_changed(&current.name, current.authority.role()))
    };
    view! {
        <div class="shell-message" role="status">
            {move || message().map(|message| view! { <Notice still=true>{message}</Notice> })}
        </div>
    }
}

/// Runs `callback` once the page that was gone to is there: it comes a moment after its address.
fn once_shown(callback: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(callback));
}

/// *Sign out*, as an entry of the account menu.
#[component]
fn SignOutItem() -> impl IntoView {
    let form = sign_out_form();
    form.follow();
    view! {
        <PostForm form>
            <PageField/>
            <MenuItem icon=IconName::SignOut submit=true>{shell::SIGN_OUT}</MenuItem>
        </PostForm>
    }
}

/// After a switch: the focus goes to the heading, and screen readers hear where they are (OR-3).
#[component]
fn Announcer(current: Memo<Option<OrganizationView>>) -> impl IntoView {
    let status_message = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<Slug>>| {
        let now = current.get();
        if let (Some(before), Some(now)) = (before.flatten(), &now)
            && before != now.slug
        {
            status_message.set(shell::switched(&now.name));
            once_shown(|| browser::focus_on(HEADING_ID));
        }
        now.map(|now| now.slug)
    });
    view! { <p class="visually-hidden" role="status">{status_message}</p> }
}
