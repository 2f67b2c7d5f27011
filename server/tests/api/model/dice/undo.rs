//! Taking back what was done: mostly by whom it was done, while it can be.

use super::Dice;
use crate::model::{
    call::Call,
    reference::{Model, REST},
};

/// After so many minutes nobody waits any more: within an hour an address would get one more invitation.
const MINUTES: i64 = 40;

impl Dice {
    /// Mostly of whom access was revoked a moment ago.
    pub(super) fn undo(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let here = &model.organizations[organization];
        let (who, person) = (self.who(model, organization, "manage-members"), self.person(model, organization));
        let fresh: Vec<usize> =
            here.removed.iter().filter(|(_, one)| !model.is_undo_over(one)).map(|(person, _)| *person).collect();
        if fresh.is_empty() || self.one_in(8) {
            let removed: Vec<usize> = here.removed.keys().copied().collect();
            let first = if removed.is_empty() { person } else { self.pick(&removed) };
            return (who, Call::Undo { people: [first, person].into() });
        }
        if self.one_in(6) && model.now % REST < MINUTES {
            return (who, Call::Wait { minutes: self.pick(&[6, 11]) });
        }
        let first = self.pick(&fresh);
        let by = if self.one_in(2) { who } else { here.removed[&first].by };
        let people = match self.roll(4) {
            0..=1 => fresh.into_iter().collect(),
            2 => [first, person].into(),
            _ => [first].into(),
        };
        (by, Call::Undo { people })
    }

    /// Mostly of whom the same person changed the role.
    pub(super) fn undo_roles(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let last_changes = &model.organizations[organization].role_changes;
        let changed: Vec<usize> = last_changes.keys().copied().collect();
        let first = self.pick(&changed);
        let who = if self.one_in(4) { self.person(model, organization) } else { last_changes[&first].by };
        if self.one_in(5) && model.now % REST < MINUTES {
            return (who, Call::Wait { minutes: self.pick(&[6, 11]) });
        }
        let people = match self.roll(4) {
            0 => changed.into_iter().filter(|person| last_changes[person].by == who).collect(),
            1 => vec![first, self.person(model, organization)],
            _ => vec![first],
        };
        (who, Call::UndoRoles { people })
    }

    /// Mostly those whom the same person added to it.
    pub(super) fn undo_project(&mut self, model: &Model, organization: usize) -> Option<(usize, Call)> {
        let added: Vec<_> = model.organizations[organization].added.iter().map(|(what, by)| (*what, by.by)).collect();
        if added.is_empty() {
            return None;
        }
        let ((person, project), by) = self.pick(&added);
        let who = if self.one_in(4) { self.person(model, organization) } else { by };
        if self.one_in(6) && model.now % REST < MINUTES {
            return Some((who, Call::Wait { minutes: self.pick(&[6, 11]) }));
        }
        let with = |one: &&((usize, usize), usize)| one.0.1 == project && one.1 == by;
        let people = match self.roll(4) {
            0 => added.iter().filter(with).map(|one| one.0.0).collect(),
            1 => vec![person, self.person(model, organization)],
            _ => vec![person],
        };
        Some((who, Call::UndoProject { project, people }))
    }
}
