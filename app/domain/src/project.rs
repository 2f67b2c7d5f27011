//! Projects: the second level inside an organization (PR-1 to PR-6).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Authority, Permission, ProjectId, ProjectName, ProjectPermission, Refusal,
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

/// Something that is done with a project. What is said of each here goes everywhere: use cases refuse by it, lists offer by it, and
/// the addresses that ask before it and tell after it are made of its words.
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

    /// What it takes to do it.
    pub const fn needs(self) -> ProjectNeed {
        match self {
            Self::Rename | Self::Archive | Self::Restore => ProjectNeed::Organization(Permission::ManageProjects),
            Self::ChangeMembers => ProjectNeed::Project(ProjectPermission::ManageMembers),
        }
    }

    /// The state in which it is done, and the one in which it leaves the project.
    const fn leads(self) -> (ProjectState, ProjectState) {
        match self {
            Self::Rename | Self::ChangeMembers => (ProjectState::Active, ProjectState::Active),
            Self::Archive => (ProjectState::Active, ProjectState::Archived),
            Self::Restore => (ProjectState::Archived, ProjectState::Active),
        }
    }

    /// Query parameter of the list of projects that opens its form or its question for the project whose slug it holds.
    pub const fn asked_by(self) -> Option<&'static str> {
        match self {
            Self::Rename => Some("rename"),
            Self::Archive => Some("archive"),
            Self::ChangeMembers | Self::Restore => None,
        }
    }

    /// Query parameter of the list of projects that tells, once, that it was done with the project whose id it holds.
    pub const fn told_by(self) -> Option<&'static str> {
        match self {
            Self::Rename => Some("renamed"),
            Self::Archive => Some("archived"),
            Self::Restore => Some("restored"),
            Self::ChangeMembers => None,
        }
    }
}

/// What it takes to do something with a project: something in the organization, or something in the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectNeed {
    /// A permission in the organization.
    Organization(Permission),
    /// A permission in the project.
    Project(ProjectPermission),
}

impl Authority {
    /// Whether it allows this with the project, if the project's state does.
    pub fn may_do(&self, action: ProjectAction, project: ProjectId) -> bool {
        match action.needs() {
            ProjectNeed::Organization(permission) => self.may(permission),
            ProjectNeed::Project(permission) => self.may_in(project, permission),
        }
    }
}

/// What somebody may do with a project by what it is itself. Whether it can be archived depends on other projects too (PR-5),
/// and is told beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectActions {
    /// Whether they may give it another name.
    pub can_rename: bool,
    /// Whether they say who belongs to it.
    pub can_change_members: bool,
    /// Whether they may bring it back.
    pub can_restore: bool,
}

impl ProjectActions {
    /// For somebody with this authority. Where an identity provider says who belongs to what, nobody else does (ST-5).
    pub fn of(authority: &Authority, project: ProjectId, state: ProjectState, identity_managed: bool) -> Self {
        let can = |action| state.offers(action) && authority.may_do(action, project);
        Self {
            can_rename: can(ProjectAction::Rename),
            can_change_members: !identity_managed && can(ProjectAction::ChangeMembers),
            can_restore: can(ProjectAction::Restore),
        }
    }
}

impl ProjectState {
    /// Whether a page offers this.
    pub fn offers(self, action: ProjectAction) -> bool {
        action.leads().0 == self
    }

    /// Why this cannot be done with the project called `name`, of an organization that has `active` active ones (PR-5).
    /// Whether somebody may do it is asked elsewhere.
    pub fn refuses(self, action: ProjectAction, name: &ProjectName, active: i64) -> Option<Refusal> {
        match action.leads() {
            (from, Self::Archived) if from == self && active <= 1 => {
                Some(Refusal::LastProject { project: name.clone() })
            }
            // What is so already is done.
            (from, to) if from == self || to == self => None,
            _ => Some(Refusal::ArchivedProject { project: name.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use ProjectAction as Do;
    use proptest::prelude::*;

    use super::*;
    use crate::Role;

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

    // PR-5
    #[test]
    fn pr_5_acts_are_done_in_one_state() {
        let offered = |state: ProjectState| Do::ALL.map(|action| state.offers(action));
        assert_eq!(offered(ProjectState::Active), [true, true, true, false]);
        assert_eq!(offered(ProjectState::Archived), [false, false, false, true]);
    }

    // PR-5: what a page offers is not refused then, whoever may do it.
    #[test]
    fn pr_5_what_is_offered_is_granted() {
        let name: ProjectName = "Repairs".parse().unwrap();
        for state in [ProjectState::Active, ProjectState::Archived] {
            for action in Do::ALL {
                assert!(!state.offers(action) || state.refuses(action, &name, 2).is_none(), "{state:?} {action:?}");
            }
        }
        let id = uuid::Uuid::from_u128(7).into();
        let of = |role, state, managed| {
            let actions = ProjectActions::of(&Authority::of_role(role), id, state, managed);
            [actions.can_rename, actions.can_change_members, actions.can_restore]
        };
        assert_eq!(of(Role::Owner, ProjectState::Active, false), [true, true, false]);
        assert_eq!(of(Role::Owner, ProjectState::Active, true), [true, false, false]);
        assert_eq!(of(Role::Owner, ProjectState::Archived, false), [false, false, true]);
        assert_eq!(of(Role::Member, ProjectState::Active, false), [false; 3]);
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
