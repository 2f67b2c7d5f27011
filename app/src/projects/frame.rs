//! What the pages of one project share: which project it is, and the tabs above them.

use domain::{ProjectSlug, Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    layouts::HEADING_ID,
    organizations::use_organization_at,
    text::projects::{list, members, overview},
    ui::{Skeleton, SkeletonWidth, Tab, Tabs},
};

/// The project that the address names, as it stands there; none while the address has gone elsewhere already.
pub(super) fn use_project_in_address() -> Memo<Option<(Slug, String)>> {
    let (slug, params) = (use_organization_at(paths::projects), use_params_map());
    Memo::new(move |_| Some((slug.get()?, params.read().get("project")?)))
}

/// Which page of a project this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    Overview,
    Members,
}

#[component]
pub(super) fn ProjectTabs(
    slug: Slug,
    project: ProjectSlug,
    name: Signal<String>,
    here: Here,
    /// Whether I see the list of who belongs to it.
    #[prop(into)]
    members: Signal<bool>,
) -> impl IntoView {
    let to_members = paths::project_members(&slug, &project);
    view! {
        <header class="topbar">
            <Tabs label=Signal::derive(move || overview::tabs(&name.read()))>
                <Tab href=paths::project(&slug, &project) current=here == Here::Overview>{overview::TITLE}</Tab>
                <Show when=move || members.get()>
                    <Tab href=to_members.clone() current=here == Here::Members>{members::TITLE}</Tab>
                </Show>
            </Tabs>
        </header>
    }
}

/// In the place of a project that was open, and that I am told nothing of any more.
#[component]
pub(super) fn NotOpenAnyMore(slug: Slug) -> impl IntoView {
    view! {
        <div class="page">
            <div class="page-head" role="status">
                <h1 id=HEADING_ID tabindex="-1">{overview::GONE}</h1>
                <p>{overview::GONE_INTRO}</p>
            </div>
            <p><a class="link" href=paths::projects(&slug)>{overview::ALL}</a></p>
        </div>
    }
}

#[component]
pub(super) fn Loading() -> impl IntoView {
    view! {
        <div class="page" aria-busy="true">
            <div class="page-head"><h1 id=HEADING_ID tabindex="-1">{list::PROJECT}</h1></div>
            <div class="projects-wait">
                <Skeleton width=SkeletonWidth::Long/>
                <Skeleton width=SkeletonWidth::Full/>
                <Skeleton width=SkeletonWidth::Full/>
            </div>
        </div>
    }
}
