//! What events hold beside the plainest values.

use serde::{Deserialize, Serialize};

use crate::{
    AuditFile, AuditKind, Grants, InvitationState, OrganizationName, PersonName, ProjectId, ProjectName, ProjectRole,
    ProjectSlug, ProjectState, Role, Slug,
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

/// Whether an organization opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganizationState {
    /// It opens for everybody in it.
    Open,
    /// It opens for nobody, and can be brought back for a while.
    Deleted,
}

/// What became of a whole organization. What an older version wrote says neither side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChange {
    /// What it was.
    pub before: Option<OrganizationState>,
    /// What it is from then on.
    pub after: Option<OrganizationState>,
}

impl StateChange {
    /// It was deleted.
    pub const DELETION: Self = Self { before: Some(OrganizationState::Open), after: Some(OrganizationState::Deleted) };
    /// It was brought back.
    pub const RESTORATION: Self =
        Self { before: Some(OrganizationState::Deleted), after: Some(OrganizationState::Open) };
}

/// What an organization calls a member. Neither side is there in what an older version wrote, and once their account is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameChange {
    /// The name until then; none: by the name of their account.
    pub before: Option<PersonName>,
    /// The name from then on; none: by the name of their account.
    pub after: Option<PersonName>,
}

/// What an invitation calls the person. Neither side is there once the account that has the address is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedNameChange {
    /// The name until then; none where there was none.
    pub before: Option<InvitedName>,
    /// The name from then on; none where there is none.
    pub after: Option<InvitedName>,
}

/// A name that whoever invites gives to the person; one of its parts at least is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedName {
    /// The first name.
    pub first_name: Option<PersonName>,
    /// The last name.
    pub last_name: Option<PersonName>,
}

impl InvitedName {
    /// The name of these parts; none where there is no part.
    pub fn of(first_name: Option<PersonName>, last_name: Option<PersonName>) -> Option<Self> {
        (first_name.is_some() || last_name.is_some()).then_some(Self { first_name, last_name })
    }

    /// Both parts in one line.
    pub fn line(&self) -> String {
        let parts = [&self.first_name, &self.last_name].into_iter().flatten();
        parts.map(PersonName::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What somebody had who is no member from then on. What an older version wrote says the role alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// The role that they had.
    pub before: Role,
    /// What was granted to them beside it.
    #[serde(default, skip_serializing_if = "is_none_granted")]
    pub grants: Grants,
    /// The projects that they belonged to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectPlace>,
}

impl Departure {
    /// Of somebody who had no more than a role.
    pub const fn of_role(before: Role) -> Self {
        Self { before, grants: Grants::NONE, projects: Vec::new() }
    }
}

/// What somebody has again who was removed. What an older version wrote says the role alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The role that they have again.
    pub after: Role,
    /// What is granted to them beside it.
    #[serde(default, skip_serializing_if = "is_none_granted")]
    pub grants: Grants,
    /// The projects that they belong to again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectPlace>,
}

impl Return {
    /// Of somebody who has no more than a role.
    pub const fn of_role(after: Role) -> Self {
        Self { after, grants: Grants::NONE, projects: Vec::new() }
    }
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

impl InvitationTerms {
    /// Of an invitation that gives no more than a role.
    pub const fn of_role(state: InvitationState, role: Role) -> Self {
        Self { state, role, grants: Grants::NONE, projects: Vec::new() }
    }
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
    /// The projects in it.
    pub(super) fn places(&self) -> impl Iterator<Item = &ProjectPlace> {
        let terms = self.before.iter().chain(std::iter::once(&self.after));
        terms.flat_map(|terms| &terms.projects)
    }
}
