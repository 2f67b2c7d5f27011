//! What somebody may or may not do in an organization.

use serde::{Deserialize, Serialize};

/// One thing that somebody may or may not do in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Delete the organization, and take that back.
    DeleteOrganization,
    /// Invite, change and remove owners; hand ownership over.
    ManageOwners,
    /// Invite, change and remove admins.
    ManageAdmins,
    /// Invite, change and remove everybody else.
    ManageMembers,
    /// See who is in the organization, and who is invited.
    ReadMembers,
    /// Change plan, seats and billing contact.
    ManageBilling,
    /// Change name, address and policies.
    ManageSettings,
    /// See the general settings.
    ReadSettings,
    /// Reach every project without being added to it, and do everything there (PR-1).
    ReachEveryProject,
    /// Create, rename, archive and restore projects.
    ManageProjects,
    /// Say who belongs to each project, and with which project role.
    ManageProjectMembers,
    /// See the list of projects.
    ReadProjects,
    /// Read who did what.
    ReadAuditLog,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::DeleteOrganization,
        Self::ManageOwners,
        Self::ManageAdmins,
        Self::ManageMembers,
        Self::ReadMembers,
        Self::ManageBilling,
        Self::ManageSettings,
        Self::ReadSettings,
        Self::ReachEveryProject,
        Self::ManageProjects,
        Self::ManageProjectMembers,
        Self::ReadProjects,
        Self::ReadAuditLog,
    ];
}
