//! `/o/{slug}`: the home page of an organization.

use domain::{Permission, Slug};
use leptos::{prelude::*, task::spawn_local};

use super::api::{self, Deed, DeedView, HomeView, MemberView};
use crate::{
    layouts::{HEADING_ID, Trouble, on_change, use_current},
    routes,
    text::{self, home, invitations::as_role, members},
    ui::{
        ButtonKind, ButtonSize, DocumentTitle, IconName, LinkButton, LocalTime, Name, Person, Sentence, Skeleton,
        SkeletonWidth, TimeShape, isolated,
    },
};

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
                        Ok(view) => view! { <Kept slug view/> }.into_any(),
                        Err(error) => view! { <Trouble error again=Callback::new(move |()| data.refetch())/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// The page, kept true: asked for again when something changed (OR-4).
#[component]
fn Kept(slug: Slug, view: HomeView) -> impl IntoView {
    let view = RwSignal::new(view);
    on_change(move || {
        let slug = slug.to_string();
        spawn_local(async move {
            // Otherwise what is shown is as old as it was; who was removed hears it from the shell.
            if let Ok(fresh) = api::organization_home(slug, true).await {
                view.try_set(fresh);
            }
        });
    });
    view! { <Dashboard view/> }
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
fn Dashboard(view: RwSignal<HomeView>) -> impl IntoView {
    let current = use_current();
    // My role as it is now, which may be another than when the page came.
    let role = Memo::new(move |_| current.get().map_or_else(|| view.read().organization.role, |current| current.role));
    let (slug, address) = view.with_untracked(|view| (view.organization.slug.clone(), view.address.clone()));
    let slug = StoredValue::new(slug);
    let count = Memo::new(move |_| view.read().member_count);
    let members = Memo::new(move |_| view.read().members.clone());
    let project = Memo::new(move |_| view.read().projects.first().cloned().unwrap_or_default());
    view! {
        <div class="home-main">
            <p class="lede">{move || home::lede(role.get(), count.get())}</p>
            <ol class="todo">
                <Show when=move || role.get().assignable().next().is_some()>
                    <Step heading=home::INVITE>
                        <p>{home::INVITE_TEXT}</p>
                        <p class="actions">
                            <LinkButton kind=ButtonKind::Primary icon=IconName::PersonPlus href=slug.with_value(routes::new_member)>
                                {home::INVITE_LINK}
                            </LinkButton>
                        </p>
                    </Step>
                </Show>
                <Step heading=home::ADDRESS>
                    <p>{home::ADDRESS_TEXT} <Name text=address exact=true/> "."</p>
                </Step>
                <Step heading=home::PROJECT><p><Sentence text=move || home::project_text(&project.read()) names=Signal::derive(move || vec![project.get()])/></p></Step>
                <Step heading=home::SWITCHING>
                    <p>{home::SWITCHING_TEXT}</p>
                    <p class="actions">
                        <LinkButton kind=ButtonKind::Plain size=ButtonSize::Medium icon=IconName::Plus href=routes::SETUP>
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
                    <Show when=move || role.get().may(Permission::ReadMembers)>
                        " "
                        <a class="link" href=slug.with_value(routes::members)>{members::TITLE}</a>
                    </Show>
                </h2>
                <ul>{move || members.get().into_iter().map(|member| view! { <Teammate member/> }).collect_view()}</ul>
            </section>
            <section class="feed">
                <h2>{home::LATEST}</h2>
                <ul>
                    {move || {
                        let HomeView { organization, latest, now, .. } = view.get();
                        let line = |deed| view! { <Latest deed now organization=organization.name.clone()/> };
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
fn Latest(deed: DeedView, now: chrono::DateTime<chrono::Utc>, organization: String) -> impl IntoView {
    let who = if deed.mine { home::YOU.to_owned() } else { deed.actor.unwrap_or_else(|| home::SOMEBODY.to_owned()) };
    let what = match deed.what {
        Deed::OrganizationCreated { name, project } => {
            view! { {home::CREATED} <b><Name text=name/></b> {home::WITH_PROJECT} <b><Name text=project/></b> }
                .into_any()
        }
        Deed::Invited { whom, .. } => view! { {home::INVITED} <b><Name text=whom exact=true/></b> }.into_any(),
        Deed::Joined { role } => view! { {home::JOINED_AS} {as_role(role)} }.into_any(),
        Deed::RoleChanged { whom, role } => {
            view! { {home::MADE} <b><Name text=whom/></b> " " {text::a_role(role)} }.into_any()
        }
        Deed::Removed { whom } => view! { {home::REMOVED} <b><Name text=whom/></b> }.into_any(),
        Deed::Left => home::LEFT.into_any(),
        Deed::Drafted { whom } => view! { {home::DRAFTED} <b><Name text=whom exact=true/></b> }.into_any(),
        Deed::LinkCopied { whom } => view! { {home::LINK_COPIED} <b><Name text=whom exact=true/></b> }.into_any(),
        Deed::Cancelled { whom } => view! { {home::CANCELLED} <b><Name text=whom exact=true/></b> }.into_any(),
        Deed::Declined => home::DECLINED.into_any(),
        Deed::AskedAgain => home::ASKED_AGAIN.into_any(),
        Deed::Deleted => view! { {home::DELETED} <b><Name text=organization/></b> }.into_any(),
        Deed::Restored => view! { {home::RESTORED} <b><Name text=organization/></b> }.into_any(),
        Deed::AccountDeleted => home::ACCOUNT_DELETED.into_any(),
        Deed::Other => view! { {home::DID} <b><Name text=organization/></b> }.into_any(),
    };
    view! { <li><b><Name text=who/></b> {what} <LocalTime at=deed.at shape=TimeShape::Relative now/></li> }
}
