//! The list, its form, and the bar with what is not saved.

use std::collections::BTreeMap;

use domain::{AccountId, Namesakes, ProjectSlug, Refusal, Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    bar::{Bar, Said},
    conflict::{Conflict, RefusedLines, WHY_ID, focus_conflict, focus_refused, focus_why},
    editing::{Change, Changes, Editing},
    row::MemberLine,
    search::Search,
};
use crate::{
    error::AppError,
    form::{Form, PostForm},
    leaving::Leaving,
    list_field::choice_name,
    location,
    notices::use_notices,
    projects::api::members::{ProjectMemberRow, ProjectMembersView, SaveProjectMembers},
    text::{self, projects, projects::members},
    ui::{ButtonSize, Empty, FormError, LinkButton, Notice, Sentence, Table},
};

/// The list. The table and its bar are one form: of the lines on this page without JavaScript, of all changes with it.
#[component]
pub(super) fn List(
    slug: Slug,
    project: ProjectSlug,
    view: Memo<ProjectMembersView>,
    place: Memo<paths::ProjectMembersAt>,
    /// What the list that is shown answers to.
    question: ReadSignal<paths::ProjectMembersAt>,
    /// Whether the answer to another search is long in coming.
    waiting: Signal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let form = Form::<SaveProjectMembers>::new();
    let error = form.error();
    let meanwhile = match error.get_untracked() {
        Some(AppError::Refused(Refusal::SavedMeanwhile(meanwhile))) => Some(meanwhile),
        _ => None,
    };
    let saved = use_notices().get(paths::SAVED).and_then(|saved| saved.parse().ok());
    let editing = Editing::new(typed(form, &view.read_untracked()), meanwhile, saved);
    editing.keep(&paths::project_members(&slug, &project));
    remember_what_is_seen(editing, view);
    answer(form, editing, again);
    let form_error = Signal::derive(move || match error.get()? {
        AppError::Refused(Refusal::SavedMeanwhile(_) | Refusal::RefusedLines { .. }) => None,
        error => Some(text::error(&error)),
    });
    let (slug, project) = (StoredValue::new(slug), StoredValue::new(project));
    let can_change = Memo::new(move |_| view.read().can_change);
    let name = view.read_untracked().label();
    let name_again = name.clone();
    let pending = form.busy();
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
            let organization = slug.with_value(ToString::to_string);
            let project = view.with_untracked(|view| view.project.to_string());
            editing.note_sent();
            form.send(&[("organization", &organization), ("project", &project), ("changes", &sent)]);
        }
    };
    view! {
        <Why view editing/>
        <Conflict editing view/>
        <RefusedLines editing/>
        <FormError error=form_error/>
        <Search slug project place view question waiting/>
        <PostForm
            form attr:class="listing" on:submit:capture=on_submit
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
            <Said editing/>
            <Show when=move || can_change.get()><Bar editing pending/></Show>
            <People view editing slug project waiting/>
        </PostForm>
        <Pages slug project view place/>
        <Leaving count=Signal::derive(move || editing.changes.read().len()) discard=move |()| editing.clear()>
            <Sentence text=move || members::leaving(editing.changes.read().len(), &name) names=vec![name_again]/>
        </Leaving>
    }
}

/// What was typed in a form that was refused without JavaScript, where that is another thing than what is there by now.
fn typed(form: Form<SaveProjectMembers>, view: &ProjectMembersView) -> Changes {
    let line = |row: &ProjectMemberRow| {
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
fn answer(form: Form<SaveProjectMembers>, editing: Editing, again: Callback<()>) {
    form.on_answer(move |view| {
        editing.note_saved(view.saved);
        again.run(());
    });
    form.on_outcome(move |_, outcome| {
        let Err(error) = outcome else { return };
        editing.note_not_saved();
        match error {
            AppError::Refused(Refusal::SavedMeanwhile(meanwhile)) => {
                editing.choices.update(BTreeMap::clear);
                editing.meanwhile.set(Some(meanwhile));
                focus_conflict();
                again.run(());
            }
            AppError::Refused(Refusal::RefusedLines { lines }) => {
                editing.refused.set(lines.into_iter().map(|line| (line.member, line.problem)).collect());
                focus_refused();
                again.run(());
            }
            _ => {}
        }
    });
}

/// Why nothing can be changed, where that is not for want of a permission. Coming while somebody changes something, it is led to.
#[component]
fn Why(view: Memo<ProjectMembersView>, editing: Editing) -> impl IntoView {
    let why = Memo::new(move |_| {
        view.with(|view| match (view.archived, view.identity_managed) {
            (true, _) => Some(members::archived(&view.label())),
            (false, true) => Some(members::IDENTITY_MANAGED.to_owned()),
            (false, false) => None,
        })
    });
    Effect::new(move |before: Option<bool>| {
        let now = why.read().is_some();
        if before == Some(false) && now && editing.changes.with_untracked(|changes| !changes.is_empty()) {
            focus_why();
        }
        now
    });
    view! {
        <div role="status">
            {move || why.get().map(|why| view! {
                <div class="conflict-head">
                    <Notice still=true><span id=WHY_ID tabindex="-1">{why}</span></Notice>
                </div>
            })}
        </div>
    }
}

#[component]
fn People(
    view: Memo<ProjectMembersView>,
    editing: Editing,
    slug: StoredValue<Slug>,
    project: StoredValue<ProjectSlug>,
    waiting: Signal<bool>,
) -> impl IntoView {
    // By name and address too, so that a person who is called otherwise has another line.
    let rows = Memo::new(move |_| {
        let view = view.read();
        let namesakes = Namesakes::among(view.members.iter().map(|row| (row.name.as_str(), row.id)));
        let key = |row: &ProjectMemberRow| (row.id, row.name.clone(), row.email.clone(), namesakes.has(&row.name));
        view.members.iter().map(key).collect::<Vec<(AccountId, String, String, bool)>>()
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
                <Table caption=members::CAPTION class="belongs" busy=waiting attr:role="table">
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
                            <MemberLine id=row.0 view shares_name=row.3 editing/>
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
                <span>{move || projects::people(view.read().count)}</span>
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
