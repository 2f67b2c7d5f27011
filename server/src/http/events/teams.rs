//! What a stream tells of the people of organizations: who became what, and how many are what (TR-9). It is the one thing that
//! streams tell with data, and only to tabs that show it, of those whom their reader sees anyway.

use std::collections::HashMap;

use axum::response::sse::Event;
use domain::{OrganizationId, Slug, TeamNews};
use services::{
    Caller, Follower, News, ServiceError, Services,
    organizations::{Membership, Sees},
};

use super::event;

/// The organizations whose people one stream tells of.
pub(super) struct Teams {
    /// What its tabs show.
    shown: Vec<Slug>,
    follower: Follower,
    followed: HashMap<OrganizationId, Followed>,
}

/// An organization whose people a stream tells of.
struct Followed {
    /// The address by which the tabs of the stream know it.
    slug: Slug,
    sees: Sees,
}

impl Teams {
    /// `shown`: slugs with commas between them. What is no slug is nobody's.
    pub(super) fn new(shown: &str, follower: Follower) -> Self {
        let shown = shown.split(',').filter_map(|slug| slug.parse().ok()).collect();
        Self { shown, follower, followed: HashMap::new() }
    }

    /// Takes in where the reader is by now. Gives what is told first of those organizations that are told of from now on.
    pub(super) async fn look(
        &mut self,
        services: &Services,
        caller: &Caller,
        memberships: &[Membership],
    ) -> Result<Vec<Event>, ServiceError> {
        let mut before = std::mem::take(&mut self.followed);
        let mut first = Vec::new();
        // Whoever is kept outside hears nothing of the team (ST-6).
        for membership in memberships.iter().filter(|membership| !membership.kept_outside) {
            let id = membership.organization.id;
            let known = before.remove(&id).map(|followed| followed.slug);
            let is_new = known.is_none();
            let Some(slug) = known.or_else(|| self.shown_as(&membership.organization.slug)) else { continue };
            let followed = Followed { slug, sees: services.sees(caller, membership).await? };
            if is_new {
                first.push(followed.event(&self.follower.follow(id)));
            }
            self.followed.insert(id, followed);
        }
        Ok(first)
    }

    /// What is to be told next; none: that was of an organization that the reader left meanwhile.
    pub(super) async fn next(&mut self) -> Option<Event> {
        match self.follower.next().await {
            News::Of(id, news) => Some(self.followed.get(&id)?.event(&news)),
            News::Missed => Some(event("change")),
        }
    }

    fn shown_as(&self, slug: &Slug) -> Option<Slug> {
        self.shown.iter().find(|shown| *shown == slug).cloned()
    }
}

impl Followed {
    fn event(&self, news: &TeamNews) -> Event {
        let people = news.people.iter().filter(|(account, _)| self.sees.sees(*account)).copied().collect();
        let news = TeamNews { tally: news.tally, people };
        // Fails for nothing that is in it.
        let news = serde_json::to_string(&news).unwrap_or_default();
        Event::default().event("team").data(format!("{} {news}", self.slug))
    }
}
