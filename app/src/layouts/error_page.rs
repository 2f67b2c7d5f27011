//! Pages whose data did not come.

use domain::Refusal;
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

use super::{
    Entry, Forbidden, NotFound,
    retry::{LoadAgain, Missing},
};
use crate::{error::AppError, location, text::error_page};

/// Within the shell, in the place of what did not come: why, and when it is tried again. What is mended elsewhere takes the
/// whole page.
#[component]
pub fn InlineError(
    /// Why it did not come.
    error: AppError,
    /// What did not come, as a heading.
    #[prop(default = error_page::HEADING)]
    heading: &'static str,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    match error {
        AppError::Refused(
            Refusal::Forbidden { .. } | Refusal::ForbiddenInProject { .. } | Refusal::KeptOutside { .. },
        ) => view! { <Forbidden error/> }.into_any(),
        AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::NotFound) => {
            view! { <ErrorPage error/> }.into_any()
        }
        error => {
            crate::server::set_status(error.status());
            view! { <Missing error heading again/> }.into_any()
        }
    }
}

/// Goes where the error is mended, or says what it is.
#[component]
pub fn ErrorPage(
    /// Why the data did not come.
    error: AppError,
) -> impl IntoView {
    if let Some(path) = location::where_mended(&error, &use_location()) {
        return view! { <Redirect path/> }.into_any();
    }
    match error {
        AppError::Refused(Refusal::NotFound) => view! { <NotFound/> }.into_any(),
        error => {
            crate::server::set_status(error.status());
            view! {
                <Entry title=error_page::HEADING>
                    <h1>{error_page::HEADING}</h1>
                    <LoadAgain error/>
                </Entry>
            }
            .into_any()
        }
    }
}
