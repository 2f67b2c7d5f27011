//! The question before a project is archived: what changes, for how many people (PR-5).

use domain::paths;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{self, ProjectRow},
    context::{Done, ProjectsContext},
    row::actions_id,
};
use crate::{
    browser,
    form::{Form, PageField, PostForm},
    query::use_query,
    text::projects::{self, list},
    ui::{Button, ButtonKind, Dialog, EffectChange, EffectLine, Effects, FormError, LinkButton},
};

/// Id of the form, whose buttons stand in the dialog's footer.
const FORM_ID: &str = "archive-form";

/// The question, where the address asks it.
#[component]
pub(super) fn Archive(shared: ProjectsContext) -> impl IntoView {
    let query = use_query();
    let asked = Memo::new(move |_| {
        let slug = query.get(paths::ARCHIVE)?;
        let view = shared.view.read();
        view.active.iter().find(|row| row.slug.as_str() == slug && row.can_archive).map(|row| row.id)
    });
    move || {
        let id = asked.get()?;
        let row = untrack(|| shared.row(id))?;
        Some(view! { <Question row shared/> })
    }
}

#[component]
fn Question(row: ProjectRow, shared: ProjectsContext) -> impl IntoView {
    let form = Form::<api::ArchiveProject>::new();
    let open = RwSignal::new(true);
    let list = shared.slug.with_value(paths::projects);
    let navigate = use_navigate();
    let (id, path) = (row.id, list.clone());
    let on_close = Callback::new(move |()| {
        navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        request_animation_frame(move || request_animation_frame(move || browser::focus_if_lost(&actions_id(id))));
    });
    form.on_done(move |sent| {
        shared.note(&sent.get("project"), Done::Archived);
        open.set(false);
    });
    let (busy, error) = (form.busy(), form.form_error());
    let name = shared.label(&row);
    let ProjectRow { managers, agents, viewers, .. } = row;
    let people = managers + agents + viewers;
    let closes = people > 0 && shared.view.with_untracked(|view| view.members_need_project);
    view! {
        <Dialog
            id="archive" title=list::archive(&name) open on_close
            footer=move || view! {
                <LinkButton href=list.clone() attr:data-noscroll="true">{list::CANCEL}</LinkButton>
                <Button kind=ButtonKind::Danger submit=true busy attr:form=FORM_ID>{list::DO_ARCHIVE}</Button>
            }
        >
            <PostForm form attr:id=FORM_ID>
                <PageField/>
                <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
                <input type="hidden" name="project" value=id.to_string()/>
            </PostForm>
            <FormError error/>
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
        </Dialog>
    }
}
