//! Organization roles, and the one table of what each may do (TR-1, IN-6).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
    /// Create, rename and archive projects, and say who works in them.
    ManageProjects,
    /// See the list of projects.
    ReadProjects,
    /// Read who did what.
    ReadAuditLog,
}

use Permission as P;

impl Permission {
    /// All of them.
    pub const ALL: [Self; 11] = [
        P::DeleteOrganization,
        P::ManageOwners,
        P::ManageAdmins,
        P::ManageMembers,
        P::ReadMembers,
        P::ManageBilling,
        P::ManageSettings,
        P::ReadSettings,
        P::ManageProjects,
        P::ReadProjects,
        P::ReadAuditLog,
    ];
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
                P::ManageProjects,
                P::ReadProjects,
                P::ReadAuditLog,
            ],
            Self::BillingAdmin => &[P::ManageBilling, P::ReadSettings, P::ReadMembers, P::ReadProjects],
            Self::UserAdmin => &[P::ManageMembers, P::ReadMembers, P::ManageProjects, P::ReadProjects, P::ReadSettings],
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

#[cfg(test)]
mod tests {
    use super::*;

    // TR-1
    #[test]
    fn reads_what_it_writes() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.as_str()));
        }
        assert_eq!("boss".parse::<Role>(), Err(UnknownRole));
    }

    // TR-1: the whole table, once more by hand, so that a slip in it is seen.
    #[test]
    fn the_table_is_the_specifications() {
        use Role::{Admin as A, BillingAdmin as B, Member as M, Owner as O, UserAdmin as U};
        let holders = |permission: Permission| -> Vec<Role> {
            Role::ALL.into_iter().filter(|role| role.gives(permission)).collect()
        };
        assert_eq!(holders(P::DeleteOrganization), [O]);
        assert_eq!(holders(P::ManageOwners), [O]);
        assert_eq!(holders(P::ManageAdmins), [O, A]);
        assert_eq!(holders(P::ManageMembers), [O, A, U]);
        assert_eq!(holders(P::ReadMembers), [O, A, B, U]);
        assert_eq!(holders(P::ManageBilling), [O, A, B]);
        assert_eq!(holders(P::ManageSettings), [O, A]);
        assert_eq!(holders(P::ReadSettings), [O, A, B, U]);
        assert_eq!(holders(P::ManageProjects), [O, A, U]);
        assert_eq!(holders(P::ReadProjects), [O, A, B, U]);
        assert_eq!(holders(P::ReadAuditLog), [O, A]);
        assert!(M.permissions().is_empty());
    }
}
