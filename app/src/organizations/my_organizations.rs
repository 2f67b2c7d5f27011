//! Me and my organizations, kept true while a page is open (OR-4, SU-15).

use chrono::{DateTime, Utc};
use domain::{Availability, Namesakes};
use leptos::prelude::*;

use super::api::{self, MyOrganizationsView, OrganizationView, pending::PendingView};
use crate::{
    drafts,
    error::AppError,
    live::{Answer, Live},
};

impl Answer for MyOrganizationsView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }

    fn account(&self) -> Option<&str> {
        Some(&self.drafts)
    }
}

/// What a page shows of me.
#[derive(Clone, Copy)]
pub struct MyOrganizations {
    live: Live<MyOrganizationsView>,
    /// Made once for all who show them: there may be a thousand.
    organizations: Memo<Vec<OrganizationView>>,
    namesakes: Memo<Namesakes>,
}

impl MyOrganizations {
    /// Begins with what came with the page.
    pub fn new(view: MyOrganizationsView) -> Self {
        drafts::belong_to(&view.drafts, &view.email);
        let live = Live::new(view, || api::my_organizations(true)).follow_stream();
        let live = live.follow_choices(|view, choices| {
            for (slug, availability) in choices {
                choose(view, availability, |organization| organization.slug == slug);
            }
        });
        let namesakes = move |_: Option<&Namesakes>| {
            live.view().with(|view| {
                let mine = view.organizations.iter().map(|mine| (mine.name.as_str(), &mine.slug));
                let invited = view.invitations.iter().map(|pending| (pending.organization.as_str(), &pending.slug));
                Namesakes::among(mine.chain(invited))
            })
        };
        Self {
            live,
            organizations: Memo::new(move |_| live.view().with(|view| view.organizations.clone())),
            namesakes: Memo::new(namesakes),
        }
    }

    /// Runs `callback` when something may have changed, once it is known what that means for me.
    pub fn on_look(self, callback: impl Fn() + 'static) {
        self.live.on_look(callback);
    }

    /// Asks again, for those who wait until what they did is shown.
    pub async fn refresh(self) -> Result<(), AppError> {
        self.live.refresh().await
    }

    /// My name and address.
    pub fn person(self) -> Memo<(String, String)> {
        Memo::new(move |_| self.live.view().with(|view| (view.name.clone(), view.email.clone())))
    }

    /// What time it is, to the minute.
    pub fn now(self) -> Memo<DateTime<Utc>> {
        Memo::new(move |_| self.live.view().read().now)
    }

    /// Which of my organizations, and of those that I am invited into, are called alike.
    pub fn namesakes(self) -> Memo<Namesakes> {
        self.namesakes
    }

    /// My organizations, last opened first.
    pub fn organizations(self) -> Memo<Vec<OrganizationView>> {
        self.organizations
    }

    /// Invitations for me, the newest first.
    pub fn invitations(self) -> Memo<Vec<PendingView>> {
        Memo::new(move |_| self.live.view().with(|view| view.invitations.clone()))
    }

    /// Those that are meant are what I chose to be, before the server is asked again.
    pub fn choose(self, availability: Availability, is_meant: impl Fn(&OrganizationView) -> bool) {
        self.live.update(|view| choose(view, availability, is_meant));
    }

    /// One was declined: it is gone before the server is asked again.
    pub fn forget_invitation(self, id: &str) {
        self.live.update(|view| view.invitations.retain(|invitation| invitation.id.to_string() != id));
    }
}

fn choose(view: &mut MyOrganizationsView, availability: Availability, is_meant: impl Fn(&OrganizationView) -> bool) {
    for organization in view.organizations.iter_mut().filter(|organization| is_meant(organization)) {
        organization.availability = availability;
    }
}
