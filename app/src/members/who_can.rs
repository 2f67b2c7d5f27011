//! `/o/{slug}/members/who-can-do-what`: the table of permissions itself, with the people behind each line (TR-12).

use domain::{
    Grant, Permission, ProjectPermission, ProjectRole, Role, Slug,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

use super::{
    api::who_can::{self as api, HoldersView, WhoCanView},
    details::Crumb,
};
use crate::{
    layouts::{HEADING_ID, focus_heading_after_navigation, loaded},
    organizations::{use_current, use_organization_at},
    settings::SettingsTabs,
    text::{
        self,
        members::{self, who_can as words},
        projects,
    },
    ui::{
        Avatar, AvatarSize, DocumentTitle, Icon, IconName, Name, Notice, NoticeTone, Sentence, Skeleton, SkeletonWidth,
        Table, isolated,
    },
};

/// People whose circles stand in a line.
const CIRCLES: usize = 3;

/// The page.
#[component]
pub fn WhoCanDoWhat() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(paths::who_can_do_what);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <DocumentTitle text=move || format!("{} · {}", words::TITLE, isolated(&name()))/>
        <SettingsTabs here=SettingsTab::Members/>
        <div class="page">
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let current = use_current();
    // Who does not see the list of members is led back to where they belong.
    let sees_members = Memo::new(move |_| {
        current.with(|current| current.as_ref().is_some_and(|me| me.authority.may(Permission::ReadMembers)))
    });
    let back = slug.clone();
    view! {
        <Show when=move || sees_members.get()><Crumb slug=back.clone()/></Show>
        <div class="page-head">
            <h1 id=HEADING_ID tabindex="-1">{words::TITLE}</h1>
            <p>{words::INTRO}</p>
        </div>
        {loaded(
            move || api::who_can(slug.to_string()),
            || view! { <Skeleton width=SkeletonWidth::Full/> },
            |view| view! { <Tables view/> },
        )}
    }
}

#[component]
fn Tables(view: WhoCanView) -> impl IntoView {
    focus_heading_after_navigation();
    let WhoCanView { holders, identity_managed } = view;
    let current = use_current();
    let organization = current.with_untracked(|current| current.as_ref().map(|current| current.name.clone()));
    let organization = organization.unwrap_or_default();
    let with_people = holders.is_some();
    let holders = holders.unwrap_or_default();
    let groups = words::GROUPS.into_iter().map(|(title, permissions)| {
        let rows = permissions.iter().map(|permission| {
            let of = holders.iter().find(|of| of.permission == *permission).cloned();
            view! { <Line permission=*permission of with_people/> }
        });
        view! {
            <tr class="group" role="row">
                <th scope="rowgroup" role="rowheader" colspan=if with_people { 7 } else { 6 }>{title}</th>
            </tr>
            {rows.collect_view()}
        }
    });
    let groups = groups.collect_view();
    let roles = Role::ALL.into_iter().map(|role| view! { <th scope="col" class="col-role">{text::role(role)}</th> });
    let roles = roles.collect_view();
    view! {
        {identity_managed.then(|| view! {
            <Notice tone=NoticeTone::Plain icon=IconName::Info still=true>
                <Sentence text=members::details::identity_managed(&organization) names=vec![organization.clone()]/>
            </Notice>
        })}
        <div class="bleed">
            <Table caption=words::ROLES class="powers" attr:role="table">
                <thead>
                    <tr>
                        <th scope="col" class="col-power">{words::PERMISSION}</th>
                        {roles}
                        {with_people.then(|| view! { <th scope="col" class="col-people">{words::WHO}</th> })}
                    </tr>
                </thead>
                <tbody>{groups}</tbody>
            </Table>
        </div>
        <ProjectTable/>
    }
}

/// What a permission is to each role, and who holds it.
#[component]
fn Line(permission: Permission, of: Option<HoldersView>, with_people: bool) -> impl IntoView {
    let grantable = Grant::ALL.into_iter().any(|grant| grant.gives(permission));
    let cells = Role::ALL.into_iter().map(|role| {
        let cell = match (role.gives(permission), role.takes_grants()) {
            (true, _) => view! { <Yes note=words::limit(permission, role)/> }.into_any(),
            (false, true) if grantable => view! { <small>{words::IF_GRANTED}</small> }.into_any(),
            (false, true) if permission == Permission::ManageProjectMembers => {
                view! { <small>{words::IF_MANAGER}</small> }.into_any()
            }
            (false, _) => view! { <span class="visually-hidden">{words::NO}</span> }.into_any(),
        };
        view! { <td role="cell" class="col-role">{cell}</td> }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="col-power">
                <b>{members::permission(permission)}</b>
                <small>{words::about(permission)}</small>
                <small class="in-words">{words::in_words(permission)}</small>
            </th>
            {cells.collect_view()}
            {with_people.then(|| view! {
                <td role="cell" class="col-people">{of.map(|of| view! { <People of/> })}</td>
            })}
        </tr>
    }
}

#[component]
fn Yes(note: Option<&'static str>) -> impl IntoView {
    view! {
        <Icon name=IconName::Check/>
        <span class="visually-hidden">{words::YES}</span>
        {note.map(|note| view! { <small>{note}</small> })}
    }
}

/// How many hold it; opened, the first of them by name.
#[component]
fn People(of: HoldersView) -> impl IntoView {
    let HoldersView { permission, count, first } = of;
    let circles = first.iter().take(CIRCLES).map(|holder| view! { <Avatar name=holder.name.clone()/> }).collect_view();
    let more = count - i64::try_from(first.len()).unwrap_or(i64::MAX);
    let people = first.into_iter().map(|holder| {
        view! {
            <li>
                <span class="person">
                    <Avatar name=holder.name.clone() size=AvatarSize::Medium/>
                    <span>
                        <b><Name text=text::told_apart(&holder.name, holder.email.as_deref())/></b>
                        <small>{match holder.projects {
                            projects if projects.is_empty() => text::role(holder.role).into_any(),
                            projects => {
                                view! { <Sentence text=words::manager_of(&projects) names=projects/> }.into_any()
                            }
                        }}</small>
                    </span>
                </span>
            </li>
        }
    });
    view! {
        <details class="behind">
            <summary>
                <span class="circles">{circles}</span>
                <span class="num">{words::people(count)}</span>
                <span class="visually-hidden">{words::can(permission)}</span>
                <Icon name=IconName::Down/>
            </summary>
            <ul>
                {people.collect_view()}
                {(more > 0).then(|| view! { <li class="quiet">{words::more(more)}</li> })}
            </ul>
        </details>
    }
}

/// What each role in a project gives there.
#[component]
fn ProjectTable() -> impl IntoView {
    let roles = ProjectRole::ALL.into_iter().map(|role| {
        view! { <th scope="col" class="col-role">{projects::project_role(role)}</th> }
    });
    let lines = ProjectPermission::ALL.into_iter().map(|permission| {
        let cells = ProjectRole::ALL.into_iter().map(|role| {
            let cell = if role.gives(permission) {
                view! { <Yes note=None/> }.into_any()
            } else {
                view! { <span class="visually-hidden">{words::NO}</span> }.into_any()
            };
            view! { <td role="cell" class="col-role">{cell}</td> }
        });
        view! {
            <tr role="row">
                <th scope="row" role="rowheader" class="col-power">
                    <b>{projects::project_permission(permission)}</b>
                    <small>{words::about_in_project(permission)}</small>
                    <small class="in-words">{words::project_roles_in_words(permission)}</small>
                </th>
                {cells.collect_view()}
            </tr>
        }
    });
    let (roles, lines) = (roles.collect_view(), lines.collect_view());
    view! {
        <section class="block" aria-labelledby="in-projects">
            <div class="block-head">
                <h2 id="in-projects">{words::IN_PROJECTS}</h2>
                <p>{words::IN_PROJECTS_INTRO}</p>
            </div>
            <div class="bleed">
                <Table caption=words::IN_PROJECTS class="powers powers-projects" attr:role="table">
                    <thead>
                        <tr><th scope="col" class="col-power">{words::PERMISSION}</th>{roles}</tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </Table>
            </div>
        </section>
    }
}
