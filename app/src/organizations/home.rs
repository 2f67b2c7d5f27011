//! `/o/{slug}`: the home page of an organization.

use chrono::{DateTime, Utc};
use domain::{Permission, Slug, paths};
use leptos::prelude::*;

use super::{
    api::{self, HomeView, MemberView},
    on_change, use_current,
};
use crate::{
    audit::{AuditEntryView, AuditSentence},
    layouts::{HEADING_ID, InlineError},
    live::{Answer, Live},
    text::{self, home, members},
    ui::{
        ButtonKind, ButtonSize, DocumentTitle, IconName, LinkButton, LocalTime, Name, Person, Sentence, Skeleton,
        SkeletonWidth, TimeShape, isolated,
    },
};

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
    view! {
        <DocumentTitle text=move || format!("{} · {}", home::TITLE, isolated(&name()))/>
        <div class="topbar topbar-plain"><strong>{home::TITLE}</strong></div>
        <div class="page">
            <div class="home">
                <h1 id=HEADING_ID tabindex="-1">
                    <Sentence text=move || home::heading(&name()) names=Signal::derive(move || vec![name()])/>
                </h1>
                {move || slug.get().map(|slug| view! { <Data slug/> })}
            </div>
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let data = {
        let slug = slug.clone();
        Resource::new_blocking(|| (), move |()| api::organization_home(slug.to_string(), false))
    };
    view! {
        // What is shown while it is asked for again stays.
        <Transition fallback=Loading>
            {move || {
                let slug = slug.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(view) => view! { <LiveDashboard slug view/> }.into_any(),
                        Err(error) => view! { <InlineError error again=Callback::new(move |()| data.refetch())/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// The page (OR-4). Who was removed hears it from the shell.
#[component]
fn LiveDashboard(slug: Slug, view: HomeView) -> impl IntoView {
    let live = Live::new(view, move || api::organization_home(slug.to_string(), true));
    on_change(move || live.look());
    view! { <Dashboard view=live.view()/> }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="home-main" aria-busy="true">
            <Skeleton width=SkeletonWidth::Medium/>
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Long/>
        </div>
    }
}

#[component]
fn Dashboard(view: ReadSignal<HomeView>) -> impl IntoView {
    let current = use_current();
    // As it is now, which may be otherwise than when the page came.
    let authority = Memo::new(move |_| {
        current.get().map_or_else(|| view.read().organization.authority.clone(), |current| current.authority)
    });
    let (slug, address) = view.with_untracked(|view| (view.organization.slug.clone(), view.address.clone()));
    let slug = StoredValue::new(slug);
    let count = Memo::new(move |_| view.read().member_count);
    let members = Memo::new(move |_| view.read().members.clone());
    let project = Memo::new(move |_| view.read().projects.first().cloned().unwrap_or_default());
    view! {
        <div class="home-main">
            <p class="intro">{move || home::intro(authority.get().role(), count.get())}</p>
            <ol class="todo">
                <Show when=move || authority.get().may_invite()>
                    <Step heading=home::INVITE>
                        <p>{home::INVITE_TEXT}</p>
                        <p class="actions">
                            <LinkButton kind=ButtonKind::Primary icon=IconName::PersonPlus href=slug.with_value(paths::new_member)>
                                {home::INVITE_LINK}
                            </LinkButton>
                        </p>
                    </Step>
                </Show>
                <Step heading=home::ADDRESS>
                    <p>{home::ADDRESS_TEXT} <Name text=address verbatim=true/> "."</p>
                </Step>
                <Step heading=home::PROJECT><p><Sentence text=move || home::project_text(&project.read()) names=Signal::derive(move || vec![project.get()])/></p></Step>
                <Step heading=home::SWITCHING>
                    <p>{home::SWITCHING_TEXT}</p>
                    <p class="actions">
                        <LinkButton kind=ButtonKind::Plain size=ButtonSize::Medium icon=IconName::Plus href=paths::SETUP>
                            {home::CREATE}
                        </LinkButton>
                    </p>
                </Step>
            </ol>
        </div>
        <aside class="aside" aria-label=home::GLANCE>
            <section>
                <h2>
                    {home::TEAM}
                    <Show when=move || authority.get().may(Permission::ReadMembers)>
                        " "
                        <a class="link" href=slug.with_value(paths::members)>{members::TITLE}</a>
                    </Show>
                </h2>
                <ul>{move || members.get().into_iter().map(|member| view! { <Teammate member/> }).collect_view()}</ul>
            </section>
            <section class="feed">
                <h2>{home::LATEST}</h2>
                <ul>
                    {move || {
                        let HomeView { organization, latest, now, .. } = view.get();
                        let line = |entry| view! { <Latest entry now organization=organization.name.clone()/> };
                        latest.into_iter().map(line).collect_view()
                    }}
                </ul>
            </section>
        </aside>
    }
}

#[component]
fn Teammate(member: MemberView) -> impl IntoView {
    view! { <li><Person name=member.name line=move || text::role(member.role)/></li> }
}

#[component]
fn Step(heading: &'static str, children: Children) -> impl IntoView {
    view! {
        <li>
            <span class="tick" aria-hidden="true"></span>
            <div><h2>{heading}</h2>{children()}</div>
        </li>
    }
}

#[component]
fn Latest(entry: AuditEntryView, now: DateTime<Utc>, organization: String) -> impl IntoView {
    let at = entry.at;
    view! { <li><AuditSentence entry organization/> " " <LocalTime at shape=TimeShape::Relative now/></li> }
}
