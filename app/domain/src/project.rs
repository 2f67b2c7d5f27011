//! Projects: the second level inside an organization (PR-1 to PR-6).

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, ProjectName, ProjectRole, Refusal,
    limits::SLUG_MAX,
    slug::{is_plain, numbered, plain_letters},
};

/// The name of a project in an address, `website` in `/o/harbour-finch/projects/website`: lowercase ASCII letters, digits
/// and single hyphens between them. Within its organization it leads to one project for good (PR-6).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectSlug(String);

/// Not the name of a project in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the slug of a project")]
pub struct UnknownProjectSlug;

/// Words that would read as a page of the list.
const RESERVED: [&str; 3] = ["archived", "members", "new"];

impl ProjectSlug {
    /// The slug that `name` suggests; `taken` further ones exist already.
    pub fn derive(name: &ProjectName, taken: u32) -> Self {
        let number = numbered(taken);
        let slug = plain_letters(name.as_str(), SLUG_MAX - number.len());
        // A name without a Latin letter, or a reserved one, is still some project.
        let base = match slug.as_str() {
            "" => "project".to_owned(),
            reserved if RESERVED.contains(&reserved) => format!("{reserved}-project"),
            _ => slug,
        };
        Self(base + &number)
    }

    /// The slug as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProjectSlug {
    type Err = UnknownProjectSlug;

    fn from_str(text: &str) -> Result<Self, UnknownProjectSlug> {
        let good = (1..=SLUG_MAX).contains(&text.len()) && is_plain(text) && !RESERVED.contains(&text);
        if good { Ok(Self(text.to_owned())) } else { Err(UnknownProjectSlug) }
    }
}

impl TryFrom<String> for ProjectSlug {
    type Error = UnknownProjectSlug;

    fn try_from(text: String) -> Result<Self, UnknownProjectSlug> {
        text.parse()
    }
}

impl From<ProjectSlug> for String {
    fn from(slug: ProjectSlug) -> Self {
        slug.0
    }
}

impl fmt::Display for ProjectSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a project is worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectState {
    /// It is worked in.
    Active,
    /// It is put away, with its people as they were, until it is restored.
    Archived,
}

/// Something that is done with a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProjectAction {
    /// Giving it another name.
    Rename,
    /// Saying who belongs to it, and as what.
    ChangeMembers,
    /// Putting it away.
    Archive,
    /// Bringing it back.
    Restore,
}

impl ProjectAction {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rename, Self::ChangeMembers, Self::Archive, Self::Restore];
}

impl ProjectState {
    /// Why this cannot be done with the project called `name`, of an organization that has `active` active ones (PR-5).
    /// Whether somebody may do it is asked elsewhere.
    pub fn refuses(self, action: ProjectAction, name: &ProjectName, active: i64) -> Option<Refusal> {
        let name = || name.clone();
        match (self, action) {
            (Self::Archived, ProjectAction::Rename | ProjectAction::ChangeMembers) => {
                Some(Refusal::ArchivedProject { project: name() })
            }
            (Self::Active, ProjectAction::Archive) if active <= 1 => Some(Refusal::LastProject { project: name() }),
            (Self::Active, _) | (Self::Archived, ProjectAction::Archive | ProjectAction::Restore) => None,
        }
    }
}

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
    /// When they did.
    pub at: Option<DateTime<Utc>>,
    /// The lines that differ. The others can be saved.
    pub lines: Vec<ConflictingLine>,
}

#[cfg(test)]
mod tests {
    use ProjectAction as Do;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn derive(name: &str, taken: u32) -> String {
        ProjectSlug::derive(&name.parse().unwrap(), taken).to_string()
    }

    // PR-6
    #[test]
    fn pr_6_a_slug_follows_the_name() {
        assert_eq!(derive("Spares & parts", 0), "spares-parts");
        assert_eq!(derive("Spares & parts", 1), "spares-parts-2");
        assert_eq!(derive("X", 0), "x");
        assert_eq!(derive("Café", 8), "cafe-9");
        assert_eq!(derive("修理", 0), "project");
        assert_eq!(derive("New", 0), "new-project");
        assert_eq!(derive("Members", 1), "members-project-2");
        assert_eq!(derive(&"x".repeat(80), 1), format!("{}-2", "x".repeat(46)));
    }

    // PR-6, TOK-11
    #[test]
    fn pr_6_only_slugs_are_slugs() {
        let longest = "x".repeat(48);
        for good in ["a", "website", "spares-parts-2", "2024", &longest] {
            let slug: ProjectSlug = good.parse().unwrap();
            assert_eq!(
                (slug.as_str(), slug.to_string(), String::from(slug.clone())),
                (good, good.to_owned(), good.to_owned())
            );
            assert_eq!(ProjectSlug::try_from(good.to_owned()), Ok(slug));
        }
        let long = "x".repeat(49);
        for bad in ["", "new", "members", "archived", "a--b", "-a", "a-", "A", "a b", "a/b", "é", "..", "a\0", &long] {
            assert_eq!(bad.parse::<ProjectSlug>(), Err(UnknownProjectSlug), "{bad:?}");
        }
    }

    // PR-5: what can be done with a project in which state, with one active project and with two.
    #[test]
    fn pr_5_what_a_state_refuses() {
        let name: ProjectName = "Repairs".parse().unwrap();
        let archived = Some(Refusal::ArchivedProject { project: name.clone() });
        let last = Some(Refusal::LastProject { project: name.clone() });
        let refusals = |state: ProjectState, active| Do::ALL.map(|action| state.refuses(action, &name, active));
        assert_eq!(refusals(ProjectState::Active, 2), [None, None, None, None]);
        for active in [1, 0] {
            assert_eq!(refusals(ProjectState::Active, active), [None, None, last.clone(), None]);
        }
        for active in [0, 1, 2] {
            assert_eq!(refusals(ProjectState::Archived, active), [archived.clone(), archived.clone(), None, None]);
        }
    }

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
            assert_eq!(line.parse(), Ok(ProjectMemberChange { member, before, after }));
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

    proptest! {
        #[test]
        fn pr_6_every_name_has_a_slug(name in "\\PC{1,80}", taken in any::<u32>()) {
            if let Ok(name) = name.parse::<ProjectName>() {
                let slug = ProjectSlug::derive(&name, taken);
                prop_assert_eq!(slug.as_str().parse::<ProjectSlug>(), Ok(slug.clone()));
            }
        }
    }
}
