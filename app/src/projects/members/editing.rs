//! What was changed about the members of a project and is not saved: over all pages of the list and all searches, until it is
//! saved or discarded. Kept in the tab, so that neither Back nor a reload loses it (SI-11).

use std::collections::BTreeMap;

use domain::{AccountId, ConflictingLine, ProjectMemberChange, ProjectMemberProblem, ProjectRole, SavedMeanwhile};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use crate::{drafts::SavedWork, projects::api::members::SaveProjectMembers};

/// A line that was changed and is not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    /// Of the person, for when their line is on another page.
    pub name: String,
    /// What was there when it was changed first.
    pub before: Option<ProjectRole>,
    /// What it is to be.
    pub after: Option<ProjectRole>,
}

/// The changed lines, by person.
pub(super) type Changes = BTreeMap<AccountId, Change>;

/// Whose change counts, of a line that both changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Mine,
    Theirs,
}

/// The changes, and what stands in their way.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub changes: RwSignal<Changes>,
    /// What somebody else saved meanwhile.
    pub meanwhile: RwSignal<Option<SavedMeanwhile>>,
    /// What was decided of it.
    pub choices: RwSignal<BTreeMap<AccountId, Choice>>,
    /// Lines that cannot be saved.
    pub refused: RwSignal<BTreeMap<AccountId, ProjectMemberProblem>>,
    /// What was discarded last, to take that back.
    pub discarded: RwSignal<Changes>,
    /// What lines said before anything was changed, to show what somebody else changed.
    pub seen: StoredValue<BTreeMap<AccountId, Option<ProjectRole>>>,
}

impl Editing {
    pub fn new(changes: Changes, meanwhile: Option<SavedMeanwhile>) -> Self {
        Self {
            changes: RwSignal::new(changes),
            meanwhile: RwSignal::new(meanwhile),
            choices: RwSignal::default(),
            refused: RwSignal::default(),
            discarded: RwSignal::default(),
            seen: StoredValue::default(),
        }
    }

    /// Keeps the changes in the tab, and brings back what was kept there; `restored` hears of it.
    pub fn keep(self, path: &str, restored: Callback<()>) {
        let work = StoredValue::new(SavedWork::new(SaveProjectMembers::url(), path));
        let back = RwSignal::new(false);
        Effect::new(move || {
            // Once the page is awake, so that no line takes what it was sent as for what was chosen in it.
            request_animation_frame(move || {
                let kept = work.try_with_value(SavedWork::get).flatten();
                let kept = kept.and_then(|kept| serde_json::from_str::<Changes>(&kept).ok());
                if let Some(kept) = kept.filter(|kept| !kept.is_empty()) {
                    self.changes.update(|changes| {
                        for (member, change) in kept {
                            changes.entry(member).or_insert(change);
                        }
                    });
                    restored.run(());
                }
                back.set(true);
            });
        });
        Effect::new(move || {
            let changes = self.changes.get();
            if back.get() {
                let changes = (!changes.is_empty()).then(|| serde_json::to_string(&changes).ok()).flatten();
                work.with_value(|work| work.set(changes));
            }
        });
    }

    /// The person's line is to say this; `now` is what it says.
    pub fn set(self, member: AccountId, name: &str, now: Option<ProjectRole>, after: Option<ProjectRole>) {
        self.discarded.update(Changes::clear);
        self.refused.update(|refused| {
            refused.remove(&member);
        });
        self.changes.update(|changes| {
            let before = changes.get(&member).map_or(now, |change| change.before);
            if before == after && now == after {
                changes.remove(&member);
            } else {
                changes.insert(member, Change { name: name.to_owned(), before, after });
            }
        });
    }

    /// The line that somebody else changed to something else, as long as I want it changed too.
    pub fn conflict(self, member: AccountId) -> Option<ConflictingLine> {
        if !self.changes.with(|changes| changes.contains_key(&member)) {
            return None;
        }
        self.meanwhile.with(|meanwhile| meanwhile.as_ref()?.lines.iter().find(|line| line.member == member).cloned())
    }

    pub fn choice(self, member: AccountId) -> Option<Choice> {
        self.choices.with(|choices| choices.get(&member).copied())
    }

    pub fn choose(self, member: AccountId, choice: Choice) {
        self.choices.update(|choices| {
            choices.insert(member, choice);
        });
    }

    /// The same for all lines that both changed.
    pub fn choose_all(self, choice: Choice) {
        let lines = self.meanwhile.with(|meanwhile| {
            meanwhile.iter().flat_map(|meanwhile| &meanwhile.lines).map(|line| line.member).collect::<Vec<_>>()
        });
        self.choices.update(|choices| choices.extend(lines.into_iter().map(|member| (member, choice))));
    }

    /// Names of those of whom it is not decided yet whose change counts.
    pub fn undecided(self) -> Vec<String> {
        let names = self.meanwhile.with(|meanwhile| {
            let lines = meanwhile.iter().flat_map(|meanwhile| &meanwhile.lines);
            lines.map(|line| (line.member, line.name.clone())).collect::<Vec<_>>()
        });
        let open = names.into_iter().filter(|(member, _)| {
            self.choice(*member).is_none() && self.changes.with(|changes| changes.contains_key(member))
        });
        open.map(|(_, name)| name).collect()
    }

    /// The lines to save. What somebody else saved meanwhile was seen by now.
    pub fn to_save(self) -> Vec<ProjectMemberChange> {
        let changes = self.changes.get();
        let line = |(member, change): (AccountId, Change)| {
            let conflict = self.conflict(member);
            match (conflict, self.choice(member)) {
                (Some(_), Some(Choice::Theirs)) => None,
                (Some(line), _) => Some(ProjectMemberChange { member, before: line.theirs, after: change.after }),
                (None, _) => Some(ProjectMemberChange { member, before: change.before, after: change.after }),
            }
        };
        changes.into_iter().filter_map(line).collect()
    }

    /// Nothing is changed any more; it can be taken back until the next change.
    pub fn discard(self) {
        let discarded = self.changes.get_untracked();
        self.clear();
        self.discarded.set(discarded);
    }

    /// What was discarded is there again.
    pub fn take_back(self) {
        let discarded = self.discarded.get_untracked();
        self.discarded.update(Changes::clear);
        self.changes.set(discarded);
    }

    /// Nothing is changed any more: it is saved.
    pub fn clear(self) {
        self.changes.update(Changes::clear);
        self.meanwhile.set(None);
        self.choices.update(BTreeMap::clear);
        self.refused.update(BTreeMap::clear);
        self.discarded.update(Changes::clear);
        self.seen.update_value(BTreeMap::clear);
    }
}
