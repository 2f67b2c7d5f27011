//! A page whose data did not come.

use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

use super::Entry;
use crate::{
    error::AppError,
    not_found::NotFound,
    routes,
    text::{self, broken},
    ui::{ButtonKind, ButtonSize, LinkButton},
};

/// Goes where the error is mended, or says what it is.
#[component]
pub fn Broken(
    /// Why the data did not come.
    error: AppError,
) -> impl IntoView {
    let location = use_location();
    match error {
        AppError::SignedOut => {
            let path = routes::sign_in_and_return(&location.pathname.get_untracked());
            view! { <Redirect path/> }.into_any()
        }
        AppError::Unconfirmed => view! { <Redirect path=routes::VERIFY/> }.into_any(),
        AppError::NotFound => view! { <NotFound/> }.into_any(),
        error => {
            #[cfg(feature = "ssr")]
            crate::server::set_status(error.status());
            view! {
                <Entry title=broken::HEADING>
                    <h1>{broken::HEADING}</h1>
                    <p class="lede">{text::error(&error)}</p>
                    <div class="stack">
                        <div class="actions">
                            <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=location.pathname.get_untracked()>
                                {broken::AGAIN}
                            </LinkButton>
                        </div>
                    </div>
                </Entry>
            }
            .into_any()
        }
    }
}
