//! Pages by area. Their code comes with the first page of their area that is opened, so that whoever signs up does not
//! wait for the list of members.

use std::pin::Pin;

use domain::paths;
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{Lazy, LazyRoute, hooks::use_location};

use crate::{
    browser,
    error::AppError,
    layouts::{Entry, HEADING_ID, Missing, within_shell},
    server,
    text::{self, error_page},
    ui::DocumentTitle,
};

macro_rules! lazy_pages {
    ($($(#[$doc:meta])* $area:ident { $($page:ident => $view:expr,)+ })+) => {$(
        $(#[$doc])*
        pub mod $area {
            use super::*;

            $(
                #[doc = concat!("The route of [`", stringify!($page), "`].")]
                pub struct $page {}

                impl $page {
                    /// The view of its route.
                    pub fn lazy() -> Lazy<Self> {
                        Lazy::new()
                    }
                }

                const _: () = {
                    #[allow(non_snake_case, reason = "a view has the name of its page")]
                    #[wasm_split($area, wasm_split_path = ::leptos::wasm_split, preload(preload), fallible)]
                    fn $page() -> Result<AnyView, SplitLoaderError> {
                        Ok($view.into_any())
                    }

                    impl $page {
                        /// Loads the code of its area.
                        #[allow(dead_code, reason = "one page of each area is asked for it")]
                        pub(super) async fn load() -> Result<(), SplitLoaderError> {
                            preload().await
                        }
                    }

                    impl LazyRoute for $page {
                        fn data() -> Self {
                            Self {}
                        }

                        async fn view(_: Self) -> AnyView {
                            server::send_along(stringify!($area));
                            $page().await.unwrap_or_else(|_| {
                                let load: Load = || Box::pin(async { $page().await.ok() });
                                view! { <super::NotLoaded load/> }.into_any()
                            })
                        }

                        async fn preload() {
                            // The view asks again, and says so where it fails again.
                            _ = preload().await;
                        }
                    }
                };
            )+
        }
    )+};
}

lazy_pages! {
    /// What mailed links open, and the pages that wait for one to be opened.
    links {
        Waiting => crate::auth::Waiting(),
        Confirm => crate::auth::Confirm(),
        ForgotPassword => crate::auth::ForgotPassword(),
        ResetPassword => crate::auth::ResetPassword(),
        AddressLink => crate::account::AddressLink(),
    }

    /// Where I am once I am signed in: an organization, and the ways into one.
    organization {
        Setup => crate::organizations::Setup(),
        Choose => crate::organizations::Choose(),
        Invitation => crate::invitations::Invitation(),
        Shell => crate::organizations::Shell(),
        Home => crate::home::Home(),
    }

    /// Who is in an organization.
    members {
        Members => crate::members::Members(),
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
        ProjectMembers => crate::projects::ProjectMembers(),
    }

    /// The settings of an organization that are neither its members nor its projects.
    settings {
        FirstTab => crate::settings::FirstTab(),
        General => crate::settings::General(),
        Billing => crate::settings::Billing(),
        Security => crate::settings::Security(),
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
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.nth(1)) {
        (Some("verify" | "forgot-password" | "reset-password" | "email"), _) => links::Waiting::load().await,
        (Some("account"), _) => account::Shell::load().await,
        (Some("o"), Some("members")) => {
            organization::Shell::load().await?;
            members::Members::load().await
        }
        (Some("o"), Some("projects")) => {
            organization::Shell::load().await?;
            projects::Projects::load().await
        }
        (Some("o"), Some("settings")) => {
            organization::Shell::load().await?;
            settings::FirstTab::load().await
        }
        (Some("o" | "setup" | "choose" | "invitations"), _) => organization::Shell::load().await,
        _ => Ok(()),
    }
}

/// Loads the code of the page that comes next while the person is busy with the one before it: what waits for the mail once
/// the form that sends it is being filled in, the organization once somebody signs in or waits.
pub fn load_ahead() {
    let path = use_location().pathname;
    let load = |path: &'static str| spawn_local(async move { _ = preload(path).await });
    let typing = window_event_listener(ev::input, move |_| match path.get_untracked().as_str() {
        paths::SIGN_UP => load(paths::VERIFY),
        paths::SIGN_IN => load(paths::SETUP),
        _ => {}
    });
    on_cleanup(move || typing.remove());
    Effect::new(move || {
        if path.get() == paths::VERIFY {
            load(paths::SETUP);
        }
    });
}

/// Loads a page's code again, if need be, and shows it.
type Load = fn() -> Pin<Box<dyn Future<Output = Option<AnyView>> + Send>>;

/// In the place of a page whose code did not come: there is no connection, or the server has a newer one. It comes into
/// its place by itself once it can be had; where the server answers and has it no more, the page is loaded as a document.
#[component]
fn NotLoaded(load: Load) -> impl IntoView {
    // Where the first page of a document is missing, loading the document again brings the same.
    let navigated = browser::is_awake();
    let ready = RwSignal::new(false);
    let again = Callback::new(move |()| {
        spawn_local(async move {
            if load().await.is_some() {
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
        if ready.get() { view! { <Suspense>{Suspend::new(load())}</Suspense> }.into_any() } else { missing() }
    }
}
