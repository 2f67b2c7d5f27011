//! `/o/{slug}/settings/security`: what an organization asks of everybody in it, and whom that touches (ST-6).

mod api;
mod editing;
mod form;
mod touched;

use chrono::{DateTime, Utc};
use domain::{Refusal, Slug, paths::SettingsTab};
use leptos::prelude::*;

pub use self::api::{
    DraftWithoutProjectView, InvitationsTouchedView, MemberWithoutProjectView, MembersTouchedView, OnSinceView,
    SecurityView,
};
use self::form::PolicyForm;
use super::SettingsTabs;
use crate::{
    error::AppError,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation, loaded},
    live::{Answer, Live},
    organizations::{keep_true, use_current, use_organization_at},
    text::settings::{self, security as words},
    ui::{DocumentTitle, Sentence, Skeleton, SkeletonWidth, isolated},
};

/// What came of asking: the policies, or why they are not mine to see.
type Answered = Result<SecurityView, AppError>;

impl Answer for SecurityView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The page. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn Security() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(|slug| SettingsTab::Security.path(slug));
    let name = Memo::new(move |_| current.get().map_or_else(String::new, |current| current.name));
    let title = settings::tab(SettingsTab::Security);
    view! {
        <DocumentTitle text=move || format!("{title} · {}", isolated(&name.read()))/>
        <SettingsTabs here=SettingsTab::Security/>
        <div class="page page-narrow">
            <div class="page-head"><h1 id=HEADING_ID tabindex="-1">{title}</h1></div>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let asked = slug.clone();
    loaded(
        move || api::security(asked.to_string(), false),
        Loading,
        move |view| view! { <LivePage slug=slug.clone() view/> },
    )
}

/// That they are not for me any more is an answer, too; who was removed hears it from the shell.
async fn ask_again(slug: Slug) -> Result<Answered, AppError> {
    match api::security(slug.to_string(), true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. })) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

/// The answer, kept true, with what is switched and not saved.
#[component]
fn LivePage(slug: Slug, view: SecurityView) -> impl IntoView {
    focus_heading_after_navigation();
    let live = {
        let slug = slug.clone();
        let begin: Answered = Ok(view.clone());
        Live::new(begin, move || ask_again(slug.clone()))
    };
    let again = keep_true(live);
    let answer = live.view();
    let view = Memo::new(move |before: Option<&SecurityView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&view).clone())
    });
    let error = Memo::new(move |_| answer.with(|answer| answer.as_ref().err().cloned()));
    let slug = StoredValue::new(slug);
    move || match error.get() {
        Some(error) => view! { <InlineError error again/> }.into_any(),
        None => view! { <Intro/> <PolicyForm slug view again/> }.into_any(),
    }
}

/// What the page is for: where it is refused there is nothing to introduce.
#[component]
fn Intro() -> impl IntoView {
    let current = use_current();
    let name = Memo::new(move |_| current.get().map_or_else(String::new, |current| current.name));
    view! {
        <div class="page-head">
            <p><Sentence text=move || words::intro(&name.read()) names=Signal::derive(move || vec![name.get()])/></p>
        </div>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="settings-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}
