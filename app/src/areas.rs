//! Pages by area. Their code comes with the first page of their area that is opened, so that whoever signs up does not
//! wait for the list of members.

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{Lazy, LazyRoute};

use crate::{
    browser,
    layouts::{Entry, HEADING_ID, within_shell},
    text::{self, broken},
    ui::{Button, ButtonKind, ButtonSize, DocumentTitle},
};

macro_rules! areas {
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

                    impl LazyRoute for $page {
                        fn data() -> Self {
                            Self {}
                        }

                        async fn view(_: Self) -> AnyView {
                            #[cfg(feature = "ssr")]
                            leptos::prefetch_lazy_fn_on_server(stringify!($area));
                            $page().await.unwrap_or_else(|_| view! { <super::NotLoaded/> }.into_any())
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

areas! {
    /// Where I am once I am signed in: an organization, and the ways into one.
    workspace {
        Setup => crate::organizations::Setup(),
        Choose => crate::organizations::Choose(),
        Invitation => crate::invitations::Invitation(),
        Shell => crate::layouts::Shell(),
        Home => crate::organizations::Home(),
    }

    /// Who is in an organization.
    members {
        Members => crate::members::Members(),
        RevokeAccess => crate::members::RevokeAccess(),
    }

    /// Everything about me.
    account {
        Shell => crate::layouts::AccountShell(),
        Profile => crate::account::Profile(),
        EmailAndPassword => crate::account::EmailAndPassword(),
        Sessions => crate::account::Sessions(),
        Appearance => crate::account::AppearancePage(),
        Organizations => crate::account::Organizations(),
        Question => crate::account::QuestionPage(),
        Delete => crate::account::DeleteAccount(),
    }
}

/// In the place of a page whose code did not come: there is no connection, or the server has a newer one.
#[component]
fn NotLoaded() -> impl IntoView {
    let why = view! {
        <h1 id=HEADING_ID tabindex="-1">{broken::HEADING}</h1>
        <p class="lede">{broken::NOT_LOADED}</p>
        <div class="stack">
            <div class="actions">
                <Button kind=ButtonKind::Primary size=ButtonSize::Large on_click=|()| browser::reload()>
                    {broken::AGAIN}
                </Button>
            </div>
        </div>
    };
    if within_shell() {
        view! {
            <DocumentTitle text=text::title(broken::HEADING)/>
            <div class="page page-narrow">{why}</div>
        }
        .into_any()
    } else {
        view! { <Entry title=broken::HEADING>{why}</Entry> }.into_any()
    }
}
