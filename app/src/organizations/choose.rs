//! `/choose`: the picker, last used first (SI-2).

use leptos::prelude::*;

use super::api::{self, WorkspacesView};
use crate::{
    accounts::SignOutButton,
    layouts::{Broken, Entry},
    routes,
    text::{self, choose},
    ui::{ButtonSize, IconName, LinkButton, LocalTime, Row, Rows, Tile, TileSize, TimeShape},
};

/// The picker.
#[component]
pub fn Choose() -> impl IntoView {
    let mine = Resource::new_blocking(|| (), |()| api::my_organizations());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match mine.await {
                    Ok(mine) => view! { <Picker mine/> }.into_any(),
                    Err(error) => view! { <Broken error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Picker(mine: WorkspacesView) -> impl IntoView {
    let WorkspacesView { name, email, now, organizations } = mine;
    let some = !organizations.is_empty();
    let count = organizations.len();
    let rows = organizations
        .into_iter()
        .enumerate()
        .map(|(place, organization)| {
            let lead = {
                let (name, cloth) = (organization.name.clone(), organization.cloth);
                move || view! { <Tile name=name.clone() cloth size=TileSize::Large/> }
            };
            let line = move || {
                let last = match organization.opened_at {
                    Some(at) => {
                        view! { {choose::LAST_HERE} <LocalTime at shape=TimeShape::Relative now/> }.into_any()
                    }
                    None => choose::NOT_OPENED.into_any(),
                };
                view! { {text::role(organization.role)} " · " {last} }
            };
            view! {
                <Row lead title=organization.name.clone() href=routes::organization(&organization.slug) autofocus=place == 0 line>
                    ""
                </Row>
            }
        })
        .collect_view();
    view! {
        <Entry title=choose::TITLE aside=move || {
            view! { <span class="who"><span class="wide-only">{email} " · "</span><SignOutButton/></span> }
        }>
            <h1>{choose::heading(&name)}</h1>
            <p class="lede">{choose::lede(count)}</p>
            <div class="stack">
                {some.then(|| view! { <Rows>{rows}</Rows> })}
                <div class="actions">
                    <LinkButton size=ButtonSize::Large wide=true icon=IconName::Plus href=routes::SETUP>{choose::CREATE}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}
