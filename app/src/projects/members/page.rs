//! The page: its frame, and the list kept true.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{Refusal, Slug, paths};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::{list::List, search::use_place};
use crate::{
    answers::blocking_resource,
    error::AppError,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    live::{Answer, Live},
    organizations::{keep_true, use_current},
    projects::{
        api::members::{ProjectMembersView, project_members},
        frame::{Here, Loading, NotOpenAnyMore, ProjectTabs, use_project_in_address},
    },
    text::projects::members,
    ui::{DocumentTitle, Sentence, isolated, suspended},
};

/// After so long it is told that something is awaited.
const PATIENCE: Duration = Duration::from_millis(300);

type Answered = Result<ProjectMembersView, AppError>;

impl Answer for ProjectMembersView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The list. Each project has its own data and its own place for them (OR-3).
#[component]
pub fn ProjectMembers() -> impl IntoView {
    let at = use_project_in_address();
    move || at.get().map(|(slug, project)| view! { <Data slug project/> })
}

#[component]
fn Data(slug: Slug, project: String) -> impl IntoView {
    let place = use_place();
    let first = place.get_untracked();
    let data = {
        let (slug, project, first) = (slug.clone(), project.clone(), first.clone());
        blocking_resource(|| (), move |()| ask(slug.clone(), project.clone(), first.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let (slug, project, first) = (slug.clone(), project.clone(), first.clone());
                async move {
                    match data.await {
                        // It has another name by now (PR-6).
                        Ok(view) if view.slug.as_str() != project => {
                            view! { <Redirect path=first.path(&slug, &view.slug)/> }.into_any()
                        }
                        Ok(view) => view! { <Page slug view first place/> }.into_any(),
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

async fn ask(slug: Slug, project: String, at: paths::ProjectMembersAt, quiet: bool) -> Answered {
    let after = at.after.map(|after| after.to_string()).unwrap_or_default();
    project_members(slug.to_string(), project, at.find, at.show.as_str().to_owned(), after, quiet).await
}

/// The answer, kept true. What is shown stays until the next answer is there, with all that was changed and is not saved.
#[component]
fn Page(
    slug: Slug,
    view: ProjectMembersView,
    /// What the answer is for.
    first: paths::ProjectMembersAt,
    place: Memo<paths::ProjectMembersAt>,
) -> impl IntoView {
    focus_heading_after_navigation();
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let (project, begin) = (view.slug.clone(), view.clone());
    let live = {
        let (slug, project) = (slug.clone(), project.clone());
        Live::with_question(
            first,
            Ok(view),
            move || place.get(),
            move |at| ask_again(slug.clone(), project.to_string(), at),
        )
    };
    let again = keep_true(live);
    let question = live.question();
    let waiting = long_in_coming(Signal::derive(move || *question.read() != *place.read()));
    let answer = live.view();
    // Where there is no list any more, the last one stands until something else stands in its place.
    let view = Memo::new(move |before: Option<&ProjectMembersView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&begin).clone())
    });
    let error = Memo::new(move |_: Option<&Option<AppError>>| answer.with(|answer| answer.as_ref().err().cloned()));
    let gone = Memo::new(move |_| matches!(error.get(), Some(AppError::Refused(Refusal::NotFound))));
    let name = move || view.with(ProjectMembersView::label);
    let intro = move || view.with(|view| if view.can_change { members::INTRO } else { members::INTRO_READER });
    view! {
        <DocumentTitle text=move || format!("{} · {}", members::title(&name()), isolated(&organization()))/>
        {move || if gone.get() {
            view! { <NotOpenAnyMore slug=slug.clone()/> }.into_any()
        } else {
            let (slug, project) = (slug.clone(), project.clone());
            view! {
                <ProjectTabs slug=slug.clone() project=project.clone() name=Signal::derive(name) here=Here::Members members=true/>
                <div class="page">
                    <div class="page-head">
                        <h1 id=HEADING_ID tabindex="-1">
                            <Sentence text=move || members::heading(&name()) names=Signal::derive(move || vec![name()])/>
                        </h1>
                        <p>{intro}</p>
                    </div>
                    {move || match error.get() {
                        Some(error) => view! { <InlineError error again/> }.into_any(),
                        None => view! { <List slug=slug.clone() project=project.clone() view place question waiting again/> }.into_any(),
                    }}
                </div>
            }
            .into_any()
        }}
    }
}

/// Whether something has been awaited for so long that it has to be told.
fn long_in_coming(awaited: Signal<bool>) -> Signal<bool> {
    let (awaited, late) = (Memo::new(move |_| awaited.get()), RwSignal::new(false));
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
        late.set(false);
        let tell = move || {
            // The page may be gone by now.
            late.try_set(true);
        };
        if awaited.get() { set_timeout_with_handle(tell, PATIENCE).ok() } else { None }
    });
    late.into()
}

/// That the list is not for me any more is an answer, too; who was removed hears it from the shell.
async fn ask_again(slug: Slug, project: String, at: paths::ProjectMembersAt) -> Result<Answered, AppError> {
    match ask(slug, project, at, true).await {
        Err(error @ AppError::Refused(Refusal::ForbiddenInProject { .. } | Refusal::NotFound)) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}
