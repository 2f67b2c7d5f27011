//! The row of somebody who is in.

use domain::{AccountId, MemberState, Role, paths};
use leptos::{form::ActionForm, prelude::*};

use super::{
    api::MemberRow,
    context::MembersContext,
    list_view::ListView,
    row_actions::{Answer, menu_id},
    selection::FORM_ID,
};
use crate::{
    form::PageField,
    text::{
        self,
        members::{list, row_actions},
    },
    ui::{
        Avatar, AvatarSize, Badge, BadgeTone, ButtonSize, Icon, IconButton, IconName, LocalTime, Menu, MenuItem,
        MenuLine, MenuLink, Name, TimeShape, isolated,
    },
};

/// The row. What changes about a member changes in it, so that an open menu and a ticked box stay.
#[component]
pub fn MemberLine(
    /// Whose account.
    id: AccountId,
    /// Their name.
    name: String,
    /// Their address.
    email: String,
    /// Of the list.
    shared: MembersContext,
) -> impl IntoView {
    let row = Memo::new(move |_| shared.view.read().members.iter().find(|row| row.id == id).cloned());
    let Some(MemberRow { me, joined_at, role, .. }) = row.get_untracked() else { return ().into_any() };
    let now = shared.view.read_untracked().now;
    // The row goes with its member; until then the last that is known counts.
    let role = Memo::new(move |_| row.read().as_ref().map_or(role, |row| row.role));
    let opened_at = Memo::new(move |_| row.read().as_ref().and_then(|row| row.opened_at));
    let manageable =
        Memo::new(move |_| row.read().as_ref().is_some_and(|row| !row.me && (row.can_change_role || row.can_revoke)));
    let same_name = StoredValue::new(name.clone());
    let details = shared.slug.with_value(|slug| paths::member(slug, id));
    let permissions = move || row.read().as_ref().map(|row| list::permissions(row.permissions));
    let projects = move || row.read().as_ref().map(|row| shared.view.with(|view| projects_of(row, view)));
    let no_project = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.state == MemberState::NoProject));
    let row_actions = shared.row_actions;
    let answer = Memo::new(move |_| row_actions.answer.get().filter(|answer| answer.member == id));
    let email = StoredValue::new(email);
    view! {
        <tr data-answered=move || answer.read().is_some().then_some("true")>
            <Show when=move || shared.may_act.get()><Tick id=id.to_string() name=same_name.get_value()/></Show>
            <th scope="row" class="clip">
                <span class="person">
                    <Avatar name=name.clone() size=AvatarSize::Medium/>
                    <span>
                        <b><a class="name-link" href=details><Name text=name/></a> {me.then(|| view! { " " <span class="quiet">{list::YOU}</span> })}</b>
                        <Show
                            when=move || answer.read().is_some()
                            fallback=move || view! { <small><Name text=email.get_value() verbatim=true/></small> }
                        >
                            <RoleAnswer answer shared/>
                        </Show>
                    </span>
                </span>
            </th>
            <td class="col-role strong wide-only">{move || text::role(role.get())}</td>
            <td class="clip wide-only roomy-only">{permissions}</td>
            <td class="clip wide-only mid-only">{projects}</td>
            <td class="col-date wide-only roomy-only"><LocalTime at=joined_at shape=TimeShape::Date now/></td>
            <td class="col-date wide-only mid-only">
                {move || opened_at.get().map(|at| view! { <LocalTime at shape=TimeShape::Relative now/> })}
            </td>
            <td class="col-state">
                <span class="wide-only">
                    <Show when=move || no_project.get() fallback=|| list::ACTIVE>
                        <Badge tone=BadgeTone::Warn>{list::WITHOUT_PROJECT}</Badge>
                    </Show>
                </span>
                <span class="only-phone">{move || text::role(role.get())}</span>
            </td>
            <Show when=move || shared.may_act.get()>
                <td class="col-menu">
                    <Show when=move || manageable.get()>
                        <MemberMenu id name=same_name.get_value() role shared/>
                    </Show>
                </td>
            </Show>
        </tr>
    }
    .into_any()
}

/// The projects that somebody reaches, in words.
fn projects_of(row: &MemberRow, view: &ListView) -> String {
    if row.every_project {
        return list::EVERY_PROJECT.to_owned();
    }
    let added = view.projects.iter().filter(|project| row.projects.role_in(project.id).is_some());
    let names: Vec<String> = added.map(|project| isolated(&project.name)).collect();
    if names.is_empty() { list::NO_PROJECT.to_owned() } else { names.join(", ") }
}

/// What the last act did with this row, and the way back.
#[component]
fn RoleAnswer(answer: Memo<Option<Answer>>, shared: MembersContext) -> impl IntoView {
    let words = move || answer.get().map(|answer| list::role_answer(text::role(answer.now), text::role(answer.was)));
    let undo = move || {
        if let Some(answer) = answer.get_untracked() {
            shared.row_actions.undo(shared.slug.with_value(ToString::to_string), answer);
        }
    };
    view! {
        <small class="answer">
            <Icon name=IconName::Check/>
            <span>{words}</span>
            <button class="link" type="button" on:click=move |_| undo()>{list::UNDO}</button>
        </small>
    }
}

/// The box at the beginning of a row.
#[component]
pub fn Tick(
    /// What it sends.
    id: String,
    /// Who that is.
    name: String,
) -> impl IntoView {
    view! {
        <td class="col-check">
            <label class="hit">
                <input
                    class="check" type="checkbox" name=paths::PEOPLE value=id aria-label=name form=FORM_ID
                    autocomplete="off"
                />
            </label>
        </td>
    }
}

/// Another role, or no access.
#[component]
fn MemberMenu(id: AccountId, name: String, role: Memo<Role>, shared: MembersContext) -> impl IntoView {
    let id = id.to_string();
    let label = list::actions_for(&name);
    let slug = shared.slug.get_value();
    let revoke = paths::revoke_access(&slug, &id);
    let member = id.clone();
    let busy = {
        let (member, input) = (id.clone(), shared.row_actions.role.input());
        Signal::derive(move || input.read().as_ref().is_some_and(|sent| sent.member == member))
    };
    let roles = Memo::new(move |_| {
        // What somebody is can be kept, whether or not I may give it.
        let (now, view) = (role.get(), shared.view.read());
        Role::ALL.into_iter().filter(|role| *role == now || view.assignable.contains(role)).collect::<Vec<_>>()
    });
    view! {
        <IconButton icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id(&id)/>
        <Menu id=menu_id(&id) label>
            <ActionForm action=shared.row_actions.role>
                <PageField/>
                <input type="hidden" name="organization" value=slug.to_string()/>
                <input type="hidden" name="member" value=member/>
                <div role="group" aria-label=row_actions::role_of(&name)>
                    <p class="menu-head" aria-hidden="true">{list::ROLE}</p>
                    <For each=move || roles.get() key=|role| *role let:one>
                        <MenuItem
                            submit=true disabled=busy chosen=Signal::derive(move || role.get() == one)
                            attr:name="role" attr:value=one.as_str()
                        >
                            {text::role(one)}
                        </MenuItem>
                    </For>
                </div>
            </ActionForm>
            <MenuLine/>
            <MenuLink icon=IconName::Trash danger=true href=revoke>{list::REVOKE_ACCESS}</MenuLink>
        </Menu>
    }
}
