//! Pages by area. Their code comes with the first page of their area that is opened, so that whoever signs up does not
//! wait for the list of members.

use std::{pin::Pin, sync::Arc};

use domain::paths;
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{ChooseView, hooks::use_location};

use crate::{
    browser,
    error::AppError,
    layouts::{Entry, HEADING_ID, Missing, within_shell},
    server,
    text::{self, error_page},
    ui::DocumentTitle,
};

macro_rules! areas {
    ($($(#[$doc:meta])* $area:ident { $($page:ident => $view:expr,)+ })+) => {$(
        $(#[$doc])*
        pub mod $area {
            use super::*;

            /// A page of it, as its route's view. One type for all of them: what the router does with a view is compiled
            /// for each type of view, into the main part.
            #[derive(Clone, Copy)]
            pub enum Page {
                $($page,)+
            }

            #[wasm_split($area, wasm_split_path = ::leptos::wasm_split, preload(load), fallible)]
            pub(super) fn show(page: Page) -> Result<AnyView, SplitLoaderError> {
                Ok(match page {
                    $(Page::$page => $view.into_any(),)+
                })
            }

            impl ChooseView for Page {
                async fn choose(self) -> AnyView {
                    shown(stringify!($area), Arc::new(move || Box::pin(async move { show(self).await.ok() }))).await
                }

                async fn preload(&self) {
                    // The view asks again, and says so where it fails again.
                    _ = load().await;
                }
            }
        }
    )+};
}

areas! {
    /// What mailed links open, and the pages that wait for one to be opened.
    links {
        Waiting => crate::auth::Waiting(),
        Confirm => crate::auth::Confirm(),
        ForgotPassword => crate::auth::ForgotPassword(),
        ResetPassword => crate::auth::ResetPassword(),
        AddressLink => crate::account::AddressLink(),
    }

    /// The ways into an organization.
    joining {
        Setup => crate::organizations::Setup(),
        Choose => crate::organizations::Choose(),
        Invitation => crate::invitations::Invitation(),
    }

    /// Where I am once I am signed in: an organization.
    organization {
        Shell => crate::organizations::Shell(),
        Home => crate::home::Home(),
    }

    /// Who is in an organization.
    members {
        Members => crate::members::Members(),
    }

    /// One member, and what is done with many at once.
    member {
        RevokeAccess => crate::members::RevokeAccess(),
        ChangeRoles => crate::members::ChangeRoles(),
        AddToProject => crate::members::AddToProject(),
        MemberDetails => crate::members::MemberDetails(),
        WhoCanDoWhat => crate::members::WhoCanDoWhat(),
    }

    /// The projects of an organization.
    projects {
        Projects => crate::projects::Projects(),
        Project => crate::projects::Project(),
    }

    /// Who belongs to a project.
    project_members {
        ProjectMembers => crate::projects::ProjectMembers(),
    }

    /// The settings of an organization that are neither its members nor its projects. Each further tab is an area of its own.
    settings {
        FirstTab => crate::settings::FirstTab(),
        General => crate::settings::General(),
    }

    /// The plan, and what is used of it.
    billing {
        Billing => crate::settings::Billing(),
    }

    /// What members need.
    security {
        Security => crate::settings::Security(),
    }

    /// What was done in an organization.
    audit_log {
        AuditLog => crate::settings::AuditLog(),
    }

    /// Everything about me.
    account {
        Shell => crate::account::Shell(),
        Profile => crate::account::Profile(),
        EmailAndPassword => crate::account::EmailAndPassword(),
        Sessions => crate::account::Sessions(),
        Appearance => crate::account::AppearancePage(),
        Organizations => crate::account::Organizations(),
        ConfirmOwnershipAction => crate::account::ConfirmPage(),
        Delete => crate::account::DeleteAccount(),
    }
}

/// Loads the code of the page at this path, so that the page can be taken over in one go.
pub async fn preload(path: &str) -> Result<(), SplitLoaderError> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["verify" | "forgot-password" | "reset-password" | "email", ..] => links::load().await,
        ["account", ..] => account::load().await,
        ["setup" | "choose" | "invitations", ..] => joining::load().await,
        ["o", _, within @ ..] => {
            organization::load().await?;
            match within {
                ["members"] | ["members", "new"] | ["members", "invitations", _] => members::load().await,
                ["members", ..] => member::load().await,
                ["projects", _, "members"] => project_members::load().await,
                ["projects", ..] => projects::load().await,
                ["settings", "billing"] => billing::load().await,
                ["settings", "security"] => security::load().await,
                ["settings", "audit-log"] => audit_log::load().await,
                ["settings", ..] => settings::load().await,
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Loads the code of the page that comes next while the person is busy with the one before it: what waits for the mail once
/// the form that sends it is being filled in, the ways into an organization while one waits, the organization once somebody
/// signs in or is on one of those ways.
pub fn load_ahead() {
    let path = use_location().pathname;
    let typing = window_event_listener(ev::input, move |_| match path.get_untracked().as_str() {
        paths::SIGN_UP => spawn_local(async { _ = links::load().await }),
        paths::SIGN_IN => spawn_local(async { _ = organization::load().await }),
        _ => {}
    });
    on_cleanup(move || typing.remove());
    Effect::new(move || match path.read().as_str() {
        paths::VERIFY => spawn_local(async { _ = joining::load().await }),
        paths::SETUP | paths::CHOOSE => spawn_local(async { _ = organization::load().await }),
        _ => {}
    });
}

/// Loads a page's code, if need be, and shows it; nothing where it did not come.
type Load = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Option<AnyView>> + Send>> + Send + Sync>;

/// The page, once its code is there.
async fn shown(area: &'static str, load: Load) -> AnyView {
    server::send_along(area);
    match load().await {
        Some(view) => view,
        None => view! { <NotLoaded load/> }.into_any(),
    }
}

/// In the place of a page whose code did not come: there is no connection, or the server has a newer one. It comes into
/// its place by itself once it can be had; where the server answers and has it no more, the page is loaded as a document.
#[component]
fn NotLoaded(load: Load) -> impl IntoView {
    // Where the first page of a document is missing, loading the document again brings the same.
    let navigated = browser::is_awake();
    let ready = RwSignal::new(false);
    let loading = load.clone();
    let again = Callback::new(move |()| {
        let load = loading();
        spawn_local(async move {
            if load.await.is_some() {
                ready.try_set(true);
            } else if navigated {
                browser::load_when_answered(browser::path());
            }
        });
    });
    let missing = move || {
        let missing = view! {
            <DocumentTitle text=text::title(error_page::HEADING)/>
            <h1 id=HEADING_ID tabindex="-1">{error_page::HEADING}</h1>
            <Missing error=AppError::Unreachable why=error_page::NOT_LOADED again/>
        };
        if within_shell() {
            view! { <div class="page page-narrow">{missing}</div> }.into_any()
        } else {
            view! { <Entry title=error_page::HEADING>{missing}</Entry> }.into_any()
        }
    };
    move || {
        if ready.get() {
            let page = load();
            view! { <Suspense>{Suspend::new(page)}</Suspense> }.into_any()
        } else {
            missing()
        }
    }
}
