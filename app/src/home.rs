//! `/o/{slug}`: the home page of an organization. While it is new it says what is worth doing first; later, what waits and what
//! happened.

mod ahead;
pub mod api;
mod first_steps;
mod invitations;
mod latest;
mod team;

use chrono::{DateTime, Utc};
use domain::{Permission, Slug, paths};
use leptos::prelude::*;

use self::{
    ahead::Ahead,
    api::HomeView,
    first_steps::{FirstStepsList, HiddenSteps},
    invitations::{OpenInvitations, Waiting},
    latest::{Feed, Log},
    team::Team,
};
use crate::{
    answers::blocking_resource,
    browser,
    layouts::{HEADING_ID, InlineError},
    live::{Answer, Live},
    notices::use_notices,
    organizations::{keep_true, use_current},
    text::{home, projects::list as projects_list},
    ui::{
        DocumentTitle, Name, Notice, NoticeTone, Sentence, Skeleton, SkeletonWidth, isolated, suspended, use_hydrated,
        use_now,
    },
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shown {
    view: ReadSignal<HomeView>,
    /// What time it is.
    now: Signal<DateTime<Utc>>,
    slug: StoredValue<Slug>,
    /// Asks for all of it anew.
    reload: Callback<()>,
}

impl Answer for HomeView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The home page. Each organization has its own data and its own place for them: after a switch the old ones are gone,
/// however late an answer comes (OR-3).
#[component]
pub fn Home() -> impl IntoView {
    let current = use_current();
    let slug = Memo::new(move |_| current.get().map(|current| current.slug));
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    let (hydrated, ahead) = (use_hydrated(), Ahead::follow());
    view! {
        <DocumentTitle text=move || format!("{} · {}", home::TITLE, isolated(&name()))/>
        <div class="topbar topbar-plain"><strong>{home::TITLE}</strong></div>
        <div class="page">{move || slug.get().map(|slug| view! { <Data slug hydrated ahead/> })}</div>
    }
}

#[component]
fn Data(slug: Slug, hydrated: Signal<bool>, ahead: Ahead) -> impl IntoView {
    let first = ahead.take(&slug);
    let is_ahead = first.is_some();
    let data = {
        let (slug, first) = (slug.clone(), StoredValue::new(first));
        blocking_resource(
            || (),
            move |()| {
                let (slug, first) = (slug.to_string(), first.try_update_value(Option::take).flatten());
                async move {
                    match first {
                        Some(first) => Ok(first),
                        None => api::organization_home(slug, false).await,
                    }
                }
            },
        )
    };
    view! {
        // What is shown while it is asked for again stays.
        <Transition fallback=Loading>
            {suspended(move || {
                let slug = slug.clone();
                async move {
                    match data.await {
                        Ok(view) => view! { <LiveDashboard slug view is_ahead hydrated/> }.into_any(),
                        Err(error) => view! {
                            <div class="home">
                                <div>
                                    <Heading is_new=Signal::stored(false)/>
                                    <InlineError error again=Callback::new(move |()| data.refetch())/>
                                </div>
                            </div>
                        }
                        .into_any(),
                    }
                }
            })}
        </Transition>
    }
}

/// The page (OR-4). Who was removed hears it from the shell.
#[component]
fn LiveDashboard(
    slug: Slug,
    view: HomeView,
    /// Whether it was asked for before the organization was opened, which is noted with the next answer then.
    is_ahead: bool,
    hydrated: Signal<bool>,
) -> impl IntoView {
    // The heading that had the focus until the answer came is another one.
    if hydrated.get_untracked() {
        request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
    }
    let live = {
        let (slug, unnoted) = (slug.to_string(), StoredValue::new(is_ahead));
        let is_noted = move || unnoted.try_update_value(|unnoted| !std::mem::take(unnoted)).unwrap_or(true);
        Live::new(view, move || api::organization_home(slug.clone(), is_noted()))
    };
    if is_ahead {
        live.reload();
    }
    let reload = keep_true(live);
    let view = live.view();
    let now = use_now(view.with_untracked(|view| view.now));
    view! { <Dashboard shown=Shown { view, now, slug: StoredValue::new(slug), reload }/> }
}

/// The heading, which stands from the first moment on: a switch puts the focus on it (OR-3).
#[component]
fn Heading(is_new: Signal<bool>) -> impl IntoView {
    let current = use_current();
    // A memo, as all that this page reads of the shell: it is gone with the page, while the shell goes on changing.
    let name = Memo::new(move |_| current.get().map_or_else(String::new, |current| current.name));
    view! {
        <h1 id=HEADING_ID tabindex="-1">
            <Sentence
                text=move || home::heading(&name.read(), is_new.get()) names=Signal::derive(move || vec![name.get()])
            />
        </h1>
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="home" aria-busy="true">
            <div>
                <Heading is_new=Signal::stored(false)/>
                <div class="home-wait">
                    <Skeleton width=SkeletonWidth::Medium/>
                    <Skeleton width=SkeletonWidth::Long/>
                    <Skeleton width=SkeletonWidth::Long/>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Dashboard(shown: Shown) -> impl IntoView {
    let view = shown.view;
    let is_new = Memo::new(move |_| view.read().first_steps.are_shown());
    let notices = use_notices();
    let restored = Memo::new(move |_| notices.get(paths::RESTORED).is_some());
    let no_project = Memo::new(move |_| view.read().projects.is_empty());
    view! {
        <div class="home">
            <div>
                <Heading is_new=is_new.into()/>
                <div role="status">
                    <Show when=move || restored.get()>
                        <Notice tone=NoticeTone::Ok still=true>{home::RESTORED}</Notice>
                    </Show>
                </div>
                <Intro shown/>
                <Show when=move || no_project.get()><NoProject shown/></Show>
                <Show when=move || is_new.get()><FirstStepsList shown/></Show>
                <Waiting shown/>
                <OpenInvitations shown/>
                <OnlyProject shown/>
                <Show when=move || !is_new.get()><Log shown/></Show>
                <HiddenSteps shown/>
            </div>
            <aside class="aside" aria-label=home::GLANCE>
                <Team shown/>
                <Show when=move || is_new.get()><Feed shown/></Show>
            </aside>
        </div>
    }
}

#[component]
fn Intro(shown: Shown) -> impl IntoView {
    let current = use_current();
    // As it is now, which may be another than when the page came.
    let role = Memo::new(move |_| current.get().map(|current| current.authority.role()));
    let sentences = move || {
        let view = shown.view.read();
        let role = role.get().unwrap_or_else(|| view.organization.authority.role());
        let steps = &view.first_steps;
        let rest = match view.open_invitation_count {
            _ if steps.are_shown() => Some(home::left(steps.left(), steps.steps.len())),
            0 => None,
            open => Some(home::open_invitations(open)),
        };
        std::iter::once(home::intro(role, view.member_count)).chain(rest).collect::<Vec<_>>().join(" ")
    };
    view! { <p class="intro">{sentences}</p> }
}

/// For somebody who can open no project: who can add them to one (PR-4).
#[component]
fn NoProject(shown: Shown) -> impl IntoView {
    let adders = Signal::derive(move || shown.view.read().project_adders.clone());
    view! {
        <section class="block" aria-labelledby="no-project">
            <div class="block-head"><h2 id="no-project">{projects_list::NONE}</h2></div>
            <p><Sentence text=move || projects_list::none(&adders.read()) names=adders/></p>
        </section>
    }
}

/// The way into the only project of somebody who has no list of projects. From the second one on the sidebar has one.
#[component]
fn OnlyProject(shown: Shown) -> impl IntoView {
    let only = Memo::new(move |_| {
        let view = shown.view.read();
        let listed = view.organization.authority.may(Permission::ReadProjects);
        match view.projects.as_slice() {
            [only] if !listed => Some(only.clone()),
            _ => None,
        }
    });
    move || {
        only.get().map(|project| {
            let href = shown.slug.with_value(|slug| paths::project(slug, &project.slug));
            view! {
                <section class="block" aria-labelledby="project">
                    <div class="block-head"><h2 id="project">{home::PROJECT}</h2></div>
                    <p><a class="link" href=href><Name text=project.name/></a></p>
                </section>
            }
        })
    }
}
