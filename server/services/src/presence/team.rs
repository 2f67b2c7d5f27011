//! The people of one organization who have a tab open somewhere.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{AccountId, Availability, AvailabilityTally, OrganizationId, TeamNews};
use tokio::sync::mpsc;

use super::{News, words::ProcessId};

/// How long ago something may have become of somebody that is told to a new follower: a page was made, and its stream opened,
/// within this time.
const RECENT: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(super) struct Team {
    /// In one order, so that the first of ten thousand are found at once.
    people: BTreeMap<AccountId, Here>,
    tally: AvailabilityTally,
    /// Those who became something else since followers were told last.
    changed: HashSet<AccountId>,
    /// Those of whom followers were told, and when, the oldest first.
    recent: VecDeque<(Instant, AccountId)>,
    followers: Vec<mpsc::Sender<News>>,
}

/// Somebody who has a tab open.
struct Here {
    chosen: Availability,
    /// By way of these processes; never empty.
    by: Vec<ProcessId>,
}

impl Team {
    /// Notes what somebody chose who has a tab open by way of the process; none: they have none there any more.
    pub(super) fn put(&mut self, process: ProcessId, account: AccountId, chosen: Option<Availability>) {
        let before = self.availability(account);
        match (self.people.get_mut(&account), chosen) {
            (Some(here), Some(chosen)) => {
                here.chosen = chosen;
                if !here.by.contains(&process) {
                    here.by.push(process);
                }
            }
            (None, Some(chosen)) => {
                self.people.insert(account, Here { chosen, by: vec![process] });
            }
            (Some(here), None) => {
                here.by.retain(|by| *by != process);
                if here.by.is_empty() {
                    self.people.remove(&account);
                }
            }
            (None, None) => {}
        }
        let after = self.availability(account);
        if before != after {
            self.tally.count(before, after);
            self.changed.insert(account);
        }
    }

    pub(super) fn availability(&self, account: AccountId) -> Availability {
        self.people.get(&account).map_or(Availability::Offline, |here| here.chosen.seen(true))
    }

    pub(super) const fn tally(&self) -> AvailabilityTally {
        self.tally
    }

    /// The `count` of those who are there whose accounts are the oldest.
    pub(super) fn first_here(&self, count: usize) -> Vec<AccountId> {
        let here = self.people.iter().filter(|(_, here)| here.chosen != Availability::Offline);
        here.map(|(account, _)| *account).take(count).collect()
    }

    /// Takes a follower in, and gives what a page may not know that was made a moment ago.
    pub(super) fn follow(&mut self, sender: &mpsc::Sender<News>) -> TeamNews {
        if !self.followers.iter().any(|known| known.same_channel(sender)) {
            self.followers.push(sender.clone());
        }
        let recent = self.recent.iter().map(|(_, account)| *account).chain(self.changed.iter().copied());
        let recent: HashSet<AccountId> = recent.collect();
        self.news(recent.into_iter())
    }

    /// Tells followers what became of people since they were told last.
    pub(super) fn publish(&mut self, id: OrganizationId, now: Instant) {
        while self.recent.front().is_some_and(|(at, _)| now.duration_since(*at) >= RECENT) {
            self.recent.pop_front();
        }
        self.followers.retain(|follower| !follower.is_closed());
        if self.changed.is_empty() {
            return;
        }
        let changed = std::mem::take(&mut self.changed);
        let news = Arc::new(self.news(changed.iter().copied()));
        self.recent.extend(changed.into_iter().map(|account| (now, account)));
        for follower in &self.followers {
            let news = match follower.capacity() {
                0 => continue,
                1 => News::Missed,
                _ => News::Of(id, Arc::clone(&news)),
            };
            // Fails for who went away this moment.
            let _ = follower.try_send(news);
        }
    }

    /// Whether nothing would be lost with it.
    pub(super) fn is_idle(&self) -> bool {
        self.people.is_empty() && self.changed.is_empty() && self.recent.is_empty() && self.followers.is_empty()
    }

    fn news(&self, people: impl Iterator<Item = AccountId>) -> TeamNews {
        TeamNews { tally: self.tally, people: people.map(|account| (account, self.availability(account))).collect() }
    }
}
