//! Organizations, and who owns them (TEN-9, OR-7).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    call::{Call, Happening},
    dice::Dice,
    permissions::Membership,
    reference::{DONE, LAST_OWNER, Model, NOT_FOUND, Organization, Verdict, require},
    views::{Row, rows},
    walk::{Fields, Walk, with},
};

pub const WORDS: &[&str] = &["identity-managed", "last-owner"];

calls! {
    /// About an organization as a whole.
    OrganizationCall in Organization {
        Create,
        Leave,
        Transfer { person: usize },
        Delete,
        Restore,
    }
}

impl OrganizationCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match *self {
            Self::Create => ("organizations/create", vec![("name", walk.model.new_name())]),
            Self::Leave => ("organizations/leave", here),
            Self::Transfer { person } => ("organizations/transfer", with(here, [walk.member(person)])),
            Self::Delete => {
                let name = walk.model.organizations[organization].name.clone();
                ("organizations/delete", with(here, [("name", name)]))
            }
            Self::Restore => ("organizations/restore", here),
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match *self {
            Self::Create => model.create(who),
            Self::Leave => model.leave(who, organization),
            Self::Transfer { person } => model.transfer(who, organization, person),
            Self::Delete => {
                require(model.inside(organization, who)?.may("delete-organization"))?;
                model.organizations[organization].deleted = true;
                DONE
            }
            Self::Restore => {
                let organization = &mut model.organizations[organization];
                let mine = organization.members.get(&who).filter(|mine| mine.may("delete-organization"));
                if !organization.deleted || mine.is_none() {
                    return Err(NOT_FOUND);
                }
                organization.deleted = false;
                DONE
            }
        }
    }
}

impl Model {
    fn create(&mut self, who: usize) -> Verdict {
        let (organization, name) = (self.organizations.len(), self.new_name());
        let owner = Membership::new("owner", [].into(), [].into());
        let (members, removed) = ([(who, owner)].into(), BTreeMap::new());
        self.organizations.push(Organization {
            name,
            slug: String::new(),
            members,
            removed,
            role_changes: BTreeMap::new(),
            added: BTreeMap::new(),
            known: [who].into(),
            deleted: false,
            identity_managed: false,
        });
        self.add_project(organization, "Website".into());
        DONE
    }

    fn transfer(&mut self, who: usize, organization: usize, person: usize) -> Verdict {
        require(self.inside(organization, who)?.may("manage-owners"))?;
        self.refuse_if_identity_managed(organization)?;
        self.inside(organization, person)?;
        if person != who {
            self.make(who, organization, who, ("admin", [].into()));
            self.make(who, organization, person, ("owner", [].into()));
        }
        DONE
    }

    fn leave(&mut self, who: usize, organization: usize) -> Verdict {
        self.inside(organization, who)?;
        if self.is_last_owner(organization, who) {
            return Err(LAST_OWNER);
        }
        self.organizations[organization].members.remove(&who);
        DONE
    }

    /// What somebody sees of their organizations, and of the invitations that wait for them.
    pub fn mine(&self, who: usize) -> Vec<BTreeSet<Row>> {
        let all = 0..self.organizations.len();
        let roles =
            all.filter_map(|number| Some(row![self.organizations[number].slug, self.member(number, who)?.role]));
        let waiting = (0..self.invitations.len()).filter(|number| self.dead(who, *number).is_none());
        let waiting = waiting.map(|number| &self.invitations[number]).map(|found| row![found.id, found.gives.role]);
        vec![roles.collect(), waiting.collect()]
    }
}

/// What an answer tells of them.
pub fn told(json: &Value) -> Vec<BTreeSet<Row>> {
    vec![rows(&json["organizations"], &["slug", "role"]), rows(&json["invitations"], &["id", "role"])]
}

impl Dice {
    pub fn about_organization(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let (here, person) = (&model.organizations[organization], self.person(model, organization));
        match self.roll(10) {
            3 | 4 => (self.who(model, organization, "manage-owners"), OrganizationCall::Transfer { person }.into()),
            // While it is on, little can be done.
            5..=7 if !here.deleted && (here.identity_managed || self.one_in(4)) => {
                (person, Happening::IdentityManaged { on: !here.identity_managed }.into())
            }
            8 if !here.deleted => {
                (self.who(model, organization, "delete-organization"), OrganizationCall::Delete.into())
            }
            9 => (self.who(model, organization, "delete-organization"), OrganizationCall::Restore.into()),
            _ => (person, OrganizationCall::Leave.into()),
        }
    }
}
