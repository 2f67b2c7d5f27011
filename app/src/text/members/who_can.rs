//! *Who can do what*: the table of permissions in words.

use domain::{Grant, Permission, ProjectPermission, ProjectRole, Role};

use crate::{
    text::{self, members, plural, projects},
    ui::isolated,
};

/// Document title and heading; the link to it.
pub const TITLE: &str = "Who can do what";
pub const INTRO: &str = "What each role holds. “If granted” can be given to a single member, under Edit member.";
/// What the first table lists.
pub const ROLES: &str = "Permissions of each role";
pub const PERMISSION: &str = "Permission";
pub const WHO: &str = "Who that is";
/// A role holds it.
pub const YES: &str = "Yes";
/// A role does not hold it.
pub const NO: &str = "No";
/// A member can be granted it.
pub const IF_GRANTED: &str = "If granted";
/// A member holds it in a project that they manage.
pub const IF_MANAGER: &str = "If manager";
/// Heading of the second table.
pub const IN_PROJECTS: &str = "In projects";
pub const IN_PROJECTS_INTRO: &str =
    "What somebody may do in a project they were added to. Owners and admins need no role there.";

/// The lines of the table in groups, each with its title.
pub const GROUPS: [(&str, &[Permission]); 4] = [
    (
        "Organization",
        &[
            Permission::ReadSettings,
            Permission::ManageSettings,
            Permission::ReadAuditLog,
            Permission::DeleteOrganization,
        ],
    ),
    (
        "People",
        &[Permission::ReadMembers, Permission::ManageMembers, Permission::ManageAdmins, Permission::ManageOwners],
    ),
    (
        "Projects",
        &[
            Permission::ReadProjects,
            Permission::ReachEveryProject,
            Permission::ManageProjects,
            Permission::ManageProjectMembers,
        ],
    ),
    ("Billing", &[Permission::ManageBilling]),
];

/// What a permission is about, below its name.
pub const fn about(permission: Permission) -> &'static str {
    match permission {
        Permission::DeleteOrganization => "The organization itself; 7 days to undo",
        Permission::ManageOwners => "Name and remove them; at least one stays, always",
        Permission::ManageAdmins => "Name and remove them",
        Permission::ManageMembers => "Roles, permissions, invitations, password resets",
        Permission::ReadMembers => "Who is in, and who is invited",
        Permission::ManageBilling => "Plan, seats, billing contact",
        Permission::ManageSettings | Permission::ReadSettings => "Name, address, policies",
        Permission::ReachEveryProject => "Without being added",
        Permission::ManageProjects => "Create, rename, archive, restore",
        Permission::ManageProjectMembers => "Who belongs to each, and with which role",
        Permission::ReadProjects => "Which projects there are",
        Permission::ReadAuditLog => "Who did what to whom, and from where",
    }
}

/// What a permission in a project is about, below its name.
pub const fn about_in_project(permission: ProjectPermission) -> &'static str {
    match permission {
        ProjectPermission::Read => "The project and what is in it",
        ProjectPermission::Answer => "Whoever writes in",
        ProjectPermission::ManageMembers => "Who belongs to it, and with which role",
    }
}

/// How far a permission goes for a role that holds it; none where it goes all the way.
pub fn limit(permission: Permission, role: Role) -> Option<&'static str> {
    if permission != Permission::ManageMembers {
        return None;
    }
    match (role.gives(Permission::ManageOwners), role.gives(Permission::ManageAdmins)) {
        (true, _) => None,
        (false, true) => Some("Not owners"),
        (false, false) => Some("Not owners or admins"),
    }
}

/// Who holds a permission, by role, where there is no room for columns.
pub fn in_words(permission: Permission) -> String {
    let roles = Role::ALL.into_iter().filter(|role| role.gives(permission)).map(text::role);
    let roles = text::listed(&roles.map(ToOwned::to_owned).collect::<Vec<_>>(), "and");
    let granted = Grant::ALL.into_iter().any(|grant| grant.gives(permission));
    match permission {
        _ if granted => format!("{roles}; member if granted"),
        Permission::ManageProjectMembers => format!("{roles}; member if manager of the project"),
        _ => roles,
    }
}

/// Which roles hold a permission in a project, where there is no room for columns.
pub fn project_roles_in_words(permission: ProjectPermission) -> String {
    let roles = ProjectRole::ALL.into_iter().filter(|role| role.gives(permission)).map(projects::project_role);
    text::listed(&roles.map(ToOwned::to_owned).collect::<Vec<_>>(), "and")
}

/// "14 people"
pub fn people(count: i64) -> String {
    plural::counted(count, "person", "people")
}

/// Said after it: what they hold.
pub fn can(permission: Permission) -> String {
    format!(" hold {}", members::permission(permission))
}

/// Below the name of somebody who holds it in those projects alone.
pub fn manager_of(projects: &[String]) -> String {
    let projects: Vec<String> = projects.iter().map(|project| isolated(project)).collect();
    format!("Manager of {}", text::listed(&projects, "and"))
}

/// Below the names that are shown.
pub fn more(count: i64) -> String {
    format!("and {}", plural::counted(count, "other", "others"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // TR-12: every permission stands in the table once.
    #[test]
    fn tr_12_the_table_leaves_nothing_out() {
        let mut told: Vec<Permission> = GROUPS.into_iter().flat_map(|(_, group)| group.iter().copied()).collect();
        assert_eq!(told.len(), Permission::ALL.len());
        told.retain(|permission| !Permission::ALL.contains(permission));
        assert!(told.is_empty());
        assert!(Permission::ALL.iter().all(|one| GROUPS.iter().any(|(_, group)| group.contains(one))));
    }

    // TR-12
    #[test]
    fn tr_12_a_line_in_words() {
        assert_eq!(in_words(Permission::DeleteOrganization), "Owner");
        assert_eq!(in_words(Permission::ManageBilling), "Owner, Admin and Billing admin; member if granted");
        assert_eq!(limit(Permission::ManageMembers, Role::Admin), Some("Not owners"));
        assert_eq!(limit(Permission::ManageMembers, Role::UserAdmin), Some("Not owners or admins"));
        assert_eq!(limit(Permission::ManageMembers, Role::Owner), None);
        assert_eq!(limit(Permission::ReadMembers, Role::Admin), None);
    }
}
