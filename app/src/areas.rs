//! Pages by area. Their code comes with the first page of their area that is opened, so that whoever signs up does not
//! wait for the list of members.

use std::pin::Pin;

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{Lazy, LazyRoute};

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
    /// Where I am once I am signed in: an organization, and the ways into one.
    organization {
        Setup => crate::organizations::Setup(),
        Choose => crate::organizations::Choose(),
        Invitation => crate::invitations::Invitation(),
        Shell => crate::organizations::Shell(),
        Home => crate::organizations::Home(),
    }

    /// Who is in an organization.
    members {
        Members => crate::members::Members(),
        RevokeAccess => crate::members::RevokeAccess(),
        MemberDetails => crate::members::MemberDetails(),
        WhoCanDoWhat => crate::members::WhoCanDoWhat(),
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
        (Some("account"), _) => account::Shell::load().await,
        (Some("o"), Some("members")) => {
            organization::Shell::load().await?;
            members::Members::load().await
        }
        (Some("o" | "setup" | "choose" | "invitations"), _) => organization::Shell::load().await,
        _ => Ok(()),
    }
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
