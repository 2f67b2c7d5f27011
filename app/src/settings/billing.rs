//! `/o/{slug}/settings/billing`: the plan that the operator set, what of it is used, and whom the operator writes to (ST-3).

mod api;
mod contact;
mod history;
mod plan;
mod used;

use chrono::{DateTime, Utc};
use domain::{
    Refusal, Slug,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

pub use self::api::BillingView;
use self::{contact::Contact, history::History, plan::Plan, used::Used};
use super::SettingsTabs;
use crate::{
    answers::blocking_resource,
    error::AppError,
    layouts::{HEADING_ID, InlineError},
    live::{Answer, Live},
    notices::use_notices,
    organizations::{keep_true, use_current, use_organization_at},
    text::settings::{self, billing as words},
    ui::{DocumentTitle, Notice, NoticeTone, Skeleton, SkeletonWidth, isolated, suspended},
};

/// What came of asking: the plan, or why it is not mine to see.
type Answered = Result<BillingView, AppError>;

impl Answer for BillingView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The page. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn Billing() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(|slug| SettingsTab::Billing.path(slug));
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    let title = settings::tab(SettingsTab::Billing);
    view! {
        <DocumentTitle text=move || format!("{title} · {}", isolated(&name()))/>
        <SettingsTabs here=SettingsTab::Billing/>
        <div class="page page-narrow">
            <div class="page-head"><h1 id=HEADING_ID tabindex="-1">{title}</h1></div>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let data = {
        let slug = slug.clone();
        blocking_resource(|| (), move |()| api::billing(slug.to_string(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let slug = slug.clone();
                async move {
                    let answer = data.await;
                    view! { <LiveBilling slug answer/> }
                }
            })}
        </Suspense>
    }
}

/// That it is not for me to see any more is an answer, too.
async fn ask_again(slug: Slug) -> Result<Answered, AppError> {
    match api::billing(slug.to_string(), true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. })) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

#[component]
fn LiveBilling(slug: Slug, answer: Answered) -> impl IntoView {
    let live = {
        let slug = slug.clone();
        Live::new(answer, move || ask_again(slug.clone()))
    };
    let again = keep_true(live);
    let answer = live.view();
    let error = Memo::new(move |_| answer.with(|answer| answer.as_ref().err().cloned()));
    move || match error.get() {
        Some(error) => view! { <InlineError error again/> }.into_any(),
        None => view! { <Page slug=slug.clone() answer again/> }.into_any(),
    }
}

#[component]
fn Page(slug: Slug, answer: ReadSignal<Answered>, again: Callback<()>) -> impl IntoView {
    let Ok(first) = answer.get_untracked() else { return ().into_any() };
    let view = Memo::new(move |before: Option<&BillingView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&first).clone())
    });
    let slug = StoredValue::new(slug);
    view! {
        <Reached view/>
        <Plan slug view/>
        <Used slug view/>
        <Contact slug view again/>
        <History view/>
    }
    .into_any()
}

/// What is just done, and what is reached or over, while it is so.
#[component]
fn Reached(view: Memo<BillingView>) -> impl IntoView {
    let notices = use_notices();
    let saved = Memo::new(move |_| notices.get(paths::DONE).is_some());
    let seats = Memo::new(move |_| {
        let used = view.read().seats;
        let limit = used.included.filter(|_| used.is_full())?;
        Some((words::all_seats(&used, limit), words::ALL_SEATS_TEXT))
    });
    let projects = Memo::new(move |_| {
        let used = view.read().projects;
        let limit = used.included.filter(|_| used.is_full())?;
        Some((words::all_projects(&used, limit), words::all_projects_text(&used)))
    });
    let ended = Memo::new(move |_| {
        let view = view.read();
        view.subscription.as_ref().and_then(|found| found.ends_on).filter(|_| view.ended).map(words::ended)
    });
    let strong = |taken: Memo<Option<(String, &'static str)>>| {
        move || {
            taken.get().map(|(taken, means)| {
                view! { <Notice tone=NoticeTone::Warn still=true><b>{taken}</b> " " {means}</Notice> }
            })
        }
    };
    view! {
        <div class="outcome" role="status">
            {move || saved.get().then(|| view! { <Notice tone=NoticeTone::Ok still=true>{words::SAVED}</Notice> })}
            {strong(seats)}
            {strong(projects)}
            {move || ended.get().map(|ended| view! { <Notice tone=NoticeTone::Warn still=true>{ended}</Notice> })}
        </div>
    }
}

/// A part of the page: what it is about, and beside it what there is.
#[component]
fn Part(heading: &'static str, hint: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="section">
            <header><h2>{heading}</h2><p>{hint}</p></header>
            <div class="fields">{children()}</div>
        </section>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="billing-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}
