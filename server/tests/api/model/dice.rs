//! Chance: who calls what, mostly somebody for whom it makes sense, and where they look then.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    PEOPLE,
    call::{Call, Happening, Step},
    invitations::InvitationCall,
    organizations::OrganizationCall,
    permissions::{GRANTS, Membership, PROJECT_ROLES, ROLES},
    reference::{Invitation, Model, REST},
    views::View,
};

/// Organizations that there are.
const ORGANIZATIONS: usize = 2;

/// After so many minutes nobody waits any more: within an hour an address would get one more invitation.
const MINUTES: i64 = 40;

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
    pub fn roll(&mut self, sides: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        usize::try_from(high).unwrap() % sides
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    /// Who calls what next.
    pub fn step(&mut self, model: &Model) -> Step {
        let count = model.organizations.len();
        if count == 0 || (count < ORGANIZATIONS && self.one_in(20)) {
            return Step { who: self.roll(PEOPLE), organization: count, call: OrganizationCall::Create.into() };
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
                return (model.invitations[invitation].person, InvitationCall::Accept { invitation }.into());
            }
            return (self.who(model, organization, "delete-organization"), OrganizationCall::Restore.into());
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
    pub fn somebody(&mut self, model: &Model, organization: usize, is_such: impl Fn(&Membership) -> bool) -> usize {
        let members = model.organizations[organization].members.iter();
        let such: Vec<usize> = members.filter(|(_, member)| is_such(member)).map(|(person, _)| *person).collect();
        if such.is_empty() || self.one_in(6) { self.roll(PEOPLE) } else { self.pick(&such) }
    }

    /// Somebody: mostly of that organization.
    pub fn person(&mut self, model: &Model, organization: usize) -> usize {
        self.somebody(model, organization, |_| true)
    }

    /// Some people: mostly such members of that organization, one of them twice now and then.
    pub fn people(&mut self, model: &Model, organization: usize, is_such: impl Fn(&Membership) -> bool) -> Vec<usize> {
        let mut people: Vec<usize> = (0..PEOPLE)
            .filter(|person| self.roll(3) > 0 && model.member(organization, *person).is_some_and(&is_such))
            .collect();
        if people.is_empty() || self.one_in(4) {
            people.push(self.person(model, organization));
        }
        people
    }

    /// Somebody: mostly one who holds that.
    pub fn who(&mut self, model: &Model, organization: usize, permission: &str) -> usize {
        self.somebody(model, organization, |member| member.may(permission))
    }

    /// An invitation, mostly one into that organization that waits.
    pub fn invitation(&mut self, model: &Model, organization: usize) -> Option<usize> {
        let waits = |found: &Invitation| found.organization == organization && found.is_open();
        let all = 0..model.invitations.len();
        let waiting: Vec<usize> = all.clone().filter(|number| waits(&model.invitations[*number])).collect();
        if waiting.is_empty() || self.one_in(4) {
            return (!all.is_empty()).then(|| self.roll(all.len()));
        }
        Some(self.pick(&waiting))
    }

    /// A project, mostly of that organization.
    pub fn project(&mut self, model: &Model, organization: usize) -> usize {
        let all = 0..model.projects.len();
        let here: Vec<usize> =
            all.clone().filter(|number| model.projects[*number].organization == organization).collect();
        if self.one_in(20) { self.roll(all.len()) } else { self.pick(&here) }
    }

    pub fn role(&mut self) -> &'static str {
        if self.one_in(2) { "member" } else { self.pick(&ROLES) }
    }

    pub fn grants(&mut self) -> BTreeSet<&'static str> {
        (0..self.roll(4)).map(|_| self.pick(&GRANTS)).collect()
    }

    pub fn membership(&mut self, model: &Model, organization: usize) -> Membership {
        let (role, grants) = (self.role(), self.grants());
        let projects: BTreeMap<usize, &'static str> =
            (0..self.roll(3)).map(|_| (self.project(model, organization), self.pick(&PROJECT_ROLES))).collect();
        Membership::new(role, grants, projects)
    }

    fn grow(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let waits = |found: &Invitation| found.organization == organization && found.state == "sent";
        let waiting = model.invitations.iter().position(waits);
        if let Some(invitation) = waiting.filter(|_| !self.one_in(4)) {
            return (model.invitations[invitation].person, InvitationCall::Accept { invitation }.into());
        }
        self.invite(model, organization)
    }

    /// Time goes by before something is taken back, if it is to.
    pub fn wait(&mut self, model: &Model, sides: usize) -> Option<Call> {
        let may = self.one_in(sides) && model.now % REST < MINUTES;
        may.then(|| Happening::Wait { minutes: self.pick(&[6, 11]) }.into())
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
