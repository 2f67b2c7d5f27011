//! What an organization asks of everybody in it (ST-6). All are off until somebody switches them on.

use serde::{Deserialize, Serialize};

/// One of the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// An invitation needs a project before it can be sent.
    InvitationsNeedProject,
    /// Members without a project cannot open the organization.
    MembersNeedProject,
}

impl Policy {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 2] = [Self::InvitationsNeedProject, Self::MembersNeedProject];

    /// The word for it, as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvitationsNeedProject => "invitations-need-project",
            Self::MembersNeedProject => "members-need-project",
        }
    }

    /// The name of its field in the form.
    pub const fn field(self) -> &'static str {
        match self {
            Self::InvitationsNeedProject => "invitations_need_project",
            Self::MembersNeedProject => "members_need_project",
        }
    }
}

/// Which policies are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    /// [`Policy::InvitationsNeedProject`]
    pub invitations_need_project: bool,
    /// [`Policy::MembersNeedProject`]
    pub members_need_project: bool,
}

impl Policies {
    /// Whether this one is on.
    pub const fn is_on(self, policy: Policy) -> bool {
        match policy {
            Policy::InvitationsNeedProject => self.invitations_need_project,
            Policy::MembersNeedProject => self.members_need_project,
        }
    }

    /// The same with this one on or off.
    #[must_use]
    pub const fn with(self, policy: Policy, on: bool) -> Self {
        match policy {
            Policy::InvitationsNeedProject => Self { invitations_need_project: on, ..self },
            Policy::MembersNeedProject => Self { members_need_project: on, ..self },
        }
    }

    /// Those that differ between the two.
    pub fn differences(self, other: Self) -> impl Iterator<Item = Policy> {
        Policy::ALL.into_iter().filter(move |policy| self.is_on(*policy) != other.is_on(*policy))
    }

    /// What they become when somebody who saw `before` wants `wanted`, and they are this by now: what is not changed from
    /// `before` stays what it is. Two who change the same from the same want the same.
    #[must_use]
    pub fn merged(self, before: Self, wanted: Self) -> Self {
        wanted.differences(before).fold(self, |merged, policy| merged.with(policy, wanted.is_on(policy)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-6
    #[test]
    fn st_6_what_is_not_changed_stays_as_somebody_else_left_it() {
        let none = Policies::default();
        let both = none.with(Policy::InvitationsNeedProject, true).with(Policy::MembersNeedProject, true);
        for mine in Policy::ALL {
            for theirs in Policy::ALL {
                let merged = none.with(theirs, true).merged(none, none.with(mine, true));
                assert_eq!(merged, if mine == theirs { none.with(mine, true) } else { both });
            }
            assert!(both.with(mine, false).merged(both, both) == both.with(mine, false));
            assert_eq!(both.differences(both.with(mine, false)).collect::<Vec<_>>(), [mine]);
        }
    }
}
