//! The projects in the sidebar, from the second one on: a small team never meets the level (PR-5).

use chrono::{DateTime, Utc};
use domain::{Namesakes, Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    MyOrganizations,
    api::projects::{OpenProjectView, OpenProjectsView, open_projects},
    upcoming::Upcoming,
};
use crate::{
    error::AppError,
    live::{Answer, Live},
    text::projects::list,
    ui::{Icon, IconName, Name},
};

/// None where no organization of mine is shown, or where it was not told yet.
type Answered = Option<OpenProjectsView>;

impl Answer for Answered {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        self.as_ref().map(|view| view.now)
    }
}

/// The projects that I can open in the organization that is shown.
#[derive(Clone, Copy)]
pub struct OpenProjects {
    live: Live<Answered, Option<Slug>>,
    slug: Memo<Option<Slug>>,
}

impl OpenProjects {
    /// Begins with what came with the page. The shell asks for it with all else that it shows: a resource of the sidebar's own
    /// would stand beside the page's, and the server numbers those in the order in which they happen to be done.
    pub fn new(first: Answered, slug: Memo<Option<Slug>>, mine: MyOrganizations, upcoming: Upcoming) -> Self {
        let ask = move |slug: Option<Slug>| {
            let ahead = slug.as_ref().and_then(|slug| upcoming.take_projects(slug));
            async move { if ahead.is_some() { Ok(ahead) } else { ask(slug).await } }
        };
        let live = Live::with_question(slug.get_untracked(), first, move || slug.get(), ask);
        mine.on_look(move || live.look());
        Self { live, slug }
    }

    /// None until the answer for the organization that is shown is there: never those of another one (OR-3).
    fn view(self) -> Memo<Answered> {
        let (view, question) = (self.live.view(), self.live.question());
        Memo::new(move |_| view.get().filter(|_| question.get() == self.slug.get()))
    }

    /// Whether the sidebar lists them.
    pub fn are_listed(self) -> Memo<bool> {
        let view = self.view();
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.projects.len() > 1)))
    }
}

async fn ask(slug: Option<Slug>) -> Result<Answered, AppError> {
    match slug {
        Some(slug) => open_projects(slug.to_string(), true).await.map(Some),
        None => Ok(None),
    }
}

/// The list.
#[component]
pub fn ProjectNav(
    projects: OpenProjects,
    /// Called when one is gone to.
    #[prop(into)]
    on_go: Callback<()>,
) -> impl IntoView {
    let view = projects.view();
    let listed = projects.are_listed();
    let can_create = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.can_create)));
    let rows = move || {
        let (slug, open) = (projects.slug.get(), view.get().map(|view| view.projects).unwrap_or_default());
        let row = |project| Some((slug.clone()?, project));
        open.into_iter().filter_map(row).collect::<Vec<(Slug, OpenProjectView)>>()
    };
    let namesakes = Memo::new(move |_| {
        let view = view.read();
        let named = view.iter().flat_map(|view| &view.projects);
        Namesakes::among(named.map(|project| (project.name.as_str(), &project.slug)))
    });
    let new = move || projects.slug.get().map(|slug| paths::new_project(&slug));
    let location = use_location();
    view! {
        <Show when=move || listed.get()>
            <h2 class="nav-head">
                {list::TITLE}
                <Show when=move || can_create.get()>
                    <a
                        class="button button-quiet button-icon button-sm" href=new
                        aria-label=list::NEW
                        on:click=move |_| on_go.run(())
                    >
                        <Icon name=IconName::Plus/>
                    </a>
                </Show>
            </h2>
            <div class="nav">
                <For each=rows key=Clone::clone let:row>
                    {
                        let (slug, OpenProjectView { slug: project, name, .. }) = row;
                        let href = paths::project(&slug, &project);
                        let within = format!("{href}/");
                        let here = href.clone();
                        let (called, place) = (name.clone(), project.to_string());
                        // Two that are called alike are told apart by their addresses.
                        let place = move || namesakes.read().has(&called).then(|| view! {
                            " " <small><Name text=place.clone() verbatim=true/></small>
                        });
                        let at = move || {
                            let path = location.pathname.read();
                            if *path == here {
                                Some("page")
                            } else {
                                path.starts_with(&within).then_some("true")
                            }
                        };
                        view! {
                            <a href=href aria-current=at on:click=move |_| on_go.run(())>
                                <Icon name=IconName::Project/>
                                <span class="grow"><Name text=name/>{place}</span>
                            </a>
                        }
                    }
                </For>
            </div>
        </Show>
    }
}
