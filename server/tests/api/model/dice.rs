//! Chance: who calls what, mostly somebody for whom it makes sense, and where they look then.

mod undo;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    PEOPLE,
    call::{Call, Chosen, Line, Step},
    permissions::{GRANTS, Membership, PROJECT_ROLES, ROLES},
    reference::{Invitation, Model},
    views::View,
};

/// Organizations that there are.
const ORGANIZATIONS: usize = 2;

/// What most calls of a walk are about: so each area is walked into more deeply than an even mix would lead.
#[derive(Clone, Copy)]
enum Area {
    Invitations,
    /// To one address, until it gets no more.
    Mails,
    Members,
    Projects,
    Organization,
}

/// Of the walks one after the other.
const MOSTLY: [Area; 10] = [
    Area::Members,
    Area::Projects,
    Area::Invitations,
    Area::Members,
    Area::Projects,
    Area::Organization,
    Area::Members,
    Area::Projects,
    Area::Invitations,
    Area::Mails,
];

/// The same for the same seed: xorshift64*.
pub struct Dice {
    state: u64,
    mostly: Area,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mostly = MOSTLY[usize::try_from(seed).unwrap() % MOSTLY.len()];
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, mostly }
    }

    /// Less than `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        usize::try_from(high).unwrap() % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    /// Who calls what next.
    pub fn step(&mut self, model: &Model) -> Step {
        let count = model.organizations.len();
        if count == 0 || (count < ORGANIZATIONS && self.one_in(20)) {
            return Step { who: self.roll(PEOPLE), organization: count, call: Call::Create };
        }
        let organization = if matches!(self.mostly, Area::Mails) { 0 } else { self.roll(count) };
        let (who, call) = self.call(model, organization);
        Step { who, organization, call }
    }

    fn call(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let here = &model.organizations[organization];
        if here.deleted && self.one_in(2) {
            // Or what waits there is tried.
            if let Some(invitation) = self.invitation(model, organization).filter(|_| self.one_in(4)) {
                return (model.invitations[invitation].person, Call::Accept { invitation });
            }
            return (self.who(model, organization, "delete-organization"), Call::Restore);
        }
        let fresh = here.removed.values().any(|removed| !model.is_undo_over(removed));
        if fresh && self.one_in(4) {
            return self.undo(model, organization);
        }
        // While there are few people, there is little to do.
        if here.members.len() < 3 && !self.one_in(4) {
            return self.grow(model, organization);
        }
        let areas = [Area::Invitations, Area::Members, Area::Projects, Area::Organization];
        let area = if self.one_in(3) { self.pick(&areas) } else { self.mostly };
        match area {
            Area::Invitations => self.about_invitations(model, organization),
            Area::Mails => self.about_mails(model),
            Area::Members => self.about_members(model, organization),
            Area::Projects => self.about_projects(model, organization),
            Area::Organization => self.about_organization(model, organization),
        }
    }

    /// Somebody: mostly such a member of that organization.
    fn somebody(&mut self, model: &Model, organization: usize, is_such: impl Fn(&Membership) -> bool) -> usize {
        let members = model.organizations[organization].members.iter();
        let such: Vec<usize> = members.filter(|(_, member)| is_such(member)).map(|(person, _)| *person).collect();
        if such.is_empty() || self.one_in(6) { self.roll(PEOPLE) } else { self.pick(&such) }
    }

    /// Somebody: mostly of that organization.
    fn person(&mut self, model: &Model, organization: usize) -> usize {
        self.somebody(model, organization, |_| true)
    }

    /// Some people: mostly such members of that organization, one of them twice now and then.
    fn people(&mut self, model: &Model, organization: usize, is_such: impl Fn(&Membership) -> bool) -> Vec<usize> {
        let mut people: Vec<usize> = (0..PEOPLE)
            .filter(|person| self.roll(3) > 0 && model.member(organization, *person).is_some_and(&is_such))
            .collect();
        if people.is_empty() || self.one_in(4) {
            people.push(self.person(model, organization));
        }
        people
    }

    /// Somebody: mostly one who holds that.
    fn who(&mut self, model: &Model, organization: usize, permission: &str) -> usize {
        self.somebody(model, organization, |member| member.may(permission))
    }

    /// An invitation, mostly one into that organization that waits.
    fn invitation(&mut self, model: &Model, organization: usize) -> Option<usize> {
        let waits = |found: &Invitation| found.organization == organization && found.is_open();
        let all = 0..model.invitations.len();
        let waiting: Vec<usize> = all.clone().filter(|number| waits(&model.invitations[*number])).collect();
        if waiting.is_empty() || self.one_in(4) {
            return (!all.is_empty()).then(|| self.roll(all.len()));
        }
        Some(self.pick(&waiting))
    }

    /// A project, mostly of that organization.
    fn project(&mut self, model: &Model, organization: usize) -> usize {
        let all = 0..model.projects.len();
        let here: Vec<usize> =
            all.clone().filter(|number| model.projects[*number].organization == organization).collect();
        if self.one_in(20) { self.roll(all.len()) } else { self.pick(&here) }
    }

    fn role(&mut self) -> &'static str {
        if self.one_in(2) { "member" } else { self.pick(&ROLES) }
    }

    fn grants(&mut self) -> BTreeSet<&'static str> {
        (0..self.roll(4)).map(|_| self.pick(&GRANTS)).collect()
    }

    fn membership(&mut self, model: &Model, organization: usize) -> Membership {
        let (role, grants) = (self.role(), self.grants());
        let projects: BTreeMap<usize, &'static str> =
            (0..self.roll(3)).map(|_| (self.project(model, organization), self.pick(&PROJECT_ROLES))).collect();
        Membership::new(role, grants, projects)
    }

    fn grow(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let waits = |found: &Invitation| found.organization == organization && found.state == "sent";
        let waiting = model.invitations.iter().position(waits);
        if let Some(invitation) = waiting.filter(|_| !self.one_in(4)) {
            return (model.invitations[invitation].person, Call::Accept { invitation });
        }
        self.invite(model, organization)
    }

    fn invite(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let members = &model.organizations[organization].members;
        let outside: Vec<usize> = (0..PEOPLE).filter(|person| !members.contains_key(person)).collect();
        let person = if outside.is_empty() || self.one_in(6) { self.roll(PEOPLE) } else { self.pick(&outside) };
        let (gives, draft) = (self.membership(model, organization), self.one_in(6));
        (self.who(model, organization, "manage-members"), Call::Invite { person, gives, draft })
    }

    fn about_invitations(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let who = self.who(model, organization, "manage-members");
        let Some(invitation) = self.invitation(model, organization).filter(|_| !self.one_in(5)) else {
            return self.invite(model, organization);
        };
        let invited = if self.one_in(8) { who } else { model.invitations[invitation].person };
        match self.roll(7) {
            0..=1 => (invited, Call::Accept { invitation }),
            2 => (invited, Call::Decline { invitation }),
            3 => (who, Call::CancelInvitation { invitation }),
            4 => (who, Call::SendInvitation { invitation }),
            5 => {
                let gives = self.membership(model, organization);
                (who, Call::EditInvitation { invitation, gives, send: self.one_in(2) })
            }
            _ => {
                let (person, gives) = (model.invitations[invitation].person, self.membership(model, organization));
                (who, Call::Invite { person, gives, draft: self.one_in(4) })
            }
        }
    }

    /// The last invitation that waits in the first organization is sent again, in one way or another.
    fn about_mails(&mut self, model: &Model) -> (usize, Call) {
        let waits = |found: &Invitation| found.organization == 0 && found.is_open();
        let Some(invitation) = model.invitations.iter().rposition(waits) else { return self.invite(model, 0) };
        let (who, found) = (self.who(model, 0, "manage-owners"), &model.invitations[invitation]);
        let (person, gives) = (found.person, found.gives.clone());
        match self.roll(3) {
            0 => (who, Call::SendInvitation { invitation }),
            1 => (who, Call::EditInvitation { invitation, gives, send: true }),
            _ => (who, Call::Invite { person, gives, draft: false }),
        }
    }

    fn about_members(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let here = &model.organizations[organization];
        let who = self.who(model, organization, "manage-members");
        let (person, role, grants) = (self.person(model, organization), self.role(), self.grants());
        if self.one_in(3) && !here.removed.is_empty() {
            return self.undo(model, organization);
        }
        if self.one_in(5) && !here.role_changes.is_empty() {
            return self.undo_roles(model, organization);
        }
        match self.roll(12) {
            0 => (who, Call::ChangeRole { person, role }),
            1 => (who, Call::ChangeRoles { people: self.people(model, organization, |_| true), role }),
            2..=4 => {
                let person = self.somebody(model, organization, |member| member.role == "member");
                (who, Call::ChangeGrants { person, grants })
            }
            5..=6 => {
                // One of both mostly stays as it is.
                let member = here.members.get(&person);
                let (role, grants) = match (self.roll(4), member) {
                    (0..=1, Some(member)) => (member.role, &grants | &member.grants),
                    (2, Some(member)) => (role, member.grants.clone()),
                    _ => (role, grants),
                };
                (who, Call::Edit { person, role, grants })
            }
            _ => (who, Call::Revoke { chosen: self.chosen(model, organization) }),
        }
    }

    fn chosen(&mut self, model: &Model, organization: usize) -> BTreeSet<Chosen> {
        let mut chosen: BTreeSet<Chosen> =
            (0..self.roll(4)).map(|_| Chosen::Member(self.person(model, organization))).collect();
        if chosen.is_empty() || self.one_in(3) {
            chosen.extend(self.invitation(model, organization).map(Chosen::Invitation));
        }
        chosen
    }

    fn about_projects(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let project = self.project(model, organization);
        let who = self.who(model, organization, "manage-projects");
        if self.one_in(6)
            && let Some(undo) = self.undo_project(model, organization)
        {
            return undo;
        }
        match self.roll(12) {
            0..=1 => (who, Call::CreateProject),
            2..=3 => (who, Call::RenameProject { project, name: format!("Name {}", self.roll(2)) }),
            4..=5 => (who, Call::ArchiveProject { project }),
            6 => (who, Call::RestoreProject { project }),
            what => {
                let who = self.somebody(model, organization, |member| member.staffs(project));
                if what == 7 {
                    let people = self.people(model, organization, |member| !member.may("reach-every-project"));
                    return (who, Call::AddToProject { project, people, role: self.pick(&PROJECT_ROLES) });
                }
                if what == 8 {
                    let person = self.somebody(model, organization, |member| !member.may("reach-every-project"));
                    let line = self.line(model, organization, project, person);
                    return (who, Call::ChangeProject { project, line });
                }
                (who, Call::SaveMembers { project, lines: self.lines(model, organization, project) })
            }
        }
    }

    fn lines(&mut self, model: &Model, organization: usize, project: usize) -> Vec<Line> {
        let needs_it = |person: &usize| model.needs_projects(organization, *person);
        let mut people: Vec<usize> = (0..PEOPLE).filter(|person| needs_it(person) && self.roll(4) > 0).collect();
        if people.is_empty() || self.one_in(4) {
            people.push(self.person(model, organization));
        }
        let lines = people.iter().map(|person| self.line(model, organization, project, *person));
        // A line that says nothing new is not sent.
        lines.filter(|line| line.before != line.after).collect()
    }

    /// Mostly what was seen is still there.
    fn line(&mut self, model: &Model, organization: usize, project: usize, person: usize) -> Line {
        let words = ["none", "viewer", "agent", "manager"];
        let (seen, after) = (self.pick(&words), self.pick(&words));
        let before = if self.one_in(6) { seen } else { model.place(organization, project, person) };
        Line { person, before, after }
    }

    fn about_organization(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let (here, person) = (&model.organizations[organization], self.person(model, organization));
        match self.roll(10) {
            3 | 4 => (self.who(model, organization, "manage-owners"), Call::Transfer { person }),
            // While it is on, little can be done.
            5..=7 if !here.deleted && (here.identity_managed || self.one_in(4)) => {
                (person, Call::IdentityManaged { on: !here.identity_managed })
            }
            8 if !here.deleted => (self.who(model, organization, "delete-organization"), Call::Delete),
            9 => (self.who(model, organization, "delete-organization"), Call::Restore),
            _ => (person, Call::Leave),
        }
    }

    /// Who looks where after a step: mostly at what it was about.
    pub fn look(&mut self, model: &Model, after: &Step) -> (usize, View) {
        let anywhere = self.roll(model.organizations.len());
        let organization = if self.one_in(4) { anywhere } else { after.organization };
        let who = self.person(model, organization);
        let view = match self.roll(7) {
            0 => View::Mine,
            1..=3 => View::Members(organization),
            4 => View::Invited(organization),
            5 => View::Projects(organization),
            _ => View::ProjectMembers(self.project(model, organization)),
        };
        (who, view)
    }
}
