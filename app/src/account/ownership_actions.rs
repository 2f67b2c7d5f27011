//! `/account/organizations/{slug}/{action}`: what is asked before an organization is left, handed over or deleted (OR-7), for
//! browsers without JavaScript. Whoever is in an organization gets here, also those who do not see its settings.

use domain::{Refusal, paths};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_params_map};

use super::{
    page::AccountPage,
    shell::{MyAccount, use_account},
};
use crate::{
    answers::blocking_resource,
    error::AppError,
    layouts::InlineError,
    notices::use_redirect,
    organizations::{
        OwnershipAction, OwnershipDone, OwnershipQuestion,
        api::leaving::{OwnershipView, ownership},
    },
    ui::{Skeleton, SkeletonWidth, suspended},
};

/// The page.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let params = use_params_map();
    use_account().map(|account| {
        move || {
            let params = params.read();
            let (slug, action) = (params.get("slug").unwrap_or_default(), params.get("action").unwrap_or_default());
            match OwnershipAction::of(&action) {
                Some(action) => view! { <Data account slug action/> }.into_any(),
                None => view! { <Redirect path=paths::ACCOUNT_ORGANIZATIONS/> }.into_any(),
            }
        }
    })
}

#[component]
fn Data(account: MyAccount, slug: String, action: OwnershipAction) -> impl IntoView {
    let mine = blocking_resource(|| (), move |()| ownership(slug.clone()));
    view! {
        <Suspense fallback=Loading>
            {suspended(move || async move {
                match mine.await {
                    Ok(mine) if action.fits(&mine) => view! { <Question account mine action/> }.into_any(),
                    // Left or deleted meanwhile, or never mine: the list tells.
                    Ok(_) | Err(AppError::Refused(Refusal::NotFound)) => {
                        view! { <Redirect path=paths::ACCOUNT_ORGANIZATIONS/> }.into_any()
                    }
                    Err(error) => view! {
                        <div class="page"><InlineError error again=Callback::new(move |()| mine.refetch())/></div>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Question(account: MyAccount, mine: OwnershipView, action: OwnershipAction) -> impl IntoView {
    let redirect = use_redirect();
    let on_done = Callback::new(move |done: OwnershipDone| {
        account.reload();
        redirect(&done.next);
    });
    view! {
        <AccountPage account heading=action.question(&mine.name) prose=true>
            <OwnershipQuestion mine action on_done/>
        </AccountPage>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! { <div class="page" aria-busy="true"><Skeleton width=SkeletonWidth::Medium/></div> }
}
