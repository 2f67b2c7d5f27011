//! What can be called. People, organizations, projects and invitations are named by their numbers.

use std::collections::BTreeSet;

use super::permissions::Membership;

/// Somebody calls something about an organization.
#[derive(Clone, Debug)]
pub struct Step {
    pub who: usize,
    pub organization: usize,
    pub call: Call,
}

/// All that changes who may do what. `IdentityManaged` is said by the operator; in a `Wait` time goes by, and nothing else.
#[derive(Clone, Debug)]
pub enum Call {
    Create,
    Leave,
    Transfer { person: usize },
    Delete,
    Restore,
    IdentityManaged { on: bool },
    Wait { minutes: i64 },

    Invite { person: usize, gives: Membership, draft: bool },
    EditInvitation { invitation: usize, gives: Membership, send: bool },
    SendInvitation { invitation: usize },
    CancelInvitation { invitation: usize },
    Accept { invitation: usize },
    Decline { invitation: usize },

    ChangeRole { person: usize, role: &'static str },
    ChangeRoles { people: Vec<usize>, role: &'static str },
    UndoRoles { people: Vec<usize> },
    ChangeGrants { person: usize, grants: BTreeSet<&'static str> },
    Edit { person: usize, role: &'static str, grants: BTreeSet<&'static str> },
    Revoke { chosen: BTreeSet<Chosen> },
    Undo { people: BTreeSet<usize> },

    CreateProject,
    RenameProject { project: usize, name: String },
    ArchiveProject { project: usize },
    RestoreProject { project: usize },
    ChangeProject { project: usize, line: Line },
    AddToProject { project: usize, people: Vec<usize>, role: &'static str },
    UndoProject { project: usize, people: Vec<usize> },
    SaveMembers { project: usize, lines: Vec<Line> },
}

/// How many kinds of calls there are.
pub const KINDS: usize = 28;

/// Somebody whose access is to be revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    Member(usize),
    Invitation(usize),
}

/// What somebody was in a project when it was looked at, and what they are to be; `none` is outside of it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub person: usize,
    pub before: &'static str,
    pub after: &'static str,
}

impl Call {
    /// The name of its kind.
    pub fn kind(&self) -> String {
        format!("{self:?}").split(' ').next().unwrap_or_default().to_owned()
    }
}
