//! The shell around every page of an organization: sidebar, switcher, account menu. Stays while organizations switch,
//! and feels what changes about them while it is open (OR-4).

use domain::{
    Permission, Refusal, Role, Slug,
    paths::{self, Section},
};
use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_params_map},
    params::ParamsMap,
};

use super::{
    MyOrganizations, SWITCHER_ID, Switcher,
    api::{self, MyOrganizationsView, OrganizationView, leaving::LostAccessView},
    lost_access::{AccessWasLost, LostAccess, why_lost},
};
use crate::{
    browser,
    error::AppError,
    form::PageField,
    layouts::{
        Away, AwayOnPhone, Drawer, ErrorPage, HEADING_ID, MAIN_ID, NavigatedWithoutReload, SkipLink, provide_shell,
    },
    sign_out::sign_out_form,
    text::{members, shell},
    ui::{
        Avatar, Icon, IconButton, IconName, Menu, MenuItem, MenuLine, MenuLink, Name, Notice, Skeleton, SkeletonWidth,
        Tile,
    },
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
    let data = Resource::new_blocking(|| (), move |()| load(slug_in(&params.read_untracked())));
    view! {
        // Going from page to page waits for the new one within: with a suspense, the whole shell would be put aside for it.
        <Transition fallback=Loading>
            {move || Suspend::new(async move {
                match data.await {
                    Ok((mine, lost)) => view! { <Frame mine lost/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn slug_in(params: &ParamsMap) -> Option<Slug> {
    params.get("slug")?.parse().ok()
}

/// Me, and where the address names an organization that is none of mine, why it is not any more.
async fn load(slug: Option<Slug>) -> Result<(MyOrganizationsView, Option<LostAccessView>), AppError> {
    let mine = api::my_organizations(false).await?;
    let lost = match slug.filter(|slug| mine.organizations.iter().all(|organization| organization.slug != *slug)) {
        Some(slug) => why_lost(&slug).await?,
        None => None,
    };
    Ok((mine, lost))
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
fn Frame(mine: MyOrganizationsView, lost: Option<LostAccessView>) -> impl IntoView {
    let params = use_params_map();
    let location = use_location();
    let mine = MyOrganizations::new(mine);
    provide_context(mine);
    provide_shell();
    let organizations = mine.organizations();
    let slug = Memo::new(move |_| slug_in(&params.read()));
    let current = Memo::new(move |_| {
        let slug = slug.get()?;
        organizations.with(|all| all.iter().find(|organization| organization.slug == slug).cloned())
    });
    provide_context(current);
    let known = Memo::new(move |_| current.with(Option::is_some));
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
                <Sidebar current mine section/>
                <main class="shell-main" id=MAIN_ID>
                    <RoleMessage current/>
                    <Outlet/>
                </main>
                <Announcer current/>
            </div>
        </Show>
    }
}

/// Why an organization is not mine any more; none for those who do not hear it.
type WhyMissing = Result<Option<LostAccessView>, AppError>;

/// An organization that the address names and my list does not.
#[derive(Clone, Copy)]
struct Missing {
    slug: Memo<Option<Slug>>,
    mine: MyOrganizations,
    /// Those that were on my list since the page came.
    were: StoredValue<Vec<OrganizationView>>,
    /// For which of them the server was asked again, and why it is not mine any more.
    asked: RwSignal<Option<(Slug, WhyMissing)>>,
}

impl Missing {
    fn new(mine: MyOrganizations, slug: Memo<Option<Slug>>, known: Memo<bool>, lost: Option<LostAccessView>) -> Self {
        let organizations = mine.organizations();
        let were = StoredValue::new(organizations.get_untracked());
        // The list that came with the page is as new as can be.
        let asked = slug.get_untracked().filter(|_| !known.get_untracked()).map(|slug| (slug, Ok(lost)));
        let asked = RwSignal::new(asked);
        Effect::new(move || {
            organizations.with(|all| {
                were.update_value(|were| {
                    for organization in all {
                        were.retain(|known| known.slug != organization.slug);
                        were.push(organization.clone());
                    }
                });
            });
        });
        // One that was joined or created meanwhile is not on the list yet.
        Effect::new(move || {
            let Some(slug) = slug.get().filter(|_| !known.get()) else { return };
            if asked.with_untracked(|asked| asked.as_ref().is_none_or(|(asked, _)| *asked != slug)) {
                spawn_local(async move {
                    let answer = match mine.refresh().await {
                        Ok(()) if known.try_get_untracked() == Some(false) => why_lost(&slug).await,
                        refreshed => refreshed.map(|()| None),
                    };
                    asked.try_set(Some((slug, answer)));
                });
            }
        });
        Self { slug, mine, were, asked }
    }

    fn view(self) -> AnyView {
        (move || {
            let Some(slug) = self.slug.get() else {
                return view! { <ErrorPage error=AppError::Refused(Refusal::NotFound)/> }.into_any();
            };
            let was = self.were.with_value(|were| were.iter().find(|were| were.slug == slug).cloned());
            let answer = self.asked.get().filter(|(asked, _)| *asked == slug).map(|(_, answer)| answer);
            match (was, answer) {
                (Some(organization), _) => {
                    let others = self.mine.organizations().with_untracked(|all| !all.is_empty());
                    view! { <LostAccess organization others/> }.into_any()
                }
                (None, None) => view! { <Loading/> }.into_any(),
                (None, Some(Ok(Some(why)))) => {
                    let others = self.mine.organizations().with_untracked(|all| !all.is_empty());
                    view! { <AccessWasLost why slug others/> }.into_any()
                }
                (None, Some(Ok(None))) => view! { <ErrorPage error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                (None, Some(Err(error))) => view! { <ErrorPage error/> }.into_any(),
            }
        })
        .into_any()
    }
}

#[component]
fn Sidebar(current: Memo<Option<OrganizationView>>, mine: MyOrganizations, section: Memo<Section>) -> impl IntoView {
    let organizations = mine.organizations();
    let several = Memo::new(move |_| organizations.read().len() > 1);
    let organization_name = move || current.get().map_or_else(String::new, |current| current.name);
    let person = mine.person();
    let (name, email) = (move || person.get().0, move || person.get().1);
    view! {
        <header class="shell-org">
            <IconButton icon=IconName::Menu label=shell::MENU popovertarget=NAV_ID only_phone=true/>
            <div class="org">
                {move || current.get().map(|current| view! { <Tile name=current.name.clone() color=current.color/> })}
                <strong><Name text=organization_name/></strong>
                <button
                    type="button" aria-label=shell::SWITCH aria-keyshortcuts="Control+K Meta+K"
                    popovertarget=SWITCHER_ID
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
            <Sections current section/>
            <div class="spring"></div>
            <Away/>
            <div class="nav">
                <InvitePeople current/>
                <button type="button" popovertarget=ACCOUNT_ID>
                    {move || view! { <Avatar name=name()/> }}
                    <span class="grow"><Name text=name/></span>
                    <span class="visually-hidden">{shell::ACCOUNT_MENU}</span>
                    <Icon name=IconName::More/>
                </button>
            </div>
            <Menu id=ACCOUNT_ID label=shell::ACCOUNT_MENU class="me">
                <p class="who"><b><Name text=name/></b><small><Name text=email verbatim=true/></small></p>
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
fn Sections(current: Memo<Option<OrganizationView>>, section: Memo<Section>) -> impl IntoView {
    let home = move || current.get().map_or_else(String::new, |current| paths::organization(&current.slug));
    let members = move || current.get().map_or_else(String::new, |current| paths::members(&current.slug));
    let sees_members =
        Memo::new(move |_| current.get().is_some_and(|current| current.authority.may(Permission::ReadMembers)));
    let close = |_| browser::close_popover(NAV_ID);
    // "page" is the list itself; what stands below it is within.
    let location = use_location();
    let at = move |part: Section, path: String| {
        (section.get() == part).then(|| if *location.pathname.read() == path { "page" } else { "true" })
    };
    view! {
        <div class="nav">
            <a href=home aria-current=move || at(Section::Home, home()) on:click=close>
                <Icon name=IconName::Home/>{shell::HOME}
            </a>
            <Show when=move || sees_members.get()>
                <a href=members aria-current=move || at(Section::Members, members()) on:click=close>
                    <Icon name=IconName::People/>{members::TITLE}
                </a>
            </Show>
        </div>
    }
}

/// *Invite people*, for those who may.
#[component]
fn InvitePeople(current: Memo<Option<OrganizationView>>) -> impl IntoView {
    let may = Memo::new(move |_| current.get().is_some_and(|current| current.authority.may_invite()));
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
        <ActionForm action=form.action>
            <PageField/>
            <MenuItem icon=IconName::SignOut submit=true>{shell::SIGN_OUT}</MenuItem>
        </ActionForm>
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
