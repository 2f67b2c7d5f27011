//! The shell around every page of an organization: sidebar, switcher, account menu. Stays while organizations switch.

use domain::Slug;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use super::Broken;
use crate::{
    accounts::api::SignOut,
    browser,
    error::AppError,
    form::{Form, PageField},
    organizations::{
        Switcher,
        api::{self, OrganizationView, WorkspacesView},
    },
    routes,
    text::shell,
    ui::{Avatar, Icon, IconButton, IconName, Menu, MenuItem, MenuLine, MenuLink, Skeleton, SkeletonWidth, Tile},
};

/// Id of the heading that takes the focus after a switch.
pub const HEADING_ID: &str = "page-heading";
const NAV_ID: &str = "nav";
const ACCOUNT_ID: &str = "me";

/// The organization that the address names, as I see it. Pages below the shell call it.
pub fn use_current() -> Memo<Option<OrganizationView>> {
    use_context().unwrap_or_else(|| Memo::new(|_| None))
}

/// The shell; what the address names decides what is current (OR-1).
#[component]
pub fn Shell(children: ChildrenFn) -> impl IntoView {
    let mine = Resource::new_blocking(|| (), |()| api::my_organizations());
    view! {
        <Suspense fallback=Loading>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match mine.await {
                        Ok(mine) => view! { <Frame mine children/> }.into_any(),
                        Err(error) => view! { <Broken error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="shell" aria-busy="true">
            <main class="shell-main"><div class="page"><Skeleton width=SkeletonWidth::Medium/></div></main>
        </div>
    }
}

#[component]
fn Frame(mine: WorkspacesView, children: ChildrenFn) -> impl IntoView {
    let params = use_params_map();
    let WorkspacesView { name, email, organizations, .. } = mine;
    let organizations = StoredValue::new(organizations);
    let current = Memo::new(move |_| {
        let slug: Slug = params.read().get("slug")?.parse().ok()?;
        organizations.with_value(|all| all.iter().find(|organization| organization.slug == slug).cloned())
    });
    provide_context(current);
    let known = Memo::new(move |_| current.with(Option::is_some));
    let person = StoredValue::new((name, email));
    view! {
        <Show when=move || known.get() fallback=|| view! { <Broken error=AppError::NotFound/> }>
            <div class="shell">
                <Sidebar current organizations person/>
                <main class="shell-main">{children()}</main>
                <Switcher current organizations=organizations.get_value()/>
                <Announcer current/>
            </div>
        </Show>
    }
}

#[component]
fn Sidebar(
    current: Memo<Option<OrganizationView>>,
    organizations: StoredValue<Vec<OrganizationView>>,
    person: StoredValue<(String, String)>,
) -> impl IntoView {
    let several = organizations.with_value(|all| all.len() > 1);
    let home = move || current.get().map_or_else(String::new, |current| routes::organization(&current.slug));
    let organization_name = move || current.get().map_or_else(String::new, |current| current.name);
    let (name, email) = person.get_value();
    view! {
        <header class="shell-org">
            <IconButton icon=IconName::Menu label=shell::MENU popovertarget=NAV_ID only_phone=true/>
            <div class="org">
                {move || current.get().map(|current| view! { <Tile name=current.name.clone() cloth=current.cloth/> })}
                <strong>{organization_name}</strong>
                <button
                    type="button" aria-label=shell::SWITCH aria-keyshortcuts="Control+K Meta+K"
                    popovertarget=crate::organizations::SWITCHER_ID
                >
                    <Icon name=IconName::UpDown/>
                </button>
            </div>
        </header>
        <nav class="shell-nav" id=NAV_ID popover="auto" aria-label=organization_name>
            <strong class="only-phone nav-org">{organization_name}</strong>
            <div class="nav">
                <a href=home aria-current="page"><Icon name=IconName::Home/>{shell::HOME}</a>
            </div>
            <div class="spring"></div>
            <div class="nav">
                <button type="button" popovertarget=ACCOUNT_ID>
                    <Avatar name=name.clone()/>
                    <span class="grow">{name.clone()}</span>
                    <span class="visually-hidden">{shell::ACCOUNT_MENU}</span>
                    <Icon name=IconName::More/>
                </button>
            </div>
        </nav>
        <Menu id=ACCOUNT_ID label=shell::ACCOUNT_MENU class="me">
            <p class="who"><b>{name}</b><small class="exact">{email}</small></p>
            <MenuLine/>
            {several.then(|| view! {
                <MenuLink href=routes::CHOOSE icon=IconName::Tiles>{shell::ALL_ORGANIZATIONS}</MenuLink>
            })}
            <SignOutItem/>
        </Menu>
    }
    .into_any()
}

/// *Sign out*, as an entry of the account menu.
#[component]
fn SignOutItem() -> impl IntoView {
    let form = Form::<SignOut>::new();
    form.follow();
    view! {
        <ActionForm action=form.action>
            <PageField/>
            <MenuItem icon=IconName::SignOut submit=true>{shell::SIGN_OUT}</MenuItem>
        </ActionForm>
    }
}

/// After a switch: the focus goes to the heading, and screen readers hear where they are (OR-3).
#[component]
fn Announcer(current: Memo<Option<OrganizationView>>) -> impl IntoView {
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<Slug>>| {
        let now = current.get();
        if let (Some(before), Some(now)) = (before.flatten(), &now)
            && before != now.slug
        {
            said.set(shell::switched(&now.name));
            browser::focus_on(HEADING_ID);
        }
        now.map(|now| now.slug)
    });
    view! { <p class="visually-hidden" role="status">{said}</p> }
}
