//! Every project under the name: what the member is in it, and changing that (PR-2).

use domain::{ProjectId, ProjectRole, paths};
use leptos::prelude::*;

use crate::{
    focus,
    form::{Form, PageField, PostForm},
    members::{
        api::details::{self as api, MemberProjectView},
        context::DetailsContext,
        terms_fields::role_options,
    },
    notices::use_notices,
    query::use_query,
    text::{self, members::details as words, projects},
    ui::{Button, ButtonKind, ButtonSize, FormError, Icon, IconButton, IconName, LinkButton, Name, Select},
};

/// In the place of a role: the person does not belong to the project.
const NONE: &str = "none";

/// Id of the button that takes back what was just done in a line.
fn undo_id(id: ProjectId) -> String {
    format!("undo-{id}")
}

/// Id of the link that asks for a role in a project.
fn add_id(id: ProjectId) -> String {
    format!("add-to-{id}")
}

/// Id of the field for the role in a project.
fn role_id(id: ProjectId) -> String {
    format!("role-{id}")
}

/// The section.
#[component]
pub(super) fn Projects(context: DetailsContext) -> impl IntoView {
    let view = context.view;
    let form = Form::<api::ChangeProject>::new();
    form.on_outcome(move |_, _| context.again.run(()));
    form.follow();
    let counted = move || {
        let view = view.read();
        let within = view.projects.iter().filter(|project| project.role.is_some()).count();
        (!view.reaches_every_project).then(|| words::of(within, view.projects.len()))
    };
    let ids = Memo::new(move |_| view.read().projects.iter().map(|project| project.id).collect::<Vec<_>>());
    let reaches_all = Memo::new(move |_| view.read().reaches_every_project);
    view! {
        <section class="block" aria-labelledby="member-projects">
            <div class="block-head">
                <h2 id="member-projects">{words::PROJECTS} " " <small>{counted}</small></h2>
            </div>
            <FormError error=form.form_error()/>
            <Show when=move || reaches_all.get()><p class="hint">{words::REACHES_EVERY_PROJECT}</p></Show>
            <Show when=move || !reaches_all.get() && ids.read().is_empty()>
                <p class="hint">{words::NO_PROJECTS}</p>
            </Show>
            <Show when=move || !reaches_all.get() && !ids.read().is_empty()>
                <ul class="rows rows-places">
                    <For each=move || ids.get() key=|id| *id let:id><Line id context form/></For>
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn Line(id: ProjectId, context: DetailsContext, form: Form<api::ChangeProject>) -> impl IntoView {
    let view = context.view;
    let row = Memo::new(move |before: Option<&Option<MemberProjectView>>| {
        let row = view.read().projects.iter().find(|project| project.id == id).cloned();
        row.or_else(|| before.cloned().flatten())
    });
    let name = row.with_untracked(|row| row.as_ref().map(MemberProjectView::label).unwrap_or_default());
    let role = Memo::new(move |_| row.read().as_ref().and_then(|row| row.role));
    let can_change = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.can_change));
    let query = use_query();
    let adding = Memo::new(move |_| query.get(paths::ADD).is_some_and(|chosen| chosen == id.to_string()));
    let title = StoredValue::new(name.clone());
    let notices = use_notices();
    // Until somebody makes another thing of it.
    let told = Memo::new(move |_| {
        let (project, change) = paths::place_told(&notices.get(paths::PLACE)?)?;
        (project == id && change.after == role.get()).then_some(change)
    });
    let can_undo = Memo::new(move |_| told.get().filter(|_| can_change.get()));
    // What did it may be gone from the line, with the focus.
    Effect::new(move || {
        if can_undo.get().is_some() {
            request_animation_frame(move || focus::put_after_act(&undo_id(id)));
        }
    });
    // The link makes room for the role to choose; where that is called off, it is there again.
    Effect::new(move |before: Option<bool>| {
        let now = adding.get() && role.get().is_none();
        if before == Some(false) && now {
            request_animation_frame(move || focus::put_after_act(&role_id(id)));
        } else if before == Some(true) && !adding.get_untracked() {
            request_animation_frame(move || {
                // What was added is told by the line.
                if untrack(|| notices.get(paths::PLACE)).is_none() {
                    focus::put_after_act(&add_id(id));
                }
            });
        }
        now
    });
    let about = move || match told.get() {
        Some(_) => None,
        None => Some(role.get().map_or(words::NOT_IN_IT, projects::about_project_role)),
    };
    let said = move || told.get().map(|change| words::placed(change.before, change.after));
    view! {
        <li data-open=move || (adding.get() && role.get().is_none()).then_some("true")>
            <Icon name=IconName::Project/>
            <div class="grow"><b><Name text=name/></b><small>{about}<span role="status">{said}</span></small></div>
            {move || can_undo.get().map(|change| view! {
                <PostForm form attr:class="place-undo">
                    <Hidden id before=change.after.map_or(NONE, ProjectRole::as_str) context/>
                    <input type="hidden" name="role" value=change.before.map_or(NONE, ProjectRole::as_str)/>
                    <Button
                        size=ButtonSize::Small submit=true busy=form.sends("project", id) attr:id=undo_id(id)
                        aria_label=title.with_value(|name| words::undo_in(name))
                    >
                        {words::UNDO}
                    </Button>
                </PostForm>
            })}
            {move || match (role.get(), can_change.get()) {
                (role, false) => {
                    role.map(|role| view! { <span class="strong">{projects::project_role(role)}</span> }).into_any()
                }
                (Some(role), true) => view! { <Change id role name=title.get_value() context form/> }.into_any(),
                (None, true) if adding.get() => {
                    view! { <Add id name=title.get_value() context form/> }.into_any()
                }
                (None, true) => {
                    let member = context.id();
                    let href = context.and_back(context.slug.with_value(|slug| paths::add_to_project(slug, member, id)));
                    view! {
                        <LinkButton
                            size=ButtonSize::Small href aria_label=title.with_value(|name| words::add_to(name))
                            attr:id=add_id(id) attr:data-noscroll="true"
                        >
                            {words::ADD_TO_PROJECT}
                        </LinkButton>
                    }
                    .into_any()
                }
            }}
        </li>
    }
}

/// What every form of a line sends.
#[component]
fn Hidden(id: ProjectId, before: &'static str, context: DetailsContext) -> impl IntoView {
    view! {
        <PageField/>
        <input type="hidden" name="organization" value=context.slug.with_value(ToString::to_string)/>
        <input type="hidden" name="member" value=context.id().to_string()/>
        <input type="hidden" name="project" value=id.to_string()/>
        <input type="hidden" name="before" value=before/>
        {context.return_field()}
    }
}

/// Another role, or none.
#[component]
fn Change(
    id: ProjectId,
    role: ProjectRole,
    name: String,
    context: DetailsContext,
    form: Form<api::ChangeProject>,
) -> impl IntoView {
    let other = RwSignal::new(false);
    let busy = form.sends("project", id);
    let person = text::first_name(&context.view.read_untracked().member.name).to_owned();
    let (label, remove) = (projects::role_in(&name), words::remove_from(&person, &name));
    view! {
        <PostForm form attr:class="place-form">
            <Hidden id before=role.as_str() context/>
            <Select
                name="role" id=role_id(id) label hide_label=true quiet=true
                options=role_options(None) value=role.as_str()
                on_change=move |chosen: String| other.set(chosen != role.as_str())
            />
            // A change of mind by the arrow keys is not one of the role: it counts once it is saved.
            <span class=move || (!other.get()).then_some("no-script")>
                <Button size=ButtonSize::Small submit=true busy>{words::SAVE}</Button>
            </span>
        </PostForm>
        <PostForm form attr:class="place-remove">
            <Hidden id before=role.as_str() context/>
            <input type="hidden" name="role" value=NONE/>
            <IconButton icon=IconName::Cross size=ButtonSize::Small submit=true busy label=remove/>
        </PostForm>
    }
}

/// A role, and *Add*.
#[component]
fn Add(id: ProjectId, name: String, context: DetailsContext, form: Form<api::ChangeProject>) -> impl IntoView {
    let label = projects::role_in(&name);
    let back = context.and_back(context.slug.with_value(|slug| paths::member(slug, context.id())));
    let busy = form.sends("project", id);
    view! {
        <PostForm form attr:class="place-form">
            <Hidden id before=NONE context/>
            <Select
                name="role" id=role_id(id) label hide_label=true quiet=true
                options=role_options(None) value=ProjectRole::Agent.as_str()
            />
            <Button kind=ButtonKind::Primary size=ButtonSize::Small submit=true busy>{words::ADD}</Button>
            <LinkButton kind=ButtonKind::Quiet size=ButtonSize::Small href=back attr:data-noscroll="true">
                {words::CANCEL}
            </LinkButton>
        </PostForm>
    }
}
