//! Where the organization of an address is: mine, mine by another slug by now, or not mine any more.

use std::collections::HashMap;

use domain::{OrganizationId, Refusal, Slug, paths};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_location, use_navigate},
};

use super::{
    MyOrganizations,
    api::{OrganizationView, leaving::WhereaboutsView},
    lost_access::{AccessWasLost, LostAccess, why_lost},
};
use crate::{
    drafts,
    error::AppError,
    layouts::ErrorPage,
    location,
    ui::{Skeleton, SkeletonWidth},
};

/// The organization of mine that the address names: by its slug, or by one that it had since the page came.
pub fn current(slug: Memo<Option<Slug>>, organizations: Memo<Vec<OrganizationView>>) -> Memo<Option<OrganizationView>> {
    let seen = Memo::new(move |before: Option<&HashMap<Slug, OrganizationId>>| {
        let mut seen = before.cloned().unwrap_or_default();
        organizations.with(|all| seen.extend(all.iter().map(|one| (one.slug.clone(), one.id))));
        seen
    });
    Memo::new(move |_| {
        let slug = slug.get()?;
        let moved = seen.with(|seen| seen.get(&slug).copied());
        organizations.with(|all| {
            let named = all.iter().find(|one| one.slug == slug);
            named.or_else(|| all.iter().find(|one| Some(one.id) == moved)).cloned()
        })
    })
}

/// Once the organization has another slug, the tab is where it was by that (ST-2).
pub fn move_along(slug: Memo<Option<Slug>>, current: Memo<Option<OrganizationView>>) {
    let (navigate, location) = (use_navigate(), use_location());
    Effect::new(move || {
        let (Some(old), Some(now)) = (slug.get(), current.get().map(|current| current.slug)) else { return };
        let here = format!("{}{}", location::here_untracked(&location), location.hash.get_untracked());
        if let Some(path) = paths::moved(&here, &old, &now).filter(|_| old != now) {
            let from = location.pathname.get_untracked();
            if let Some(to) = paths::moved(&from, &old, &now) {
                drafts::move_along(&from, &to, &old, &now);
            }
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&path, options);
        }
    });
}

/// Why an organization is not mine any more, or where it is; none for those who do not hear it.
type WhyMissing = Result<Option<WhereaboutsView>, AppError>;

/// An organization that the address names and my list does not.
#[derive(Clone, Copy)]
pub struct Missing {
    slug: Memo<Option<Slug>>,
    mine: MyOrganizations,
    /// Those that were on my list since the page came.
    were: StoredValue<Vec<OrganizationView>>,
    /// For which of them the server was asked again, and why it is not mine any more.
    asked: RwSignal<Option<(Slug, WhyMissing)>>,
}

impl Missing {
    /// Asks why, of whatever the address names and my list does not; `lost` is what came with the page.
    pub fn new(
        mine: MyOrganizations,
        slug: Memo<Option<Slug>>,
        known: Memo<bool>,
        lost: Option<WhereaboutsView>,
    ) -> Self {
        let organizations = mine.organizations();
        let were = StoredValue::new(organizations.get_untracked());
        // The list that came with the page is as new as can be.
        let asked = slug.get_untracked().filter(|_| !known.get_untracked()).map(|slug| (slug, Ok(lost)));
        let asked = RwSignal::new(asked);
        Effect::new(move || {
            organizations.with(|all| {
                were.update_value(|were| {
                    for organization in all {
                        were.retain(|known| known.slug != organization.slug);
                        were.push(organization.clone());
                    }
                });
            });
        });
        // One that was joined or created meanwhile is not on the list yet.
        Effect::new(move || {
            let Some(slug) = slug.get().filter(|_| !known.get()) else { return };
            if asked.with_untracked(|asked| asked.as_ref().is_none_or(|(asked, _)| *asked != slug)) {
                spawn_local(async move {
                    let answer = match mine.refresh().await {
                        Ok(()) if known.try_get_untracked() == Some(false) => why_lost(slug.clone()).await,
                        refreshed => refreshed.map(|()| None),
                    };
                    asked.try_set(Some((slug, answer)));
                });
            }
        });
        Self { slug, mine, were, asked }
    }

    /// What stands in the place of its pages.
    pub fn view(self) -> AnyView {
        let location = use_location();
        (move || {
            let Some(slug) = self.slug.get() else {
                return view! { <ErrorPage error=AppError::Refused(Refusal::NotFound)/> }.into_any();
            };
            let was = self.were.with_value(|were| were.iter().find(|were| were.slug == slug).cloned());
            let answer = self.asked.get().filter(|(asked, _)| *asked == slug).map(|(_, answer)| answer);
            let others = self.mine.organizations().get_untracked();
            match (was, answer) {
                (_, Some(Ok(Some(WhereaboutsView::Moved { moved_to })))) => {
                    let here = location::here_untracked(&location);
                    let path = paths::moved(&here, &slug, &moved_to).unwrap_or_else(|| paths::organization(&moved_to));
                    view! { <Redirect path/> }.into_any()
                }
                (Some(organization), _) => view! { <LostAccess organization others/> }.into_any(),
                (None, None) => view! { <Loading/> }.into_any(),
                (None, Some(Ok(Some(WhereaboutsView::Lost(why))))) => {
                    view! { <AccessWasLost why slug others/> }.into_any()
                }
                (None, Some(Ok(None))) => view! { <ErrorPage error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                (None, Some(Err(error))) => view! { <ErrorPage error/> }.into_any(),
            }
        })
        .into_any()
    }
}

/// In the place of the shell until it is there.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <div class="shell" aria-busy="true">
            <main class="shell-main"><div class="page"><Skeleton width=SkeletonWidth::Medium/></div></main>
        </div>
    }
}
