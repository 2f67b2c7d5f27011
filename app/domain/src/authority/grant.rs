//! Permissions that are given to a single member (TR-2).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Permission as P;
use crate::Permission;

/// Something that can be given to a single member, whose role gives nothing (TR-2). The other roles hold what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grant {
    /// Invite, change and remove people, as a user admin does.
    ManageMembers,
    /// Change plan, seats and billing contact.
    ManageBilling,
    /// Create projects, and rename, archive and restore them.
    CreateProjects,
    /// Change name, address and policies.
    ManageSettings,
    /// Read who did what.
    ReadAuditLog,
}

impl Grant {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::ManageMembers, Self::ManageBilling, Self::CreateProjects, Self::ManageSettings, Self::ReadAuditLog];

    /// The table: what the grant gives. Who may change something may see it too, and in which projects somebody is belongs to
    /// what is seen of people.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::ManageMembers => &[P::ManageMembers, P::ReadMembers, P::ReadProjects],
            Self::ManageBilling => &[P::ManageBilling],
            Self::CreateProjects => &[P::ManageProjects, P::ReadProjects],
            Self::ManageSettings => &[P::ManageSettings, P::ReadSettings],
            Self::ReadAuditLog => &[P::ReadAuditLog],
        }
    }

    /// Whether the grant gives the permission. Whoever decides asks [`Authority`](crate::Authority) instead.
    pub fn gives(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The grant by which a member gets the permission: of several the one that gives little else.
    pub fn of(permission: Permission) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|grant| grant.gives(permission))
    }

    /// The grant as it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ManageMembers => "manage-members",
            Self::ManageBilling => "manage-billing",
            Self::CreateProjects => "create-projects",
            Self::ManageSettings => "manage-settings",
            Self::ReadAuditLog => "read-audit-log",
        }
    }
}

/// A word that names nothing that can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a permission that can be granted")]
pub struct UnknownGrant;

impl FromStr for Grant {
    type Err = UnknownGrant;

    fn from_str(text: &str) -> Result<Self, UnknownGrant> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == text).ok_or(UnknownGrant)
    }
}

/// What is granted to one member: each at most once. Written as words with blanks between them, in the order of
/// [`Grant::ALL`]; read with blanks or commas, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Grant>", into = "Vec<Grant>")]
pub struct Grants([bool; Grant::ALL.len()]);

impl Grants {
    /// Nothing is granted.
    pub const NONE: Self = Self([false; Grant::ALL.len()]);

    /// Whether nothing is granted.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// What is granted, in the order of [`Grant::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Grant> {
        Grant::ALL.into_iter().zip(self.0).filter_map(|(grant, given)| given.then_some(grant))
    }

    /// Whether this one is granted.
    pub fn contains(self, grant: Grant) -> bool {
        self.iter().any(|given| given == grant)
    }

    /// What is granted here and not there.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        self.iter().filter(|grant| !others.contains(*grant)).collect()
    }

    /// Whether one of them gives the permission.
    pub fn give(self, permission: Permission) -> bool {
        self.iter().any(|grant| grant.gives(permission))
    }
}

impl FromIterator<Grant> for Grants {
    fn from_iter<T: IntoIterator<Item = Grant>>(grants: T) -> Self {
        let grants: Vec<Grant> = grants.into_iter().collect();
        Self(Grant::ALL.map(|grant| grants.contains(&grant)))
    }
}

impl From<Vec<Grant>> for Grants {
    fn from(grants: Vec<Grant>) -> Self {
        grants.into_iter().collect()
    }
}

impl From<Grants> for Vec<Grant> {
    fn from(grants: Grants) -> Self {
        grants.iter().collect()
    }
}

impl fmt::Display for Grants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Grant::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Grants {
    type Err = UnknownGrant;

    fn from_str(text: &str) -> Result<Self, UnknownGrant> {
        text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::parse).collect()
    }
}

impl TryFrom<String> for Grants {
    type Error = UnknownGrant;

    fn try_from(text: String) -> Result<Self, UnknownGrant> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(grants: &[Grant]) -> Grants {
        grants.iter().copied().collect()
    }

    // TR-2
    #[test]
    fn grants_are_a_set() {
        assert!(Grants::NONE.is_empty() && Grants::default().is_empty());
        assert_eq!(Grants::NONE.to_string(), "");
        assert_eq!("".parse(), Ok(Grants::NONE));
        let all = "manage-members manage-billing create-projects manage-settings read-audit-log";
        assert_eq!(grants(&Grant::ALL).to_string(), all);
        let two = grants(&[Grant::ReadAuditLog, Grant::ManageBilling, Grant::ReadAuditLog]);
        assert!(!two.is_empty() && two.contains(Grant::ManageBilling) && !two.contains(Grant::ManageMembers));
        assert_eq!(two.to_string(), "manage-billing read-audit-log");
        assert_eq!(" read-audit-log, manage-billing,,".parse(), Ok(two));
        assert_eq!(Grants::try_from(two.to_string()), Ok(two));
        assert_eq!("read-audit-log boss".parse::<Grants>(), Err(UnknownGrant));
        assert_eq!(serde_json::to_string(&two).unwrap(), r#"["manage-billing","read-audit-log"]"#);
        assert_eq!(two.without(grants(&[Grant::ManageBilling, Grant::ManageMembers])), grants(&[Grant::ReadAuditLog]));
        assert!(two.give(Permission::ManageBilling) && !two.give(Permission::ManageMembers));
    }
}
