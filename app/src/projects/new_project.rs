//! The panel for a new project.

use domain::{FieldProblem, ProjectName, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{api, context::ProjectsContext};
use crate::{
    form::{Form, PageField, PostForm},
    text::{self, projects::list},
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
    view! {
        <Panel
            id="new-project" title=list::NEW open on_close close_href=list
            footer=move || view! {
                <Button kind=ButtonKind::Primary submit=true busy attr:form=FORM_ID>{list::CREATE}</Button>
                <LinkButton kind=ButtonKind::Quiet href=cancel.clone() attr:data-noscroll="true">{list::CANCEL}</LinkButton>
            }
        >
            <PostForm form attr:id=FORM_ID attr:class="panel-form" on:submit:capture=checks.on_submit()>
                <FormError error=form.form_error()/>
                <PageField/>
                <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
                <Field
                    name="name" label=list::NAME value=form.typed("name") required=true
                    autofocus=true hint=|| list::NAME_HINT error=form.field_error("name") check=FieldCheck::new(|(typed,): (String,)| check(&typed))
                />
            </PostForm>
        </Panel>
    }
}

/// What is wrong with a name for a project.
pub(super) fn check(typed: &str) -> Option<String> {
    let problem = typed.parse::<ProjectName>().err()?;
    Some(text::field_problem(FieldProblem::ProjectName(problem)))
}
