//! What is done with many members at once: all of it or nothing, and whoever is in the way is named with the reason.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Permission, ProjectId, ProjectName, ProjectRole, Role};

/// Why something that is to be done with many members cannot be done with one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberProblem {
    /// Nobody of this id is in the organization, or nobody any more.
    NotAMember,
    /// They were invited, and have not joined yet.
    Invited,
    /// The same person is named twice.
    Twice,
    /// That is the caller.
    Me,
    /// That is the caller, and nobody else owns the organization.
    LastOwner,
    /// It takes this permission to manage people of their role.
    NotMine(Permission),
    /// Their role reaches every project, without being added (PR-1).
    ReachesEveryProject,
    /// What is to be undone is not the last that was done to them, or was not done by the caller.
    ChangedMeanwhile,
    /// What is to be undone was too long ago.
    UndoOver,
}

/// Somebody with whom it cannot be done, so that it was done with nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedMember {
    /// The id by which they were chosen.
    pub member: AccountId,
    /// What they are called, or the address of somebody who is invited; none where nobody is known by that id.
    pub name: Option<String>,
    /// Why it cannot be done.
    pub problem: MemberProblem,
}

/// What was done with many members at once, and can be undone for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MembersChange {
    /// They were given this role.
    Role {
        /// The role that they have since.
        role: Role,
    },
    /// They were added to a project.
    Project {
        /// Which project.
        project: ProjectId,
        /// What it was called then.
        name: ProjectName,
        /// The role that they have in it since.
        role: ProjectRole,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    // CT-2: scripts read these.
    #[test]
    fn a_refused_line_says_who_and_why() {
        let member = uuid::Uuid::from_u128(7).into();
        let id = "00000000-0000-0000-0000-000000000007";
        for (name, problem, word) in [
            (None, MemberProblem::NotAMember, r#""not-a-member""#),
            (Some("Ada"), MemberProblem::NotMine(Permission::ManageOwners), r#"{"not-mine":"manage-owners"}"#),
        ] {
            let refused = RefusedMember { member, name: name.map(str::to_owned), problem };
            let name = name.map_or_else(|| "null".to_owned(), |name| format!("{name:?}"));
            let json = format!(r#"{{"member":"{id}","name":{name},"problem":{word}}}"#);
            assert_eq!(serde_json::to_string(&refused).unwrap(), json);
            assert_eq!(serde_json::from_str::<RefusedMember>(&json).unwrap(), refused);
        }
    }
}
