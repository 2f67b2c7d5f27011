//! Projects: the second level inside an organization (PR-1 to PR-6).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    ProjectName, Refusal,
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

#[cfg(test)]
mod tests {
    use ProjectAction as Do;
    use proptest::prelude::*;

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
