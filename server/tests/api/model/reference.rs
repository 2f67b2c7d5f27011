//! The reference: what there is, and what all that is done with it goes by.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::permissions::Membership;

/// Minutes in which a revoke can be undone, and what was done with many at once (TR-6, TR-7, PR-2).
pub const UNDO: i64 = 10;
/// Minutes between two walks: after so many each address may get all its mails again.
pub const REST: i64 = 6 * 60;

pub type Word = Cow<'static, str>;
/// Status and word of a refusal.
pub type Refused = (u16, Word);
/// The word for what was done, or why it was not.
pub type Verdict = Result<Word, Refused>;

pub const DONE: Verdict = Ok(Cow::Borrowed(""));
pub const FORBIDDEN: Refused = refused(403, "forbidden");
pub const NOT_FOUND: Refused = refused(404, "not-found");
pub const FORBIDDEN_IN_PROJECT: Refused = refused(403, "forbidden-in-project");
pub const LAST_OWNER: Refused = refused(409, "last-owner");
const IDENTITY_MANAGED: Refused = refused(409, "identity-managed");
pub const ARCHIVED: Refused = refused(409, "archived-project");

pub const fn refused(status: u16, word: &'static str) -> Refused {
    (status, Cow::Borrowed(word))
}

pub fn require(may: bool) -> Result<(), Refused> {
    if may { Ok(()) } else { Err(FORBIDDEN) }
}

/// What there should be.
pub struct Model {
    /// By which its names differ from those of others.
    world: u64,
    pub organizations: Vec<Organization>,
    pub projects: Vec<Project>,
    pub invitations: Vec<Invitation>,
    /// By organization and person.
    pub mails: BTreeMap<(usize, usize), usize>,
    /// Minutes since it began.
    pub now: i64,
}

pub struct Organization {
    pub name: String,
    pub slug: String,
    pub members: BTreeMap<usize, Membership>,
    pub removed: BTreeMap<usize, Removed>,
    /// The last change of each member's role.
    pub role_changes: BTreeMap<usize, RoleChange>,
    /// Who added whom to a project last, by person and project.
    pub added: BTreeMap<(usize, usize), Added>,
    /// Who is or was in it, or declined to be.
    pub known: BTreeSet<usize>,
    pub deleted: bool,
    pub identity_managed: bool,
}

/// What somebody was whose access was revoked.
pub struct Removed {
    pub membership: Membership,
    pub by: usize,
    pub at: i64,
}

/// A change of somebody's role.
#[derive(Clone)]
pub struct RoleChange {
    pub by: usize,
    pub before: &'static str,
    pub after: &'static str,
    /// What was granted beside the role before.
    pub grants: BTreeSet<&'static str>,
    pub at: i64,
    /// Whether their grants were changed since.
    pub granted_since: bool,
    /// Whether it took back one that could be undone by then, which is not taken back in its turn.
    pub undoes: bool,
    /// The changes by the same person, one behind the other, that were not taken back: when, before and after.
    pub not_undone: Vec<(i64, &'static str, &'static str)>,
}

/// That somebody was added to a project.
#[derive(Clone, Copy)]
pub struct Added {
    pub by: usize,
    pub role: &'static str,
    pub at: i64,
}

pub struct Project {
    pub organization: usize,
    pub id: String,
    pub name: String,
    /// The first that it had, which leads to it for good (PR-6).
    pub slug: String,
    pub archived: bool,
}

pub struct Invitation {
    pub organization: usize,
    pub id: String,
    pub person: usize,
    pub gives: Membership,
    pub by: usize,
    pub state: &'static str,
}

impl Invitation {
    pub fn is_open(&self) -> bool {
        ["draft", "sent"].contains(&self.state)
    }
}

impl Model {
    pub fn new(world: u64) -> Self {
        let (organizations, projects, invitations) = (Vec::new(), Vec::new(), Vec::new());
        Self { world, organizations, projects, invitations, mails: BTreeMap::new(), now: 0 }
    }

    /// Time goes by until the next walk.
    pub fn rest(&mut self) {
        self.now = (self.now / REST + 1) * REST;
        self.mails.clear();
    }

    /// What the next organization is called.
    pub fn new_name(&self) -> String {
        format!("World {} of {}", self.world, self.organizations.len())
    }

    /// What the next project is called.
    pub fn new_project_name(&self) -> String {
        format!("Project {}", self.projects.len())
    }

    /// What somebody is in an organization, if it is there for them.
    pub fn member(&self, organization: usize, who: usize) -> Option<&Membership> {
        let organization = &self.organizations[organization];
        organization.members.get(&who).filter(|_| !organization.deleted)
    }

    /// Whose access to an organization was revoked.
    pub fn away(&self, organization: usize) -> Vec<usize> {
        let here = self.organizations.get(organization);
        here.map(|here| here.removed.keys().copied().collect()).unwrap_or_default()
    }

    pub fn inside(&self, organization: usize, who: usize) -> Result<Membership, Refused> {
        self.member(organization, who).cloned().ok_or(NOT_FOUND)
    }

    /// All of many members or none: each with whom it cannot be done is named with the reason.
    pub fn all_or_none(
        &self,
        organization: usize,
        people: &[usize],
        problem: impl Fn(usize, &Membership) -> Option<&'static str>,
    ) -> Result<(), Refused> {
        let problems = people.iter().enumerate().filter_map(|(at, person)| match self.member(organization, *person) {
            _ if people[..at].contains(person) => Some("twice"),
            None => Some("not-a-member"),
            Some(member) => problem(*person, member),
        });
        let problems: Vec<&str> = problems.collect();
        match problems[..] {
            _ if people.is_empty() => Err(NOT_FOUND),
            [] => Ok(()),
            _ => Err((422, format!("refused-members {}", problems.join(" ")).into())),
        }
    }

    pub fn refuse_if_identity_managed(&self, organization: usize) -> Result<(), Refused> {
        if self.organizations[organization].identity_managed { Err(IDENTITY_MANAGED) } else { Ok(()) }
    }

    pub fn add_project(&mut self, organization: usize, name: String) {
        let (id, slug) = (String::new(), String::new());
        self.projects.push(Project { organization, id, name, slug, archived: false });
    }
}
