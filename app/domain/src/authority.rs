//! What somebody may do in an organization (TR-1, IN-6).

use serde::{Deserialize, Serialize};

use crate::{Permission, Role};

/// What somebody may do in an organization, by all that was given to them there. Everything that depends on permissions
/// asks here, so that permissions that come from elsewhere than the role are asked for too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    role: Role,
}

impl Authority {
    /// What the role gives alone.
    pub const fn of_role(role: Role) -> Self {
        Self { role }
    }

    /// The role that it comes from.
    pub const fn role(self) -> Role {
        self.role
    }

    /// Whether it holds the permission.
    pub fn may(self, permission: Permission) -> bool {
        self.role.gives(permission)
    }

    /// What it lacks to change, remove or take back an invitation of somebody of this role.
    pub fn lacks_to_manage(self, role: Role) -> Option<Permission> {
        Some(role.managed_by()).filter(|permission| !self.may(*permission))
    }

    /// What it lacks to give this role away: nobody gives more than they hold (IN-6).
    pub fn lacks_to_assign(self, role: Role) -> Option<Permission> {
        let mut needed = std::iter::once(role.managed_by()).chain(role.permissions().iter().copied());
        needed.find(|permission| !self.may(*permission))
    }

    /// The roles that it may give away.
    pub fn assignable(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.lacks_to_assign(*role).is_none())
    }

    /// Whether it may invite anybody.
    pub fn may_invite(self) -> bool {
        self.assignable().next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use Role::{Admin as A, BillingAdmin as B, Member as M, Owner as O, UserAdmin as U};

    use super::*;

    // IN-6
    #[test]
    fn nobody_gives_more_than_they_hold() {
        let assignable = |role: Role| Authority::of_role(role).assignable().collect::<Vec<_>>();
        assert_eq!(assignable(O), [O, A, B, U, M]);
        assert_eq!(assignable(A), [A, B, U, M]);
        assert_eq!(assignable(U), [U, M]);
        assert_eq!(assignable(B), []);
        assert_eq!(assignable(M), []);
        let lacks = |of: Role, to: Role| Authority::of_role(of).lacks_to_assign(to);
        assert_eq!(lacks(M, M), Some(Permission::ManageMembers));
        assert_eq!(lacks(A, O), Some(Permission::ManageOwners));
        assert_eq!(lacks(U, B), Some(Permission::ManageBilling));
    }

    // TR-1
    #[test]
    fn who_is_managed_by_whom() {
        let manages = |role: Role| {
            let authority = Authority::of_role(role);
            Role::ALL.into_iter().filter(|other| authority.lacks_to_manage(*other).is_none()).collect::<Vec<_>>()
        };
        assert_eq!(manages(O), Role::ALL);
        assert_eq!(manages(A), [A, B, U, M]);
        assert_eq!(manages(U), [B, U, M]);
        assert_eq!(manages(B), []);
        assert_eq!(manages(M), []);
    }
}
