//! A person's line: whether they belong to the project, and as what.

use std::collections::BTreeMap;

use domain::{AccountId, ProjectRole};
use leptos::prelude::*;

use super::{
    conflict::Choosing,
    editing::{Change, Editing, control_of},
};
use crate::{
    list_field::choice_name,
    projects::api::members::{ProjectMemberRow, ProjectMembersView},
    text::{self, projects, projects::members},
    ui::{Avatar, AvatarSize, Name, Select, Switch},
};

/// What whoever is switched on becomes, until something else is chosen.
const FIRST_ROLE: ProjectRole = ProjectRole::Agent;

/// The line. What changes about somebody changes in it, so that the focus stays where it is.
#[component]
pub(super) fn MemberLine(
    id: AccountId,
    view: Memo<ProjectMembersView>,
    /// Whether somebody else on the page is called alike.
    shares_name: bool,
    editing: Editing,
) -> impl IntoView {
    let first = view.with_untracked(|view| view.members.iter().find(|row| row.id == id).cloned());
    let Some(first) = first else { return ().into_any() };
    let ProjectMemberRow { name, email, .. } = first.clone();
    // The row goes with its person; until then the last that is known counts.
    let row = Memo::new(move |before: Option<&ProjectMemberRow>| {
        let row = view.with(|view| view.members.iter().find(|row| row.id == id).cloned());
        row.unwrap_or_else(|| before.unwrap_or(&first).clone())
    });
    let can_change = Memo::new(move |_| view.with(|view| view.can_change) && !row.read().reaches_every_project);
    let change = Memo::new(move |_| editing.changes.with(|changes| changes.get(&id).cloned()));
    let role = Memo::new(move |_| change.get().map_or_else(|| row.read().project_role, |change| change.after));
    let conflict = Memo::new(move |_| editing.conflict(id));
    let open = Memo::new(move |_| conflict.read().is_some());
    let refused = Memo::new(move |_| editing.refused.with(|refused| refused.get(&id).copied()));
    let state = move || {
        if open.get() || refused.read().is_some() {
            Some("conflict")
        } else {
            change.read().as_ref().map(|_| "changed")
        }
    };
    let project = view.with_untracked(ProjectMembersView::label);
    let label = text::told_apart(&name, shares_name.then_some(email.as_str()));
    let person = StoredValue::new(label.clone());
    let set = move |after| {
        let now = row.with_untracked(|row| row.project_role);
        person.with_value(|name| editing.set(id, name, now, after));
    };
    // Whoever is switched off and on again is what they were.
    let last = StoredValue::new(None::<ProjectRole>);
    Effect::new(move || {
        if let Some(role) = role.get() {
            last.set_value(Some(role));
        }
    });
    let switch = Callback::new(move |(on,): (bool,)| set(on.then(|| last.get_value().unwrap_or(FIRST_ROLE))));
    let shown_role = Signal::derive(move || role.get().unwrap_or(FIRST_ROLE).as_str().to_owned());
    let choose = Callback::new(move |(word,): (String,)| {
        if let Ok(role) = word.parse() {
            set(Some(role));
        }
    });
    let reaches = Memo::new(move |_| row.read().reaches_every_project);
    let on = Signal::derive(move || reaches.get() || role.get().is_some());
    let options: Vec<(String, String)> =
        ProjectRole::ALL.map(|role| (role.as_str().to_owned(), projects::project_role(role).to_owned())).into();
    let field = move |name: &str| choice_name(name, &id.to_string());
    let before = move || row.read().project_role.map_or("none", ProjectRole::as_str);
    view! {
        <tr role="row" data-state=state>
            <th scope="row" role="rowheader" class="col-person clip">
                <span class="person">
                    <Avatar name=name.clone() size=AvatarSize::Medium/>
                    <span><b><Name text=name.clone()/></b><small><Name text=email verbatim=true/></small></span>
                </span>
            </th>
            <td role="cell" class="col-org wide-only">{move || text::role(row.read().role)}</td>
            <td role="cell" class="col-switch">
                <Switch
                    name=field("belongs") id=control_of(id) label=members::belongs(&label, &project) on on_change=switch
                    disabled=Signal::derive(move || !can_change.get())
                />
            </td>
            <td role="cell" class="col-role">
                <Show
                    when=move || can_change.get()
                    fallback=move || view! { <span>{move || fixed(&row.read())}</span> }
                >
                    <input type="hidden" name=field("before") value=before/>
                    <Show when=move || open.get()>
                        {conflict.get_untracked().map(|line| view! { <Choosing line name=person.get_value() editing/> })}
                    </Show>
                    <span class="cell" data-open=move || open.get().then_some("true")>
                        <span class="role-select">
                            <Select
                                name=field("role") label=members::role_of(&label) hide_label=true quiet=true
                                options=options.clone() value=shown_role.get_untracked() follows=shown_role on_change=choose
                            />
                        </span>
                        <Words row change editing/>
                    </span>
                    {move || refused.get().map(|problem| view! {
                        <small class="line-problem">{projects::line_problem(problem)}</small>
                    })}
                </Show>
            </td>
        </tr>
    }
    .into_any()
}

/// What somebody is whose line cannot be changed.
fn fixed(row: &ProjectMemberRow) -> String {
    match row.project_role {
        _ if row.reaches_every_project => members::everything(row.role),
        Some(role) => projects::project_role(role).to_owned(),
        None => String::new(),
    }
}

/// What is not saved about somebody, or what somebody else saved while this list was being changed.
#[component]
fn Words(row: Memo<ProjectMemberRow>, change: Memo<Option<Change>>, editing: Editing) -> impl IntoView {
    let id = row.read_untracked().id;
    let theirs = Memo::new(move |_| {
        let by = editing.meanwhile.with(|meanwhile| meanwhile.as_ref().map(|meanwhile| meanwhile.by.clone()))?;
        let now = row.read().project_role;
        let seen = editing.seen.with_value(|seen: &BTreeMap<_, _>| seen.get(&id).copied())?;
        (seen != now).then(|| members::theirs(by.as_deref(), seen))
    });
    let unscripted = Memo::new(move |_| {
        let line = editing.conflict(id)?;
        let by = editing.meanwhile.with(|meanwhile| meanwhile.as_ref()?.by.clone());
        Some(members::save_again(by.as_deref(), line.theirs))
    });
    move || match (change.get(), theirs.get()) {
        (Some(change), _) => view! {
            <span class="was">{members::was(change.before, change.after)}</span>
            {unscripted.get().map(|theirs| view! {
                <span class="no-script">{theirs}</span>
            })}
        }
        .into_any(),
        (None, Some(theirs)) => view! { <span class="theirs">{theirs}</span> }.into_any(),
        (None, None) => ().into_any(),
    }
}
