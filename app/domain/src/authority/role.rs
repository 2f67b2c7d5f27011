//! Organization roles, and the one table of what each may do (TR-1, IN-6).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Permission as P;
use crate::Permission;

/// What a membership lets its account do in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, deletion and ownership included.
    Owner,
    /// All settings and all projects; neither owners nor deletion.
    Admin,
    /// Billing; reads the rest.
    BillingAdmin,
    /// Members and projects; no billing.
    UserAdmin,
    /// What projects and single permissions give.
    Member,
}

impl Role {
    /// All roles, most powerful first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::BillingAdmin, Self::UserAdmin, Self::Member];

    /// The table: what the role gives (TR-1).
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Owner => &P::ALL,
            Self::Admin => &[
                P::ManageAdmins,
                P::ManageMembers,
                P::ReadMembers,
                P::ManageBilling,
                P::ManageSettings,
                P::ReadSettings,
                P::ReachEveryProject,
                P::ManageProjects,
                P::ManageProjectMembers,
                P::ReadProjects,
                P::ReadAuditLog,
            ],
            Self::BillingAdmin => &[P::ManageBilling, P::ReadSettings, P::ReadMembers, P::ReadProjects],
            Self::UserAdmin => &[
                P::ManageMembers,
                P::ReadMembers,
                P::ReadSettings,
                P::ManageProjects,
                P::ManageProjectMembers,
                P::ReadProjects,
            ],
            Self::Member => &[],
        }
    }

    /// Whether the role gives the permission. Whoever decides asks [`Authority`](crate::Authority) instead.
    pub fn gives(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// What it takes to change or remove somebody of this role.
    pub const fn managed_by(self) -> Permission {
        match self {
            Self::Owner => P::ManageOwners,
            Self::Admin => P::ManageAdmins,
            Self::BillingAdmin | Self::UserAdmin | Self::Member => P::ManageMembers,
        }
    }

    /// Whether people of this role can be granted single permissions: the other roles hold what they hold (TR-2).
    pub const fn takes_grants(self) -> bool {
        matches!(self, Self::Member)
    }

    /// The role as it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::BillingAdmin => "billing-admin",
            Self::UserAdmin => "user-admin",
            Self::Member => "member",
        }
    }
}

/// A word that names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownRole;

    fn try_from(text: String) -> Result<Self, UnknownRole> {
        text.parse()
    }
}
