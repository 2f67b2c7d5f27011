//! Organization roles (TR-1).

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

impl Role {
    /// All roles, most powerful first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::BillingAdmin, Self::UserAdmin, Self::Member];

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
}
