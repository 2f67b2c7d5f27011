//! The list itself: those that are worked in as a table, the archived ones folded below it.

use domain::{ProjectId, Slug, paths};
use leptos::prelude::*;

use super::{
    acts::Questions,
    api::{ProjectRow, ProjectsView},
    context::{ProjectsContext, RESTORE_FORM},
    new_project::NewProject,
    row::{ArchivedInPlace, ProjectLine},
};
use crate::{
    browser,
    form::{PageField, PostForm},
    organizations::ReachedNotice,
    query::use_query,
    text::{projects::list, settings::billing},
    ui::{
        Button, ButtonKind, ButtonSize, Empty, FormError, Icon, IconName, LinkButton, LocalTime, Name, Sentence, Table,
        TimeShape,
    },
};

/// Id of the link that opens the panel.
const NEW_PROJECT_ID: &str = "new-project-link";

#[component]
pub(super) fn List(slug: Slug, view: ReadSignal<ProjectsView>, again: Callback<()>) -> impl IntoView {
    let shared = ProjectsContext::new(slug.clone(), view, again);
    let can_create = Memo::new(move |_| view.read().can_create);
    let count = Memo::new(move |_| view.read().active.len());
    let none = Memo::new(move |_| shared.rows().is_empty());
    let query = use_query();
    let adding = Memo::new(move |_| query.get(paths::NEW).is_some() && can_create.get());
    // Back closes the panel, too, and leaves the focus nowhere.
    Effect::new(move |before: Option<bool>| {
        let now = adding.get();
        if before == Some(true) && !now {
            request_animation_frame(|| browser::focus_if_lost(NEW_PROJECT_ID));
        }
        now
    });
    view! {
        <p class="projects-count num">
            <span aria-hidden="true">{move || count.get()}</span>
            <span class="visually-hidden">{move || list::projects(count.get())}</span>
        </p>
        <Show when=move || can_create.get()>
            <LinkButton
                kind=ButtonKind::Primary icon=IconName::Plus href=paths::new_project(&slug) attr:id=NEW_PROJECT_ID
                attr:data-noscroll="true"
            >
                {list::NEW}
            </LinkButton>
        </Show>
        <p class="visually-hidden" role="status">{move || shared.message()}</p>
        <div class="projects-list">
            <FormError error=shared.error/>
            <Show when=move || !none.get() fallback=move || view! { <Nobody view/> }>
                <p class="quiet">{list::INTRO}</p>
                <InUse shared/>
                <One view/>
            </Show>
            <ArchivedOnes shared/>
        </div>
        <PostForm form=shared.restore attr:id=RESTORE_FORM>
            <PageField/>
            <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
        </PostForm>
        <Questions shared/>
        <Show when=move || adding.get()><NewProject shared/></Show>
    }
}

#[component]
fn InUse(shared: ProjectsContext) -> impl IntoView {
    let rows = Memo::new(move |_| shared.rows());
    view! {
        <div class="bleed">
            <Table caption=list::CAPTION class="projects" attr:role="table">
                <thead>
                    <tr>
                        <th scope="col">{list::PROJECT}</th>
                        <th scope="col" class="col-people">{list::PEOPLE}</th>
                        <th scope="col" class="col-num">{list::MANAGERS}</th>
                        <th scope="col" class="col-num">{list::AGENTS}</th>
                        <th scope="col" class="col-num">{list::VIEWERS}</th>
                        <th scope="col" class="col-date">{list::CREATED}</th>
                        <th scope="col" class="col-menu"><span class="visually-hidden">{list::ACTIONS}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=Clone::clone let:row>
                        {if row.archived {
                            view! { <ArchivedInPlace id=row.id shared/> }.into_any()
                        } else {
                            view! { <ProjectLine id=row.id name=row.name shared/> }.into_any()
                        }}
                    </For>
                </tbody>
            </Table>
        </div>
    }
}

/// There is one project, and that is as it should be.
#[component]
fn One(view: ReadSignal<ProjectsView>) -> impl IntoView {
    let one =
        Memo::new(move |_| view.with(|view| view.active.len() == 1 && view.archived.is_empty() && view.can_create));
    view! { <Show when=move || one.get()><Empty title=list::ONE>{list::ONE_INTRO}</Empty></Show> }
}

/// I am in none that is worked in, and see no list of them (PR-4).
#[component]
fn Nobody(view: ReadSignal<ProjectsView>) -> impl IntoView {
    let adders = Signal::derive(move || view.read().adders.clone());
    view! { <Empty title=list::NONE><Sentence text=move || list::none(&adders.read()) names=adders/></Empty> }
}

#[component]
fn ArchivedOnes(shared: ProjectsContext) -> impl IntoView {
    // By name too, so that a project that is called otherwise has another row.
    let rows = Memo::new(move |_| {
        let archived = shared.view.read().archived.clone();
        archived.iter().map(|row| (row.id, shared.label(row))).collect::<Vec<(ProjectId, String)>>()
    });
    let any = Memo::new(move |_| !rows.read().is_empty());
    let count = move || rows.read().len();
    let reached = Memo::new(move |_| shared.view.read().taken_projects.clone());
    let names = Signal::derive(move || rows.read().iter().map(|(_, label)| label.clone()).collect::<Vec<String>>());
    view! {
        <Show when=move || any.get()>
            <details class="fold">
                <summary>
                    <Icon name=IconName::Right/>
                    {list::ARCHIVED} " " <span class="num">{count}</span>
                    <span class="quiet clip"><Sentence text=move || names.read().join(", ") names/></span>
                </summary>
                // Said before one is brought back for which there is no room.
                {move || reached.get().map(|reached| {
                    let text = billing::projects_taken(&reached);
                    view! { <ReachedNotice slug=shared.slug.get_value() text reached/> }
                })}
                <ul class="rows">
                    <For each=move || rows.get() key=Clone::clone let:row>
                        <ArchivedLine id=row.0 label=row.1 shared/>
                    </For>
                </ul>
            </details>
        </Show>
    }
}

#[component]
fn ArchivedLine(id: ProjectId, label: String, shared: ProjectsContext) -> impl IntoView {
    let Some(row) = shared.kept_true(id) else { return ().into_any() };
    let restore = list::restore(&label);
    let busy = shared.restore.sends("project", id);
    let can_restore = Memo::new(move |_| row.read().actions.can_restore && shared.has_room());
    let below = move || {
        let ProjectRow { archived_at, archived_by, managers, agents, viewers, .. } = row.get();
        let now = shared.view.read_untracked().now;
        let names: Vec<String> = archived_by.iter().cloned().collect();
        archived_at.map(|at| {
            view! {
                {list::ARCHIVED_AT}
                <LocalTime at shape=TimeShape::Relative now/>
                <Sentence text=list::archived_by(archived_by.as_deref(), managers + agents + viewers) names/>
            }
        })
    };
    view! {
        <li>
            <Icon name=IconName::Project/>
            <div class="grow">
                <b><Name text=label/></b>
                <small>{below}</small>
            </div>
            <Show when=move || can_restore.get()>
                <Button
                    size=ButtonSize::Small submit=true name="project" value=id.to_string() busy
                    aria_label=restore.clone() attr:form=RESTORE_FORM
                >
                    {list::RESTORE}
                </Button>
            </Show>
        </li>
    }
    .into_any()
}
