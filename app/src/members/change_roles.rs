//! `/o/{slug}/members/roles`: who gets which role instead of which, before many get it at once (TR-6).

use domain::{MemberProblem, Role, Slug, paths};
use leptos::prelude::*;

use super::{
    api::many::{self as api, RolesReview, RolesReviewRow},
    many::{Asked, Consequence, Person, Review, ReviewPage, Reviewing, left_out},
};
use crate::{
    error::AppError,
    form::{PageField, PostForm},
    text::{
        self,
        members::{self, many as words},
    },
    ui::{Button, ButtonKind, IconName, RadioCard, RadioCards},
};

/// Who gets which role, and the button that gives it.
#[component]
pub fn ChangeRoles() -> impl IntoView {
    view! {
        <ReviewPage title=words::CHANGE_ROLES nobody=words::NOBODY path=paths::change_roles ask keep=|_| () review/>
    }
}

async fn ask(slug: Slug, Asked { people, role }: Asked) -> Result<RolesReview, AppError> {
    let role = role.map(Role::as_str).unwrap_or_default().to_owned();
    api::review_roles(slug.to_string(), people, role).await
}

fn review(page: Reviewing<api::ChangeRoles, ()>, view: RolesReview) -> AnyView {
    let Reviewing { slug, asked: Asked { role, .. }, form, .. } = page;
    let RolesReview { people, assignable, is_grave } = view;
    let people: Vec<Person> = people.into_iter().map(|row| person(row, role)).collect();
    let names = Person::included(&people);
    let intro = match (names.is_empty(), role) {
        (true, _) => words::NOBODY,
        (false, Some(Role::Owner)) => words::OWNER_INTRO,
        (false, _) => words::ROLE_INTRO,
    };
    let typed = form.typed("role").parse::<Role>().ok();
    let fields = if let Some(role) = role {
        view! { <input type="hidden" name="role" value=role.as_str()/> }.into_any()
    } else {
        let cards = assignable.into_iter().map(|one| {
            view! {
                <RadioCard
                    name="role" value=one.as_str() checked=typed == Some(one) title=text::role(one)
                    about=members::about(one)
                />
            }
        });
        let cards = cards.collect_view();
        view! { <RadioCards legend=members::list::ROLE error=form.field_error("role")>{cards}</RadioCards> }.into_any()
    };
    let kind = if is_grave { ButtonKind::Danger } else { ButtonKind::Primary };
    let button = view! { <Button kind submit=true busy=form.busy()>{words::CHANGE_ROLE}</Button> }.into_any();
    let (error, here) = (form.form_error(), slug.clone());
    view! {
        <Review
            slug people heading=words::heading(&names, role) intro=intro.to_owned() error
            address=move |people: &str| paths::change_roles_of(&here, people, role) fields
            undo=words::undo_of_role(names.len()) button
            form=move |inside| view! { <PostForm form attr:class="many"><PageField/>{inside}</PostForm> }.into_any()
        />
    }
    .into_any()
}

/// What becomes of one of them.
fn person(row: RolesReviewRow, role: Option<Role>) -> Person {
    let RolesReviewRow { id, name, email, before, loses, problem } = row;
    let has_it = role.is_some() && before == role;
    let change = before.zip(role).filter(|(before, role)| before != role);
    let effects = match problem {
        Some(problem) => left_out(problem),
        None => view! {
            {has_it.then(|| view! { <Consequence icon=IconName::Check>{words::HAS_IT}</Consequence> })}
            {change.map(|(before, after)| view! {
                <Consequence icon=IconName::Shield>{words::from_to(before, after)}</Consequence>
            })}
            {(!loses.is_empty()).then(|| view! {
                <Consequence icon=IconName::Warning grave=true>{words::loses(loses)}</Consequence>
            })}
        }
        .into_any(),
    };
    Person {
        id: id.to_string(),
        name,
        email,
        about: before.map(|role| text::role(role).to_owned()),
        pending: problem == Some(MemberProblem::Invited),
        me: false,
        included: problem.is_none() && !has_it,
        effects,
    }
}
