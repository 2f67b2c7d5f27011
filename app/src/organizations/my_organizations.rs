//! Me and my organizations, kept true while a page is open (OR-4, SU-15).

use chrono::{DateTime, Utc};
use domain::{Availability, Namesakes, Slug};
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
    /// The question is whether it is all of them, or those that somebody sees before they look for another one.
    live: Live<MyOrganizationsView, bool>,
    /// Whether all of them are asked for.
    all: RwSignal<bool>,
    /// Made once for all who show them: there may be a thousand.
    organizations: Memo<Vec<OrganizationView>>,
    namesakes: Memo<Namesakes>,
}

impl MyOrganizations {
    /// Begins with what came with the page.
    pub fn new(view: MyOrganizationsView) -> Self {
        Self::around(view, || None)
    }

    /// The same where `open` tells which one is open: it is among them.
    pub fn around(view: MyOrganizationsView, open: impl Fn() -> Option<Slug> + Send + Sync + 'static) -> Self {
        drafts::belong_to(&view.drafts, &view.email);
        let knows_all = view.organizations.len() == view.count;
        let all = RwSignal::new(knows_all);
        let ask = move |all: bool| {
            let open = open().map(|slug| slug.to_string()).unwrap_or_default();
            api::my_organizations(true, !all, open)
        };
        let live = Live::with_question(knows_all, view, move || all.get(), ask).follow_stream();
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
            all,
            organizations: Memo::new(move |_| live.view().with(|view| view.organizations.clone())),
            namesakes: Memo::new(namesakes),
        }
    }

    /// Runs `callback` when something may have changed, once it is known what that means for me.
    pub fn on_look(self, callback: impl Fn() + 'static) {
        self.live.on_look(callback);
    }

    /// Asks again and for all of them, for those who wait until what they did is shown.
    pub async fn refresh(self) -> Result<(), AppError> {
        self.want_all();
        self.live.refresh().await
    }

    /// Somebody is about to look for one: from now on it is all of them. Where they were asked for, and did not come, they are
    /// asked for again.
    pub fn want_all(self) {
        if self.all.try_get_untracked() == Some(false) {
            self.all.set(true);
        } else if untrack(|| self.has_more()) {
            self.live.look();
        }
    }

    /// Whether there are others than those that are known by now.
    pub fn has_more(self) -> bool {
        self.live.view().with(|view| view.organizations.len() < view.count)
    }

    /// How many there are, known or not.
    pub fn count(self) -> Memo<usize> {
        Memo::new(move |_| self.live.view().read().count)
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
