//! `/o/{slug}/projects/{project}`: a project's own page, which says who works in it and what I am in it.

use chrono::{DateTime, Utc};
use domain::{Slug, paths};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::{
    api::{self, ProjectPersonView, ProjectView},
    frame::{Here, Loading, ProjectTabs, use_project_in_address},
};
use crate::{
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    live::{Answer, Live},
    organizations::{on_change, use_current},
    text::projects::{members, overview},
    ui::{ButtonKind, DocumentTitle, IconName, LinkButton, Name, Notice, Person, isolated},
};

impl Answer for ProjectView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The page. Each project has its own data and its own place for them (OR-3).
#[component]
pub fn Project() -> impl IntoView {
    let at = use_project_in_address();
    move || at.get().map(|(slug, project)| view! { <Data slug project/> })
}

#[component]
fn Data(slug: Slug, project: String) -> impl IntoView {
    let data = {
        let slug = slug.clone();
        Resource::new_blocking(|| (), move |()| api::project(slug.to_string(), project.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {move || {
                let slug = slug.clone();
                Suspend::new(async move {
                    match data.await {
                        // It has another name by now (PR-6).
                        Ok(view) if view.moved => view! { <Redirect path=paths::project(&slug, &view.slug)/> }.into_any(),
                        Ok(view) => view! { <Page slug view/> }.into_any(),
                        Err(error) => {
                            let again = Callback::new(move |()| data.refetch());
                            view! { <div class="page"><InlineError error again/></div> }.into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn Page(slug: Slug, view: ProjectView) -> impl IntoView {
    focus_heading_after_navigation();
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let (project, can_read_members) = (view.slug.clone(), view.can_read_members);
    let live = {
        let (slug, project) = (slug.clone(), project.clone());
        Live::new(view, move || api::project(slug.to_string(), project.to_string(), true))
    };
    on_change(move || live.look());
    let view = live.view();
    let name = Signal::derive(move || view.read().name.clone());
    let mine = move || {
        view.with(|view| match (view.role, view.can_read, view.can_change_members) {
            (None, false, false) => overview::ONLY_KNOWN.to_owned(),
            (role, can_read, _) => overview::mine(role, can_read),
        })
    };
    let archived = Memo::new(move |_| view.read().archived);
    let list = paths::project_members(&slug, &project);
    let people = move || view.read().people.clone();
    let more = move || view.with(|view| view.people_count - i64::try_from(view.people.len()).unwrap_or_default());
    let nobody = Memo::new(move |_| view.read().people.is_empty());
    let can_change = Memo::new(move |_| view.read().can_change_members);
    view! {
        <DocumentTitle text=move || format!("{} · {}", isolated(&name.read()), isolated(&organization()))/>
        <ProjectTabs slug=slug.clone() project name here=Here::Overview members=can_read_members/>
        <div class="page">
            <div class="page-head">
                <h1 id=HEADING_ID tabindex="-1"><Name text=move || name.get()/></h1>
                <p>{mine}</p>
            </div>
            <Show when=move || archived.get()>
                <div class="conflict-head"><Notice still=true>{overview::ARCHIVED}</Notice></div>
            </Show>
            <section class="project-people" aria-labelledby="project-people">
                <h2 id="project-people">
                    {overview::PEOPLE} " " <small class="num">{move || view.read().people_count}</small>
                </h2>
                <Show when=move || !nobody.get() fallback=|| view! { <p class="quiet">{overview::NOBODY}</p> }>
                    <ul>
                        <For each=people key=|person| (person.id, person.role, person.name.clone()) let:person>
                            <Colleague person/>
                        </For>
                    </ul>
                    {move || (more() > 0).then(|| view! { <p class="quiet">{overview::more(more())}</p> })}
                    <p class="quiet">{overview::OWNERS_TOO}</p>
                </Show>
                {can_read_members.then(|| view! {
                    <p class="actions">
                        {move || {
                            let href = list.clone();
                            if can_change.get() {
                                view! {
                                    <LinkButton kind=ButtonKind::Primary icon=IconName::People href>{overview::CHANGE}</LinkButton>
                                }
                                .into_any()
                            } else {
                                view! { <LinkButton icon=IconName::People href>{overview::SEE}</LinkButton> }.into_any()
                            }
                        }}
                    </p>
                })}
            </section>
            <p><a class="link" href=paths::projects(&slug)>{overview::ALL}</a></p>
        </div>
    }
}

#[component]
fn Colleague(person: ProjectPersonView) -> impl IntoView {
    let role = person.role;
    view! { <li><Person name=person.name line=move || members::project_role(role)/></li> }
}
