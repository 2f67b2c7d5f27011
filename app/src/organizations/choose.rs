//! `/choose`: the picker, last used first (SI-2).

use chrono::{DateTime, Utc};
use domain::{Role, Slug};
use leptos::prelude::*;

use super::{
    AddressOf, Mine, Namesakes,
    api::{self, OrganizationView, WorkspacesView},
};
use crate::{
    accounts::SignOutButton,
    invitations::PendingList,
    layouts::{Broken, Entry},
    routes,
    text::{self, choose, invitations::first_name},
    ui::{ButtonSize, IconName, LinkButton, LocalTime, Name, Row, Rows, Sentence, Tile, TileSize, TimeShape},
};

/// The picker.
#[component]
pub fn Choose() -> impl IntoView {
    let mine = Resource::new_blocking(|| (), |()| api::my_organizations(false));
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
    let (name, email) = (mine.name.clone(), mine.email.clone());
    let mine = Mine::keep(mine);
    let organizations = mine.organizations();
    let some = Memo::new(move |_| !organizations.read().is_empty());
    let count = move || organizations.read().len();
    // The last used one has the focus when the page appears, whatever comes later.
    let last_used = organizations.with_untracked(|all| all.first().map(|organization| organization.slug.clone()));
    let last_used = StoredValue::new(last_used);
    Effect::new(move || last_used.set_value(None));
    view! {
        <Entry title=choose::TITLE aside=move || {
            view! { <span class="who"><span class="wide-only"><Name text=email/> " · "</span><SignOutButton/></span> }
        }>
            <h1><Sentence text=choose::heading(&name) names=vec![first_name(&name).to_owned()]/></h1>
            <p class="lede">{move || choose::lede(count())}</p>
            <div class="stack">
                <Show when=move || some.get()>
                    <Rows>
                        // What changes of an organization makes its row anew.
                        <For each=move || organizations.get() key=row_key let:organization>
                            <Place
                                autofocus=last_used.with_value(|last| last.as_ref() == Some(&organization.slug))
                                organization now=mine.now().get_untracked() namesakes=mine.namesakes()
                            />
                        </For>
                    </Rows>
                </Show>
                <PendingList mine/>
                <div class="actions">
                    <LinkButton size=ButtonSize::Large wide=true icon=IconName::Plus href=routes::SETUP>{choose::CREATE}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}

fn row_key(organization: &OrganizationView) -> (Slug, String, Role, Option<DateTime<Utc>>) {
    let OrganizationView { slug, name, role, opened_at, .. } = organization.clone();
    (slug, name, role, opened_at)
}

/// One of mine, to go to.
#[component]
fn Place(
    organization: OrganizationView,
    now: DateTime<Utc>,
    autofocus: bool,
    namesakes: Memo<Namesakes>,
) -> impl IntoView {
    let OrganizationView { slug, name, role, cloth, opened_at } = organization;
    let lead = {
        let name = name.clone();
        move || view! { <Tile name=name.clone() cloth size=TileSize::Large/> }
    };
    let (same_name, same_slug) = (name.clone(), slug.clone());
    let line = move || {
        let (name, slug) = (same_name.clone(), same_slug.clone());
        let last = match opened_at {
            Some(at) => view! { {choose::LAST_HERE} <LocalTime at shape=TimeShape::Relative now/> }.into_any(),
            None => choose::NOT_OPENED.into_any(),
        };
        view! { <AddressOf name slug namesakes/> {text::role(role)} " · " {last} }
    };
    view! {
        <Row lead title=name href=routes::organization(&slug) autofocus line>
            ""
        </Row>
    }
}
