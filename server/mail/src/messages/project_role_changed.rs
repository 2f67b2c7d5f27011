//! "Your projects changed": what a member is in a project from now on (PR-1).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, ProjectName, ProjectRole, ProjectSlug, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the member, unless it was their own doing. On one of the two sides at least there is a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectRoleChanged {
    /// The organization's name.
    pub organization: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// Who changed it.
    pub by: PersonName,
    /// The project.
    pub project: ProjectName,
    /// Its place in addresses, where another project of the organization is called alike (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<ProjectSlug>,
    /// The role there until then; none for somebody who is added.
    pub before: Option<ProjectRole>,
    /// The role there from then on; none for somebody who is taken out.
    pub after: Option<ProjectRole>,
    /// When it was changed.
    pub at: DateTime<Utc>,
}

worded!(
    ProjectRoleChanged,
    "project-role-changed",
    ["project-role-changed/subject.txt", "project-role-changed/body.txt", "project-role-changed/body.html"]
);
