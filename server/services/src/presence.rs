//! Who has a tab open, in this process and in others, and what that makes of what they chose to be (TR-9).
//!
//! None of it is written anywhere: it ends with the tabs, and with the process that holds their streams
//! ([ADR 21](../../../docs/adr/0021-availability.md)).

mod registry;
mod team;
#[cfg(test)]
mod tests;
mod words;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::{AccountId, Availability, AvailabilityTally, OrganizationId, TeamNews};
use store::Said;
use tokio::sync::mpsc;

use self::registry::Registry;

/// How often open tabs and other processes are told what became of people; what changed in between is told at once.
pub(crate) const ROUND: Duration = Duration::from_secs(1);
/// Pieces of news that a follower may be behind, before it is told that it missed some.
const BEHIND: usize = 32;

/// Who has a tab open; cheap to clone.
#[derive(Clone)]
pub struct Presence(Arc<Mutex<Registry>>);

/// An open tab, or several that share a stream: while it lives its account is there.
pub struct OpenTab {
    presence: Presence,
    account: AccountId,
}

/// Hears what becomes of the people of some organizations.
pub struct Follower {
    presence: Presence,
    sender: mpsc::Sender<News>,
    receiver: mpsc::Receiver<News>,
}

/// What a follower hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Of the people of this organization.
    Of(OrganizationId, Arc<TeamNews>),
    /// It was too far behind, and has to look for itself.
    Missed,
}

impl Presence {
    /// `process` tells this process from all others on the same database.
    pub fn new(process: [u8; 8]) -> Self {
        Self(Arc::new(Mutex::new(Registry::new(u64::from_be_bytes(process)))))
    }

    /// Notes that the account has a tab open, for as long as the answer lives.
    pub fn open(&self, account: AccountId) -> OpenTab {
        self.registry().open(account);
        OpenTab { presence: self.clone(), account }
    }

    /// Notes that a page of the account asked who it is: for a moment the account is there, whether or not a stream follows.
    /// `all`: it is in no other organization.
    pub(crate) fn look(
        &self,
        account: AccountId,
        chosen: impl IntoIterator<Item = (OrganizationId, Availability)>,
        all: bool,
    ) {
        // Gathered before the registry is held.
        let chosen = chosen.into_iter().collect();
        self.registry().look(account, chosen, all, Instant::now());
    }

    /// Somebody who follows nothing yet.
    pub fn follower(&self) -> Follower {
        let (sender, receiver) = mpsc::channel(BEHIND);
        Follower { presence: self.clone(), sender, receiver }
    }

    /// What others see of the account in the organization.
    pub(crate) fn availability(&self, organization: OrganizationId, account: AccountId) -> Availability {
        self.registry().availability(organization, account)
    }

    /// How many of the organization's people are there.
    pub(crate) fn tally(&self, organization: OrganizationId) -> AvailabilityTally {
        self.registry().tally(organization)
    }

    /// The first `count` of those who are there, always in the same order.
    pub(crate) fn first_here(&self, organization: OrganizationId, count: usize) -> Vec<AccountId> {
        self.registry().first_here(organization, count)
    }

    /// Takes in what other processes say. Gives what is to be said to them at once.
    pub(crate) fn hear(&self, said: &Said) -> Vec<String> {
        match said {
            Said::Word(word) => self.registry().hear(word, Instant::now()),
            Said::Gap => self.registry().ask(Instant::now()),
        }
    }

    /// Tells open tabs what became of people. Gives what is to be said to other processes. `hears`: whether those would be heard.
    pub(crate) fn round(&self, hears: bool) -> Vec<String> {
        self.registry().round(Instant::now(), hears)
    }

    /// What was to be said last was not.
    pub(crate) fn was_not_heard(&self) {
        self.registry().was_not_heard();
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenTab {
    /// Says in which organizations the account is by now, and what it chose to be there.
    pub fn is_in(&self, chosen: impl IntoIterator<Item = (OrganizationId, Availability)>) {
        let chosen = chosen.into_iter().collect();
        self.presence.registry().is_in(self.account, chosen);
    }
}

impl Drop for OpenTab {
    fn drop(&mut self) {
        self.presence.registry().close(self.account, Instant::now());
    }
}

impl Follower {
    /// Hears of this organization too, from now on; and what is so by now: the tally, and who became something else a moment
    /// ago, which the page may not know that is shown.
    pub fn follow(&self, organization: OrganizationId) -> TeamNews {
        self.presence.registry().follow(organization, &self.sender)
    }

    /// What comes next.
    pub async fn next(&mut self) -> News {
        // Never closed: a sender is here.
        self.receiver.recv().await.unwrap_or(News::Missed)
    }
}
