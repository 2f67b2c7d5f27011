//! `/o/{slug}/members/revoke`: who would lose what, before anybody does (TR-7).

use domain::{RevokeEffect, Slug, paths};
use leptos::prelude::*;

use super::{
    api::revoking::{self as api, ReviewRow, ReviewView},
    many::{Asked, Consequence, Person, Review, ReviewPage, Reviewing},
};
use crate::{
    error::AppError,
    form::{PageField, PostForm},
    organizations::use_current,
    text::{self, members::review as words},
    ui::{Button, ButtonKind, IconName, Sentence},
};

/// Who loses what, and the button that takes it.
#[component]
pub fn RevokeAccess() -> impl IntoView {
    view! { <ReviewPage title=words::TITLE nobody=words::NOBODY path=paths::revoke ask keep=|_| () review/> }
}

async fn ask(slug: Slug, Asked { people, .. }: Asked) -> Result<ReviewView, AppError> {
    api::review(slug.to_string(), people).await
}

fn review(page: Reviewing<api::Revoke, ()>, view: ReviewView) -> AnyView {
    let Reviewing { slug, asked, form, .. } = page;
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let removed = view.people.iter().filter(|row| row.effect == RevokeEffect::Removed).count();
    // Somebody was chosen, and all of them are gone.
    let gone = !asked.people.is_empty() && view.people.is_empty();
    let people: Vec<Person> = view.people.into_iter().map(person).collect();
    let names = Person::included(&people);
    let count = names.len();
    let intro = Signal::derive(move || match (count, removed) {
        (0, _) if gone => words::GONE.to_owned(),
        (0, _) => words::NOBODY.to_owned(),
        (count, 0) => words::only_invitations(count).to_owned(),
        (_, removed) => words::intro(&organization(), removed == 1),
    });
    let intro_names = Signal::derive(move || vec![organization()]);
    let button = view! { <Button kind=ButtonKind::Danger submit=true busy=form.busy()>{words::REVOKE}</Button> };
    // Members are brought back from their list.
    let undone_at_members = removed > 0;
    let (error, here) = (form.form_error(), slug.clone());
    view! {
        <Review
            slug people heading=words::heading(&names) intro intro_names error off=text::members::many::KEEP
            address=move |people: &str| paths::revoke_access(&here, people)
            undo=Some(words::undo(removed, count - removed)) undone_at_members button=button.into_any()
            form=move |inside| view! { <PostForm form attr:class="many"><PageField/>{inside}</PostForm> }.into_any()
        />
    }
    .into_any()
}

/// One of them, with what happens.
fn person(row: ReviewRow) -> Person {
    let ReviewRow { id, name, email, role, effect, leaves, only_manager_of } = row;
    let pending = name.is_none();
    let about = if pending { words::invitation_as(text::role(role)) } else { text::role(role).to_owned() };
    let what = match effect {
        RevokeEffect::Removed => {
            view! { <Consequence icon=IconName::SignOut>{words::REMOVED}</Consequence> }.into_any()
        }
        RevokeEffect::Cancelled => {
            view! { <Consequence icon=IconName::Mail>{words::CANCELLED}</Consequence> }.into_any()
        }
        RevokeEffect::Me => view! {
            <Consequence icon=IconName::Info>
                {words::ME} <a href=paths::ACCOUNT_ORGANIZATIONS>{words::LEAVE}</a> {words::ME_REST}
            </Consequence>
        }
        .into_any(),
        RevokeEffect::NotMine => {
            view! { <Consequence icon=IconName::Info>{words::not_mine(role.managed_by())}</Consequence> }.into_any()
        }
    };
    let left_alone = only_manager_of.into_iter().map(|project| {
        view! {
            <Consequence icon=IconName::Warning grave=true>
                <Sentence text=words::only_manager(&project) names=vec![project]/>
            </Consequence>
        }
    });
    let effects = view! {
        {what}
        {left_alone.collect_view()}
        {(!leaves.is_empty()).then(|| view! {
            <Consequence icon=IconName::Project><Sentence text=words::leaves(&leaves) names=leaves/></Consequence>
        })}
    };
    Person {
        id,
        email: (!pending).then(|| email.clone()),
        name: name.unwrap_or(email),
        about: Some(about),
        pending,
        me: effect == RevokeEffect::Me,
        included: matches!(effect, RevokeEffect::Removed | RevokeEffect::Cancelled),
        effects: effects.into_any(),
    }
}
