//! The page: its frame, and the list kept true.

use chrono::{DateTime, Utc};
use domain::{ProjectId, Refusal, Slug, paths};
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use leptos_router::components::Redirect;

use super::{list::List, search::use_place};
use crate::{
    error::AppError,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    live::{Answer, Live},
    organizations::{on_change, use_current},
    projects::{
        api::{
            self,
            members::{ProjectMembersView, project_members},
        },
        frame::{Here, Loading, ProjectTabs, use_project_in_address},
    },
    text::projects::members,
    ui::{DocumentTitle, Sentence, isolated},
};

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
        Resource::new_blocking(|| (), move |()| load(slug.clone(), project.clone(), first.clone()))
    };
    view! {
        <Suspense fallback=Loading>
            {move || {
                let (slug, project, first) = (slug.clone(), project.clone(), first.clone());
                Suspend::new(async move {
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
                })
            }}
        </Suspense>
    }
}

/// The second call is made when the first was answered, and finds the request by the owner that is kept for it.
fn load(slug: Slug, project: String, at: paths::ProjectMembersAt) -> impl Future<Output = Answered> + Send {
    ScopedFuture::new_untracked(async move {
        let found = api::project(slug.to_string(), project, false).await?;
        ask(slug, found.id, at, false).await
    })
}

async fn ask(slug: Slug, project: ProjectId, at: paths::ProjectMembersAt, quiet: bool) -> Answered {
    let after = at.after.map(|after| after.to_string()).unwrap_or_default();
    project_members(slug.to_string(), project.to_string(), at.find, at.show.as_str().to_owned(), after, quiet).await
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
    let (id, project, begin) = (view.project, view.slug.clone(), view.clone());
    let live = {
        let slug = slug.clone();
        Live::with_question(first, Ok(view), move || place.get(), move |at| ask_again(slug.clone(), id, at))
    };
    on_change(move || live.look());
    let again = Callback::new(move |()| live.reload());
    let answer = live.view();
    // Where there is no list any more, the last one stands until something else stands in its place.
    let view = Memo::new(move |before: Option<&ProjectMembersView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&begin).clone())
    });
    let error = Memo::new(move |_: Option<&Option<AppError>>| answer.with(|answer| answer.as_ref().err().cloned()));
    let name = move || view.with(|view| view.name.clone());
    let intro = move || view.with(|view| if view.can_change { members::INTRO } else { members::INTRO_READER });
    view! {
        <DocumentTitle text=move || format!("{} · {}", members::title(&name()), isolated(&organization()))/>
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
                None => view! { <List slug=slug.clone() project=project.clone() view place again/> }.into_any(),
            }}
        </div>
    }
}

/// That the list is not for me any more is an answer, too; who was removed hears it from the shell.
async fn ask_again(slug: Slug, project: ProjectId, at: paths::ProjectMembersAt) -> Result<Answered, AppError> {
    match ask(slug, project, at, true).await {
        Err(error @ AppError::Refused(Refusal::ForbiddenInProject { .. } | Refusal::NotFound)) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}
