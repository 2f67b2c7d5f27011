//! What somebody is given, in a form: a role, permissions beside it, and projects with a role in each. Forms for invitations
//! and for members have the same.

use std::collections::HashMap;

use domain::{Authority, Grant, Grants, Permission, ProjectId, ProjectRole, ProjectRoles, Refusal, Role};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::api::ProjectOption;
use crate::{
    browser,
    error::AppError,
    form::Submission,
    list_field::choice_name,
    organizations::use_current,
    text::{
        self,
        members::{self, details, new_member as words},
        projects,
    },
    ui::{Check, Field, Name, RadioCard, RadioCards, Select, Sentence, use_hydrated, words as ui_words},
};

/// Name of the fields with grants.
pub const GRANTS: &str = "grants";

/// Id of the fields with projects.
pub const PROJECTS_ID: &str = "in-projects";

/// What is chosen in a form.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The role by now.
    pub role: RwSignal<Role>,
    /// What is granted beside it by now.
    pub grants: RwSignal<Grants>,
}

impl Chosen {
    /// What a form begins with.
    pub fn new(role: Role, grants: Grants) -> Self {
        Self { role: RwSignal::new(role), grants: RwSignal::new(grants) }
    }

    /// Hears what is chosen, also what comes back from a draft.
    fn heard(self, event: &ev::Event) {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
            return;
        };
        if let ("radio", true, Ok(role)) = (&*input.type_(), input.checked(), input.value().parse()) {
            self.role.set(role);
        }
        if let ("checkbox", Ok(grant)) = (&*input.type_(), input.value().parse::<Grant>()) {
            let ticked = input.checked();
            self.grants.update(|grants| {
                *grants = grants.iter().filter(|given| *given != grant).chain(ticked.then_some(grant)).collect();
            });
        }
    }
}

/// What the form began with, sent along, so that what was not changed in it stays as somebody else made it meanwhile. Once that is
/// known, whoever saves again overwrites it.
#[component]
pub fn BeforeTerms(
    /// Of the call that saves.
    form: Submission,
    /// Role, grants and, where the form has them, projects: as the form began with them, or as they were seen since.
    before: RwSignal<Authority>,
) -> impl IntoView {
    form.on_outcome(move |_, outcome| {
        if let Err(AppError::Refused(Refusal::TermsSavedMeanwhile(meanwhile))) = outcome {
            before.set(meanwhile.now);
        }
    });
    let json = move || before.with(|before| serde_json::to_string(before).unwrap_or_default());
    view! { <input type="hidden" name="before_terms" value=json/> }
}

/// Why nothing but to be a member can be given here (ST-5).
#[component]
pub fn IdentityManaged() -> impl IntoView {
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <p class="hint">
            <Sentence
                text=move || details::identity_managed(&organization()) names=Signal::derive(move || vec![organization()])
            />
        </p>
    }
}

/// The fields for role and grants; those for projects come with `children`.
#[component]
pub fn TermsFields(
    /// What is chosen in them.
    chosen: Chosen,
    /// The roles that may be given.
    assignable: Vec<Role>,
    /// What may be granted.
    grantable: Vec<Grant>,
    /// The mistake in the role.
    #[prop(into)]
    role_error: Signal<Option<String>>,
    /// The mistake in the grants.
    #[prop(into)]
    grants_error: Signal<Option<String>>,
    /// Further fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (role, granted) = (chosen.role.get_untracked(), chosen.grants.get_untracked());
    // What somebody is or has can be kept, whether or not I may give it.
    let roles = Role::ALL.into_iter().filter(|one| *one == role || assignable.contains(one));
    let roles = roles
        .map(|one| {
            view! {
                <RadioCard
                    name="role" value=one.as_str() checked=one == role title=text::role(one) about=members::about(one)
                />
            }
        })
        .collect_view();
    let takes_grants = Memo::new(move |_| chosen.role.get().takes_grants());
    let boxes = Grant::ALL.into_iter().filter(|grant| granted.contains(*grant) || grantable.contains(grant));
    let boxes: Vec<Grant> = boxes.collect();
    let grants = (!boxes.is_empty()).then(|| {
        let boxes = boxes
            .into_iter()
            .map(|grant| {
                view! {
                    <Check
                        name=format!("{GRANTS}[]") value=grant.as_str() checked=granted.contains(grant)
                        line=move || members::about_grant(grant)
                    >
                        {members::grant(grant)}
                    </Check>
                }
            })
            .collect_view();
        view! {
            <Applies when=takes_grants>
                <legend class="label">{words::PERMISSIONS} " " <span class="optional">{ui_words::OPTIONAL}</span></legend>
                <p class="hint no-script">{words::PERMISSIONS_OF_MEMBERS}</p>
                <div class="grants">{boxes}</div>
                {move || grants_error.get().map(|error| view! { <p class="error" role="alert">{error}</p> })}
            </Applies>
        }
    });
    view! {
        <div class="terms" on:input=move |event| chosen.heard(&event)>
            <RadioCards legend=words::ROLE error=role_error>{roles}</RadioCards>
            {grants}
            {children.map(|children| children())}
        </div>
    }
}

/// Fields that count with some roles alone. With others they are not there; without JavaScript they always are.
#[component]
fn Applies(#[prop(into)] when: Signal<bool>, children: Children) -> impl IntoView {
    let hydrated = use_hydrated();
    let away = Memo::new(move |_| hydrated.get() && !when.get());
    view! { <fieldset disabled=move || away.get() hidden=move || away.get()>{children()}</fieldset> }
}

/// A role in each project, or none.
#[component]
pub fn ProjectFields(
    /// What is chosen beside them.
    chosen: Chosen,
    /// The projects to which somebody can be added. One that comes has its line, and one that goes has none any more.
    #[prop(into)]
    offered: Signal<Vec<ProjectOption>>,
    /// The roles that are chosen at first.
    roles: ProjectRoles,
    /// Whether it is sent with a project alone.
    #[prop(into)]
    project_needed: Signal<bool>,
    /// The mistake in them.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let needed = Memo::new(move |_| !chosen.role.get().gives(Permission::ReachEveryProject));
    let mistake = move || error.get().map(|error| view! { <p class="error" role="alert">{error}</p> });
    let any = Memo::new(move |_| !offered.read().is_empty());
    Effect::new(move |seen: Option<()>| {
        // It stands below what is seen of the form where that is long.
        if error.read().is_some()
            && seen.is_some()
            && let Some(first) = offered.with_untracked(|offered| offered.first().map(|project| project.id))
        {
            request_animation_frame(move || browser::focus_on(&field_id(first)));
        }
    });
    let hint = move || {
        (project_needed.get() && chosen.role.get() == Role::Member)
            .then(|| view! { <p class="hint">{words::PROJECT_NEEDED}</p> })
    };
    // What is chosen outlives its line: a project that gets another name has a new one.
    let by_project = StoredValue::new(roles.iter().collect::<HashMap<_, _>>());
    move || {
        if !any.get() {
            return mistake.into_any();
        }
        view! {
            <Applies when=needed>
                <legend class="label" id=PROJECTS_ID>{words::PROJECTS}</legend>
                {hint}
                <p class="hint no-script">{words::PROJECTS_OF_OTHERS}</p>
                <div class="places">
                    <For each=move || offered.get() key=|project| (project.id, project.label()) let:project>
                        <ProjectField project by_project/>
                    </For>
                </div>
                {mistake}
            </Applies>
        }
        .into_any()
    }
}

/// The role in one project.
#[component]
fn ProjectField(
    project: ProjectOption,
    /// What is chosen, by project.
    by_project: StoredValue<HashMap<ProjectId, ProjectRole>>,
) -> impl IntoView {
    let (id, label) = (project.id, project.label());
    let role = by_project.with_value(|roles| roles.get(&id).copied());
    let choose = Callback::new(move |(word,): (String,)| {
        by_project.update_value(|roles| {
            if let Ok(role) = word.parse() {
                roles.insert(id, role);
            } else {
                roles.remove(&id);
            }
        });
    });
    view! {
        <div>
            <label class="grow" for=field_id(id)><Name text=label.clone()/></label>
            <Select
                name=choice_name("projects", &id.to_string()) id=field_id(id) label=projects::role_in(&label) hide_label=true
                quiet=true options=role_options(Some(words::NOT_IN_IT))
                value=role.map_or("", ProjectRole::as_str) on_change=choose
            />
        </div>
    }
}

fn field_id(project: ProjectId) -> String {
    format!("role-in-{project}")
}

/// The roles in a project to choose from, the least one first; before them `none`, which sends nothing.
pub fn role_options(none: Option<&str>) -> Vec<(String, String)> {
    let none = none.map(|none| (String::new(), none.to_owned()));
    let roles = ProjectRole::ALL.into_iter();
    none.into_iter()
        .chain(roles.map(|role| (role.as_str().to_owned(), projects::project_role(role).to_owned())))
        .collect()
}

/// The projects with a role in each that were chosen before, where the form came back without JavaScript.
pub fn projects_typed(form: Submission) -> ProjectRoles {
    let typed = form.typed_by_key("projects").into_iter();
    typed.filter_map(|(id, role)| Some((id.parse().ok()?, role.parse().ok()?))).collect()
}

/// The roles in projects that a form for new people begins with: what was chosen before; else, where there is one project,
/// people are invited to work in it.
pub fn first_places(offered: &[ProjectOption], before: Option<ProjectRoles>) -> ProjectRoles {
    match (before, offered) {
        (Some(before), _) => before,
        (None, [only]) => std::iter::once((only.id, ProjectRole::Agent)).collect(),
        (None, _) => ProjectRoles::default(),
    }
}

/// First and last name of one person.
#[component]
pub fn Names(
    first: String,
    last: String,
    #[prop(into)] first_error: Signal<Option<String>>,
    #[prop(into)] last_error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="duo">
            <Field
                name="first_name" label=words::FIRST_NAME autocomplete="off" value=first error=first_error
                optional=true
            />
            <Field
                name="last_name" label=words::LAST_NAME autocomplete="off" value=last error=last_error optional=true
            />
        </div>
    }
}
