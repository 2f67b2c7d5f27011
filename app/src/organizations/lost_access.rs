//! An organization that stopped being mine while it was open: who, what, and that the rest is untouched (OR-4).

use domain::{Refusal, Slug, paths};
use leptos::prelude::*;

use super::api::{
    OrganizationView,
    leaving::{ContentsView, DeletionView, LostAccessView, RestoreOrganization, WhereaboutsView, lost_organization},
};
use crate::{
    answers::blocking_resource,
    browser,
    error::AppError,
    form::{Form, PageField, PostForm},
    layouts::{Entry, HEADING_ID},
    sign_out::SignOutButton,
    text::{self, lost_access, ownership::deleted},
    ui::{
        Button, ButtonKind, ButtonSize, DescriptionItem, DescriptionList, FormError, IconName, LinkButton, LocalTime,
        Row, Rows, Sentence, Tile, TileSize, TimeShape,
    },
};

/// So many others are offered in its place.
const OTHERS: usize = 5;

/// The page in its place.
#[component]
pub fn LostAccess(
    /// As it was on my list last.
    organization: OrganizationView,
    /// Those that are on it still.
    others: Vec<OrganizationView>,
) -> impl IntoView {
    let slug = StoredValue::new(organization.slug);
    let why = blocking_resource(|| (), move |()| why_lost(slug.get_value()));
    Effect::new(|| browser::focus_on(HEADING_ID));
    // Who it was may not be known any more; that it is gone is.
    let why = Memo::new(move |_| match why.get() {
        Some(Ok(Some(WhereaboutsView::Lost(why)))) => Some(why),
        _ => None,
    });
    view! { <Page name=organization.name slug=slug.get_value() why others/> }
}

/// In the place of an organization that was mine, and is not any more by the time the page comes (OR-4).
#[component]
pub fn AccessWasLost(
    /// What became of it.
    why: LostAccessView,
    /// What the address names.
    slug: Slug,
    /// My organizations.
    others: Vec<OrganizationView>,
) -> impl IntoView {
    crate::server::set_status(404);
    let name = why.organization.clone();
    view! { <Page name slug why=Memo::new(move |_| Some(why.clone())) others/> }
}

/// Why an address leads into none of my organizations; none for those who do not hear it (OR-6).
pub async fn why_lost(slug: Slug) -> Result<Option<WhereaboutsView>, AppError> {
    match lost_organization(slug.to_string()).await {
        Ok(why) => Ok(Some(why)),
        Err(AppError::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who, when, and the ways on.
#[component]
fn Page(name: String, slug: Slug, why: Memo<Option<LostAccessView>>, others: Vec<OrganizationView>) -> impl IntoView {
    let name = StoredValue::new(name);
    let deletion = Memo::new(move |_| why.with(|why| why.as_ref()?.deletion.clone()));
    let heading = move || match why.get() {
        Some(LostAccessView { deletion: Some(_), organization, .. }) => deleted::heading(&organization),
        Some(LostAccessView { deleted: true, organization, .. }) => lost_access::heading_deleted(&organization),
        _ => lost_access::heading(&name.read_value()),
    };
    let some = !others.is_empty();
    let (slug, others) = (StoredValue::new(slug), StoredValue::new(others));
    view! {
        <Entry title=lost_access::heading(&name.read_value()) aside=|| view! { <SignOutButton/> }>
            {move || deletion.get().map(|deletion| view! {
                <Tile name=name.get_value() color=deletion.color size=TileSize::ExtraLarge pending=true/>
            })}
            <h1 id=HEADING_ID tabindex="-1"><Sentence text=heading names=Signal::derive(move || vec![name.get_value()])/></h1>
            <div class="intro" role="status">
                {move || why.get().map(|why| view! { <Why why/> " " })}
                {move || (some && deletion.read().is_none()).then_some(lost_access::REST)}
            </div>
            <div class="stack">
                {move || deletion.get().map(|deletion| {
                    let now = why.with_untracked(|why| why.as_ref().map(|why| why.now));
                    view! { <Restore deletion slug=slug.get_value() now/> }
                })}
                {move || match deletion.get() {
                    Some(_) if some => view! { <Others others=others.get_value()/> }.into_any(),
                    found => {
                        // Undoing it is what the page is for, where it can be undone.
                        let kind = if found.is_some() { ButtonKind::Plain } else { ButtonKind::Primary };
                        view! {
                            <div class="actions">
                                <LinkButton kind size=ButtonSize::Large href=paths::LANDING>
                                    {lost_access::OTHERS}
                                </LinkButton>
                            </div>
                        }
                        .into_any()
                    }
                }}
            </div>
        </Entry>
    }
}

#[component]
fn Why(why: LostAccessView) -> impl IntoView {
    let LostAccessView { organization, by, deleted, deletion, at, now } = why;
    if deletion.is_some() {
        return view! { {deleted::WHEN} <LocalTime at shape=TimeShape::Relative now/> {deleted::KEPT} }.into_any();
    }
    let (begin, end) = if deleted {
        (lost_access::deleted(by.as_deref(), &organization), lost_access::DELETED_END)
    } else {
        (lost_access::removed(by.as_deref(), &organization), lost_access::END)
    };
    let names: Vec<String> = by.into_iter().chain([organization]).collect();
    view! { <Sentence text=begin names/> <LocalTime at shape=TimeShape::Relative now/> {end} }.into_any()
}

/// What is out of reach, until when, and the way back.
#[component]
fn Restore(deletion: DeletionView, slug: Slug, now: Option<chrono::DateTime<chrono::Utc>>) -> impl IntoView {
    let DeletionView { contents: ContentsView { people, invitations, .. }, owners, until, .. } = deletion;
    let form = Form::<RestoreOrganization>::new();
    form.follow();
    let now = now.unwrap_or(until);
    view! {
        <DescriptionList in_card=true>
            <DescriptionItem label=deleted::LOST>{deleted::lost(people, invitations)}</DescriptionItem>
            <DescriptionItem label=deleted::CAN_UNDO><Sentence text=deleted::can_undo(&owners) names=owners/></DescriptionItem>
            <DescriptionItem label=deleted::GONE><LocalTime at=until shape=TimeShape::Full now/></DescriptionItem>
        </DescriptionList>
        <FormError error=form.form_error()/>
        <PostForm form>
            <PageField/>
            <input type="hidden" name="organization" value=slug.to_string()/>
            <Button
                kind=ButtonKind::Primary size=ButtonSize::Large wide=true icon=IconName::Undo submit=true busy=form.busy()
            >
                {deleted::UNDO_UNTIL} <LocalTime at=until shape=TimeShape::Full now/>
            </Button>
        </PostForm>
    }
}

/// The first of my other organizations.
#[component]
fn Others(others: Vec<OrganizationView>) -> impl IntoView {
    let more = others.len() > OTHERS;
    let rows = others.into_iter().take(OTHERS).map(|other| {
        let (name, color, role) = (other.name.clone(), other.color, other.authority.role());
        let lead = move || view! { <Tile name=name.clone() color size=TileSize::Large/> };
        view! {
            <Row lead title=other.name href=paths::organization(&other.slug) line=move || text::role(role)>""</Row>
        }
    });
    view! {
        <div>
            <h2>{deleted::OTHERS}</h2>
            <Rows>{rows.collect_view()}</Rows>
        </div>
        {more.then(|| view! {
            <div class="actions">
                <LinkButton size=ButtonSize::Large href=paths::CHOOSE>{lost_access::OTHERS}</LinkButton>
            </div>
        })}
    }
}
