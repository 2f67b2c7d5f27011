//! What was changed about the members of a project and is not saved: over all pages of the list and all searches, until it is
//! saved or discarded. Kept in the tab, so that neither Back nor a reload loses it (SI-11).

use std::collections::BTreeMap;

use domain::{AccountId, ConflictingLine, ProjectMemberChange, ProjectMemberProblem, ProjectRole, SavedMeanwhile};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use crate::{
    answers, browser, drafts::SavedWork, focus, projects::api::members::SaveProjectMembers, text::projects::members,
};

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

/// A line that is being saved.
#[derive(Clone, Copy, Debug)]
struct SentLine {
    /// What it said before.
    before: Option<ProjectRole>,
    /// What it will say.
    after: Option<ProjectRole>,
    /// What I wanted of it: something else, where somebody else's change counts.
    wanted: Option<ProjectRole>,
}

/// The lines that are being saved, by person.
type SentLines = BTreeMap<AccountId, SentLine>;

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
    /// How many changes were just saved.
    pub saved: RwSignal<Option<usize>>,
    /// Whether the changes are those of before, and none was made since.
    pub restored: RwSignal<bool>,
    /// The lines that are being saved.
    sent: StoredValue<SentLines>,
    /// Whose line was changed last.
    last: StoredValue<Option<AccountId>>,
    /// What lines said before anything was changed, to show what somebody else changed.
    pub seen: StoredValue<BTreeMap<AccountId, Option<ProjectRole>>>,
}

impl Editing {
    pub fn new(changes: Changes, meanwhile: Option<SavedMeanwhile>, saved: Option<usize>) -> Self {
        Self {
            changes: RwSignal::new(changes),
            meanwhile: RwSignal::new(meanwhile),
            choices: RwSignal::default(),
            refused: RwSignal::default(),
            discarded: RwSignal::default(),
            saved: RwSignal::new(saved),
            restored: RwSignal::new(false),
            sent: StoredValue::default(),
            last: StoredValue::new(None),
            seen: StoredValue::default(),
        }
    }

    /// Keeps the changes in the tab, and brings back what was kept there.
    pub fn keep(self, path: &str) {
        let work = StoredValue::new(SavedWork::new(SaveProjectMembers::url(), path));
        let back = RwSignal::new(false);
        Effect::new(move || {
            // Once the page is awake, so that no line takes what it was sent as for what was chosen in it.
            request_animation_frame(move || {
                let kept = work.try_with_value(SavedWork::get).flatten();
                let kept = kept.and_then(|kept| answers::read::<Changes>(&kept));
                if let Some(kept) = kept.filter(|kept| !kept.is_empty()) {
                    self.changes.update(|changes| {
                        for (member, change) in kept {
                            changes.entry(member).or_insert(change);
                        }
                    });
                    self.restored.set(true);
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
        self.saved.set(None);
        self.restored.set(false);
        self.last.set_value(Some(member));
        self.refused.update(|refused| {
            refused.remove(&member);
        });
        // What is changed back while it is being saved is a change of what will be there.
        let saving = self.sent.with_value(|sent| sent.get(&member).map(|sent| sent.after));
        self.changes.update(|changes| {
            let before = saving.unwrap_or_else(|| changes.get(&member).map_or(now, |change| change.before));
            if saving.is_none() && before == after && now == after {
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

    /// Those of whom it is not decided yet whose change counts, with what they are called.
    pub fn undecided(self) -> Vec<(AccountId, String)> {
        let names = self.meanwhile.with(|meanwhile| {
            let lines = meanwhile.as_ref().map(|meanwhile| meanwhile.lines.as_slice()).unwrap_or_default();
            lines.iter().map(|line| line.member).zip(members::called(lines)).collect::<Vec<_>>()
        });
        let open = names.into_iter().filter(|(member, _)| {
            self.choice(*member).is_none() && self.changes.with(|changes| changes.contains_key(member))
        });
        open.collect()
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
        self.focus_last_changed();
    }

    /// What was discarded is there again.
    pub fn take_back(self) {
        let discarded = self.discarded.get_untracked();
        self.discarded.update(Changes::clear);
        self.changes.set(discarded);
        self.focus_last_changed();
    }

    /// Nothing is changed any more.
    pub fn clear(self) {
        self.changes.update(Changes::clear);
        self.begin_anew();
    }

    /// Nothing stands in the way of the changes any more.
    fn begin_anew(self) {
        self.sent.update_value(SentLines::clear);
        self.meanwhile.set(None);
        self.choices.update(BTreeMap::clear);
        self.refused.update(BTreeMap::clear);
        self.discarded.update(Changes::clear);
        self.restored.set(false);
        self.seen.update_value(BTreeMap::clear);
    }

    /// The lines are on their way to be saved. Of a line that both changed, what somebody else saved may count.
    pub fn note_sent(self) {
        let line = |(member, change): (AccountId, Change)| {
            let conflict = self.conflict(member);
            let before = conflict.as_ref().map_or(change.before, |line| line.theirs);
            let after = match (conflict, self.choice(member)) {
                (Some(line), Some(Choice::Theirs)) => line.theirs,
                _ => change.after,
            };
            (member, SentLine { before, after, wanted: change.after })
        };
        self.sent.set_value(self.changes.get_untracked().into_iter().map(line).collect());
    }

    /// What was sent is saved, which were so many changes. What was changed since is not.
    pub fn note_saved(self, saved: usize) {
        let mut changes = self.changes.get_untracked();
        self.sent.with_value(|sent| note_saved(&mut changes, sent));
        let all = changes.is_empty();
        self.changes.set(changes);
        self.begin_anew();
        // Else the bar says what is left.
        if all {
            self.saved.set(Some(saved));
            self.focus_last_changed();
        }
    }

    /// Nothing of what was sent is saved.
    pub fn note_not_saved(self) {
        let sent = self.sent.try_update_value(std::mem::take).unwrap_or_default();
        self.changes.update(|changes| note_not_saved(changes, &sent));
    }

    /// The bar goes, and the button in it that had the focus: what was changed last has it again, and the page stays where
    /// it is.
    fn focus_last_changed(self) {
        if let Some(control) = self.last.get_value().map(control_of) {
            request_animation_frame(move || {
                let active = document().active_element();
                let in_bar = |active: &web_sys::Element| active.closest(".action-bar").is_ok_and(|bar| bar.is_some());
                if active.is_none_or(|active| active.tag_name() == "BODY" || in_bar(&active)) {
                    focus::put_on(&control);
                }
            });
        }
    }
}

/// What was sent is what was there before, for what was changed since; the rest is no change any more.
fn note_saved(changes: &mut Changes, sent: &SentLines) {
    changes.retain(|member, change| match sent.get(member) {
        Some(sent) if change.after == sent.wanted => false,
        Some(sent) => {
            change.before = sent.after;
            change.after != sent.after
        }
        None => true,
    });
}

/// What was changed since is a change of what was there before.
fn note_not_saved(changes: &mut Changes, sent: &SentLines) {
    changes.retain(|member, change| match sent.get(member) {
        Some(sent) if change.before == sent.after && change.before != sent.before => {
            change.before = sent.before;
            change.after != sent.before
        }
        _ => true,
    });
}

/// Id of the switch in somebody's line.
pub(super) fn control_of(member: AccountId) -> String {
    format!("belongs-{member}")
}

/// Id of what asks whose change of somebody counts.
pub(super) fn choice_of(member: AccountId) -> String {
    format!("choice-of-{member}")
}

/// Leads to the choice of this line, and puts the focus there.
pub(super) fn focus_line(member: AccountId) {
    browser::focus_on(&choice_of(member));
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: Option<ProjectRole> = Some(ProjectRole::Agent);

    fn changes(lines: &[(AccountId, Option<ProjectRole>, Option<ProjectRole>)]) -> Changes {
        let change = |(member, before, after): &(AccountId, Option<ProjectRole>, Option<ProjectRole>)| {
            (*member, Change { name: String::new(), before: *before, after: *after })
        };
        lines.iter().map(change).collect()
    }

    // PR-3
    #[test]
    fn what_is_changed_while_the_rest_is_saved_stays_a_change() {
        let [one, other, third]: [AccountId; 3] =
            [1_u128, 2, 3].map(|number| format!("{number:032x}").parse().unwrap());
        let line = |before, after, wanted| SentLine { before, after, wanted };
        let sent = SentLines::from([(one, line(None, AGENT, AGENT)), (third, line(None, AGENT, AGENT))]);
        let since = changes(&[(one, None, AGENT), (other, None, AGENT), (third, AGENT, None)]);
        let mut saved = since.clone();
        note_saved(&mut saved, &sent);
        assert_eq!(saved, changes(&[(other, None, AGENT), (third, AGENT, None)]));
        let mut refused = since;
        note_not_saved(&mut refused, &sent);
        assert_eq!(refused, changes(&[(one, None, AGENT), (other, None, AGENT)]), "back as it was");
        // What somebody else saved counts: what I wanted is given up with it.
        let sent = SentLines::from([(one, line(None, None, AGENT))]);
        let mut saved = changes(&[(one, AGENT, AGENT), (other, None, AGENT)]);
        note_saved(&mut saved, &sent);
        assert_eq!(saved, changes(&[(other, None, AGENT)]));
    }
}
