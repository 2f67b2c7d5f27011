//! The row of a project that is worked in, and the form that takes its place while it gets another name.

use domain::{ProjectAction, ProjectId, paths};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    acts::ProjectMenu,
    api::{self, ProjectRow},
    context::{Done, ProjectsContext, RESTORE_FORM, UNDO_ID, actions_id, focus_after_act},
    new_project::check,
};
use crate::{
    browser,
    form::{Form, PageField, PostForm},
    keys,
    query::use_query,
    text::projects::list,
    ui::{
        Badge, BadgeTone, Button, ButtonKind, ButtonSize, Checks, Field, FieldCheck, FormError, Icon, IconName, Kbd,
        LinkButton, LocalTime, Name, Sentence, TimeShape,
    },
};

/// Id of the link to a project.
fn link_id(id: ProjectId) -> String {
    format!("project-{id}")
}

#[component]
pub(super) fn ProjectLine(id: ProjectId, name: String, shared: ProjectsContext) -> impl IntoView {
    let Some(row) = shared.kept_true(id) else { return ().into_any() };
    let query = use_query();
    let asked = move || query.get(ProjectAction::Rename.asked_by()?);
    let renaming = Memo::new(move |_| {
        let is_asked = |slug: String| row.read().slug.as_str() == slug || shared.is_renaming(id, &slug);
        asked().is_some_and(is_asked) && row.read().actions.can_rename
    });
    let row_name = StoredValue::new(name.clone());
    // The form is left for its row, not for the form of another one; and one that has got its new name, or has come back,
    // stands anew.
    let left = Memo::new(move |_| asked().is_none());
    let done = move || shared.done.get_untracked().filter(|(of, _)| *of == id).map(|(_, done)| done);
    let anew = matches!(done(), Some(Done::Act(ProjectAction::Rename | ProjectAction::Restore)));
    Effect::new(move |before: Option<bool>| {
        let now = renaming.get();
        if now && before != Some(true) {
            shared.begin_renaming(id, untrack(asked).unwrap_or_default(), row_name.get_value());
        } else if !now && before == Some(true) {
            shared.end_renaming(id);
        }
        if before == Some(true) && !now && left.get_untracked() {
            let back = if done() == Some(Done::Act(ProjectAction::Rename)) { link_id(id) } else { actions_id(id) };
            request_animation_frame(move || browser::focus_on(&back));
        } else if before.is_none() && anew {
            focus_after_act(link_id(id));
        }
        now
    });
    on_cleanup(move || shared.end_renaming(id));
    view! {
        <tr role="row">
            {move || if renaming.get() {
                view! { <Renaming row=row.get_untracked() shared/> }.into_any()
            } else {
                view! { <Cells row name=name.clone() shared/> }.into_any()
            }}
        </tr>
    }
    .into_any()
}

#[component]
fn Cells(row: Memo<ProjectRow>, name: String, shared: ProjectsContext) -> impl IntoView {
    let ProjectRow { id, created_at, .. } = row.get_untracked();
    let now = shared.view.read_untracked().now;
    let href = move || shared.slug.with_value(|slug| paths::project(slug, &row.read().slug));
    let label = row.with_untracked(|row| shared.label(row));
    let people = Memo::new(move |_| row.with(|row| (row.managers, row.agents, row.viewers)));
    let done = Memo::new(move |_| shared.done.get().filter(|(of, _)| *of == id).map(|(_, done)| done));
    let below = move || match (done.get(), done.get().and_then(Done::words)) {
        (Some(Done::NotCopied), _) => view! {
            <small class="answer">
                {list::COPY_YOURSELF} " " <Name text=move || browser::address_of(&href()) verbatim=true/>
            </small>
        }
        .into_any(),
        (_, Some(words)) => view! { <small class="answer">{words}</small> }.into_any(),
        (_, None) => {
            view! { <small><Name text=move || list::address(row.read().slug.as_str()) verbatim=true/></small> }
                .into_any()
        }
    };
    view! {
        <th scope="row" role="rowheader">
            <span class="with-icon">
                <Icon name=IconName::Project/>
                <span><b><a href=href id=link_id(id)><Name text=name.clone()/></a></b>{below}</span>
            </span>
        </th>
        <td role="cell" class="col-people strong wide-only">{move || { let (m, a, v) = people.get(); m + a + v }}</td>
        <td role="cell" class="col-num wide-only">
            {move || match people.get() {
                (0, ..) => view! { <Badge tone=BadgeTone::Warn>{list::NO_MANAGER}</Badge> }.into_any(),
                (managers, ..) => managers.into_any(),
            }}
        </td>
        <td role="cell" class="col-num wide-only">{move || people.get().1}</td>
        <td role="cell" class="col-num wide-only">{move || people.get().2}</td>
        <td role="cell" class="col-date wide-only"><LocalTime at=created_at shape=TimeShape::ShortDate now/></td>
        <td role="cell" class="mix only-phone">{move || { let (m, a, v) = people.get(); list::people_mix(m, a, v) }}</td>
        <td role="cell" class="col-menu"><ProjectMenu row name=label shared/></td>
    }
}

/// In the old row of a project: that it is archived, and the way back.
#[component]
pub(super) fn ArchivedInPlace(id: ProjectId, shared: ProjectsContext) -> impl IntoView {
    let Some(row) = shared.kept_true(id) else { return ().into_any() };
    let name = row.with_untracked(|row| shared.label(row));
    let undo = list::undo(&name);
    let can_restore = Memo::new(move |_| row.read().actions.can_restore && shared.has_room());
    let busy = shared.restore.busy();
    Effect::new(|| focus_after_act(UNDO_ID.to_owned()));
    view! {
        <tr role="row">
            <td role="cell" colspan="7">
                <div class="projects-answer">
                    <Icon name=IconName::Project/>
                    <Sentence text=list::archived(&name) names=vec![name.clone()]/>
                    <Show when=move || can_restore.get()>
                        <Button
                            size=ButtonSize::Small icon=IconName::Undo submit=true name="project" value=id.to_string() busy
                            aria_label=undo.clone() attr:form=RESTORE_FORM attr:id=UNDO_ID
                        >
                            {list::UNDO}
                        </Button>
                    </Show>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

/// Gives the project another name in its row. Esc leaves it as it is.
#[component]
fn Renaming(row: ProjectRow, shared: ProjectsContext) -> impl IntoView {
    let form = Form::<api::RenameProject>::new();
    let list = shared.slug.with_value(paths::projects);
    let navigate = use_navigate();
    let leave = {
        let list = list.clone();
        Callback::new(move |()| navigate(&list, NavigateOptions { scroll: false, ..NavigateOptions::default() }))
    };
    let before = row.name.clone();
    form.on_done(move |sent| {
        // Saved as it was, it has no other address.
        if sent.get("name").trim() != before {
            shared.note(&sent.get("project"), ProjectAction::Rename);
        }
        leave.run(());
    });
    let checks = Checks::provide();
    let node = NodeRef::<html::Form>::new();
    // Left on purpose, so what was typed is not kept.
    let cancel = move || {
        if let Some(form) = node.get_untracked() {
            form.reset();
        }
    };
    let typed = Some(form.typed("name")).filter(|typed| !typed.is_empty());
    let field_id = format!("name-{}", row.id);
    let hint = list::now(&row.name);
    let address = list::address(row.slug.as_str());
    view! {
        <td role="cell" colspan="7">
            <PostForm
                form attr:class="renaming" node_ref=node on:submit:capture=checks.on_submit()
                on:keydown=move |event| {
                    if keys::alone(&event).as_deref() == Some("Escape") {
                        event.prevent_default();
                        cancel();
                        leave.run(());
                    }
                }
            >
                <PageField/>
                <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
                <input type="hidden" name="project" value=row.id.to_string()/>
                <Icon name=IconName::Project/>
                <Field
                    name="name" id=field_id label=list::name_of(&shared.label(&row)) hide_label=true
                    value=typed.unwrap_or_else(|| row.name.clone()) autofocus=true
                    selected=true required=true error=form.field_error("name")
                    check=FieldCheck::new(|(typed,): (String,)| check(&typed))
                />
                <Button kind=ButtonKind::Primary submit=true busy=form.busy()>{list::SAVE}</Button>
                <LinkButton kind=ButtonKind::Quiet href=list attr:data-noscroll="true" on:click=move |_| cancel()>
                    {list::CANCEL} " " <span class="wide-only needs-script"><Kbd>{list::ESCAPE}</Kbd></span>
                </LinkButton>
                <small>{hint} " " <Name text=address verbatim=true/> " " {list::LINKS_KEEP}</small>
                <FormError error=form.form_error()/>
            </PostForm>
        </td>
    }
}
