//! Roles and grants of members (TR-1, TR-2, TR-6).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    call::Call,
    dice::Dice,
    permissions::{Membership, ROLES},
    reference::{DONE, LAST_OWNER, Model, NOT_FOUND, Refused, RoleChange, UNDO, Verdict, require},
    revoking::RevokingCall,
    views::{Row, Seen, email, rows, sorted, text},
    walk::{Fields, Walk, list, with},
};

pub const WORDS: &[&str] =
    &["changed-meanwhile", "last-owner", "me", "not-a-member", "not-mine", "refused-members", "twice"];

calls! {
    /// About what members are.
    MemberCall in Member {
        ChangeRole { person: usize, role: &'static str },
        ChangeRoles { people: Vec<usize>, role: &'static str },
        UndoRoles { people: Vec<usize> },
        ChangeGrants { person: usize, grants: BTreeSet<&'static str> },
        Edit { person: usize, role: &'static str, grants: BTreeSet<&'static str> },
    }
}

impl MemberCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match *self {
            Self::ChangeRole { person, role } => {
                ("members/change-role", with(here, [walk.member(person), ("role", role.into())]))
            }
            Self::ChangeRoles { ref people, role } => {
                ("members/change-roles", with(here, [walk.people(people), ("role", role.into())]))
            }
            Self::UndoRoles { ref people } => ("members/undo-roles", with(here, [walk.people(people)])),
            Self::ChangeGrants { person, ref grants } => {
                ("members/change-grants", with(here, [walk.member(person), ("grants", list(grants.iter().copied()))]))
            }
            Self::Edit { person, role, ref grants } => {
                let terms = [("role", role.into()), ("grants", list(grants.iter().copied()))];
                ("members/edit", with(with(here, [walk.member(person)]), terms))
            }
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match *self {
            Self::ChangeRole { person, role } => model.change_role(who, organization, person, role),
            Self::ChangeRoles { ref people, role } => model.change_roles(who, organization, people, role),
            Self::UndoRoles { ref people } => model.undo_roles(who, organization, people),
            Self::ChangeGrants { person, ref grants } => model.change_grants(who, organization, person, grants),
            Self::Edit { person, role, ref grants } => model.edit(who, organization, person, role, grants),
        }
    }
}

impl Model {
    pub fn is_last_owner(&self, organization: usize, who: usize) -> bool {
        let members = &self.organizations[organization].members;
        members[&who].role == "owner" && members.values().filter(|member| member.role == "owner").count() == 1
    }

    /// Makes that of a member. With another role their grants are gone, and their projects stay.
    pub fn make(
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

    fn change_role(&mut self, who: usize, organization: usize, person: usize, role: &'static str) -> Verdict {
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
    fn change_roles(&mut self, who: usize, organization: usize, people: &[usize], role: &'static str) -> Verdict {
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
    fn undo_roles(&mut self, who: usize, organization: usize, people: &[usize]) -> Verdict {
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

    fn change_grants(
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
    fn edit(
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

    /// What somebody sees of the members.
    pub fn seen_members(&self, who: usize, organization: usize, ids: &[String]) -> Seen {
        let mine = &self.reading(who, organization, "read-members")?;
        let assignable = sorted(ROLES.into_iter().filter(|role| mine.assigns(role)).map(str::to_owned));
        let here = &self.organizations[organization];
        let members = here.members.iter().map(|(person, member)| {
            let manages = mine.manages(member.role);
            let (grants, projects) = self.given(member);
            let can_change_role = manages && !here.identity_managed;
            row![email(*person), member.role, grants, projects, can_change_role, manages && *person != who]
        });
        let revoked = here.removed.iter().filter(|(person, removed)| {
            mine.may("manage-members")
                && !here.members.contains_key(person)
                && !self.is_undo_over(removed)
                && Self::can_bring_back(mine, who, removed)
        });
        Ok(vec![[vec![assignable]].into(), members.collect(), revoked.map(|(person, _)| row![ids[*person]]).collect()])
    }
}

/// What an answer tells of them.
pub fn told(json: &Value) -> Vec<BTreeSet<Row>> {
    vec![
        [vec![text(&json["assignable"])]].into(),
        rows(&json["members"], &["email", "role", "grants", "projects", "can_change_role", "can_revoke"]),
        rows(&json["recently_revoked"], &["id"]),
    ]
}

impl Dice {
    pub fn about_members(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let here = &model.organizations[organization];
        let who = self.who(model, organization, "manage-members");
        let (person, role, grants) = (self.person(model, organization), self.role(), self.grants());
        if self.one_in(3) && !here.removed.is_empty() {
            return self.undo(model, organization);
        }
        if self.one_in(5) && !here.role_changes.is_empty() {
            return self.undo_roles(model, organization);
        }
        let (who, call) = match self.roll(12) {
            0 => (who, MemberCall::ChangeRole { person, role }),
            1 => (who, MemberCall::ChangeRoles { people: self.people(model, organization, |_| true), role }),
            2..=4 => {
                let person = self.somebody(model, organization, |member| member.role == "member");
                (who, MemberCall::ChangeGrants { person, grants })
            }
            5..=6 => {
                // One of both mostly stays as it is.
                let member = here.members.get(&person);
                let (role, grants) = match (self.roll(4), member) {
                    (0..=1, Some(member)) => (member.role, &grants | &member.grants),
                    (2, Some(member)) => (role, member.grants.clone()),
                    _ => (role, grants),
                };
                (who, MemberCall::Edit { person, role, grants })
            }
            _ => return (who, RevokingCall::Revoke { chosen: self.chosen(model, organization) }.into()),
        };
        (who, call.into())
    }

    /// Mostly of whom the same person changed the role.
    fn undo_roles(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let last_changes = &model.organizations[organization].role_changes;
        let changed: Vec<usize> = last_changes.keys().copied().collect();
        let first = self.pick(&changed);
        let who = if self.one_in(4) { self.person(model, organization) } else { last_changes[&first].by };
        if let Some(wait) = self.wait(model, 5) {
            return (who, wait);
        }
        let people = match self.roll(4) {
            0 => changed.into_iter().filter(|person| last_changes[person].by == who).collect(),
            1 => vec![first, self.person(model, organization)],
            _ => vec![first],
        };
        (who, MemberCall::UndoRoles { people }.into())
    }
}
