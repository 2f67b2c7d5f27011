//! `/o/{slug}/projects/{project}`: a project's own page, which says who works in it and what I am in it.

use chrono::{DateTime, Utc};
use domain::{ProjectSlug, Refusal, Slug, paths};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location};

use super::{
    api::{self, ProjectPersonView, ProjectView},
    frame::{Here, Loading, NotOpenAnyMore, ProjectTabs, use_project_in_address},
};
use crate::{
    answers::blocking_resource,
    error::AppError,
    focus,
    form::{Form, PostForm},
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    live::{Answer, Live},
    location,
    organizations::{ReachedNotice, keep_true, use_current},
    text::{
        projects::{self, list, overview},
        settings::billing,
    },
    ui::{
        Button, ButtonKind, ButtonSize, DocumentTitle, FormError, IconName, LinkButton, Name, Notice, Person, isolated,
        suspended,
    },
};

type Answered = Result<ProjectView, AppError>;

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
        blocking_resource(|| (), move |()| api::project(slug.to_string(), project.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let slug = slug.clone();
                async move {
                    match data.await {
                        // It has another name by now (PR-6).
                        Ok(view) if view.moved => view! { <Redirect path=paths::project(&slug, &view.slug)/> }.into_any(),
                        Ok(view) => view! { <Page slug view/> }.into_any(),
                        Err(error) => {
                            let again = Callback::new(move |()| data.refetch());
                            view! { <div class="page"><InlineError error again/></div> }.into_any()
                        }
                    }
                }
            })}
        </Suspense>
    }
}

/// The answer, kept true.
#[component]
fn Page(slug: Slug, view: ProjectView) -> impl IntoView {
    focus_heading_after_navigation();
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let (project, begin) = (view.slug.clone(), view.clone());
    let live = {
        let (slug, project) = (slug.clone(), project.clone());
        Live::new(Ok(view), move || ask_again(slug.clone(), project.clone()))
    };
    let again = keep_true(live);
    let answer = live.view();
    // Where there is no project for me any more, the last answer stands until something else stands in its place.
    let view = Memo::new(move |before: Option<&ProjectView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&begin).clone())
    });
    let error = Memo::new(move |_: Option<&Option<AppError>>| answer.with(|answer| answer.as_ref().err().cloned()));
    let name = Signal::derive(move || view.read().label());
    let can_read_members = Memo::new(move |_| view.read().can_read_members);
    view! {
        <DocumentTitle text=move || format!("{} · {}", isolated(&name.read()), isolated(&organization()))/>
        {move || match error.get() {
            Some(AppError::Refused(Refusal::NotFound)) => view! { <NotOpenAnyMore slug=slug.clone()/> }.into_any(),
            Some(error) => view! { <div class="page"><InlineError error again/></div> }.into_any(),
            None => view! {
                <ProjectTabs slug=slug.clone() project=project.clone() name here=Here::Overview members=can_read_members/>
                <Opened slug=slug.clone() view again/>
            }
            .into_any(),
        }}
    }
}

/// That the project is not for me any more is an answer, too; who was removed from the organization hears it from the shell.
async fn ask_again(slug: Slug, project: ProjectSlug) -> Result<Answered, AppError> {
    match api::project(slug.to_string(), project.to_string(), true).await {
        Err(error @ AppError::Refused(Refusal::ForbiddenInProject { .. } | Refusal::NotFound)) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

#[component]
fn Opened(slug: Slug, view: Memo<ProjectView>, again: Callback<()>) -> impl IntoView {
    let name = Signal::derive(move || view.read().label());
    let mine = move || {
        view.with(|view| match (view.role, view.can_read, view.actions.can_change_members) {
            // Nobody works in it, whoever they are.
            _ if view.archived => None,
            (None, false, false) => Some(overview::ONLY_KNOWN.to_owned()),
            (role, can_read, _) => Some(overview::mine(role, can_read)),
        })
    };
    let restored = RwSignal::new(false);
    let archived = Memo::new(move |_| view.read().archived);
    let members = paths::project_members(&slug, &view.read_untracked().slug);
    let shown = Memo::new(move |_| view.with(|view| view.can_read || view.can_read_members));
    let all = paths::projects(&slug);
    let slug = StoredValue::new(slug);
    view! {
        <div class="page">
            <div class="page-head">
                <h1 id=HEADING_ID tabindex="-1"><Name text=move || name.get()/></h1>
                {move || mine().map(|mine| view! { <p>{mine}</p> })}
            </div>
            <p class="project-restored quiet" role="status">
                {move || (restored.get() && !archived.get()).then_some(list::RESTORED)}
            </p>
            <Show when=move || archived.get()>
                <Archived slug view again restored/>
            </Show>
            <Show when=move || shown.get()>
                <People view list=members.clone()/>
            </Show>
            <p><a class="link" href=all>{overview::ALL}</a></p>
        </div>
    }
}

/// That it is archived, and the way back for those who may go it.
#[component]
fn Archived(
    slug: StoredValue<Slug>,
    view: Memo<ProjectView>,
    again: Callback<()>,
    /// Whether it was brought back from here.
    restored: RwSignal<bool>,
) -> impl IntoView {
    let form = Form::<api::RestoreProject>::new();
    form.on_done(move |_| {
        restored.set(true);
        again.run(());
    });
    // The button goes with the notice.
    on_cleanup(move || {
        if restored.try_get_untracked() == Some(true) {
            request_animation_frame(|| focus::put_on(HEADING_ID));
        }
    });
    let (busy, error) = (form.busy(), form.form_error());
    let reached = Memo::new(move |_| view.read().taken_projects.clone());
    let can_restore = Memo::new(move |_| view.read().actions.can_restore && reached.read().is_none());
    let here = StoredValue::new(use_location());
    view! {
        <div class="conflict-head">
            <Notice still=true>
                {overview::ARCHIVED}
                <Show when=move || can_restore.get()>
                    <PostForm form attr:class="row-actions">
                        <input type="hidden" name="page" value=move || here.with_value(location::here)/>
                        <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                        <input type="hidden" name="project" value=move || view.read().id.to_string()/>
                        <Button
                            size=ButtonSize::Small submit=true busy
                            aria_label=view.with_untracked(|view| list::restore(&view.label()))
                        >
                            {list::RESTORE}
                        </Button>
                    </PostForm>
                </Show>
            </Notice>
            {move || reached.get().map(|reached| {
                let text = billing::projects_taken(&reached);
                view! { <ReachedNotice slug=slug.get_value() text reached/> }
            })}
            <FormError error/>
        </div>
    }
}

/// Some of those who belong to it, and the way to all of them.
#[component]
fn People(
    view: Memo<ProjectView>,
    /// Path of the list of all of them.
    list: String,
) -> impl IntoView {
    let list = StoredValue::new(list);
    let people = move || view.read().people.clone();
    let more = move || view.with(|view| view.people_count - i64::try_from(view.people.len()).unwrap_or_default());
    let nobody = Memo::new(move |_| view.read().people.is_empty());
    let can_read_members = Memo::new(move |_| view.read().can_read_members);
    let can_change = Memo::new(move |_| view.read().actions.can_change_members);
    view! {
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
            <Show when=move || can_read_members.get()>
                <p class="actions">
                    {move || {
                        let href = list.get_value();
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
            </Show>
        </section>
    }
}

#[component]
fn Colleague(person: ProjectPersonView) -> impl IntoView {
    let role = person.role;
    view! { <li><Person name=person.name line=move || projects::project_role(role)/></li> }
}
