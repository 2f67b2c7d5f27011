//! The panel for a new project.

use domain::{FieldProblem, ProjectName, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{api, context::ProjectsContext};
use crate::{
    form::{Form, PageField, PostForm},
    organizations::ReachedNotice,
    text::{self, projects::list, settings::billing},
    ui::{Button, ButtonKind, Checks, Field, FieldCheck, FormError, LinkButton, Panel},
};

/// Id of the form; its buttons stand in the panel's footer.
const FORM_ID: &str = "create-project";

/// The panel. It is open as long as the address says so.
#[component]
pub(super) fn NewProject(shared: ProjectsContext) -> impl IntoView {
    let form = Form::<api::CreateProject>::new();
    form.follow();
    let checks = Checks::provide();
    let open = RwSignal::new(true);
    let list = shared.slug.with_value(paths::projects);
    let (navigate, path) = (use_navigate(), list.clone());
    let on_close = Callback::new(move |()| {
        navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let busy = form.busy();
    let cancel = list.clone();
    let reached = Memo::new(move |_| shared.view.read().taken_projects.clone());
    view! {
        <Panel
            id="new-project" title=list::NEW open on_close close_href=list
            footer=move || view! {
                <Show when=move || reached.read().is_none()>
                    <Button kind=ButtonKind::Primary submit=true busy attr:form=FORM_ID>{list::CREATE}</Button>
                </Show>
                <LinkButton kind=ButtonKind::Quiet href=cancel.clone() attr:data-noscroll="true">{list::CANCEL}</LinkButton>
            }
        >
            <PostForm form attr:id=FORM_ID attr:class="panel-form" on:submit:capture=checks.on_submit()>
                // Said before a name is typed that could not be used.
                {move || reached.get().map(|reached| {
                    let text = billing::projects_taken(&reached);
                    view! { <ReachedNotice slug=shared.slug.get_value() text reached/> }
                })}
                <FormError error=Signal::derive(move || form.form_error().get().filter(|_| reached.read().is_none()))/>
                <PageField/>
                <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
                <fieldset disabled=move || reached.read().is_some() hidden=move || reached.read().is_some()>
                    <Field
                        name="name" label=list::NAME value=form.typed("name") required=true
                        autofocus=true hint=|| list::NAME_HINT error=form.field_error("name")
                        check=FieldCheck::new(|(typed,): (String,)| check(&typed))
                    />
                </fieldset>
            </PostForm>
        </Panel>
    }
}

/// What is wrong with a name for a project.
pub(super) fn check(typed: &str) -> Option<String> {
    let problem = typed.parse::<ProjectName>().err()?;
    Some(text::field_problem(FieldProblem::ProjectName(problem)))
}
