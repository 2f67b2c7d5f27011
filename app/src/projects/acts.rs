//! What can be done with a project of the list: the menu of its row, and the questions before it, which the address asks.
//! A question says what changes, for how many people (PR-5).

use domain::{ProjectAction, paths};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{self, ProjectRow},
    context::{Done, ProjectsContext, actions_id},
};
use crate::{
    browser,
    form::{Form, PageField, PostForm, Submission},
    query::use_query,
    text::projects::{self, list},
    ui::{
        Button, ButtonKind, ButtonSize, Dialog, EffectChange, EffectLine, Effects, FormError, IconButton, IconName,
        LinkButton, Menu, MenuItem, MenuLine, MenuLink,
    },
};

/// What can be done with the project; no button where nothing can.
#[component]
pub(super) fn ProjectMenu(row: Memo<ProjectRow>, name: String, shared: ProjectsContext) -> impl IntoView {
    let id = row.read_untracked().id;
    let menu_id = format!("menu-{id}");
    let label = list::actions_for(&name);
    let any = Memo::new(move |_| {
        row.with(|row| row.can_read_members || row.actions.can_rename || row.can_archive || row.is_last)
    });
    let name = StoredValue::new(name);
    let copy = move || {
        shared.done.set(None);
        let path = shared.slug.with_value(|slug| paths::project(slug, &row.read_untracked().slug));
        spawn_local(async move {
            let copied = browser::copy(&browser::address_of(&path)).await;
            // The page may be gone by now.
            if shared.done.try_get_untracked().is_some() {
                shared.tell(id, if copied { Done::Copied } else { Done::NotCopied });
            }
        });
    };
    let members = move || shared.slug.with_value(|slug| paths::project_members(slug, &row.read().slug));
    let asking = move |action| shared.slug.with_value(|slug| paths::projects_asking(slug, action, &row.read().slug));
    view! {
        <Show when=move || any.get()>
            <IconButton
                icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id.clone()
                attr:id=actions_id(id)
            />
            <Menu id=menu_id.clone() label=label.clone()>
                {move || {
                    let ProjectRow { can_read_members, actions, can_archive, is_last, .. } = row.get();
                    view! {
                        {can_read_members.then(|| view! {
                            <MenuLink icon=IconName::People href=members()>{list::MEMBERS}</MenuLink>
                        })}
                        {actions.can_rename.then(|| view! {
                            <MenuLink icon=IconName::Edit href=asking(ProjectAction::Rename) attr:data-noscroll="true">
                                {list::RENAME}
                            </MenuLink>
                        })}
                        <div class="needs-script">
                            <MenuItem icon=IconName::Link on_click=copy>{list::COPY_LINK}</MenuItem>
                        </div>
                        {(can_archive || is_last).then(|| view! { <MenuLine/> })}
                        {can_archive.then(|| view! {
                            <MenuLink
                                icon=IconName::Project danger=true href=asking(ProjectAction::Archive)
                                attr:data-noscroll="true"
                            >
                                {list::ARCHIVE}
                            </MenuLink>
                        })}
                        {is_last.then(|| view! { <p class="menu-note">{name.with_value(|name| list::is_last(name))}</p> })}
                    }
                }}
            </Menu>
        </Show>
    }
}

/// Whether a question stands before this is done with the project, and it can be done.
const fn can_be_asked(row: &ProjectRow, action: ProjectAction) -> bool {
    match action {
        ProjectAction::Archive => row.can_archive,
        ProjectAction::Rename | ProjectAction::ChangeMembers | ProjectAction::Restore => false,
    }
}

/// The question, where the address asks one.
#[component]
pub(super) fn Questions(shared: ProjectsContext) -> impl IntoView {
    let query = use_query();
    let asked = Memo::new(move |_| {
        let view = shared.view.read();
        ProjectAction::ALL.into_iter().find_map(|action| {
            let slug = query.get(action.asked_by()?)?;
            let row = view.active.iter().find(|row| row.slug.as_str() == slug && can_be_asked(row, action))?;
            Some((action, row.id))
        })
    });
    move || {
        let (action, id) = asked.get()?;
        let row = untrack(|| shared.row(id))?;
        match action {
            ProjectAction::Archive => Some(view! { <Archive row shared/> }.into_any()),
            ProjectAction::Rename | ProjectAction::ChangeMembers | ProjectAction::Restore => None,
        }
    }
}

/// The dialog around a question, with the form that is sent by its answer. Closed, it leads back to the list.
#[component]
fn Question(
    row: ProjectRow,
    shared: ProjectsContext,
    action: ProjectAction,
    #[prop(into)] form: Submission,
    /// What is asked.
    title: String,
    /// The button that does it.
    button: &'static str,
    /// What the act changes, shown under the question.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(true);
    let list = shared.slug.with_value(paths::projects);
    let navigate = use_navigate();
    let (id, path) = (row.id, list.clone());
    let on_close = Callback::new(move |()| {
        navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        request_animation_frame(move || request_animation_frame(move || browser::focus_if_lost(&actions_id(id))));
    });
    form.on_done(move |sent| {
        shared.note(&sent.get("project"), action);
        open.set(false);
    });
    let (busy, error) = (form.busy(), form.form_error());
    let dialog_id = action.asked_by().unwrap_or_default();
    // Its button stands in the dialog's footer.
    let form_id = format!("{dialog_id}-form");
    let sends = form_id.clone();
    view! {
        <Dialog
            id=dialog_id title open on_close
            footer=move || view! {
                <LinkButton href=list.clone() attr:data-noscroll="true">{list::CANCEL}</LinkButton>
                <Button kind=ButtonKind::Danger submit=true busy attr:form=sends.clone()>{button}</Button>
            }
        >
            <PostForm form attr:id=form_id>
                <PageField/>
                <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
                <input type="hidden" name="project" value=id.to_string()/>
            </PostForm>
            <FormError error/>
            {children()}
        </Dialog>
    }
}

#[component]
fn Archive(row: ProjectRow, shared: ProjectsContext) -> impl IntoView {
    let form = Form::<api::ArchiveProject>::new();
    let title = list::archive(&shared.label(&row));
    let ProjectRow { managers, agents, viewers, .. } = row;
    let people = managers + agents + viewers;
    let closes = people > 0 && shared.view.with_untracked(|view| view.members_need_project);
    view! {
        <Question row shared action=ProjectAction::Archive form title button=list::DO_ARCHIVE>
            <Effects>
                {(people > 0).then(|| view! {
                    <EffectLine change=EffectChange::Loses what=projects::people(people)>
                        {list::stop_working(managers, agents, viewers)}
                    </EffectLine>
                })}
                {closes.then(|| view! {
                    <EffectLine change=EffectChange::Loses what=list::STAY_OUTSIDE>{list::STAY_OUTSIDE_REST}</EffectLine>
                })}
                <EffectLine change=EffectChange::Loses what=list::LEAVES>{list::LEAVES_REST}</EffectLine>
                <EffectLine change=EffectChange::Keeps what=list::STAYS>{list::STAYS_REST}</EffectLine>
            </Effects>
            <p class="hint">{list::RESTORABLE}</p>
        </Question>
    }
}
