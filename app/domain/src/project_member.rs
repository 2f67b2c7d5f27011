//! Who belongs to a project: changes of many lines that are saved as one, and what is said of a line (PR-3).

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AccountId, ProjectRole};

/// One line of the list of a project's members that somebody changed (PR-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectMemberChange {
    /// Whose line it is.
    pub member: AccountId,
    /// What the person who changed it saw there; none: not in the project.
    pub before: Option<ProjectRole>,
    /// What it is to be; none: not in the project any more.
    pub after: Option<ProjectRole>,
}

/// Text that is no changed line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a change of somebody's role in a project")]
pub struct UnknownProjectMemberChange;

/// Reads `ID:agent:none`: whose line, what was seen there, and what it is to be.
impl FromStr for ProjectMemberChange {
    type Err = UnknownProjectMemberChange;

    fn from_str(text: &str) -> Result<Self, UnknownProjectMemberChange> {
        let role = |text: &str| -> Result<Option<ProjectRole>, UnknownProjectMemberChange> {
            match text {
                "none" => Ok(None),
                role => role.parse().map(Some).map_err(|_| UnknownProjectMemberChange),
            }
        };
        match text.split(':').collect::<Vec<_>>()[..] {
            [member, before, after] => Ok(Self {
                member: member.parse().map_err(|_| UnknownProjectMemberChange)?,
                before: role(before)?,
                after: role(after)?,
            }),
            _ => Err(UnknownProjectMemberChange),
        }
    }
}

impl fmt::Display for ProjectMemberChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |role: Option<ProjectRole>| role.map_or("none", ProjectRole::as_str);
        write!(f, "{}:{}:{}", self.member, word(self.before), word(self.after))
    }
}

impl ProjectMemberChange {
    /// What is to be done where the line says `now` by now; a conflict where somebody else changed it to something else.
    ///
    /// # Errors
    /// When it says neither what was seen there nor what it is to be.
    pub fn against(&self, now: Option<ProjectRole>) -> Result<Option<Self>, Option<ProjectRole>> {
        if now == self.after {
            Ok(None)
        } else if now == self.before {
            Ok(Some(*self))
        } else {
            Err(now)
        }
    }
}

/// Whom the list of a project's members shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BelongingFilter {
    /// Everybody in the organization.
    #[default]
    Everyone,
    /// Those who were added to the project, and need to be.
    Inside,
    /// Those who would have to be added.
    Outside,
}

impl BelongingFilter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Everyone, Self::Inside, Self::Outside];

    /// Its word, in addresses and statements.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Inside => "inside",
            Self::Outside => "outside",
        }
    }

    /// The filter of this word; what is none shows everybody.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.as_str() == word).unwrap_or_default()
    }
}

/// Why a line of the list of a project's members cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectMemberProblem {
    /// Nobody of this id is in the organization.
    NotAMember,
    /// The same person stands in the list twice.
    Twice,
    /// Owners and admins reach every project without being added (PR-1).
    ReachesEveryProject,
}

/// A line that cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// Whose line it is.
    pub member: AccountId,
    /// Why it cannot be saved.
    pub problem: ProjectMemberProblem,
}

/// A line that somebody else changed meanwhile, to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictingLine {
    /// Whose line it is.
    pub member: AccountId,
    /// Their name.
    pub name: String,
    /// Their address, which tells them from others who are called alike.
    pub email: String,
    /// What both saw; none: not in the project.
    pub before: Option<ProjectRole>,
    /// What was to be saved.
    pub mine: Option<ProjectRole>,
    /// What somebody else saved.
    pub theirs: Option<ProjectRole>,
}

/// That somebody else saved the list meanwhile; nothing was saved (PR-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMeanwhile {
    /// The name of whoever saved last; none once that account is gone.
    pub by: Option<String>,
    /// Their address, where somebody else in the organization is called alike (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_email: Option<String>,
    /// When they did.
    pub at: Option<DateTime<Utc>>,
    /// The lines that differ. The others can be saved.
    pub lines: Vec<ConflictingLine>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // PR-3: every line against everything that somebody else may have saved meanwhile.
    #[test]
    fn pr_3_a_line_conflicts_where_somebody_else_chose_otherwise() {
        let roles = [None, Some(ProjectRole::Manager), Some(ProjectRole::Agent), Some(ProjectRole::Viewer)];
        let member = Uuid::from_u128(7).into();
        for before in roles {
            for after in roles {
                for now in roles {
                    let change = ProjectMemberChange { member, before, after };
                    let expected = match now {
                        now if now == after => Ok(None),
                        now if now == before => Ok(Some(change)),
                        now => Err(now),
                    };
                    assert_eq!(change.against(now), expected, "{before:?} {after:?} {now:?}");
                }
            }
        }
        let (agent, viewer) = (Some(ProjectRole::Agent), Some(ProjectRole::Viewer));
        let change = ProjectMemberChange { member, before: agent, after: viewer };
        assert_eq!(change.against(agent), Ok(Some(change)));
        assert_eq!(change.against(viewer), Ok(None), "both chose the same");
        assert_eq!(change.against(None), Err(None));
    }

    // PR-3, TOK-11
    #[test]
    fn pr_3_a_line_is_read_or_refused() {
        let id = "00000000-0000-0000-0000-000000000007";
        let (member, agent) = (Uuid::from_u128(7).into(), Some(ProjectRole::Agent));
        for (line, before, after) in [
            (format!("{id}:agent:none"), agent, None),
            (format!("{id}:none:agent"), None, agent),
            (format!("{id}:agent:agent"), agent, agent),
        ] {
            let change = ProjectMemberChange { member, before, after };
            assert_eq!((line.parse(), change.to_string()), (Ok(change), line));
        }
        for bad in [
            "",
            "7:none:agent",
            &format!("{id}:none"),
            &format!("{id}:none:owner"),
            &format!("{id}::agent"),
            &format!("{id}:none:agent:agent"),
            &format!("{id}:boss:agent"),
        ] {
            assert_eq!(bad.parse::<ProjectMemberChange>(), Err(UnknownProjectMemberChange), "{bad}");
        }
    }
}
