//! Pages whose data did not come.

use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

use super::{Entry, Refused};
use crate::{
    error::AppError,
    not_found::NotFound,
    routes,
    text::{self, broken},
    ui::{Button, ButtonKind, ButtonSize, LinkButton, Notice, NoticeTone},
};

/// Within the shell, in the place of what did not come: what is missing, or a way to try again. What is mended
/// elsewhere takes the whole page.
#[component]
pub fn Trouble(
    /// Why it did not come.
    error: AppError,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    match error {
        AppError::Forbidden { .. } => view! { <Refused error/> }.into_any(),
        AppError::SignedOut | AppError::Unconfirmed | AppError::NotFound => view! { <Broken error/> }.into_any(),
        error => {
            #[cfg(feature = "ssr")]
            crate::server::set_status(error.status());
            view! {
                <Notice tone=NoticeTone::Danger>
                    {text::error(&error)} " "
                    <Button size=ButtonSize::Small on_click=again>{broken::AGAIN}</Button>
                </Notice>
            }
            .into_any()
        }
    }
}

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
