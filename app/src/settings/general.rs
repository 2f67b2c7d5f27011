//! `/o/{slug}/settings/general`: what an organization says of itself (ST-2), and the ways out of it (OR-7).

mod bar;
mod danger;
mod editing;
mod fields;

use chrono::{DateTime, Utc};
use domain::{
    GeneralField, Refusal, Slug,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

use self::{danger::DangerZone, fields::SettingsForm};
use super::{
    SettingsTabs,
    api::{self, GeneralView},
};
use crate::{
    error::AppError,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation, loaded},
    live::{Answer, Live},
    organizations::{keep_true, use_current, use_organization_at},
    text::settings::general as words,
    ui::{DescriptionItem, DescriptionList, DocumentTitle, Name, Skeleton, SkeletonWidth, isolated},
};

type Answered = Result<GeneralView, AppError>;

impl Answer for GeneralView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The page. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn General() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(paths::general_settings);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <DocumentTitle text=move || format!("{} · {}", words::TITLE, isolated(&name()))/>
        <SettingsTabs here=SettingsTab::General/>
        <div class="page page-narrow">
            <div class="page-head"><h1 id=HEADING_ID tabindex="-1">{words::TITLE}</h1></div>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let asked = slug.clone();
    loaded(
        move || api::general(asked.to_string(), false),
        Loading,
        move |view| view! { <LivePage slug=slug.clone() view/> },
    )
}

/// The answer, kept true, with what was typed and is not saved.
#[component]
fn LivePage(slug: Slug, view: GeneralView) -> impl IntoView {
    focus_heading_after_navigation();
    let live = {
        let slug = slug.clone();
        let begin: Answered = Ok(view.clone());
        Live::with_question((), begin, || (), move |()| ask_again(slug.clone()))
    };
    let again = keep_true(live);
    let answer = live.view();
    // Where there is nothing to see any more, the last one stands until something else stands in its place.
    let view =
        Memo::new(move |before: Option<&GeneralView>| answer.get().unwrap_or_else(|_| before.unwrap_or(&view).clone()));
    let error = Memo::new(move |_: Option<&Option<AppError>>| answer.with(|answer| answer.as_ref().err().cloned()));
    let can_change = Memo::new(move |_| view.read().can_change);
    move || {
        if let Some(error) = error.get() {
            return view! { <InlineError error again/> }.into_any();
        }
        let form = move || {
            if can_change.get() {
                view! { <SettingsForm view again/> }.into_any()
            } else {
                view! { <Values view/> }.into_any()
            }
        };
        view! { {form} <DangerZone view again/> }.into_any()
    }
}

/// That they are not for me any more is an answer, too; who was removed hears it from the shell.
async fn ask_again(slug: Slug) -> Result<Answered, AppError> {
    match api::general(slug.to_string(), true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. })) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

/// The settings as they are, for those who only read them.
#[component]
fn Values(view: Memo<GeneralView>) -> impl IntoView {
    let value = move |field: GeneralField| {
        let text = move || {
            view.with(|view| {
                let before = if field == GeneralField::Slug { view.address.as_str() } else { "" };
                words::shown(field, &view.settings.text(field))
                    .map_or_else(|| words::NOT_GIVEN.to_owned(), |value| format!("{before}{value}"))
            })
        };
        view! { <DescriptionItem label=words::label(field)><Name text=text/></DescriptionItem> }
    };
    let [name, slug, company @ ..] = GeneralField::ALL;
    view! {
        <section class="section">
            <header><h2>{words::ORGANIZATION}</h2><p>{words::ORGANIZATION_TEXT}</p></header>
            <div class="fields"><DescriptionList>{[name, slug].map(value).collect_view()}</DescriptionList></div>
        </section>
        <section class="section">
            <header><h2>{words::COMPANY}</h2><p>{words::COMPANY_TEXT}</p></header>
            <div class="fields"><DescriptionList>{company.map(value).collect_view()}</DescriptionList></div>
        </section>
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
