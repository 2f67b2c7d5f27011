//! The list, its form, and the bar with what is not saved.

use std::collections::BTreeMap;

use domain::{AccountId, ProjectSlug, Refusal, Slug, paths};
use leptos::{ev::keydown, form::ActionForm, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::hooks::use_location;

use super::{
    conflict::{Conflict, RefusedLines},
    editing::{Change, Changes, Editing},
    leaving::Leaving,
    row::MemberLine,
    search::Search,
};
use crate::{
    error::AppError,
    form::{Form, on_done},
    keys,
    list_field::choice_name,
    location,
    notices::use_notices,
    projects::api::members::{ProjectMembersView, SaveProjectMembers},
    text::{self, projects::members},
    ui::{
        ActionBar, Button, ButtonKind, ButtonSize, Empty, FormError, Icon, IconName, LinkButton, Notice, Table,
        use_hydrated,
    },
};

/// Id of the sentence that says why the changes cannot be saved yet.
const WHY_ID: &str = "why-not-saved";
/// What has Esc to itself while it is there.
const ELSEWHERE: &str = ":popover-open, dialog[open], input[type=search]:focus, select:focus";

/// The list. The table and its bar are one form: of the lines on this page without JavaScript, of all changes with it.
#[component]
pub(super) fn List(
    slug: Slug,
    project: ProjectSlug,
    view: Memo<ProjectMembersView>,
    place: Memo<paths::ProjectMembersAt>,
    again: Callback<()>,
) -> impl IntoView {
    let form = Form::<SaveProjectMembers>::new();
    let error = form.error();
    let meanwhile = match error.get_untracked() {
        Some(AppError::Refused(Refusal::SavedMeanwhile(meanwhile))) => Some(meanwhile),
        _ => None,
    };
    let editing = Editing::new(typed(&form, &view.read_untracked()), meanwhile);
    let notices = use_notices();
    let first = notices.get(paths::SAVED).and_then(|saved| saved.parse().ok()).map(members::saved).unwrap_or_default();
    let message = RwSignal::new(first);
    let path = paths::project_members(&slug, &project);
    editing.keep(&path, Callback::new(move |()| message.set(members::BACK.to_owned())));
    remember_what_is_seen(editing, view);
    answer(&form, editing, message, again);
    let changed = Memo::new(move |_| editing.changes.with(|changes| !changes.is_empty()));
    Effect::new(move || {
        if changed.get() {
            message.update(|message| {
                if message != members::BACK {
                    message.clear();
                }
            });
        }
    });
    let form_error = Signal::derive(move || match error.get()? {
        AppError::Refused(Refusal::SavedMeanwhile(_) | Refusal::RefusedLines { .. }) => None,
        error => Some(text::error(&error)),
    });
    let (slug, project) = (StoredValue::new(slug), StoredValue::new(project));
    let can_change = Memo::new(move |_| view.read().can_change);
    let name = view.read_untracked().name.clone();
    let (action, pending) = (form.action, form.busy());
    let here = use_location();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // What the form holds is what this page shows; what is saved is all that was changed.
        event.stop_propagation();
        let lines = editing.to_save();
        if lines.is_empty() {
            editing.clear();
        } else if !pending.get_untracked() && editing.undecided().is_empty() {
            let sent = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            action.dispatch(SaveProjectMembers {
                organization: slug.with_value(ToString::to_string),
                project: view.with_untracked(|view| view.project.to_string()),
                changes: sent,
                ..empty()
            });
        }
    };
    view! {
        <Why view/>
        <Conflict editing view/>
        <RefusedLines editing/>
        <FormError error=form_error/>
        <Search slug project place view message=Signal::from(message)/>
        <Discarded editing/>
        <ActionForm
            action attr:class="listing" on:submit:capture=on_submit
            on:reset=move |event: leptos::ev::Event| {
                event.prevent_default();
                editing.discard();
            }
        >
            <input type="hidden" name="page" value=move || location::here(&here)/>
            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
            <input type="hidden" name="project" value=move || view.read().project.to_string()/>
            <input type="hidden" name=paths::FIND value=move || place.read().find.clone()/>
            <input type="hidden" name=paths::SHOW value=move || place.read().show.as_str()/>
            <input type="hidden" name=paths::AFTER value=move || place.read().after.map(|after| after.to_string())/>
            <Show when=move || can_change.get()><Bar editing pending/></Show>
            <People view editing slug project/>
        </ActionForm>
        <Pages slug project view place/>
        <Leaving editing project=name/>
    }
}

/// A form with nothing in it.
fn empty() -> SaveProjectMembers {
    SaveProjectMembers {
        organization: String::new(),
        project: String::new(),
        changes: String::new(),
        before: BTreeMap::new(),
        belongs: BTreeMap::new(),
        role: BTreeMap::new(),
        find: String::new(),
        show: String::new(),
        after: String::new(),
    }
}

/// What was typed in a form that was refused without JavaScript, where that is another thing than what is there by now.
fn typed(form: &Form<SaveProjectMembers>, view: &ProjectMembersView) -> Changes {
    let line = |row: &crate::projects::api::members::ProjectMemberRow| {
        let typed = |name: &str| form.typed(&choice_name(name, &row.id.to_string()));
        if typed("before").is_empty() {
            return None;
        }
        let after = if typed("belongs").is_empty() { None } else { typed("role").parse().ok() };
        let before = row.project_role;
        (after != before).then(|| (row.id, Change { name: row.name.clone(), before, after }))
    };
    view.members.iter().filter_map(line).collect()
}

/// What lines said before somebody else saved, so that it can be told what they changed.
fn remember_what_is_seen(editing: Editing, view: Memo<ProjectMembersView>) {
    Effect::new(move || {
        let fresh = editing.meanwhile.with(Option::is_none);
        view.with(|view| {
            editing.seen.update_value(|seen| {
                for row in &view.members {
                    if fresh {
                        seen.entry(row.id).or_insert(row.project_role);
                    }
                }
            });
        });
    });
}

/// What follows from the answers.
fn answer(form: &Form<SaveProjectMembers>, editing: Editing, message: RwSignal<String>, again: Callback<()>) {
    let value = form.action.value();
    on_done(form.action, move |_| {
        let saved = value.with_untracked(|value| match value {
            Some(Ok(view)) => view.saved,
            _ => 0,
        });
        editing.clear();
        message.set(members::saved(saved));
        again.run(());
    });
    Effect::new(move || match value.get() {
        Some(Err(AppError::Refused(Refusal::SavedMeanwhile(meanwhile)))) => {
            editing.choices.update(BTreeMap::clear);
            editing.meanwhile.set(Some(meanwhile));
            again.run(());
        }
        Some(Err(AppError::Refused(Refusal::RefusedLines { lines }))) => {
            editing.refused.set(lines.into_iter().map(|line| (line.member, line.problem)).collect());
            again.run(());
        }
        _ => {}
    });
}

/// Why nothing can be changed, where that is not for want of a permission.
#[component]
fn Why(view: Memo<ProjectMembersView>) -> impl IntoView {
    move || {
        let (archived, managed, name) = view.with(|view| (view.archived, view.identity_managed, view.name.clone()));
        let why = match (archived, managed) {
            (true, _) => members::archived(&name),
            (false, true) => members::IDENTITY_MANAGED.to_owned(),
            (false, false) => return None,
        };
        Some(view! { <div class="conflict-head"><Notice still=true>{why}</Notice></div> })
    }
}

/// Counts what is not saved, saves it or discards it.
#[component]
fn Bar(editing: Editing, pending: Signal<bool>) -> impl IntoView {
    let count = Signal::derive(move || editing.changes.with(BTreeMap::len));
    let undecided = Memo::new(move |_| editing.undecided());
    // Without JavaScript there is no choosing: saving again keeps what stands in the form.
    let hydrated = use_hydrated();
    let open = Memo::new(move |_| hydrated.get() && !undecided.read().is_empty());
    Effect::new(move || {
        let listener = window_event_listener(keydown, move |event| {
            let elsewhere = document().query_selector(ELSEWHERE).is_ok_and(|found| found.is_some());
            let escape = !event.default_prevented() && keys::alone(&event).as_deref() == Some("Escape");
            if escape && !elsewhere && count.try_get_untracked().is_some_and(|count| count > 0) {
                editing.discard();
            }
        });
        on_cleanup(move || listener.remove());
    });
    view! {
        <ActionBar
            label=members::UNSAVED count words=Signal::derive(move || members::unsaved(count.get()))
            hint=members::SWITCH_AND_SAVE clear=members::DISCARD
        >
            {move || open.get().then(|| view! {
                <span class="why needs-script" id=WHY_ID>
                    <Icon name=IconName::Warning/> {move || members::left_to_decide(&undecided.read())}
                </span>
            })}
            <Button
                kind=ButtonKind::Primary submit=true busy=pending disabled=Signal::derive(move || open.get() && count.get() > 0)
                attr:aria-describedby=move || open.get().then_some(WHY_ID)
            >
                {members::SAVE}
            </Button>
        </ActionBar>
    }
}

/// That changes were discarded, and the way back.
#[component]
fn Discarded(editing: Editing) -> impl IntoView {
    let count = Memo::new(move |_| editing.discarded.with(BTreeMap::len));
    view! {
        <p class="belongs-discarded" role="status">
            {move || (count.get() > 0).then(|| view! {
                {members::discarded(count.get())} " "
                <Button size=ButtonSize::Small icon=IconName::Undo on_click=move || editing.take_back()>
                    {members::UNDO}
                </Button>
            })}
        </p>
    }
}

#[component]
fn People(
    view: Memo<ProjectMembersView>,
    editing: Editing,
    slug: StoredValue<Slug>,
    project: StoredValue<ProjectSlug>,
) -> impl IntoView {
    // By name and address too, so that a person who is called otherwise has another line.
    let rows = Memo::new(move |_| {
        let view = view.read();
        let key = |row: &crate::projects::api::members::ProjectMemberRow| (row.id, row.name.clone(), row.email.clone());
        view.members.iter().map(key).collect::<Vec<(AccountId, String, String)>>()
    });
    let any = Memo::new(move |_| !rows.read().is_empty());
    let everyone = slug.with_value(|slug| project.with_value(|project| paths::project_members(slug, project)));
    view! {
        <Show
            when=move || any.get()
            fallback=move || {
                let href = everyone.clone();
                view! {
                    <Empty
                        title=members::NOBODY
                        action=move || view! { <LinkButton href=href.clone()>{members::EVERYONE}</LinkButton> }
                    >
                        {members::NOBODY_INTRO}
                    </Empty>
                }
            }
        >
            <div class="bleed">
                <Table caption=members::CAPTION class="belongs" attr:role="table">
                    <thead>
                        <tr>
                            <th scope="col" class="col-person">{members::PERSON}</th>
                            <th scope="col" class="col-org wide-only">{members::ORGANIZATION_ROLE}</th>
                            <th scope="col" class="col-switch">{members::BELONGS}</th>
                            <th scope="col" class="col-role">{members::PROJECT_ROLE}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=Clone::clone let:row>
                            <MemberLine id=row.0 view editing/>
                        </For>
                    </tbody>
                </Table>
            </div>
        </Show>
    }
}

/// From page to page. The list may change between them, so a page begins behind somebody, and the way back is the browser's.
#[component]
fn Pages(
    slug: StoredValue<Slug>,
    project: StoredValue<ProjectSlug>,
    view: Memo<ProjectMembersView>,
    place: Memo<paths::ProjectMembersAt>,
) -> impl IntoView {
    let at = move |after: Option<AccountId>| {
        let paths::ProjectMembersAt { find, show, .. } = place.get();
        let at = paths::ProjectMembersAt { find, show, after, saved: 0 };
        slug.with_value(|slug| project.with_value(|project| at.path(slug, project)))
    };
    let next = Memo::new(move |_| view.read().next);
    let later = Memo::new(move |_| place.read().after.is_some());
    view! {
        <Show when=move || next.get().is_some() || later.get()>
            <nav class="page-footer" aria-label=members::PAGES>
                <span>{move || members::people(view.read().count)}</span>
                <div>
                    <Show when=move || later.get()>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || at(None))>{members::FIRST}</LinkButton>
                    </Show>
                    <Show when=move || next.get().is_some()>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || at(next.get()))>
                            {members::NEXT}
                        </LinkButton>
                    </Show>
                </div>
            </nav>
        </Show>
    }
}
