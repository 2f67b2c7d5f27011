//! What events hold beside the plainest values.

use serde::{Deserialize, Serialize};

use crate::{
    AuditFile, AuditKind, Grants, InvitationState, OrganizationName, ProjectId, ProjectName, ProjectRole, ProjectSlug,
    ProjectState, Role, Slug,
};

/// A file of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditExport {
    /// What kind of file it is.
    pub format: AuditFile,
    /// The kind of entries that were asked for; none: all kinds.
    pub kind: Option<AuditKind>,
    /// How many entries it began with.
    pub entries: i64,
}

/// What an organization begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationTerms {
    /// The organization's name.
    pub name: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// The role of who created it.
    pub role: Role,
    /// The name of its first project.
    pub project: ProjectName,
}

/// What an invitation is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationTerms {
    /// Its state as it is stored: one that expired is still sent.
    pub state: InvitationState,
    /// The role that it gives.
    pub role: Role,
    /// What it grants beside the role.
    #[serde(default, skip_serializing_if = "is_none_granted")]
    pub grants: Grants,
    /// The projects that it adds to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectPlace>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_none_granted(grants: &Grants) -> bool {
    grants.is_empty()
}

/// What a project is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectTerms {
    /// Which project it is, whatever it is called.
    pub id: ProjectId,
    /// Its name at that moment.
    pub name: ProjectName,
    /// Its place in addresses at that moment.
    pub slug: ProjectSlug,
    /// Whether it is worked in.
    pub state: ProjectState,
}

/// A project before and after something was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectChange {
    /// What it was.
    pub before: ProjectTerms,
    /// What it is from then on.
    pub after: ProjectTerms,
}

/// What a member is in a project at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPlace {
    /// Which project it is, whatever it is called.
    pub project: ProjectId,
    /// Its name at that moment.
    pub name: ProjectName,
    /// Their role in it.
    pub role: ProjectRole,
}

/// An invitation before and after something was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationChange {
    /// What it was; none for a new one.
    pub before: Option<InvitationTerms>,
    /// What it is from then on.
    pub after: InvitationTerms,
}

impl InvitationChange {
    /// The names of the projects in it.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let terms = self.before.iter().chain(std::iter::once(&self.after));
        terms.flat_map(|terms| &terms.projects).map(|place| place.name.as_str())
    }
}
