//! `/account/organizations`: where I belong, and the ways out (OR-7).

use chrono::{DateTime, Utc};
use domain::{Namesakes, Slug, TileColor, paths};
use leptos::prelude::*;

use super::{
    api::MembershipView,
    page::{AccountPage, StatusMessage},
    shell::{MyAccount, use_account},
};
use crate::{
    form::{Form, PageField, PostForm},
    organizations::{
        AddressOf, OwnershipAction, OwnershipActionButton, OwnershipDialog, OwnershipDone, OwnershipRequest,
        api::leaving::RestoreOrganization,
    },
    text::{self, account::organizations},
    ui::{
        Badge, BadgeTone, Button, Empty, FormError, IconName, LinkButton, LocalTime, Row, RowActions, Rows, Tile,
        TileSize, TimeShape,
    },
};

/// The page.
#[component]
pub fn Organizations() -> impl IntoView {
    use_account().map(|account| view! { <List account/> })
}

#[component]
fn List(account: MyAccount) -> impl IntoView {
    let requested = RwSignal::new(None);
    let message = RwSignal::new(None);
    let restoring = Form::<RestoreOrganization>::new();
    restoring.follow();
    let wrong = restoring.form_error();
    let none = Memo::new(move |_| account.view.with(|view| view.organizations.is_empty()));
    view! {
        <AccountPage account heading=organizations::HEADING intro=organizations::INTRO prose=true>
            <StatusMessage message/>
            <FormError error=wrong/>
            <Show when=move || !none.get() fallback=NoOrganizations>
                <All account requested form=restoring/>
            </Show>
        </AccountPage>
        <OwnershipDialog requested on_done=tell(account, message)/>
    }
}

/// What follows from what was done in a dialog of these pages.
pub fn tell(account: MyAccount, message: RwSignal<Option<String>>) -> Callback<OwnershipDone> {
    Callback::new(move |done: OwnershipDone| {
        message.set(Some(done.sentence));
        account.reload();
    })
}

#[component]
fn All(
    account: MyAccount,
    requested: RwSignal<Option<OwnershipRequest>>,
    form: Form<RestoreOrganization>,
) -> impl IntoView {
    let all = move || account.view.with(|view| view.organizations.clone());
    let namesakes = Memo::new(move |_| {
        account
            .view
            .with(|view| Namesakes::among(view.organizations.iter().map(|mine| (mine.name.as_str(), &mine.slug))))
    });
    let row = move |mine: MembershipView| {
        let now = account.view.with_untracked(|view| view.now);
        match mine.purged_at {
            Some(purged_at) => view! { <Deleted mine purged_at now form namesakes/> }.into_any(),
            None => view! { <MembershipRow mine account requested namesakes/> }.into_any(),
        }
    };
    view! { <Rows><For each=all key=key children=row/></Rows> }
}

/// By this, no row takes over the buttons of another. What else changes about an organization changes in its row, so that
/// a click on it counts.
fn key(mine: &MembershipView) -> (Slug, String, Option<DateTime<Utc>>) {
    (mine.slug.clone(), mine.name.clone(), mine.purged_at)
}

#[component]
fn NoOrganizations() -> impl IntoView {
    view! {
        <Empty
            title=organizations::NONE
            action=|| view! { <LinkButton icon=IconName::Plus href=paths::SETUP>{organizations::CREATE}</LinkButton> }
        >
            {organizations::NONE_TEXT}
        </Empty>
    }
}

#[component]
fn MembershipRow(
    mine: MembershipView,
    account: MyAccount,
    requested: RwSignal<Option<OwnershipRequest>>,
    namesakes: Memo<Namesakes>,
) -> impl IntoView {
    let MembershipView { slug, name, role, color, only_owner, can_read_settings, .. } = mine;
    let lead = tile(&name, color);
    let of = slug.clone();
    let as_what = Memo::new(move |_| {
        account.view.with(|view| {
            let now = view.organizations.iter().find(|one| one.slug == of);
            now.map_or((role, only_owner, can_read_settings), |now| (now.role, now.only_owner, now.can_read_settings))
        })
    });
    let sees_settings = Memo::new(move |_| as_what.get().2);
    let (same_name, same_slug) = (name.clone(), slug.clone());
    let line = move || {
        let (name, slug) = (same_name.clone(), same_slug.clone());
        move || {
            let (role, only_owner, _) = as_what.get();
            view! { <AddressOf name=name.clone() slug=slug.clone() namesakes/> {text::role(role)} {only_owner.then(|| view! { " · " {organizations::ONLY_OWNER} })} }
        }
    };
    let (home, settings) = (paths::organization(&slug), paths::danger_zone(&slug));
    let settings_name = organizations::of(organizations::SETTINGS, &name);
    view! {
        <Row lead title=name.clone() line>
            <RowActions>
                <Show when=move || sees_settings.get()>
                    <LinkButton href=settings.clone() aria_label=settings_name.clone()>{organizations::SETTINGS}</LinkButton>
                </Show>
                <LinkButton href=home aria_label=organizations::of(organizations::OPEN, &name)>{organizations::OPEN}</LinkButton>
                <OwnershipActionButton slug=slug.clone() name=name.clone() action=OwnershipAction::Leave requested/>
            </RowActions>
        </Row>
    }
}

/// Deleted less than 7 days ago: can be brought back.
#[component]
fn Deleted(
    mine: MembershipView,
    purged_at: DateTime<Utc>,
    now: DateTime<Utc>,
    form: Form<RestoreOrganization>,
    namesakes: Memo<Namesakes>,
) -> impl IntoView {
    let MembershipView { slug, name, color, .. } = mine;
    let lead = tile(&name, color);
    let badge = || view! { <Badge tone=BadgeTone::Warn>{organizations::DELETED}</Badge> };
    let (same_name, same_slug) = (name.clone(), slug.clone());
    let line = move || {
        let (name, slug) = (same_name.clone(), same_slug.clone());
        view! { <AddressOf name slug namesakes/> {organizations::PURGED_AT} <LocalTime at=purged_at shape=TimeShape::Date now/> }
    };
    let slug = slug.to_string();
    // One form for all rows: only the one that was pressed is busy.
    let busy = form.sends("organization", &slug);
    view! {
        <Row lead title=name.clone() badge line>
            <RowActions>
                <PostForm form>
                    <PageField/>
                    <input type="hidden" name="organization" value=slug/>
                    <Button
                        icon=IconName::Undo submit=true busy=busy
                        aria_label=organizations::of(organizations::UNDO, &name)
                    >
                        {organizations::UNDO}
                    </Button>
                </PostForm>
            </RowActions>
        </Row>
    }
}

/// What leads the row of an organization.
pub fn tile(name: &str, color: TileColor) -> impl Fn() -> AnyView + Send + Sync + 'static {
    let name = name.to_owned();
    move || view! { <Tile name=name.clone() color size=TileSize::Large/> }.into_any()
}
