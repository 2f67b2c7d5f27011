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

    /// Whether the role gives this permission.
    pub fn may(self, permission: Permission) -> bool {
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

    /// Whether somebody of this role may change, remove or invite again somebody of role `other`.
    pub fn may_manage(self, other: Self) -> bool {
        self.may(other.managed_by())
    }

    /// What somebody of this role lacks to give `other` away: nobody gives more than they hold (IN-6).
    pub fn lacks_to_assign(self, other: Self) -> Option<Permission> {
        let mut needed = std::iter::once(other.managed_by()).chain(other.permissions().iter().copied());
        needed.find(|permission| !self.may(*permission))
    }

    /// Whether somebody of this role may give `other` away.
    pub fn may_assign(self, other: Self) -> bool {
        self.lacks_to_assign(other).is_none()
    }

    /// The roles that somebody of this role may give away.
    pub fn assignable(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |other| self.may_assign(*other))
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
            Role::ALL.into_iter().filter(|role| role.may(permission)).collect()
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

    // IN-6
    #[test]
    fn nobody_gives_more_than_they_hold() {
        use Role::{Admin as A, BillingAdmin as B, Member as M, Owner as O, UserAdmin as U};
        let assignable = |role: Role| role.assignable().collect::<Vec<_>>();
        assert_eq!(assignable(O), [O, A, B, U, M]);
        assert_eq!(assignable(A), [A, B, U, M]);
        assert_eq!(assignable(U), [U, M]);
        assert_eq!(assignable(B), []);
        assert_eq!(assignable(M), []);
        assert_eq!(M.lacks_to_assign(M), Some(P::ManageMembers));
        assert_eq!(A.lacks_to_assign(O), Some(P::ManageOwners));
        assert_eq!(U.lacks_to_assign(B), Some(P::ManageBilling));
    }

    // TR-1
    #[test]
    fn who_is_managed_by_whom() {
        use Role::{Admin as A, BillingAdmin as B, Member as M, Owner as O, UserAdmin as U};
        let manages = |role: Role| Role::ALL.into_iter().filter(|other| role.may_manage(*other)).collect::<Vec<_>>();
        assert_eq!(manages(O), Role::ALL);
        assert_eq!(manages(A), [A, B, U, M]);
        assert_eq!(manages(U), [B, U, M]);
        assert_eq!(manages(B), []);
        assert_eq!(manages(M), []);
    }
}
