//! `/`: goes on to where the person belongs.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::api;
use crate::{layouts::ErrorPage, ui::suspended};

/// Sign-in, the waiting screen, setup, the picker or an organization (SI-2).
#[component]
pub fn Landing() -> impl IntoView {
    let next = Resource::new_blocking(|| (), |()| api::sign_in::landing());
    view! {
        <Suspense>
            {suspended(move || async move {
                match next.await {
                    Ok(next) => view! { <Redirect path=next.next/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
