//! The reference: what there is, and what each call makes of it.

mod invitations;
mod members;
mod projects;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    call::{Call, Step},
    permissions::Membership,
};

/// Minutes in which a revoke can be undone, and what was done with many at once (TR-6, TR-7, PR-2).
const UNDO: i64 = 10;
/// Minutes between two walks: after so many each address may get all its mails again.
pub const REST: i64 = 6 * 60;

pub type Word = Cow<'static, str>;
/// Status and word of a refusal.
pub type Refused = (u16, Word);
/// The word for what was done, or why it was not.
pub type Verdict = Result<Word, Refused>;

const DONE: Verdict = Ok(Cow::Borrowed(""));
pub const FORBIDDEN: Refused = refused(403, "forbidden");
pub const NOT_FOUND: Refused = refused(404, "not-found");
pub const FORBIDDEN_IN_PROJECT: Refused = refused(403, "forbidden-in-project");
const LAST_OWNER: Refused = refused(409, "last-owner");
const IDENTITY_MANAGED: Refused = refused(409, "identity-managed");
const ARCHIVED: Refused = refused(409, "archived-project");

const fn refused(status: u16, word: &'static str) -> Refused {
    (status, Cow::Borrowed(word))
}

fn require(may: bool) -> Result<(), Refused> {
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
    mails: BTreeMap<(usize, usize), usize>,
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
    known: BTreeSet<usize>,
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

    fn inside(&self, organization: usize, who: usize) -> Result<Membership, Refused> {
        self.member(organization, who).cloned().ok_or(NOT_FOUND)
    }

    /// All of many members or none: each with whom it cannot be done is named with the reason.
    fn all_or_none(
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

    fn refuse_if_identity_managed(&self, organization: usize) -> Result<(), Refused> {
        if self.organizations[organization].identity_managed { Err(IDENTITY_MANAGED) } else { Ok(()) }
    }

    /// Does it, if it may be done.
    pub fn call(&mut self, step: &Step) -> Verdict {
        let Step { who, organization, ref call } = *step;
        match *call {
            Call::Create => self.create(who),
            Call::Leave => self.leave(who, organization),
            Call::Transfer { person } => self.transfer(who, organization, person),
            Call::Delete => {
                require(self.inside(organization, who)?.may("delete-organization"))?;
                self.organizations[organization].deleted = true;
                DONE
            }
            Call::Restore => {
                let organization = &mut self.organizations[organization];
                let mine = organization.members.get(&who).filter(|mine| mine.may("delete-organization"));
                if !organization.deleted || mine.is_none() {
                    return Err(NOT_FOUND);
                }
                organization.deleted = false;
                DONE
            }
            Call::IdentityManaged { on } => {
                self.organizations[organization].identity_managed = on;
                DONE
            }
            Call::Wait { minutes } => {
                self.now += minutes;
                DONE
            }
            Call::Invite { person, ref gives, draft } => self.invite(who, organization, person, gives, draft),
            Call::EditInvitation { invitation, ref gives, send } => {
                self.edit_invitation(who, organization, invitation, gives, send)
            }
            Call::SendInvitation { invitation } => self.send_invitation(who, organization, invitation),
            Call::CancelInvitation { invitation } => self.cancel_invitation(who, organization, invitation),
            Call::Accept { invitation } => self.accept(who, invitation),
            Call::Decline { invitation } => self.decline(who, invitation),
            Call::ChangeRole { person, role } => self.change_role(who, organization, person, role),
            Call::ChangeRoles { ref people, role } => self.change_roles(who, organization, people, role),
            Call::UndoRoles { ref people } => self.undo_roles(who, organization, people),
            Call::ChangeGrants { person, ref grants } => self.change_grants(who, organization, person, grants),
            Call::Edit { person, role, ref grants } => self.edit(who, organization, person, role, grants),
            Call::Revoke { ref chosen } => self.revoke(who, organization, chosen),
            Call::Undo { ref people } => self.undo(who, organization, people),
            Call::CreateProject => self.create_project(who, organization),
            Call::RenameProject { project, ref name } => self.rename_project(who, organization, project, name),
            Call::ArchiveProject { project } => self.archive_project(who, organization, project),
            Call::RestoreProject { project } => self.restore_project(who, organization, project),
            Call::ChangeProject { project, line } => {
                self.save_members(who, organization, project, &[line]).map(|_| Word::default())
            }
            Call::AddToProject { project, ref people, role } => {
                self.add_to_project(who, organization, project, people, role)
            }
            Call::UndoProject { project, ref people } => self.undo_project(who, organization, project, people),
            Call::SaveMembers { project, ref lines } => self.save_members(who, organization, project, lines),
        }
    }

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

    fn add_project(&mut self, organization: usize, name: String) {
        let (id, slug) = (String::new(), String::new());
        self.projects.push(Project { organization, id, name, slug, archived: false });
    }
}
