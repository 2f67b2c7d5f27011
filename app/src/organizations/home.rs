//! `/o/{slug}`: the home page of an organization.

use domain::{Permission, Slug};
use leptos::prelude::*;

use super::api::{self, Deed, DeedView, HomeView, OrganizationView};
use crate::{
    error::AppError,
    layouts::{Broken, HEADING_ID, use_current},
    routes,
    text::{
        self, home,
        invitations::as_role,
        members::{self, home as inviting},
    },
    ui::{
        Button, ButtonKind, ButtonSize, DocumentTitle, IconName, LinkButton, LocalTime, Notice, NoticeTone, Person,
        Skeleton, SkeletonWidth, TimeShape,
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
        <DocumentTitle text=move || format!("{} · {}", home::TITLE, name())/>
        <div class="topbar topbar-plain"><strong>{home::TITLE}</strong></div>
        <div class="page">
            <div class="home">
                <h1 id=HEADING_ID tabindex="-1">{move || home::heading(&name())}</h1>
                {move || slug.get().map(|slug| view! { <Data slug/> })}
            </div>
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let data = Resource::new_blocking(|| (), move |()| api::organization_home(slug.to_string()));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(view) => view! { <Dashboard view/> }.into_any(),
                    // These are mended elsewhere: by signing in, by confirming, or not at all.
                    Err(error @ (AppError::SignedOut | AppError::Unconfirmed | AppError::NotFound)) => {
                        view! { <Broken error/> }.into_any()
                    }
                    Err(error) => {
                        #[cfg(feature = "ssr")]
                        crate::server::set_status(error.status());
                        view! {
                            <div class="home-main">
                                <Notice tone=NoticeTone::Danger>
                                    {text::error(&error)} " "
                                    <Button size=ButtonSize::Small on_click=move || data.refetch()>{text::broken::AGAIN}</Button>
                                </Notice>
                            </div>
                        }
                        .into_any()
                    }
                }
            })}
        </Suspense>
    }
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
fn Dashboard(view: HomeView) -> impl IntoView {
    let HomeView { organization, address, members, member_count, projects, latest, now } = view;
    let OrganizationView { slug, role, name, .. } = organization;
    let project = projects.first().cloned().unwrap_or_default();
    let current = use_current();
    // My role as it is now, which may be another than when the page came (OR-4).
    let role_now = Memo::new(move |_| current.get().map_or(role, |current| current.role));
    let slug = StoredValue::new(slug);
    view! {
        <div class="home-main">
            <p class="lede">{move || home::lede(text::role(role_now.get()), member_count)}</p>
            <ol class="todo">
                <Show when=move || role_now.get().assignable().next().is_some()>
                    <Step heading=inviting::INVITE>
                        <p>{inviting::INVITE_TEXT}</p>
                        <p class="actions">
                            <LinkButton kind=ButtonKind::Primary icon=IconName::PersonPlus href=slug.with_value(routes::new_member)>
                                {inviting::INVITE_LINK}
                            </LinkButton>
                        </p>
                    </Step>
                </Show>
                <Step heading=home::ADDRESS>
                    <p>{home::ADDRESS_TEXT} <span class="exact">{address}</span> "."</p>
                </Step>
                <Step heading=home::PROJECT><p>{home::project_text(&project)}</p></Step>
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
                    <Show when=move || role_now.get().may(Permission::ReadMembers)>
                        " "
                        <a class="link" href=slug.with_value(routes::members)>{members::TITLE}</a>
                    </Show>
                </h2>
                <ul>
                    {members
                        .into_iter()
                        .map(|member| view! { <li><Person name=member.name line=move || text::role(member.role)/></li> })
                        .collect_view()}
                </ul>
            </section>
            <section class="feed">
                <h2>{home::LATEST}</h2>
                <ul>
                    {latest.into_iter().map(|deed| view! { <Latest deed now organization=name.clone()/> }).collect_view()}
                </ul>
            </section>
        </aside>
    }
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
            view! { {home::CREATED} <b>{name}</b> {home::WITH_PROJECT} <b>{project}</b> }.into_any()
        }
        Deed::Invited { whom, .. } => view! { {inviting::INVITED} <b class="exact">{whom}</b> }.into_any(),
        Deed::Joined { role } => view! { {inviting::JOINED_AS} {as_role(role)} }.into_any(),
        Deed::RoleChanged { whom, role } => view! { {inviting::MADE} <b>{whom}</b> " " {as_role(role)} }.into_any(),
        Deed::Removed { whom } => view! { {inviting::REMOVED} <b>{whom}</b> }.into_any(),
        Deed::Left => inviting::LEFT.into_any(),
        Deed::Other => view! { {home::DID} <b>{organization}</b> }.into_any(),
    };
    view! { <li><b>{who}</b> {what} <LocalTime at=deed.at shape=TimeShape::Relative now/></li> }
}
