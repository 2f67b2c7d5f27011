//! An organization that stopped being mine while it was open: who, what, and that the rest is untouched (OR-4).

use domain::{Refusal, Slug, paths};
use leptos::{form::ActionForm, prelude::*};

use super::api::{
    OrganizationView,
    leaving::{LostAccessView, RestoreOrganization, lost_organization},
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField},
    layouts::{Entry, HEADING_ID},
    text::{account::organizations, lost_access},
    ui::{Button, ButtonKind, ButtonSize, FormError, IconName, LinkButton, LocalTime, Sentence, TimeShape},
};

/// The page in its place.
#[component]
pub fn LostAccess(
    /// As it was on my list last.
    organization: OrganizationView,
    /// Whether there are others on it.
    others: bool,
) -> impl IntoView {
    let slug = StoredValue::new(organization.slug);
    let why = Resource::new(|| (), move |()| lost_organization(slug.with_value(ToString::to_string)));
    Effect::new(|| browser::focus_on(HEADING_ID));
    // Who it was may not be known any more; that it is gone is.
    let why = Signal::derive(move || why.get().and_then(Result::ok));
    view! { <Page name=organization.name slug=slug.get_value() why others/> }
}

/// In the place of an organization that was mine, and is not any more by the time the page comes (OR-4).
#[component]
pub fn AccessWasLost(
    /// What became of it.
    why: LostAccessView,
    /// What the address names.
    slug: Slug,
    /// Whether I have organizations.
    others: bool,
) -> impl IntoView {
    crate::server::set_status(404);
    view! { <Page name=why.organization.clone() slug why=Signal::stored(Some(why)) others/> }
}

/// Why an organization is not mine any more; none for those who do not hear it (OR-6).
pub async fn why_lost(slug: &Slug) -> Result<Option<LostAccessView>, AppError> {
    match lost_organization(slug.to_string()).await {
        Ok(why) => Ok(Some(why)),
        Err(AppError::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who, when, and the ways on.
#[component]
fn Page(name: String, slug: Slug, why: Signal<Option<LostAccessView>>, others: bool) -> impl IntoView {
    let restoring = Form::<RestoreOrganization>::new();
    restoring.follow();
    let name = StoredValue::new(name);
    let heading = move || match why.get() {
        Some(LostAccessView { deleted: true, organization, .. }) => lost_access::heading_deleted(&organization),
        _ => lost_access::heading(&name.read_value()),
    };
    let restorable = Memo::new(move |_| why.read().as_ref().is_some_and(|why| why.restorable));
    let (action, busy, error) = (restoring.action, restoring.busy(), restoring.form_error());
    let slug = StoredValue::new(slug);
    view! {
        <Entry title=lost_access::heading(&name.read_value())>
            <h1 id=HEADING_ID tabindex="-1"><Sentence text=heading names=Signal::derive(move || vec![name.get_value()])/></h1>
            <div class="intro" role="status">
                {move || why.get().map(|why| view! { <Why why/> " " })}
                {others.then_some(lost_access::REST)}
            </div>
            <div class="stack">
                <FormError error/>
                <div class="actions">
                    <Show when=move || restorable.get()>
                        <ActionForm action>
                            <PageField/>
                            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                            <Button
                                size=ButtonSize::Large icon=IconName::Undo submit=true busy
                            >
                                {organizations::UNDO}
                            </Button>
                        </ActionForm>
                    </Show>
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=paths::LANDING>
                        {lost_access::OTHERS}
                    </LinkButton>
                </div>
            </div>
        </Entry>
    }
}

#[component]
fn Why(why: LostAccessView) -> impl IntoView {
    let LostAccessView { organization, by, deleted, at, now, .. } = why;
    let (begin, end) = if deleted {
        (lost_access::deleted(by.as_deref(), &organization), lost_access::DELETED_END)
    } else {
        (lost_access::removed(by.as_deref(), &organization), lost_access::END)
    };
    let names: Vec<String> = by.into_iter().chain([organization]).collect();
    view! { <Sentence text=begin names/> <LocalTime at shape=TimeShape::Relative now/> {end} }
}
