//! `/choose`: the picker, last used first (SI-2).

use domain::{Slug, paths};
use leptos::prelude::*;

use super::{
    AddressOf, MyOrganizations,
    api::{self, MyOrganizationsView, OrganizationView},
    pending::PendingList,
};
use crate::{
    answers::blocking_resource,
    layouts::{Entry, ErrorPage},
    sign_out::SignOutButton,
    text::{self, choose, first_name},
    ui::{
        ButtonSize, IconName, LinkButton, LocalTime, Name, Row, Rows, Sentence, Tile, TileSize, TimeShape, keep_order,
        suspended,
    },
};

/// The picker.
#[component]
pub fn Choose() -> impl IntoView {
    let mine = blocking_resource(|| (), |()| api::my_organizations(false, false, String::new()));
    view! {
        <Suspense>
            {suspended(move || async move {
                match mine.await {
                    Ok(mine) => view! { <Picker mine/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Picker(mine: MyOrganizationsView) -> impl IntoView {
    let (name, email) = (mine.name.clone(), mine.email.clone());
    let mine = MyOrganizations::new(mine);
    let organizations = mine.organizations();
    // Their order stands still while somebody chooses.
    let steady = Memo::new(move |before: Option<&Vec<OrganizationView>>| {
        let slug = |organization: &OrganizationView| organization.slug.clone();
        let before: Vec<Slug> = before.into_iter().flatten().map(slug).collect();
        keep_order(&before, organizations.get(), slug)
    });
    let some = Memo::new(move |_| !organizations.read().is_empty());
    let count = mine.count();
    // The last used one has the focus when the page appears, whatever comes later.
    let last_used = organizations.with_untracked(|all| all.first().map(|organization| organization.slug.clone()));
    let last_used = StoredValue::new(last_used);
    Effect::new(move || last_used.set_value(None));
    view! {
        <Entry title=choose::TITLE aside=move || {
            view! { <span class="who"><span class="wide-only"><Name text=email/> " · "</span><SignOutButton/></span> }
        }>
            <h1><Sentence text=choose::heading(&name) names=vec![first_name(&name).to_owned()]/></h1>
            <p class="intro">{move || choose::intro(count.get())}</p>
            <div class="stack">
                <Show when=move || some.get()>
                    <Rows>
                        <For each=move || steady.get() key=|organization| organization.slug.clone() let:organization>
                            <OrganizationRow
                                autofocus=last_used.with_value(|last| last.as_ref() == Some(&organization.slug))
                                organization mine
                            />
                        </For>
                    </Rows>
                </Show>
                <PendingList mine/>
                <div class="actions">
                    <LinkButton size=ButtonSize::Large wide=true icon=IconName::Plus href=paths::SETUP>{choose::CREATE}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}

/// One of mine, to go to. What changes about it changes in its row, so that a click on it counts.
#[component]
fn OrganizationRow(organization: OrganizationView, mine: MyOrganizations, autofocus: bool) -> impl IntoView {
    let slug = organization.slug.clone();
    let all = mine.organizations();
    let shown = {
        let slug = slug.clone();
        Memo::new(move |_| {
            let now = all.with(|all| all.iter().find(|one| one.slug == slug).cloned());
            now.unwrap_or_else(|| organization.clone())
        })
    };
    let lead = move || {
        move || shown.with(|shown| view! { <Tile name=shown.name.clone() color=shown.color size=TileSize::Large/> })
    };
    let (now, namesakes) = (mine.now().get_untracked(), mine.namesakes());
    let line = move || {
        move || {
            let OrganizationView { name, slug, authority, opened_at, .. } = shown.get();
            let last = match opened_at {
                Some(at) => view! { {choose::LAST_HERE} <LocalTime at shape=TimeShape::Relative now/> }.into_any(),
                None => choose::NOT_OPENED.into_any(),
            };
            view! { <AddressOf name slug namesakes/> {text::role(authority.role())} " · " {last} }
        }
    };
    view! {
        <Row lead title=move || shown.read().name.clone() href=paths::organization(&slug) autofocus line>
            ""
        </Row>
    }
}
