//! The row of somebody who is in.

use domain::{AccountId, MemberState, Role, paths};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::MemberRow,
    context::MembersContext,
    list_view::ListView,
    row_actions::{Answer, Done, actions_id, menu_id},
    selected::pressed,
    selection::FORM_ID,
};
use crate::{
    browser,
    form::{PageField, PostForm},
    live,
    text::{
        self,
        members::{list, row_actions},
    },
    ui::{
        Avatar, AvatarSize, Badge, BadgeTone, ButtonSize, Icon, IconButton, IconName, LocalTime, Menu, MenuItem,
        MenuLine, MenuLink, Name, Presence, SubmitLink, TimeShape, isolated,
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
        Memo::new(move |_| row.read().as_ref().is_some_and(|row| !row.me && (row.can_edit || row.can_revoke)));
    let state = live::Team::of_page().availability(id, move || {
        let known = row.try_read()?.as_ref().map(|row| row.availability).unwrap_or_default();
        Some((known, shared.view.try_with(|view| view.now)?))
    });
    let is_active = Memo::new(move |_| state.get().is_active());
    // What is heard of the row, where its address is not.
    let shares_name = shared.namesakes.with_untracked(|namesakes| namesakes.has(&name));
    let label = text::told_apart(&name, shares_name.then_some(email.as_str()));
    let label = StoredValue::new(label);
    let whom = StoredValue::new(text::told_apart(&name, Some(&email)));
    let details = shared.slug.with_value(|slug| paths::member(slug, id));
    let details = move || shared.and_back(&details);
    let permissions = move || row.read().as_ref().map(|row| list::permissions(row.permissions));
    let projects = move || row.read().as_ref().map(|row| shared.view.with(|view| projects_of(row, view)));
    let no_project = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.state == MemberState::NoProject));
    let contact = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.support_contact));
    let row_actions = shared.row_actions;
    // A role is told while it is so: somebody may make another thing of it.
    let answer = Memo::new(move |_| {
        row_actions.answered().filter(|answer| {
            let is_so = !matches!(answer.done, Done::Role { now, .. } if now != role.get());
            answer.member == id && is_so
        })
    });
    let email = StoredValue::new(email);
    view! {
        <tr data-answered=move || answer.read().is_some().then_some("true")>
            <Show when=move || shared.may_act.get()><Tick id=id.to_string() name=label.get_value() whom=whom.get_value()/></Show>
            <th scope="row" class="clip">
                <span class="person">
                    <Avatar name=name.clone() size=AvatarSize::Medium presence=state/>
                    <span>
                        <b><a class="name-link" href=details><Name text=name find=shared.find/></a> {me.then(|| view! { " " <span class="quiet">{list::YOU}</span> })}</b>
                        <span class="visually-hidden">{move || text::availability(state.get())}</span>
                        <Show when=move || contact.get()>" "<Badge tone=BadgeTone::Accent>{list::SUPPORT_CONTACT}</Badge></Show>
                        <Show
                            when=move || answer.read().is_some()
                            fallback=move || view! { <small><Name text=email.get_value() verbatim=true find=shared.find/></small> }
                        >
                            <RowAnswer answer shared/>
                        </Show>
                    </span>
                </span>
            </th>
            <td class="col-role strong wide-only">{move || text::role(role.get())}</td>
            <td class="clip wide-only roomy-only">{permissions}</td>
            <td class="clip wide-only mid-only">{projects}</td>
            <td class="col-date wide-only roomy-only"><LocalTime at=joined_at shape=TimeShape::ShortDate now/></td>
            <td class="col-date wide-only mid-only">
                {move || {
                    if is_active.get() {
                        return Some(list::NOW.into_any());
                    }
                    opened_at.get().map(|at| view! { <LocalTime at shape=TimeShape::ShortRelative now/> }.into_any())
                }}
            </td>
            <td class="col-state">
                <span class="wide-only">
                    <Show when=move || no_project.get() fallback=|| list::ACTIVE>
                        <Badge tone=BadgeTone::Warn>{list::WITHOUT_PROJECT}</Badge>
                    </Show>
                </span>
                <span class="only-phone"><Presence state/>{move || text::role(role.get())}</span>
            </td>
            <Show when=move || shared.may_act.get()>
                <td class="col-menu">
                    <Show when=move || manageable.get()>
                        <MemberMenu id name=label.get_value() row role shared/>
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
    let names: Vec<String> = added.map(|project| isolated(&project.label())).collect();
    if names.is_empty() { list::NO_PROJECT.to_owned() } else { names.join(", ") }
}

/// What the last act did with this row, and the way back.
#[component]
fn RowAnswer(answer: Memo<Option<Answer>>, shared: MembersContext) -> impl IntoView {
    let words = move || {
        answer.get().map(|answer| match answer.done {
            Done::Role { was, now } => list::role_answer(text::role(now), text::role(was)),
            Done::ResetSent => row_actions::RESET_SENT.to_owned(),
        })
    };
    let can_undo = Memo::new(move |_| matches!(&*answer.read(), Some(Answer { done: Done::Role { .. }, .. })));
    let member = Signal::derive(move || answer.get().map(|answer| answer.member.to_string()).unwrap_or_default());
    view! {
        <small class="answer">
            <Icon name=IconName::Check/>
            <span>{words}</span>
            <Show when=move || can_undo.get()>
                <UndoRole member shared/>
            </Show>
        </small>
    }
}

/// Gives somebody the role back that they had.
#[component]
pub(super) fn UndoRole(
    /// The id of their account.
    #[prop(into)]
    member: Signal<String>,
    /// Of the list.
    shared: MembersContext,
) -> impl IntoView {
    let undone = shared.row_actions.undone;
    view! {
        <PostForm form=undone attr:class="inline-form">
            <PageField/>
            <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
            <input type="hidden" name="people" value=move || member.get()/>
            <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
            <SubmitLink busy=undone.busy()>{list::UNDO}</SubmitLink>
        </PostForm>
    }
}

/// The box at the beginning of a row.
#[component]
pub fn Tick(
    /// What it sends.
    id: String,
    /// Who that is.
    name: String,
    /// The same for where others stand beside them; where it is left out, `name` is enough.
    #[prop(optional, into)]
    whom: Option<String>,
) -> impl IntoView {
    view! {
        <td class="col-check">
            <label class="hit">
                <input
                    class="check" type="checkbox" name=paths::PEOPLE value=id aria-label=name form=FORM_ID
                    autocomplete="off" data-whom=whom
                />
            </label>
        </td>
    }
}

/// What I may do about a member: another role first, no access last.
#[component]
fn MemberMenu(
    id: AccountId,
    name: String,
    row: Memo<Option<MemberRow>>,
    role: Memo<Role>,
    shared: MembersContext,
) -> impl IntoView {
    let slug = shared.slug.get_value();
    let and_back = move |there: String| Signal::derive(move || shared.and_back(&there));
    let (edit, details) = (and_back(paths::edit_member(&slug, id)), and_back(paths::member(&slug, id)));
    let id = id.to_string();
    let label = list::actions_for(&name);
    let revoke = and_back(paths::revoke_access(&slug, &id));
    let (member, same_member, slug) = (id.clone(), id.clone(), slug.to_string());
    let same_slug = slug.clone();
    let busy = shared.row_actions.role.sends("member", &id);
    let sending = shared.row_actions.reset.sends("member", &id);
    let can = move |what: fn(&MemberRow) -> bool| Memo::new(move |_| row.read().as_ref().is_some_and(what));
    let can_change_role = can(|row| row.can_change_role);
    let (can_edit, can_add) = (can(|row| row.can_edit), can(|row| row.can_add_to_project));
    let (can_send_reset, can_revoke) = (can(|row| row.can_send_reset), can(|row| row.can_revoke));
    let managed = Memo::new(move |_| shared.view.read().identity_managed);
    let roles = Memo::new(move |_| {
        // What somebody is can be kept, whether or not I may give it.
        let (now, view) = (role.get(), shared.view.read());
        Role::ALL.into_iter().filter(|role| *role == now || view.assignable.contains(role)).collect::<Vec<_>>()
    });
    let (navigate, menu, make_owner) =
        (use_navigate(), menu_id(&id), paths::change_roles_of(&shared.slug.get_value(), &id, Some(Role::Owner)));
    // As for several: who comes to own the organization is looked at first.
    let ask_first = move |event: SubmitEvent| {
        if let (_, Some(Role::Owner)) = pressed(&event)
            && role.get_untracked() != Role::Owner
        {
            event.prevent_default();
            event.stop_propagation();
            browser::close_popover(&menu);
            navigate(&make_owner, NavigateOptions::default());
        }
    };
    view! {
        <IconButton icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id(&id) attr:id=actions_id(&id)/>
        <Menu id=menu_id(&id) label>
            <PostForm
                form=shared.row_actions.role attr:hidden=move || !can_change_role.get() on:submit:capture=ask_first
            >
                <PageField/>
                <input type="hidden" name="organization" value=slug/>
                <input type="hidden" name="member" value=member/>
                <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
                <div role="group" aria-label=row_actions::role_of(&name)>
                    <p class="menu-head" aria-hidden="true">{list::ROLE}</p>
                    <For each=move || roles.get() key=|role| *role let:one>
                        <MenuItem
                            submit=true disabled=Signal::derive(move || busy.get() || !can_change_role.get()) chosen=Signal::derive(move || role.get() == one)
                            attr:name="role" attr:value=one.as_str()
                        >
                            {text::role(one)}
                        </MenuItem>
                    </For>
                </div>
            </PostForm>
            <Show when=move || managed.get()><p class="menu-note">{row_actions::MANAGED_ELSEWHERE}</p></Show>
            <MenuLine/>
            <Show when=move || can_edit.get()>
                <MenuLink icon=IconName::Edit href=edit>{row_actions::EDIT_MEMBER}</MenuLink>
            </Show>
            <Show when=move || can_add.get()>
                <MenuLink icon=IconName::Project href=details>{row_actions::ADD_TO_PROJECT}</MenuLink>
            </Show>
            <PostForm form=shared.row_actions.reset attr:hidden=move || !can_send_reset.get()>
                <PageField/>
                <input type="hidden" name="organization" value=same_slug/>
                <input type="hidden" name="member" value=same_member/>
                <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
                <MenuItem
                    submit=true icon=IconName::Key
                    disabled=Signal::derive(move || sending.get() || !can_send_reset.get())
                >
                    {row_actions::SEND_RESET}
                </MenuItem>
            </PostForm>
            <Show when=move || can_revoke.get()>
                <MenuLine/>
                <MenuLink icon=IconName::Person danger=true href=revoke>
                    <span>{list::REVOKE_ACCESS}<span aria-hidden="true">{list::ASKS}</span></span>
                </MenuLink>
            </Show>
        </Menu>
    }
}
