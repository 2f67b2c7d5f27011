//! `/o/{slug}/members/revoke`: who would lose what, before anybody does (TR-7).

use domain::{Refusal, RevokeEffect, Slug, paths};
use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{
        self,
        revoking::{ReviewRow, ReviewView},
    },
    selection,
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField},
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    organizations::{use_current, use_organization_at},
    query::use_query,
    text::{
        self,
        members::{self, list, review},
    },
    ui::{
        Avatar, AvatarSize, Button, ButtonKind, ButtonSize, DocumentTitle, FormError, Icon, IconName, LinkButton, Name,
        Sentence, Skeleton, SkeletonWidth, isolated,
    },
};

/// The review. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn RevokeAccess() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(paths::revoke);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <DocumentTitle text=move || format!("{} · {}", review::TITLE, isolated(&name()))/>
        <div class="topbar topbar-plain"><strong>{members::TITLE}</strong></div>
        <div class="page page-narrow">
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let query = use_query();
    let people = Memo::new(move |_| query.get_all(paths::PEOPLE).join(","));
    let data = {
        let slug = slug.clone();
        Resource::new_blocking(move || people.get(), move |people| api::revoking::review(slug.to_string(), people))
    };
    let again = Callback::new(move |()| data.refetch());
    // Somebody was kept: the list is another one, and begins at its heading.
    Effect::new(move |before: Option<String>| {
        let now = people.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| browser::focus_on(HEADING_ID));
        }
        now
    });
    view! {
        <Transition fallback=Loading>
            {move || {
                let slug = slug.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(view) => {
                            let chosen = people.with_untracked(|people| !people.is_empty());
                            view! { <Review slug view chosen again/> }.into_any()
                        }
                        Err(error) => view! { <Nothing error again/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="page-head" aria-busy="true"><h1 id=HEADING_ID tabindex="-1">{review::TITLE}</h1></div>
        <div class="members-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}

/// Why there is nothing to review.
#[component]
fn Nothing(error: AppError, again: Callback<()>) -> impl IntoView {
    // These take the whole page.
    let elsewhere = matches!(error, AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::NotFound));
    view! {
        {(!elsewhere).then(|| view! { <div class="page-head"><h1 id=HEADING_ID tabindex="-1">{review::TITLE}</h1></div> })}
        <InlineError error again/>
    }
}

/// Whether revoking does something to this person.
const fn is_included(row: &ReviewRow) -> bool {
    matches!(row.effect, RevokeEffect::Removed | RevokeEffect::Cancelled)
}

fn called(row: &ReviewRow) -> String {
    row.name.clone().unwrap_or_else(|| row.email.clone())
}

#[component]
fn Review(
    slug: Slug,
    view: ReviewView,
    /// Whether somebody was chosen, gone or not.
    chosen: bool,
    again: Callback<()>,
) -> impl IntoView {
    focus_heading_after_navigation();
    let form = Form::<api::revoking::Revoke>::new();
    form.follow();
    // They are ticked no more, in the list to which it leads.
    {
        let (slug, value) = (slug.clone(), form.action.value());
        Effect::new(move || {
            if matches!(value.get(), Some(Ok(_))) {
                selection::forget(&slug);
            }
        });
    }
    // Nobody of them is left: what is asked again says so.
    let revoked = form.action.value();
    Effect::new(move || {
        if matches!(revoked.get(), Some(Err(AppError::Refused(Refusal::NotFound)))) {
            again.run(());
        }
    });
    let error = form.form_error();
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let included: Vec<ReviewRow> = view.people.iter().filter(|row| is_included(row)).cloned().collect();
    let names: Vec<String> = included.iter().map(called).collect();
    let ids: Vec<String> = included.iter().map(|row| row.id.clone()).collect();
    let removed = included.iter().filter(|row| row.effect == RevokeEffect::Removed).count();
    let names_count = included.len();
    let nobody = included.is_empty();
    let gone = chosen && view.people.is_empty();
    let intro = move || match (nobody, removed) {
        (true, _) if gone => review::GONE.to_owned(),
        (true, _) => review::NOBODY.to_owned(),
        (false, 0) => review::only_invitations(names_count).to_owned(),
        (false, removed) => review::intro(&organization(), removed == 1),
    };
    let all: Vec<String> = view.people.iter().map(|row| row.id.clone()).collect();
    let rows = view
        .people
        .into_iter()
        .map(|row| {
            let others: Vec<&str> = all.iter().map(String::as_str).filter(|id| *id != row.id).collect();
            let keep = is_included(&row).then(|| paths::revoke_access(&slug, &others.join(",")));
            view! { <Person row keep/> }
        })
        .collect_view();
    let list = paths::members(&slug);
    let decide = if nobody {
        view! { <LinkButton href=list>{review::BACK}</LinkButton> }.into_any()
    } else {
        view! {
            <ActionForm action=form.action attr:class="decide">
                <PageField/>
                <input type="hidden" name="organization" value=slug.to_string()/>
                <input type="hidden" name="people" value=ids.join(",")/>
                <p>{review::undo(removed, names_count - removed)}</p>
                <LinkButton href=list>{review::CANCEL}</LinkButton>
                <Button kind=ButtonKind::Danger submit=true busy=form.busy()>{review::REVOKE}</Button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <h1 id=HEADING_ID tabindex="-1"><Sentence text=review::heading(&names) names/></h1>
            <p><Sentence text=intro names=Signal::derive(move || vec![organization()])/></p>
        </div>
        <FormError error/>
        <ul class="review">{rows}</ul>
        {decide}
    }
}

/// One of them, with what happens; *Keep* takes them off the list.
#[component]
fn Person(row: ReviewRow, keep: Option<String>) -> impl IntoView {
    let called = called(&row);
    let pending = row.name.is_none();
    let role = text::role(row.role);
    let line = if pending { review::invitation_as(role) } else { role.to_owned() };
    let what = match row.effect {
        RevokeEffect::Removed => view! { <Icon name=IconName::SignOut/><span>{review::REMOVED}</span> }.into_any(),
        RevokeEffect::Cancelled => view! { <Icon name=IconName::Mail/><span>{review::CANCELLED}</span> }.into_any(),
        RevokeEffect::Me => view! {
            <Icon name=IconName::Info/>
            <span>
                {review::ME} <a href=paths::ACCOUNT_ORGANIZATIONS>{review::LEAVE}</a> {review::ME_REST}
            </span>
        }
        .into_any(),
        RevokeEffect::NotMine => view! {
            <Icon name=IconName::Info/>
            <span>{review::not_mine(row.role.managed_by())}</span>
        }
        .into_any(),
    };
    let state = keep.is_none().then_some("kept");
    let you = (row.effect == RevokeEffect::Me).then(|| view! { " " <span class="quiet">{list::YOU}</span> });
    view! {
        <li data-state=state>
            <span class="person">
                <Avatar name=called.clone() size=AvatarSize::Large pending/>
                <span><b><Name text=called.clone() verbatim=pending/> {you}</b><small>{line}</small></span>
            </span>
            <ul>
                <li>{what}</li>
                {row.only_manager_of.iter().map(|project| view! {
                    <li class="grave">
                        <Icon name=IconName::Warning/>
                        <span><Sentence text=review::only_manager(project) names=vec![project.clone()]/></span>
                    </li>
                }).collect_view()}
                {(!row.leaves.is_empty()).then(|| view! {
                    <li><Icon name=IconName::Project/><span><Sentence text=review::leaves(&row.leaves) names=row.leaves.clone()/></span></li>
                })}
            </ul>
            {match keep {
                Some(href) => view! {
                    <LinkButton size=ButtonSize::Small href aria_label=review::keep(&called) attr:data-noscroll="true">
                        {review::KEEP}
                    </LinkButton>
                }
                .into_any(),
                None => view! { <span></span> }.into_any(),
            }}
        </li>
    }
}
