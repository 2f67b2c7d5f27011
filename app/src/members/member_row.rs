//! The row of somebody who is in.

use domain::{AccountId, Role, paths};
use leptos::{form::ActionForm, prelude::*};

use super::{api::MemberRow, context::MembersContext, row_actions::menu_id, selection::FORM_ID};
use crate::{
    form::PageField,
    text::{
        self,
        members::{list, row_actions},
    },
    ui::{
        Avatar, AvatarSize, Button, ButtonSize, IconButton, IconName, LocalTime, Menu, MenuLine, MenuLink, Name,
        Select, TimeShape,
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
    view! {
        <tr>
            <Show when=move || shared.may_act.get()><Tick id=id.to_string() name=same_name.get_value()/></Show>
            <th scope="row" class="clip">
                <span class="person">
                    <Avatar name=name.clone() size=AvatarSize::Medium/>
                    <span>
                        <b><a class="name-link" href=details><Name text=name/></a> {me.then(|| view! { " " <span class="quiet">{list::YOU}</span> })}</b>
                        <small><Name text=email verbatim=true/></small>
                    </span>
                </span>
            </th>
            <td class="col-role strong wide-only">{move || text::role(role.get())}</td>
            <td class="col-date wide-only"><LocalTime at=joined_at shape=TimeShape::Date now/></td>
            <td class="col-date wide-only">
                {move || opened_at.get().map(|at| view! { <LocalTime at shape=TimeShape::Relative now/> })}
            </td>
            <td class="col-state">
                <span class="wide-only">{list::ACTIVE}</span>
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
    let select_id = format!("role-{id}");
    let options = move |now: Role| {
        // What somebody is can be kept, whether or not I may give it.
        let kept = Some(now).filter(|now| !shared.view.read_untracked().assignable.contains(now));
        let roles = kept.into_iter().chain(shared.view.read_untracked().assignable.clone());
        roles.map(|role| (role.as_str().to_owned(), text::role(role).to_owned())).collect::<Vec<_>>()
    };
    view! {
        <IconButton icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id(&id)/>
        <Menu id=menu_id(&id) label>
            <ActionForm action=shared.row_actions.role attr:class="menu-form">
                <PageField/>
                <input type="hidden" name="organization" value=slug.to_string()/>
                <input type="hidden" name="member" value=member/>
                {move || {
                    let role = role.get();
                    view! {
                        <Select
                            name="role" id=select_id.clone() label=row_actions::role_of(&name) hide_label=true quiet=true
                            options=options(role) value=role.as_str()
                        />
                    }
                }}
                <Button submit=true busy>{row_actions::SAVE}</Button>
            </ActionForm>
            <MenuLine/>
            <MenuLink icon=IconName::Trash danger=true href=revoke>{list::REVOKE_ACCESS}</MenuLink>
        </Menu>
    }
}
