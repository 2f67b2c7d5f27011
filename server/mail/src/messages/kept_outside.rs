//! "You can’t open Harbour & Finch for now": an organization that is open to members with a project (ST-6).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, ProjectName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to a member who belongs to no project, unless it was their own doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptOutside {
    /// The organization's name.
    pub organization: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// Who did what keeps them outside.
    pub by: PersonName,
    /// What that was.
    pub since: OutsideSince,
    /// When it was done.
    pub at: DateTime<Utc>,
}

/// What keeps a member outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutsideSince {
    /// The organization came to ask its members for a project.
    Policy,
    /// They were taken out of their last project.
    Removed(ProjectName),
    /// Their last project was archived.
    Archived(ProjectName),
}

impl KeptOutside {
    /// What was done to their last project, and which one it is; none where it was not that.
    const fn last_project(&self) -> Option<(&'static str, &ProjectName)> {
        match &self.since {
            OutsideSince::Policy => None,
            OutsideSince::Removed(project) => Some(("took you out of", project)),
            OutsideSince::Archived(project) => Some(("archived", project)),
        }
    }
}

worded!(KeptOutside, "kept-outside", ["kept-outside/subject.txt", "kept-outside/body.txt", "kept-outside/body.html"]);
