//! `/o/{slug}/projects`: the projects, and what becomes of them. Which form is open is part of the address, so that Back
//! closes it, and so that it opens without JavaScript.

use chrono::{DateTime, Utc};
use domain::{
    Slug,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

use super::{
    api::{self, ProjectsView},
    list::List,
};
use crate::{
    layouts::{HEADING_ID, loaded},
    live::{Answer, Live},
    organizations::{keep_true, use_current, use_organization_at},
    settings::SettingsTabs,
    text::projects::list,
    ui::{DocumentTitle, Skeleton, SkeletonWidth, isolated},
};

impl Answer for ProjectsView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The list. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn Projects() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(paths::projects);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <DocumentTitle text=move || format!("{} · {}", list::TITLE, isolated(&name()))/>
        <SettingsTabs here=SettingsTab::Projects/>
        <div class="page projects-page">
            <h1 id=HEADING_ID tabindex="-1">{list::TITLE}</h1>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let asked = slug.clone();
    loaded(
        move || api::projects(asked.to_string(), false),
        Loading,
        move |view| view! { <LiveList slug=slug.clone() view/> },
    )
}

#[component]
fn LiveList(slug: Slug, view: ProjectsView) -> impl IntoView {
    let live = {
        let slug = slug.clone();
        Live::new(view, move || api::projects(slug.to_string(), true))
    };
    view! { <List slug view=live.view() again=keep_true(live)/> }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="projects-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}
