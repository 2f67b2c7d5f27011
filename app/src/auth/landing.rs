//! `/`: goes on to where the person belongs.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::asking;
use crate::{answers::blocking_resource, layouts::ErrorPage, ui::suspended};

/// Sign-in, the waiting screen, setup, the picker or an organization (SI-2).
#[component]
pub fn Landing() -> impl IntoView {
    let next = blocking_resource(|| (), |()| asking::landing());
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
