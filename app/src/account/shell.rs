//! The shell around the pages of my account: its own sidebar, and what all of them show.

use domain::{Refusal, Slug, paths};
use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use leptos_router::{components::Outlet, hooks::use_location};

use super::api::{self, AccountView, MembershipView};
use crate::{
    browser, drafts,
    error::AppError,
    form::PageField,
    layouts::{
        Away, AwayOnPhone, Drawer, ErrorPage, HEADING_ID, MAIN_ID, NavigatedWithoutReload, SkipLink, provide_shell,
    },
    live, pointer, reach,
    sign_out::sign_out_form,
    text::{account as text, shell},
    ui::{Icon, IconButton, IconName, Name, Skeleton, SkeletonWidth},
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

/// My account as the pages below the shell see it: asked for once, and again after each action and whenever the server says
/// that something changed, a session that was ended elsewhere too (SI-7, OR-4).
#[derive(Clone, Copy)]
pub struct MyAccount {
    /// What there is to show.
    pub view: RwSignal<AccountView>,
    /// Why it could not be asked for again, where that is mended elsewhere.
    lost: RwSignal<Option<AppError>>,
    /// Whether a page below the shell was open before this one.
    navigated: NavigatedWithoutReload,
    /// Where this tab is.
    path: Memo<String>,
}

impl MyAccount {
    fn keep(view: AccountView) -> Self {
        drafts::belong_to(&view.drafts, &view.email);
        live::belong_to(&view.drafts);
        let mine = Self {
            view: RwSignal::new(view),
            lost: RwSignal::new(None),
            navigated: NavigatedWithoutReload::provide(),
            path: use_location().pathname,
        };
        live::on_change(move || mine.look());
        mine
    }

    /// Asks for it again; what is shown stays until the answer is there.
    pub fn reload(self) {
        spawn_local(self.look());
    }

    fn look(self) -> impl Future<Output = ()> {
        let path = self.path.get_untracked();
        async move {
            match api::my_account(true).await {
                Ok(fresh) => {
                    reach::found();
                    if !live::is_own(&fresh.drafts) {
                        return;
                    }
                    pointer::released().await;
                    // The page may be gone by now.
                    if self.view.try_set(fresh).is_none() {
                        request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
                    }
                }
                Err(error @ AppError::Refused(Refusal::SignedOut | Refusal::Unverified)) => {
                    // Signed out here, this page is on its way out.
                    if self.path.try_get_untracked() == Some(path) {
                        self.lost.try_set(Some(error));
                    }
                }
                // What is shown is as old as it was; the next action asks again.
                Err(_) => {}
            }
        }
    }

    /// One of my organizations, if it is one and not deleted.
    pub fn organization(self, slug: &Slug) -> Option<MembershipView> {
        let of = |view: &AccountView| view.organizations.iter().find(|mine| &mine.slug == slug).cloned();
        self.view.with_untracked(of).filter(|mine| mine.purged_at.is_none())
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
    let mine = Resource::new_blocking(|| (), |()| api::my_account(false));
    view! {
        // Going from page to page waits for the new one within: with a suspense, the whole shell would be put aside for it.
        <Transition fallback=Loading>
            {move || Suspend::new(async move {
                match mine.await {
                    Ok(view) => view! { <Frame view/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
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
fn Frame(view: AccountView) -> impl IntoView {
    let account = MyAccount::keep(view);
    provide_context(account);
    provide_shell();
    view! {
        <div class="shell">
            <SkipLink/>
            <Sidebar account/>
            <main class="shell-main" id=MAIN_ID>
                <div class="topbar topbar-plain"><strong>{text::TITLE}</strong></div>
                <Outlet/>
            </main>
            {move || account.lost.get().map(|error| view! { <ErrorPage error/> })}
        </div>
    }
}

#[component]
fn Sidebar(account: MyAccount) -> impl IntoView {
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
            <AwayOnPhone/>
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
        <ActionForm action=form.action>
            <PageField/>
            <button type="submit"><Icon name=IconName::SignOut/>{shell::SIGN_OUT}</button>
        </ActionForm>
    }
}
