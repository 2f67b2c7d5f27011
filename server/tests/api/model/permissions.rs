//! Who may do what, written down once more: what roles, grants and roles in projects give (TR-1, TR-2, PR-1, IN-6).

use std::collections::{BTreeMap, BTreeSet};

pub const ROLES: [&str; 5] = ["owner", "admin", "billing-admin", "user-admin", "member"];
pub const GRANTS: [&str; 5] =
    ["manage-members", "manage-billing", "create-projects", "manage-settings", "read-audit-log"];
pub const PROJECT_ROLES: [&str; 3] = ["manager", "agent", "viewer"];

/// All permissions in an organization; the first two are the owner's alone.
const PERMISSIONS: [&str; 13] = [
    "delete-organization",
    "manage-owners",
    "manage-admins",
    "manage-members",
    "read-members",
    "manage-billing",
    "manage-settings",
    "read-settings",
    "reach-every-project",
    "manage-projects",
    "manage-project-members",
    "read-projects",
    "read-audit-log",
];

fn of_role(role: &str) -> &'static [&'static str] {
    match role {
        "owner" => &PERMISSIONS,
        "admin" => &PERMISSIONS[2..],
        "billing-admin" => &["manage-billing", "read-settings", "read-members", "read-projects"],
        "user-admin" => &[
            "manage-members",
            "read-members",
            "read-settings",
            "manage-projects",
            "manage-project-members",
            "read-projects",
        ],
        _ => &[],
    }
}

fn of_grant(grant: &str) -> &'static [&'static str] {
    match grant {
        "manage-members" => &["manage-members", "read-members", "read-projects"],
        "manage-billing" => &["manage-billing"],
        "create-projects" => &["manage-projects", "read-projects"],
        "manage-settings" => &["manage-settings", "read-settings"],
        _ => &["read-audit-log"],
    }
}

/// What somebody is in an organization, and what an invitation makes them: a role, what is granted beside it, and roles in
/// projects, by their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub role: &'static str,
    pub grants: BTreeSet<&'static str>,
    pub projects: BTreeMap<usize, &'static str>,
}

impl Membership {
    /// Only members have grants.
    pub fn new(role: &'static str, grants: BTreeSet<&'static str>, projects: BTreeMap<usize, &'static str>) -> Self {
        let grants = if role == "member" { grants } else { BTreeSet::new() };
        Self { role, grants, projects }
    }

    /// Whether it is a member's and nothing else.
    pub fn is_plain(&self) -> bool {
        self.role == "member" && self.grants.is_empty() && self.projects.is_empty()
    }

    pub fn may(&self, permission: &str) -> bool {
        of_role(self.role).contains(&permission)
            || self.grants.iter().any(|grant| of_grant(grant).contains(&permission))
    }

    fn may_all(&self, permissions: &[&str]) -> bool {
        permissions.iter().all(|permission| self.may(permission))
    }

    /// The role in the project where one is needed.
    pub fn role_in(&self, project: usize) -> Option<&'static str> {
        self.projects.get(&project).copied().filter(|_| !self.may("reach-every-project"))
    }

    /// Whether they can open the project.
    pub fn opens(&self, project: usize) -> bool {
        self.may("reach-every-project") || self.projects.contains_key(&project)
    }

    /// Whether they may know of the project.
    pub fn knows(&self, project: usize) -> bool {
        self.may("read-projects") || self.opens(project)
    }

    /// Whether they say who belongs to the project.
    pub fn staffs(&self, project: usize) -> bool {
        self.may("manage-project-members") || self.projects.get(&project) == Some(&"manager")
    }

    /// Whether they change, remove and take back invitations of people of this role.
    pub fn manages(&self, role: &str) -> bool {
        self.may(match role {
            "owner" => "manage-owners",
            "admin" => "manage-admins",
            _ => "manage-members",
        })
    }

    /// Whether they may give the role: nobody gives more than they hold.
    pub fn assigns(&self, role: &str) -> bool {
        self.manages(role) && self.may_all(of_role(role))
    }

    /// Whether they may grant this.
    pub fn grants(&self, grant: &str) -> bool {
        self.manages("member") && self.may_all(of_grant(grant))
    }

    /// Whether they may give all of it.
    pub fn gives(&self, given: &Self) -> bool {
        self.assigns(given.role)
            && given.grants.iter().all(|grant| self.grants(grant))
            && given.projects.keys().all(|project| self.staffs(*project))
    }
}
