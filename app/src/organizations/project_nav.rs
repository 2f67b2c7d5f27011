//! The projects in the sidebar, from the second one on: a small team never meets the level (PR-5).

use chrono::{DateTime, Utc};
use domain::{Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    MyOrganizations,
    api::{
        OrganizationView,
        projects::{OpenProjectView, OpenProjectsView, open_projects},
    },
};
use crate::{
    live::{Answer, Live},
    text::projects::list,
    ui::{Icon, IconName, Name},
};

impl Answer for OpenProjectsView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The list. Each organization has its own data and its own place for them (OR-3).
#[component]
pub fn ProjectNav(
    /// Where we are.
    current: Memo<Option<OrganizationView>>,
    /// Says when something may have changed.
    mine: MyOrganizations,
    /// Called when one is gone to.
    #[prop(into)]
    on_go: Callback<()>,
) -> impl IntoView {
    let slug = Memo::new(move |_| current.get().map(|current| current.slug));
    move || slug.get().map(|slug| view! { <Data slug mine on_go/> })
}

#[component]
fn Data(slug: Slug, mine: MyOrganizations, on_go: Callback<()>) -> impl IntoView {
    let data = {
        let slug = slug.clone();
        Resource::new_blocking(|| (), move |()| open_projects(slug.to_string(), true))
    };
    view! {
        <Transition>
            {move || {
                let slug = slug.clone();
                Suspend::new(async move {
                    // That the server cannot be reached is said by the shell and the page.
                    data.await.ok().map(|view| view! { <Nav slug view mine on_go/> })
                })
            }}
        </Transition>
    }
}

#[component]
fn Nav(slug: Slug, view: OpenProjectsView, mine: MyOrganizations, on_go: Callback<()>) -> impl IntoView {
    let live = {
        let slug = slug.clone();
        Live::new(view, move || open_projects(slug.to_string(), true))
    };
    mine.on_look(move || live.look());
    let view = live.view();
    let several = Memo::new(move |_| view.read().projects.len() > 1);
    let can_create = Memo::new(move |_| view.read().can_create);
    let slug = StoredValue::new(slug);
    let location = use_location();
    view! {
        <Show when=move || several.get()>
            <h2 class="nav-head">
                {list::TITLE}
                <Show when=move || can_create.get()>
                    <a
                        class="button button-quiet button-icon button-sm" href=slug.with_value(paths::new_project)
                        aria-label=list::NEW
                        on:click=move |_| on_go.run(())
                    >
                        <Icon name=IconName::Plus/>
                    </a>
                </Show>
            </h2>
            <div class="nav">
                <For each=move || view.read().projects.clone() key=Clone::clone let:project>
                    {
                        let OpenProjectView { slug: project, name } = project;
                        let href = slug.with_value(|slug| paths::project(slug, &project));
                        let within = format!("{href}/");
                        let here = href.clone();
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
                                <span class="grow"><Name text=name/></span>
                            </a>
                        }
                    }
                </For>
            </div>
        </Show>
    }
}
