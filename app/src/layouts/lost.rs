//! An organization that stopped being mine while it was open: who, what, and that the rest is untouched (OR-4).

use domain::paths;
use leptos::prelude::*;

use super::{Entry, HEADING_ID};
use crate::{
    browser,
    organizations::{
        api::OrganizationView,
        leaving_api::{LostView, lost_organization},
    },
    text::lost,
    ui::{ButtonKind, ButtonSize, LinkButton, LocalTime, Sentence, TimeShape},
};

/// The page in its place.
#[component]
pub fn Lost(
    /// As it was on my list last.
    organization: OrganizationView,
    /// Whether there are others on it.
    others: bool,
) -> impl IntoView {
    let slug = organization.slug.to_string();
    let why = Resource::new(|| (), move |()| lost_organization(slug.clone()));
    Effect::new(|| browser::focus_on(HEADING_ID));
    let name = StoredValue::new(organization.name);
    // Who it was may not be known any more; that it is gone is.
    let heading = move || match why.get() {
        Some(Ok(LostView { deleted: true, organization, .. })) => lost::heading_deleted(&organization),
        _ => lost::heading(&name.read_value()),
    };
    view! {
        <Entry title=lost::heading(&name.read_value())>
            <h1 id=HEADING_ID tabindex="-1"><Sentence text=heading names=Signal::derive(move || vec![name.get_value()])/></h1>
            <div class="lede" role="status">
                <Suspense>
                    {move || Suspend::new(async move {
                        why.await.ok().map(|why| view! { <Why why/> " " })
                    })}
                </Suspense>
                {others.then_some(lost::REST)}
            </div>
            <div class="stack">
                <div class="actions">
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=paths::LANDING>
                        {lost::OTHERS}
                    </LinkButton>
                </div>
            </div>
        </Entry>
    }
}

#[component]
fn Why(why: LostView) -> impl IntoView {
    let LostView { organization, by, deleted, at, now } = why;
    let (begin, end) = if deleted {
        (lost::deleted(by.as_deref(), &organization), lost::DELETED_END)
    } else {
        (lost::removed(by.as_deref(), &organization), lost::END)
    };
    let names: Vec<String> = by.into_iter().chain([organization]).collect();
    view! { <Sentence text=begin names/> <LocalTime at shape=TimeShape::Relative now/> {end} }
}
