//! Access that is revoked, and given back (TR-7).

use std::collections::BTreeSet;

use super::{
    call::Call,
    dice::Dice,
    permissions::Membership,
    reference::{DONE, Model, NOT_FOUND, Removed, UNDO, Verdict, refused, require},
    walk::{Fields, Walk, list, with},
};

pub const WORDS: &[&str] = &["undo-over"];

/// Somebody whose access is to be revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    Member(usize),
    Invitation(usize),
}

calls! {
    /// About access that is revoked.
    RevokingCall in Revoking {
        Revoke { chosen: BTreeSet<Chosen> },
        Undo { people: BTreeSet<usize> },
    }
}

impl RevokingCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match self {
            Self::Revoke { chosen } => {
                let people = list(chosen.iter().map(|one| match *one {
                    Chosen::Member(person) => &*walk.ids[person],
                    Chosen::Invitation(number) => &*walk.model.invitations[number].id,
                }));
                ("members/revoke", with(here, [("people", people)]))
            }
            Self::Undo { people } => ("members/restore", with(here, [walk.people(people)])),
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match self {
            Self::Revoke { chosen } => model.revoke(who, organization, chosen),
            Self::Undo { people } => model.undo(who, organization, people),
        }
    }
}

impl Model {
    /// Removes the members and takes the invitations back, all or none. Oneself is passed over, and so is who has no access any
    /// more; an id of nobody who was ever here refuses all.
    fn revoke(&mut self, who: usize, organization: usize, chosen: &BTreeSet<Chosen>) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.may("manage-members"))?;
        if !chosen.iter().all(|one| self.was_here(organization, *one)) {
            return Err(NOT_FOUND);
        }
        let mut people: BTreeSet<Chosen> =
            chosen.iter().filter_map(|one| self.has_access(organization, *one)).collect();
        people.remove(&Chosen::Member(who));
        require(people.iter().all(|one| match *one {
            Chosen::Member(person) => mine.manages(self.organizations[organization].members[&person].role),
            Chosen::Invitation(number) => mine.manages(self.invitations[number].gives.role),
        }))?;
        // Of those who have no access any more, that is so already.
        if people.is_empty() && chosen.iter().all(|one| self.has_access(organization, *one).is_some()) {
            return Err(NOT_FOUND);
        }
        for one in people {
            match one {
                Chosen::Member(person) => {
                    let (at, here) = (self.now, &mut self.organizations[organization]);
                    let membership = here.members.remove(&person).expect("a member");
                    here.removed.insert(person, Removed { membership, by: who, at });
                }
                Chosen::Invitation(number) => self.invitations[number].state = "cancelled",
            }
        }
        DONE
    }

    /// Who is meant, while they have access. Whoever came in by an invitation meanwhile is a member.
    fn has_access(&self, organization: usize, chosen: Chosen) -> Option<Chosen> {
        let member = |person| self.member(organization, person).map(|_| Chosen::Member(person));
        match chosen {
            Chosen::Member(person) => member(person),
            Chosen::Invitation(number) => {
                let found = Some(&self.invitations[number]).filter(|found| found.organization == organization)?;
                if found.state == "accepted" { member(found.person) } else { found.is_open().then_some(chosen) }
            }
        }
    }

    fn was_here(&self, organization: usize, chosen: Chosen) -> bool {
        match chosen {
            Chosen::Member(person) => self.organizations[organization].known.contains(&person),
            Chosen::Invitation(number) => self.invitations[number].organization == organization,
        }
    }

    /// Whether somebody may bring back whose access was revoked: who did it puts back what was there, and anybody else gives all
    /// of it.
    pub fn can_bring_back(mine: &Membership, who: usize, removed: &Removed) -> bool {
        mine.manages(removed.membership.role) && (removed.by == who || mine.gives(&removed.membership))
    }

    pub fn is_undo_over(&self, removed: &Removed) -> bool {
        self.now - removed.at >= UNDO
    }

    /// All or none; who is in again is passed over.
    fn undo(&mut self, who: usize, organization: usize, people: &BTreeSet<usize>) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.may("manage-members"))?;
        if !people.iter().all(|person| self.was_here(organization, Chosen::Member(*person))) {
            return Err(NOT_FOUND);
        }
        let here = &self.organizations[organization];
        let removed: Vec<(usize, &Removed)> = people
            .iter()
            .filter(|person| !here.members.contains_key(person))
            .filter_map(|person| Some((*person, here.removed.get(person)?)))
            .collect();
        if removed.is_empty() && !people.iter().any(|person| here.members.contains_key(person)) {
            return Err(NOT_FOUND);
        }
        require(removed.iter().all(|(_, removed)| Self::can_bring_back(&mine, who, removed)))?;
        if removed.iter().any(|(_, removed)| self.is_undo_over(removed)) {
            return Err(refused(410, "undo-over"));
        }
        let people: Vec<usize> = removed.into_iter().map(|(person, _)| person).collect();
        for person in people {
            let here = &mut self.organizations[organization];
            let removed = here.removed.remove(&person).expect("what they were");
            here.members.insert(person, removed.membership);
            self.end_invitation_of_member(organization, person);
        }
        DONE
    }
}

impl Dice {
    pub fn chosen(&mut self, model: &Model, organization: usize) -> BTreeSet<Chosen> {
        let mut chosen: BTreeSet<Chosen> =
            (0..self.roll(4)).map(|_| Chosen::Member(self.person(model, organization))).collect();
        if chosen.is_empty() || self.one_in(3) {
            chosen.extend(self.invitation(model, organization).map(Chosen::Invitation));
        }
        chosen
    }

    /// Mostly of whom access was revoked a moment ago.
    pub fn undo(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let here = &model.organizations[organization];
        let (who, person) = (self.who(model, organization, "manage-members"), self.person(model, organization));
        let fresh: Vec<usize> =
            here.removed.iter().filter(|(_, one)| !model.is_undo_over(one)).map(|(person, _)| *person).collect();
        if fresh.is_empty() || self.one_in(8) {
            let removed: Vec<usize> = here.removed.keys().copied().collect();
            let first = if removed.is_empty() { person } else { self.pick(&removed) };
            return (who, RevokingCall::Undo { people: [first, person].into() }.into());
        }
        if let Some(wait) = self.wait(model, 6) {
            return (who, wait);
        }
        let first = self.pick(&fresh);
        let by = if self.one_in(2) { who } else { here.removed[&first].by };
        let people = match self.roll(4) {
            0..=1 => fresh.into_iter().collect(),
            2 => [first, person].into(),
            _ => [first].into(),
        };
        (by, RevokingCall::Undo { people }.into())
    }
}
