//! `/o/{slug}/members`, with the panel for a new member over it at `/o/{slug}/members/new`.

use domain::{
    Refusal, Slug, invitation_list, member_list,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use super::{
    api,
    context::Answered,
    list::{List, Search},
    list_view::{ListView, Wanted},
    new_member::{FirstOffer, first_offer},
};
use crate::{
    answers::blocking_resource,
    error::AppError,
    last_list,
    layouts::{HEADING_ID, InlineError},
    live::Live,
    notices::{Notices, use_notices},
    organizations::{keep_true, use_current, use_organization_at},
    query::use_query,
    settings::SettingsTabs,
    text::{error_page, members},
    ui::{DocumentTitle, Skeleton, SkeletonWidth, isolated, suspended},
};

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
        slug.read()
            .as_ref()
            .is_some_and(|slug| *path == paths::new_member(slug) || path.starts_with(&paths::invitations_of(slug)))
    });
    let title = move || if adding.get() { members::NEW_MEMBER } else { members::TITLE };
    view! {
        <DocumentTitle text=move || format!("{} · {}", title(), isolated(&name()))/>
        <SettingsTabs here=SettingsTab::Members/>
        <div class="page members-page" data-adding=move || adding.get().then_some("true")>
            <h1 id=HEADING_ID tabindex="-1">{members::TITLE}</h1>
            {move || slug.get().map(|slug| view! { <Data slug adding/> })}
        </div>
        <Outlet/>
    }
}

#[component]
fn Data(slug: Slug, adding: Memo<bool>) -> impl IntoView {
    let (query, pathname, list) = (use_query(), use_location().pathname, paths::members(&slug));
    // Below a panel, and on its way out, the list stays as it was.
    let wanted = Memo::new(move |before: Option<&Wanted>| match before {
        Some(before) if *pathname.read() != list => before.clone(),
        _ => Wanted::of(query),
    });
    let at = slug.clone();
    last_list::keep(slug.clone(), move || wanted.read().path(&at));
    let first = wanted.get_untracked();
    let notices = use_notices();
    let data = {
        let (slug, first) = (slug.clone(), first.clone());
        blocking_resource(|| (), move |()| ask(slug.clone(), first.clone(), told_of(notices), false))
    };
    let offer = {
        let (slug, path) = (slug.clone(), use_location().pathname.get_untracked());
        blocking_resource(|| (), move |()| first_offer(slug.clone(), path.clone()))
    };
    let kept = FirstOffer::provide();
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let (slug, first) = (slug.clone(), first.clone());
                async move {
                    let answer = data.await;
                    kept.set(offer.await);
                    view! { <LiveList slug answer first wanted adding/> }
                }
            })}
        </Suspense>
    }
}

/// The id of the member whose other role the page tells: the filter may leave them out by it.
fn told_of(notices: Notices) -> String {
    let told = untrack(|| notices.get(paths::CHANGED));
    told.and_then(|told| paths::role_told(&told)).map(|(member, ..)| member.to_string()).unwrap_or_default()
}

async fn ask(slug: Slug, wanted: Wanted, also: String, quiet: bool) -> Answered {
    let slug = slug.to_string();
    match &wanted {
        Wanted::Members(query) => {
            let words = query.words();
            let word = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, word)| word.clone());
            let word = |name: &str| word(name).unwrap_or_default();
            let view = api::members(
                slug,
                word(member_list::FIND),
                word(member_list::ROLE),
                word(member_list::STATE),
                word(member_list::PROJECT),
                word(member_list::PERMISSION),
                word(member_list::SORT),
                word(member_list::AFTER),
                word(member_list::BEFORE),
                also,
                quiet,
            );
            Ok(ListView::of_members(wanted, view.await?))
        }
        Wanted::Invited(query) => {
            let words = query.words();
            let word = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, word)| word.clone());
            let word = |name: &str| word(name).unwrap_or_default();
            let view = api::invited::invited(
                slug,
                word(member_list::FIND),
                word(member_list::STATE),
                word(invitation_list::DELIVERY),
                word(member_list::ROLE),
                word(member_list::PROJECT),
                word(member_list::AFTER),
                word(member_list::BEFORE),
                quiet,
            );
            let view = view.await?;
            Ok(ListView::of_invited(wanted, view))
        }
    }
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
    answer: Answered,
    /// What the answer is for.
    first: Wanted,
    wanted: Memo<Wanted>,
    adding: Memo<bool>,
) -> impl IntoView {
    let notices = use_notices();
    let live = {
        let slug = slug.clone();
        let ask = move |wanted| ask_again(slug.clone(), wanted, told_of(notices));
        Live::with_question(first, answer, move || wanted.get(), ask)
    };
    let again = keep_true(live);
    let answer = live.view();
    let error = Memo::new(move |_| answer.with(|answer| answer.as_ref().err().cloned()));
    move || match error.get() {
        Some(error) if is_whole_page(&error) => view! { <InlineError error again/> }.into_any(),
        // The filters stay, whatever does not come.
        Some(error) => view! {
            <div class="members-list">
                <Search slug=slug.clone() wanted projects=Signal::stored(Vec::new())/>
                <InlineError error heading=error_page::MEMBERS again/>
            </div>
        }
        .into_any(),
        None => view! { <List slug=slug.clone() answer wanted adding again/> }.into_any(),
    }
}

/// That the list is not for me any more is an answer, too; who was removed hears it from the shell.
async fn ask_again(slug: Slug, wanted: Wanted, also: String) -> Result<Answered, AppError> {
    match ask(slug, wanted, also, true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. })) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

/// Whether there is no list to search in.
const fn is_whole_page(error: &AppError) -> bool {
    matches!(error, AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::Forbidden { .. }))
}
