//! Roles, grants, and who comes and goes (TR-1, TR-2, TR-6, TR-7, OR-7).

use std::collections::BTreeSet;

use super::{
    DONE, LAST_OWNER, Membership, Model, NOT_FOUND, Refused, Removed, RoleChange, UNDO, Verdict, refused, require,
};
use crate::model::call::Chosen;

impl Model {
    fn is_last_owner(&self, organization: usize, who: usize) -> bool {
        let members = &self.organizations[organization].members;
        members[&who].role == "owner" && members.values().filter(|member| member.role == "owner").count() == 1
    }

    /// Makes that of a member. With another role their grants are gone, and their projects stay.
    fn make(
        &mut self,
        by: usize,
        organization: usize,
        person: usize,
        (role, grants): (&'static str, BTreeSet<&'static str>),
    ) {
        let (at, here) = (self.now, &mut self.organizations[organization]);
        let Some(member) = here.members.get_mut(&person) else { return };
        let before = member.clone();
        *member = Membership::new(role, grants, before.projects.clone());
        let granted = member.grants != before.grants;
        if member.role != before.role {
            let (before, after, grants) = (before.role, member.role, before.grants);
            let last = here.role_changes.remove(&person).filter(|last| last.by == by);
            let mut not_undone = last.map_or_else(Vec::new, |last| last.not_undone);
            let is_undone = |&(then, was, became): &_| (was, became) == (after, before) && at - then < UNDO;
            let undoes = not_undone.last().is_some_and(is_undone);
            if undoes {
                not_undone.pop();
            } else {
                not_undone.push((at, before, after));
            }
            let change = RoleChange { by, before, after, grants, at, granted_since: false, undoes, not_undone };
            here.role_changes.insert(person, change);
        } else if let Some(change) = here.role_changes.get_mut(&person).filter(|_| granted) {
            change.granted_since = true;
        }
    }

    /// What they are. Whoever is not there is spoken of as a member.
    fn member_or_nobody(&self, organization: usize, person: usize) -> (Membership, Result<(), Refused>) {
        match self.member(organization, person) {
            Some(member) => (member.clone(), Ok(())),
            None => (Membership::new("member", [].into(), [].into()), Err(NOT_FOUND)),
        }
    }

    pub(super) fn change_role(
        &mut self,
        who: usize,
        organization: usize,
        person: usize,
        role: &'static str,
    ) -> Verdict {
        let mine = self.inside(organization, who)?;
        let (before, is_there) = self.member_or_nobody(organization, person);
        require(mine.manages(before.role) && mine.assigns(role))?;
        is_there?;
        self.refuse_if_identity_managed(organization)?;
        if before.role != role && self.is_last_owner(organization, person) {
            return Err(LAST_OWNER);
        }
        self.make(who, organization, person, (role, before.grants));
        DONE
    }

    /// Who has the role already is passed over. One's own is not changed with others'.
    pub(super) fn change_roles(
        &mut self,
        who: usize,
        organization: usize,
        people: &[usize],
        role: &'static str,
    ) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.may("manage-members") && mine.assigns(role))?;
        self.refuse_if_identity_managed(organization)?;
        self.all_or_none(organization, people, |person, member| match member.role {
            same if same == role => None,
            _ if person == who && self.is_last_owner(organization, who) => Some("last-owner"),
            _ if person == who => Some("me"),
            other => (!mine.manages(other)).then_some("not-mine"),
        })?;
        for person in people {
            let (before, _) = self.member_or_nobody(organization, *person);
            self.make(who, organization, *person, (role, before.grants));
        }
        DONE
    }

    /// All of them get back the role that who calls took from them, with what was granted beside it.
    pub(super) fn undo_roles(&mut self, who: usize, organization: usize, people: &[usize]) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.may("manage-members"))?;
        self.refuse_if_identity_managed(organization)?;
        let (now, here) = (self.now, &self.organizations[organization]);
        self.all_or_none(organization, people, |person, member| match here.role_changes.get(&person) {
            Some(change)
                if change.by == who && change.after == member.role && !change.granted_since && !change.undoes =>
            {
                if !mine.manages(change.after) || !mine.manages(change.before) {
                    Some("not-mine")
                } else {
                    (now - change.at >= UNDO).then_some("undo-over")
                }
            }
            _ => Some("changed-meanwhile"),
        })?;
        let (members, changes) = (here.members.clone(), here.role_changes.clone());
        for person in people {
            if self.is_last_owner(organization, *person) {
                let here = &mut self.organizations[organization];
                (here.members, here.role_changes) = (members, changes);
                return Err(LAST_OWNER);
            }
            let RoleChange { before, grants, .. } = changes[person].clone();
            self.make(who, organization, *person, (before, grants));
        }
        DONE
    }

    pub(super) fn change_grants(
        &mut self,
        who: usize,
        organization: usize,
        person: usize,
        grants: &BTreeSet<&'static str>,
    ) -> Verdict {
        let mine = self.inside(organization, who)?;
        let (before, is_there) = self.member_or_nobody(organization, person);
        require(mine.manages("member") && grants.difference(&before.grants).all(|grant| mine.grants(grant)))?;
        is_there?;
        if before.role != "member" {
            return Err(NOT_FOUND);
        }
        self.refuse_if_identity_managed(organization)?;
        self.make(who, organization, person, ("member", grants.clone()));
        DONE
    }

    /// What stays as it is need not be held by who changes the rest.
    pub(super) fn edit(
        &mut self,
        who: usize,
        organization: usize,
        person: usize,
        role: &'static str,
        grants: &BTreeSet<&'static str>,
    ) -> Verdict {
        let mine = self.inside(organization, who)?;
        let (before, is_there) = self.member_or_nobody(organization, person);
        let after = Membership::new(role, grants.clone(), before.projects.clone());
        require(mine.manages(before.role) && (before.role == role || mine.assigns(role)))?;
        require(after.grants.difference(&before.grants).all(|grant| mine.grants(grant)))?;
        is_there?;
        if after == before {
            return DONE;
        }
        self.refuse_if_identity_managed(organization)?;
        if before.role != role && self.is_last_owner(organization, person) {
            return Err(LAST_OWNER);
        }
        self.make(who, organization, person, (role, after.grants));
        DONE
    }

    pub(super) fn transfer(&mut self, who: usize, organization: usize, person: usize) -> Verdict {
        require(self.inside(organization, who)?.may("manage-owners"))?;
        self.refuse_if_identity_managed(organization)?;
        self.inside(organization, person)?;
        if person != who {
            self.make(who, organization, who, ("admin", [].into()));
            self.make(who, organization, person, ("owner", [].into()));
        }
        DONE
    }

    pub(super) fn leave(&mut self, who: usize, organization: usize) -> Verdict {
        self.inside(organization, who)?;
        if self.is_last_owner(organization, who) {
            return Err(LAST_OWNER);
        }
        self.organizations[organization].members.remove(&who);
        DONE
    }

    /// Removes the members and takes the invitations back, all or none. Oneself is passed over, and so is who has no access any
    /// more; an id of nobody who was ever here refuses all.
    pub(super) fn revoke(&mut self, who: usize, organization: usize, chosen: &BTreeSet<Chosen>) -> Verdict {
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
    pub(super) fn undo(&mut self, who: usize, organization: usize, people: &BTreeSet<usize>) -> Verdict {
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
