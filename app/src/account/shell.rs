//! The shell around the pages of my account: its own sidebar, and what all of them show.

use chrono::{DateTime, Utc};
use domain::paths::{self, Section};
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use super::api::{self, AccountView};
use crate::{
    answers::blocking_resource,
    browser, drafts,
    error::AppError,
    form::{PageField, PostForm},
    layouts::{
        Away, AwayOnPhone, Drawer, ErrorPage, HEADING_ID, MAIN_ID, NavigatedWithoutReload, SkipLink, provide_shell,
    },
    live::{Answer, Live},
    organizations::{
        MyOrganizations, SWITCHER_ID, Switcher,
        api::{MyOrganizationsView, my_organizations},
    },
    sign_out::sign_out_form,
    text::{account as text, shell},
    ui::{Icon, IconButton, IconName, Name, Skeleton, SkeletonWidth, suspended},
};

const NAV_ID: &str = "nav";

/// The entries of the navigation.
const ENTRIES: [(&str, IconName, &str); 6] = [
    (paths::ACCOUNT, IconName::Person, text::profile::HEADING),
    (paths::ACCOUNT_SIGN_IN, IconName::Key, text::sign_in::HEADING),
    (paths::ACCOUNT_SESSIONS, IconName::Laptop, text::sessions::HEADING),
    (paths::ACCOUNT_APPEARANCE, IconName::Sun, text::appearance::HEADING),
    (paths::ACCOUNT_ORGANIZATIONS, IconName::Tiles, text::organizations::HEADING),
    (paths::ACCOUNT_DELETE, IconName::Trash, text::delete::HEADING),
];

impl Answer for AccountView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }

    fn account(&self) -> Option<&str> {
        Some(&self.drafts)
    }
}

/// My account as the pages below the shell see it, kept true: a session that is ended elsewhere is felt too (SI-7, OR-4).
#[derive(Clone, Copy)]
pub struct MyAccount {
    /// What there is to show.
    pub view: ReadSignal<AccountView>,
    live: Live<AccountView>,
    /// Whether a page below the shell was open before this one.
    navigated: NavigatedWithoutReload,
}

impl MyAccount {
    /// Begins with what came with the page.
    fn new(view: AccountView) -> Self {
        drafts::belong_to(&view.drafts, &view.email);
        let live = Live::new(view, || api::my_account(true)).follow_stream();
        let view = live.view();
        Effect::new(move |before: Option<()>| {
            view.track();
            // What had the focus may be gone with what it belonged to.
            if before.is_some() {
                request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
            }
        });
        Self { view, live, navigated: NavigatedWithoutReload::provide() }
    }

    /// Asks for it again, because something was done.
    pub fn reload(self) {
        self.live.reload();
    }

    /// Notes that a page is open; true when it is not the first one, whose place in the document is known.
    pub fn note_navigation(self) -> bool {
        self.navigated.note()
    }
}

/// My account; none outside of its shell, which is a bug.
pub fn use_account() -> Option<MyAccount> {
    use_context()
}

/// The shell.
#[component]
pub fn Shell() -> impl IntoView {
    let data = blocking_resource(|| (), |()| load());
    view! {
        // Going from page to page waits for the new one within: with a suspense, the whole shell would be put aside for it.
        <Transition fallback=Loading>
            {suspended(move || async move {
                match data.await {
                    Ok((view, mine)) => view! { <Frame view mine/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// What the shell shows, in one answer.
async fn load() -> Result<(AccountView, MyOrganizationsView), AppError> {
    Ok((api::my_account(false).await?, my_organizations(true, true, String::new()).await?))
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
fn Frame(view: AccountView, mine: MyOrganizationsView) -> impl IntoView {
    let account = MyAccount::new(view);
    let mine = MyOrganizations::new(mine);
    provide_context(account);
    provide_shell();
    view! {
        <div class="shell">
            <SkipLink/>
            <Sidebar account mine/>
            <main class="shell-main" id=MAIN_ID>
                <div class="topbar topbar-plain"><strong>{text::TITLE}</strong></div>
                <Outlet/>
            </main>
        </div>
    }
}

#[component]
fn Sidebar(account: MyAccount, mine: MyOrganizations) -> impl IntoView {
    // The one opened last comes first.
    let back = Memo::new(move |_| {
        account.view.with(|view| {
            let last = view.organizations.iter().find(|mine| mine.purged_at.is_none());
            last.map_or_else(
                || (paths::CHOOSE.to_owned(), text::BACK.to_owned()),
                |last| (paths::organization(&last.slug), last.name.clone()),
            )
        })
    });
    let entries = ENTRIES.into_iter().map(|(href, icon, words)| view! { <Entry href icon words/> }).collect_view();
    view! {
        <header class="shell-org">
            <IconButton icon=IconName::Menu label=shell::MENU popovertarget=NAV_ID only_phone=true/>
            <a class="org org-back" href=move || back.get().0>
                <Icon name=IconName::ArrowLeft/>
                <strong><Name text=move || back.get().1/></strong>
            </a>
            <IconButton icon=IconName::UpDown label=shell::SWITCH popovertarget=SWITCHER_ID attr:aria-keyshortcuts="Control+K Meta+K"/>
            <AwayOnPhone/>
            // None of them is open here.
            <Switcher current=Memo::new(|_| None) mine section=Memo::new(|_| Section::Home)/>
        </header>
        <Drawer id=NAV_ID label=text::TITLE>
            <h2 class="nav-head">{text::TITLE}</h2>
            <div class="nav">{entries}</div>
            <div class="spring"></div>
            <Away/>
            <div class="nav"><SignOutEntry/></div>
        </Drawer>
    }
}

#[component]
fn Entry(href: &'static str, icon: IconName, words: &'static str) -> impl IntoView {
    let location = use_location();
    // The questions about an organization stand below the list of them.
    let current = move || {
        let path = location.pathname.read();
        let rest = path.strip_prefix(href);
        rest.is_some_and(|rest| rest.is_empty() || (href != paths::ACCOUNT && rest.starts_with('/')))
    };
    view! {
        <a href=href aria-current=move || current().then_some("page") on:click=|_| browser::close_popover(NAV_ID)>
            <Icon name=icon/>
            {words}
        </a>
    }
}

/// *Sign out*, at the foot of the navigation.
#[component]
fn SignOutEntry() -> impl IntoView {
    let form = sign_out_form();
    form.follow();
    view! {
        <PostForm form>
            <PageField/>
            <button type="submit"><Icon name=IconName::SignOut/>{shell::SIGN_OUT}</button>
        </PostForm>
    }
}
