//! Who is there, as the stream tells it (TR-9): newer than what came with the answers that pages show, and asked for by
//! nobody.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{AccountId, Availability, AvailabilityTally, Slug, TeamNews};
use leptos::prelude::*;

use super::stream;
use crate::ui::clock;

/// What was told so long before an answer was given may be unknown to that answer: one process hears of another in a moment.
const OVERLAP_MILLIS: f64 = 3_000.0;

/// What was told of the people of the organization that is shown, since it is.
#[derive(Clone, Copy)]
pub struct Team {
    people: RwSignal<HashMap<AccountId, Told<Availability>>>,
    tally: RwSignal<Option<Told<AvailabilityTally>>>,
}

/// Something that was told, and when, in milliseconds by the server's clock.
#[derive(Clone, Copy)]
struct Told<T> {
    what: T,
    at: f64,
}

impl<T> Told<T> {
    /// What was told, where an answer that was given then need not know better.
    fn since(self, given_at: DateTime<Utc>) -> Option<T> {
        (self.at > clock::millis(given_at) - OVERLAP_MILLIS).then_some(self.what)
    }
}

impl Team {
    /// Hears from here on what becomes of the people of the organization that is shown; of another one, once that is shown.
    /// Parts of the page find it by [`Self::of_page`].
    pub fn provide(shown: impl Fn() -> Option<Slug> + 'static) {
        let team = Self { people: RwSignal::default(), tally: RwSignal::new(None) };
        provide_context(team);
        Effect::new(move |before: Option<Option<Slug>>| {
            let now = shown();
            if before.as_ref() != Some(&now) {
                if before.is_some() {
                    team.people.try_update(HashMap::clear);
                    team.tally.try_set(None);
                }
                match &now {
                    Some(slug) => stream::show_team(slug, move |news| team.hear(news)),
                    None => stream::hide_team(),
                }
            }
            now
        });
        // Runs in the browser alone, as effects do.
        Effect::new(|| on_cleanup(stream::hide_team));
    }

    /// Of the page that this is a part of.
    pub fn of_page() -> Self {
        use_context().unwrap_or_else(|| Self { people: RwSignal::default(), tally: RwSignal::new(None) })
    }

    /// What somebody is: as it was told, or else as it came with an answer that was given then. `known` is none once its page is
    /// gone: what is told outlives the page, whose last parts may hear it still, and then stay as they are.
    pub fn availability(
        self,
        account: AccountId,
        known: impl Fn() -> Option<(Availability, DateTime<Utc>)> + Send + Sync + 'static,
    ) -> Signal<Availability> {
        Memo::new(move |before: Option<&Availability>| match known() {
            Some((known, given_at)) => self.seen(account, known, given_at),
            None => before.copied().unwrap_or_default(),
        })
        .into()
    }

    /// The same for who reckons with several.
    pub fn seen(self, account: AccountId, known: Availability, given_at: DateTime<Utc>) -> Availability {
        let told = self.people.try_with(|people| people.get(&account).copied()).flatten();
        told.and_then(|told| told.since(given_at)).unwrap_or(known)
    }

    /// How many are there: as it was told, or else as it came with an answer that was given then; `known` as of
    /// [`Self::availability`].
    pub fn tally(
        self,
        known: impl Fn() -> Option<(AvailabilityTally, DateTime<Utc>)> + Send + Sync + 'static,
    ) -> Memo<AvailabilityTally> {
        Memo::new(move |before: Option<&AvailabilityTally>| match known() {
            Some((known, given_at)) => {
                self.tally.try_get().flatten().and_then(|told| told.since(given_at)).unwrap_or(known)
            }
            None => before.copied().unwrap_or_default(),
        })
    }

    fn hear(self, news: TeamNews) {
        let at = clock::now();
        self.tally.try_set(Some(Told { what: news.tally, at }));
        if !news.people.is_empty() {
            self.people.try_update(|people| {
                people.extend(news.people.into_iter().map(|(account, what)| (account, Told { what, at })));
            });
        }
    }
}
