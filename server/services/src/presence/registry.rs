//! All organizations whose people have a tab open. Time is handed in, and nothing here waits.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use domain::{AccountId, Availability, AvailabilityTally, OrganizationId, TeamNews};
use tokio::sync::mpsc;

use super::{
    News,
    team::Team,
    words::{Entry, ProcessId, Word},
};

/// How long somebody is there after their last stream ended: going from page to page is no going away.
pub(super) const GRACE: Duration = Duration::from_secs(4);
/// How long somebody is there after a page of theirs asked who they are, whose stream does not come through, or is not open yet:
/// such a page asks every four seconds.
pub(super) const LOOKED: Duration = Duration::from_secs(10);
/// Between two signs of life of a process that has nothing to say.
pub(super) const ALIVE: Duration = Duration::from_secs(10);
/// A process that said nothing for this long is dead, and nobody is there by way of it.
pub(super) const DEAD: Duration = Duration::from_secs(30);

pub(super) struct Registry {
    me: ProcessId,
    /// Those who have a tab open by way of this process.
    open: HashMap<AccountId, Open>,
    others: HashMap<ProcessId, Other>,
    teams: HashMap<OrganizationId, Team>,
    /// What other processes are to hear of my people.
    untold: Vec<Entry>,
    /// Whether they are to hear of all of them.
    tells_all: bool,
    /// Whether they are to be asked for all of theirs.
    asks: bool,
    /// When they heard of me last.
    told_at: Option<Instant>,
}

/// Somebody who has a tab open by way of this process.
#[derive(Default)]
struct Open {
    streams: usize,
    /// When the last stream ended.
    closed_at: Option<Instant>,
    /// When a page asked last.
    looked_at: Option<Instant>,
    /// Where they are, and what they chose to be there.
    chosen: HashMap<OrganizationId, Availability>,
}

/// Another process.
struct Other {
    heard_at: Instant,
    people: HashSet<(OrganizationId, AccountId)>,
    /// While it tells all that it holds: what it held before and did not tell yet.
    unconfirmed: Option<HashSet<(OrganizationId, AccountId)>>,
}

impl Registry {
    pub(super) fn new(me: ProcessId) -> Self {
        Self {
            me,
            open: HashMap::new(),
            others: HashMap::new(),
            teams: HashMap::new(),
            untold: Vec::new(),
            tells_all: false,
            asks: true,
            told_at: None,
        }
    }

    pub(super) fn availability(&self, organization: OrganizationId, account: AccountId) -> Availability {
        self.teams.get(&organization).map_or(Availability::Offline, |team| team.availability(account))
    }

    pub(super) fn tally(&self, organization: OrganizationId) -> AvailabilityTally {
        self.teams.get(&organization).map(Team::tally).unwrap_or_default()
    }

    pub(super) fn first_here(&self, organization: OrganizationId, count: usize) -> Vec<AccountId> {
        self.teams.get(&organization).map(|team| team.first_here(count)).unwrap_or_default()
    }

    pub(super) fn follow(&mut self, organization: OrganizationId, sender: &mpsc::Sender<News>) -> TeamNews {
        self.teams.entry(organization).or_default().follow(sender)
    }

    pub(super) fn open(&mut self, account: AccountId) {
        let open = self.open.entry(account).or_default();
        open.streams += 1;
        open.closed_at = None;
    }

    pub(super) fn close(&mut self, account: AccountId, now: Instant) {
        let Some(open) = self.open.get_mut(&account) else { return };
        open.streams = open.streams.saturating_sub(1);
        if open.streams == 0 {
            open.closed_at = Some(now);
        }
    }

    /// A page of somebody asked who they are: they are in these organizations, and chose this to be there.
    pub(super) fn look(
        &mut self,
        account: AccountId,
        mut chosen: HashMap<OrganizationId, Availability>,
        all: bool,
        now: Instant,
    ) {
        let open = self.open.entry(account).or_default();
        open.looked_at = Some(now);
        if !all {
            for (organization, availability) in &open.chosen {
                chosen.entry(*organization).or_insert(*availability);
            }
        }
        self.is_in(account, chosen);
    }

    /// Somebody who has a tab open is in these organizations, and chose this to be there.
    pub(super) fn is_in(&mut self, account: AccountId, chosen: HashMap<OrganizationId, Availability>) {
        let Some(open) = self.open.get_mut(&account) else { return };
        let mut changes: Vec<Entry> = Vec::new();
        for organization in open.chosen.keys().filter(|organization| !chosen.contains_key(*organization)) {
            changes.push((*organization, account, None));
        }
        for (organization, availability) in &chosen {
            if open.chosen.get(organization) != Some(availability) {
                changes.push((*organization, account, Some(*availability)));
            }
        }
        open.chosen = chosen;
        self.change_own(changes);
    }

    /// What is due by now: who closed their last tab, or was there by way of a process that died, is gone, and everybody is told
    /// what became of people. Gives the words for other processes. `hears`: whether they would be heard.
    pub(super) fn round(&mut self, now: Instant, hears: bool) -> Vec<String> {
        self.forget_closed(now);
        if hears {
            self.forget_dead(now);
        } else {
            // Who is deaf cannot know who is dead.
            self.others.values_mut().for_each(|other| other.heard_at = now);
        }
        for (id, team) in &mut self.teams {
            team.publish(*id, now);
        }
        self.teams.retain(|_, team| !team.is_idle());
        self.words(now)
    }

    /// Takes in what a process said. Gives what is to be said at once.
    pub(super) fn hear(&mut self, text: &str, now: Instant) -> Vec<String> {
        let Some((from, word)) = Word::decode(text).filter(|(from, _)| *from != self.me) else { return Vec::new() };
        let is_new = !self.others.contains_key(&from);
        let other = self.others.entry(from).or_insert_with(|| Other::new(now));
        other.heard_at = now;
        match word {
            Word::Hello => {
                self.tells_all = true;
                return self.words(now);
            }
            // It was there before, and holds people of whom nothing is known here.
            Word::Alive if is_new => return self.ask(now),
            Word::Alive => {}
            Word::Begin => other.unconfirmed = Some(other.people.clone()),
            Word::People(people) => {
                for (organization, account, chosen) in people {
                    other.note(organization, account, chosen.is_some());
                    self.teams.entry(organization).or_default().put(from, account, chosen);
                }
            }
            Word::End => {
                for (organization, account) in other.unconfirmed.take().unwrap_or_default() {
                    other.note(organization, account, false);
                    self.teams.entry(organization).or_default().put(from, account, None);
                }
            }
        }
        Vec::new()
    }

    /// Something may have been missed: asks everybody for all that they hold.
    pub(super) fn ask(&mut self, now: Instant) -> Vec<String> {
        self.asks = true;
        self.words(now)
    }

    /// What was said last did not get through.
    pub(super) const fn was_not_heard(&mut self) {
        self.tells_all = true;
    }

    /// What other processes are to hear by now.
    fn words(&mut self, now: Instant) -> Vec<String> {
        let mut words = Vec::new();
        if std::mem::take(&mut self.asks) {
            words.push(Word::Hello);
        }
        let untold = std::mem::take(&mut self.untold);
        if std::mem::take(&mut self.tells_all) {
            let all: Vec<Entry> = self.open.iter().flat_map(|(account, open)| open.entries(*account)).collect();
            words.push(Word::Begin);
            words.extend(Word::people(&all));
            words.push(Word::End);
        } else {
            words.extend(Word::people(&untold));
        }
        if words.is_empty() && self.told_at.is_none_or(|at| now.duration_since(at) >= ALIVE) {
            words.push(Word::Alive);
        }
        if !words.is_empty() {
            self.told_at = Some(now);
        }
        words.iter().map(|word| word.encode(self.me)).collect()
    }

    fn forget_closed(&mut self, now: Instant) {
        let gone: Vec<AccountId> =
            self.open.iter().filter(|(_, open)| !open.is_there(now)).map(|(account, _)| *account).collect();
        for account in gone {
            self.is_in(account, HashMap::new());
            self.open.remove(&account);
        }
    }

    fn forget_dead(&mut self, now: Instant) {
        let is_dead = |other: &Other| now.duration_since(other.heard_at) >= DEAD;
        let dead: Vec<ProcessId> =
            self.others.iter().filter(|(_, other)| is_dead(other)).map(|(process, _)| *process).collect();
        for process in dead {
            let people = self.others.remove(&process).map(|other| other.people).unwrap_or_default();
            for (organization, account) in people {
                self.teams.entry(organization).or_default().put(process, account, None);
            }
        }
    }

    fn change_own(&mut self, changes: Vec<Entry>) {
        for (organization, account, chosen) in &changes {
            self.teams.entry(*organization).or_default().put(self.me, *account, *chosen);
        }
        self.untold.extend(changes);
    }
}

impl Open {
    fn is_there(&self, now: Instant) -> bool {
        let is_within = |at: Option<Instant>, time| at.is_some_and(|at| now.duration_since(at) < time);
        self.streams > 0 || is_within(self.closed_at, GRACE) || is_within(self.looked_at, LOOKED)
    }

    fn entries(&self, account: AccountId) -> impl Iterator<Item = Entry> {
        self.chosen.iter().map(move |(organization, chosen)| (*organization, account, Some(*chosen)))
    }
}

impl Other {
    fn new(now: Instant) -> Self {
        Self { heard_at: now, people: HashSet::new(), unconfirmed: None }
    }

    /// Notes whether somebody is there by way of it.
    fn note(&mut self, organization: OrganizationId, account: AccountId, is_there: bool) {
        let key = (organization, account);
        if is_there {
            self.people.insert(key);
        } else {
            self.people.remove(&key);
        }
        if let Some(unconfirmed) = &mut self.unconfirmed {
            unconfirmed.remove(&key);
        }
    }
}
