//! `/o/{slug}/members`, with the panel for a new member over it at `/o/{slug}/members/new`.

use domain::{Refusal, Slug, paths};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::Outlet, hooks::use_location};

use super::{
    api::{self, MembersView},
    list::{List, Search},
};
use crate::{
    error::AppError,
    layouts::{HEADING_ID, InlineError},
    organizations::{on_change, use_current, use_organization_at},
    query::use_query,
    text::{error_page, members},
    ui::{DocumentTitle, Skeleton, SkeletonWidth, clock, isolated},
};

/// What of the list is looked at: what name or address contains, and which page.
pub(super) type Wanted = (String, i64);

/// The list. Each organization has its own data and its own place for them, as on the home page (OR-3).
#[component]
pub fn Members() -> impl IntoView {
    let current = use_current();
    let location = use_location();
    let slug = use_organization_at(paths::members);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    // Whether the panel is open is part of the address, so that Back closes it.
    let adding = Memo::new(move |_| {
        let path = location.pathname.read();
        slug.read().as_ref().is_some_and(|slug| *path == paths::new_member(slug))
    });
    let title = move || if adding.get() { members::NEW_MEMBER } else { members::TITLE };
    view! {
        <DocumentTitle text=move || format!("{} · {}", title(), isolated(&name()))/>
        <div class="topbar topbar-plain"><strong>{members::TITLE}</strong></div>
        <div class="page members-page" data-adding=move || adding.get().then_some("true")>
            <h1 id=HEADING_ID tabindex="-1">{members::TITLE}</h1>
            {move || slug.get().map(|slug| view! { <Data slug adding/> })}
        </div>
        <Outlet/>
    }
}

#[component]
fn Data(slug: Slug, adding: Memo<bool>) -> impl IntoView {
    let query = use_query();
    let wanted = Memo::new(move |_| {
        let page = query.get(paths::PAGE).and_then(|page| page.parse().ok()).unwrap_or(1);
        (query.get(paths::FIND).unwrap_or_default(), page)
    });
    let first = wanted.get_untracked();
    let data = {
        let (slug, first) = (slug.clone(), first.clone());
        Resource::new_blocking(|| (), move |()| ask(slug.clone(), first.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {move || {
                let (slug, first) = (slug.clone(), first.clone());
                Suspend::new(async move {
                    let answer = data.await;
                    view! { <LiveList slug answer first wanted adding/> }
                })
            }}
        </Suspense>
    }
}

async fn ask(slug: Slug, (find, page): Wanted, quiet: bool) -> Result<MembersView, AppError> {
    api::members(slug.to_string(), find, page.to_string(), quiet).await
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="members-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}

/// The answer, kept true: asked for again when something else is looked for, and when something changed. What is shown
/// stays until the next answer is there, with all that is open, typed and ticked.
#[component]
fn LiveList(
    slug: Slug,
    answer: Result<MembersView, AppError>,
    /// What the answer is for.
    first: Wanted,
    wanted: Memo<Wanted>,
    adding: Memo<bool>,
) -> impl IntoView {
    let (view, error) = match answer {
        Ok(view) => (Some(view), None),
        Err(error) => (None, Some(error)),
    };
    let view = RwSignal::new(view);
    let searched = RwSignal::new(first.0.clone());
    let error = RwSignal::new(error);
    let again = {
        let slug = slug.clone();
        Callback::new(move |()| {
            let (slug, asked) = (slug.clone(), wanted.get_untracked());
            spawn_local(async move {
                let answer = ask(slug, asked.clone(), true).await;
                // The page may be gone by now, or something else be looked for.
                if wanted.try_get_untracked().as_ref() != Some(&asked) {
                    return;
                }
                match answer {
                    Ok(fresh) => {
                        clock::heard(fresh.now);
                        if view.with_untracked(|view| view.as_ref() != Some(&fresh)) {
                            view.set(Some(fresh));
                        }
                        if searched.with_untracked(|searched| *searched != asked.0) {
                            searched.set(asked.0);
                        }
                        if error.with_untracked(Option::is_some) {
                            error.set(None);
                        }
                    }
                    Err(
                        why @ AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::Forbidden { .. }),
                    ) => {
                        error.set(Some(why));
                    }
                    // What is shown is as old as it was; who was removed hears it from the shell.
                    Err(_) => {}
                }
            });
        })
    };
    Effect::new(move |before: Option<Wanted>| {
        let now = wanted.get();
        if before.unwrap_or_else(|| first.clone()) != now {
            again.run(());
        }
        now
    });
    on_change(move || again.run(()));
    let known = Memo::new(move |_| view.get());
    move || match error.get() {
        Some(error)
            if matches!(
                error,
                AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::Forbidden { .. })
            ) =>
        {
            view! { <InlineError error again/> }.into_any()
        }
        // The filters stay, whatever does not come.
        Some(error) => view! {
            <div class="members-list">
                <Search slug=slug.clone()/>
                <InlineError error heading=error_page::MEMBERS again/>
            </div>
        }
        .into_any(),
        None => view! { <List slug=slug.clone() known searched adding again/> }.into_any(),
    }
}
