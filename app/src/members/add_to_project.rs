//! `/o/{slug}/members/add-to-project`: a project, and a role in it, for many members at once (PR-2).

use domain::{MemberProblem, ProjectId, ProjectRole, Slug, paths};
use leptos::prelude::*;

use super::{
    api::many::{self as api, ProjectReview, ProjectReviewRow},
    many::{Asked, Consequence, Person, Review, ReviewPage, Reviewing, left_out},
    terms_fields::role_options,
};
use crate::{
    error::AppError,
    form::{Form, PageField, PostForm},
    text::{self, members::many as words},
    ui::{Button, ButtonKind, IconName, Select},
};

/// The form.
#[component]
pub fn AddToProject() -> impl IntoView {
    view! {
        <ReviewPage
            title=words::ADD_TO_PROJECT nobody=words::NOBODY_ADDED path=paths::add_many_to_project ask
            keep=Chosen::new review
        />
    }
}

async fn ask(slug: Slug, Asked { people, .. }: Asked) -> Result<ProjectReview, AppError> {
    api::review_project(slug.to_string(), people).await
}

/// What is chosen in the form.
#[derive(Clone, Copy)]
struct Chosen {
    project: RwSignal<Option<ProjectId>>,
    role: RwSignal<ProjectRole>,
}

impl Chosen {
    fn new(form: Form<api::AddToProject>) -> Self {
        let role = form.typed("role").parse().unwrap_or(ProjectRole::Agent);
        Self { project: RwSignal::new(form.typed("project").parse().ok()), role: RwSignal::new(role) }
    }
}

fn review(page: Reviewing<api::AddToProject, Chosen>, view: ProjectReview) -> AnyView {
    let Reviewing { slug, form, kept: Chosen { project, role }, .. } = page;
    let ProjectReview { people, projects } = view;
    let first = projects.first().map(|project| project.id);
    let offered: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
    let chosen = Memo::new(move |_| project.get().filter(|project| offered.contains(project)).or(first));
    let people: Vec<Person> = people.into_iter().map(|row| person(row, chosen)).collect();
    let names = Person::included(&people);
    let intro = if names.is_empty() { words::NOBODY_ADDED } else { words::ADD_INTRO };
    let value = chosen.get_untracked().map(|project| project.to_string()).unwrap_or_default();
    let options: Vec<(String, String)> =
        projects.into_iter().map(|project| (project.id.to_string(), project.label())).collect();
    let fields = view! {
        <div class="many-fields">
            <Select
                name="project" label=words::PROJECT options value
                on_change=move |chosen: String| project.set(chosen.parse().ok())
            />
            <Select
                name="role" label=words::ROLE_IN_PROJECT options=role_options(None) value=role.get_untracked().as_str()
                error=form.field_error("role")
                on_change=move |chosen: String| role.set(chosen.parse().unwrap_or(ProjectRole::Agent))
            />
        </div>
    };
    let button =
        view! { <Button kind=ButtonKind::Primary submit=true busy=form.busy()>{words::ADD}</Button> }.into_any();
    let (error, here) = (form.form_error(), slug.clone());
    view! {
        <Review
            slug people heading=words::add_heading(&names) intro=intro.to_owned() error
            address=move |people: &str| paths::add_people_to_project(&here, people) fields=fields.into_any()
            undo=words::undo_of_adding(names.len()) button
            form=move |inside| view! { <PostForm form attr:class="many"><PageField/>{inside}</PostForm> }.into_any()
        />
    }
    .into_any()
}

/// One of them, and whether they are in the chosen project already.
fn person(row: ProjectReviewRow, chosen: Memo<Option<ProjectId>>) -> Person {
    let ProjectReviewRow { id, name, email, role, places, problem } = row;
    let effects = if let Some(problem) = problem {
        left_out(problem)
    } else {
        let held = Memo::new(move |_| chosen.get().and_then(|project| places.role_in(project)));
        let held = move || {
            held.get()
                .map(|role| view! { <Consequence icon=IconName::Check>{words::in_it_already(role)}</Consequence> })
        };
        held.into_any()
    };
    Person {
        id: id.to_string(),
        name,
        email,
        about: role.map(|role| text::role(role).to_owned()),
        pending: problem == Some(MemberProblem::Invited),
        me: false,
        included: problem.is_none(),
        effects,
    }
}
