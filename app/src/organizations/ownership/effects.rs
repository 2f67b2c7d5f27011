//! What leaving, handing over and deleting come to, with numbers, names and dates.

use leptos::prelude::*;

use crate::{
    organizations::api::leaving::OwnershipView,
    text::{listed, ownership as words},
    ui::{EffectChange, EffectLine, Effects, LocalTime, TimeShape},
};

/// What leaving comes to.
#[component]
pub(super) fn LeaveEffects(owners: Vec<String>) -> impl IntoView {
    let stay = (!owners.is_empty()).then(|| {
        let (who, stay) = (listed(&owners, "and"), words::stays(owners.len()));
        view! { <EffectLine change=EffectChange::Keeps what=who>{stay}</EffectLine> }
    });
    view! {
        <Effects>
            <EffectLine change=EffectChange::Loses what=words::YOUR_ACCESS>{words::YOUR_ACCESS_REST}</EffectLine>
            {stay}
            <EffectLine change=EffectChange::Undo what=words::WAY_BACK>{words::WAY_BACK_REST}</EffectLine>
        </Effects>
    }
}

/// What handing over comes to.
#[component]
pub(super) fn TransferEffects() -> impl IntoView {
    view! {
        <Effects>
            <EffectLine change=EffectChange::Loses what=words::NOT_OWNER>{words::NOT_OWNER_REST}</EffectLine>
            <EffectLine change=EffectChange::Gains what=words::NEW_OWNER>{words::NEW_OWNER_REST}</EffectLine>
        </Effects>
    }
}

/// What deleting comes to: how much of everything goes, until when it can be taken back, and by whom.
#[component]
pub(super) fn DeleteEffects(mine: OwnershipView) -> impl IntoView {
    let OwnershipView { contents, owners, until, now, .. } = mine;
    let lines = contents.map(|contents| {
        let (people, invitations) = (contents.people, contents.invitations);
        let projects = words::projects(contents.projects, contents.archived_projects);
        let invited = (invitations > 0).then(|| {
            view! {
                <EffectLine change=EffectChange::Loses what=words::invitations(invitations)>
                    {words::invitations_stop(invitations)}
                </EffectLine>
            }
        });
        view! {
            <EffectLine change=EffectChange::Loses what=words::people(people)>{words::people_lose(people)}</EffectLine>
            {invited}
            <EffectLine change=EffectChange::Loses what=projects>{words::PROJECTS_REST}</EffectLine>
        }
    });
    let when = move || view! { <LocalTime at=until shape=TimeShape::Full now/> };
    view! {
        <Effects>
            {lines}
            <EffectLine change=EffectChange::Undo what=words::UNTIL when>{words::undo(&owners)}</EffectLine>
        </Effects>
    }
}
