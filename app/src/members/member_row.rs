//! The row of somebody who is in.

use domain::{AccountId, MemberState, paths};
use leptos::prelude::*;

use super::{
    api::MemberRow,
    context::MembersContext,
    list_view::ListView,
    row_actions::{Answer, Done},
    row_menu::MenuButton,
    selection::FORM_ID,
};
use crate::{
    form::{PageField, PostForm},
    live,
    text::{
        self,
        members::{list, row_actions},
    },
    ui::{
        Avatar, AvatarSize, Badge, BadgeTone, Icon, IconName, LocalTime, Name, Presence, SubmitLink, TimeShape,
        isolated,
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
    let row = Memo::new(move |_| shared.member(id));
    let Some(first) = row.get_untracked() else { return ().into_any() };
    let MemberRow { me, joined_at, role, .. } = first;
    let now = shared.view.read_untracked().now;
    // The row goes with its member; until then the last that is known counts.
    let role = Memo::new(move |_| row.read().as_ref().map_or(role, |row| row.role));
    let opened_at = Memo::new(move |_| row.read().as_ref().and_then(|row| row.opened_at));
    let manageable = Memo::new(move |_| row.read().as_ref().is_some_and(MemberRow::is_manageable));
    let state = live::Team::of_page().availability(id, move || {
        let known = row.try_read()?.as_ref().map(|row| row.availability).unwrap_or_default();
        Some((known, shared.view.try_with(|view| view.now)?))
    });
    let is_active = Memo::new(move |_| state.get().is_active());
    // What is heard of the row, where its address is not.
    let label = StoredValue::new(untrack(|| shared.name_of(&first)));
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
                        <MenuButton id name=label.get_value() shared/>
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
