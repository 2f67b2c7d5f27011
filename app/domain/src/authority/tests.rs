//! The tables, once more by hand and cell by cell, so that a slip in one of them is seen (TR-1, TR-2, PR-1, ROL-10).

use uuid::Uuid;

use super::*;
use Role::{Admin as A, BillingAdmin as B, Member as M, Owner as O, UserAdmin as U};

/// What each role holds: `x`, and nothing else.
const ROLES: &str = "
                        owner admin billing-admin user-admin member
delete-organization     x     .     .             .          .
manage-owners           x     .     .             .          .
manage-admins           x     x     .             .          .
manage-members          x     x     .             x          .
read-members            x     x     x             x          .
manage-billing          x     x     x             .          .
manage-settings         x     x     .             .          .
read-settings           x     x     x             x          .
reach-every-project     x     x     .             .          .
manage-projects         x     x     .             x          .
manage-project-members  x     x     .             x          .
read-projects           x     x     x             x          .
read-audit-log          x     x     .             .          .
";

/// What each grant gives a member.
const GRANTS: &str = "
                        manage-members manage-billing create-projects manage-settings read-audit-log
delete-organization     .              .              .               .               .
manage-owners           .              .              .               .               .
manage-admins           .              .              .               .               .
manage-members          x              .              .               .               .
read-members            x              .              .               .               .
manage-billing          .              x              .               .               .
manage-settings         .              .              .               x               .
read-settings           .              .              .               x               .
reach-every-project     .              .              .               .               .
manage-projects         .              .              x               .               .
manage-project-members  .              .              .               .               .
read-projects           x              .              x               .               .
read-audit-log          .              .              .               .               x
";

/// What each role in a project gives there.
const PROJECT_ROLES: &str = "
                        manager agent viewer
read                    x       x     x
answer                  x       x     .
manage-members          x       .     .
";

/// What each role in the organization may do in a project to which it was not added.
const PROJECTS: &str = "
                        owner admin billing-admin user-admin member
read                    x     x     .             .          .
answer                  x     x     .             .          .
manage-members          x     x     .             x          .
";

/// Who changes and removes whom: the row does it to the column.
const MANAGES: &str = "
                        owner admin billing-admin user-admin member
owner                   x     x     x             x          x
admin                   .     x     x             x          x
billing-admin           .     .     .             .          .
user-admin              .     .     x             x          x
member                  .     .     .             .          .
";

/// Who gives whom which role: the row gives the column (IN-6).
const ASSIGNS: &str = "
                        owner admin billing-admin user-admin member
owner                   x     x     x             x          x
admin                   .     x     x             x          x
billing-admin           .     .     .             .          .
user-admin              .     .     .             x          x
member                  .     .     .             .          .
";

/// Who may grant what: the row grants the column.
const MAY_GRANT: &str = "
                        manage-members manage-billing create-projects manage-settings read-audit-log
owner                   x              x              x               x               x
admin                   x              x              x               x               x
billing-admin           .              .              .               .               .
user-admin              x              .              x               .               .
member                  .              .              .               .               .
";

/// Who can see to it that somebody else holds the row (TR-8).
const PROVIDES: &str = "
                        owner admin billing-admin user-admin member
delete-organization     x     .     .             .          .
manage-owners           x     .     .             .          .
manage-admins           x     x     .             .          .
manage-members          x     x     .             x          .
read-members            x     x     .             x          .
manage-billing          x     x     .             .          .
manage-settings         x     x     .             .          .
read-settings           x     x     .             .          .
reach-every-project     x     x     .             .          .
manage-projects         x     x     .             x          .
manage-project-members  x     x     .             x          .
read-projects           x     x     .             x          .
read-audit-log          x     x     .             .          .
";

/// The word that stands for it in JSON.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// Writes out a table of these rows and columns, and compares it with `written`, blanks aside.
fn assert_table<R: Serialize + Copy, C: Serialize + Copy>(
    written: &str,
    rows: &[R],
    columns: &[C],
    cell: impl Fn(R, C) -> bool,
) {
    let lines = |table: &str| -> Vec<String> {
        table
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect()
    };
    let mut table = columns.iter().map(word).collect::<Vec<_>>().join(" ");
    for row in rows {
        table.push('\n');
        table.push_str(&word(row));
        table.extend(columns.iter().map(|column| if cell(*row, *column) { " x" } else { " ." }));
    }
    assert_eq!(lines(&table), lines(written));
}

fn grants(grants: &[Grant]) -> Grants {
    grants.iter().copied().collect()
}

fn member_with(given: &[Grant]) -> Authority {
    Authority::new(M, grants(given), ProjectRoles::default())
}

fn project(number: u128) -> ProjectId {
    Uuid::from_u128(number).into()
}

fn in_project(role: Role, project: ProjectId, in_it: ProjectRole) -> Authority {
    Authority::new(role, Grants::NONE, ProjectRoles::from_iter([(project, in_it)]))
}

// TR-1
#[test]
fn tr_1_the_table_of_roles() {
    assert_table(ROLES, &Permission::ALL, &Role::ALL, |permission, role| role.gives(permission));
    assert_table(ROLES, &Permission::ALL, &Role::ALL, |permission, role| Authority::of_role(role).may(permission));
    // No permission stands in the table twice.
    for role in Role::ALL {
        let given = Permission::ALL.into_iter().filter(|permission| role.gives(*permission)).count();
        assert_eq!(role.permissions().len(), given);
    }
}

// TR-2
#[test]
fn tr_2_the_table_of_grants() {
    assert_table(GRANTS, &Permission::ALL, &Grant::ALL, |permission, grant| grant.gives(permission));
    assert_table(GRANTS, &Permission::ALL, &Grant::ALL, |permission, grant| member_with(&[grant]).may(permission));
    for grant in Grant::ALL {
        let given = Permission::ALL.into_iter().filter(|permission| grant.gives(*permission)).count();
        assert_eq!(grant.permissions().len(), given);
    }
}

// PR-1
#[test]
fn pr_1_the_table_of_project_roles() {
    assert_table(PROJECT_ROLES, &ProjectPermission::ALL, &ProjectRole::ALL, |permission, role| role.gives(permission));
    let (here, elsewhere) = (project(1), project(2));
    assert_table(PROJECT_ROLES, &ProjectPermission::ALL, &ProjectRole::ALL, |permission, role| {
        let authority = in_project(M, here, role);
        assert!(!authority.may_in(elsewhere, permission), "a role counts in its project alone");
        authority.may_in(here, permission)
    });
    for role in ProjectRole::ALL {
        let given = ProjectPermission::ALL.into_iter().filter(|permission| role.gives(*permission)).count();
        assert_eq!(role.permissions().len(), given);
    }
}

// PR-1
#[test]
fn pr_1_who_reaches_a_project_without_being_added() {
    assert_table(PROJECTS, &ProjectPermission::ALL, &Role::ALL, |permission, role| {
        Authority::of_role(role).may_in(project(1), permission)
    });
    // A grant to create projects opens none that is there.
    for permission in ProjectPermission::ALL {
        assert!(!member_with(&Grant::ALL).may_in(project(1), permission));
    }
    // What they were before they came to reach every project does not count.
    let counts = |role| in_project(role, project(1), ProjectRole::Viewer).role_in(project(1)).is_some();
    assert_eq!([O, A, B, U, M].map(counts), [false, false, true, true, true]);
    assert_eq!(in_project(M, project(1), ProjectRole::Viewer).role_in(project(2)), None);
}

// TR-1
#[test]
fn tr_1_who_manages_whom() {
    assert_table(MANAGES, &Role::ALL, &Role::ALL, |of, whom| Authority::of_role(of).lacks_to_manage(whom).is_none());
    // A member to whom it is granted manages whom a user admin does.
    let granted = member_with(&[Grant::ManageMembers]);
    for role in Role::ALL {
        assert_eq!(granted.lacks_to_manage(role), Authority::of_role(U).lacks_to_manage(role));
    }
    assert_eq!(
        [O, A, B, U, M].map(Role::managed_by),
        [
            Permission::ManageOwners,
            Permission::ManageAdmins,
            Permission::ManageMembers,
            Permission::ManageMembers,
            Permission::ManageMembers,
        ]
    );
}

// IN-6
#[test]
fn in_6_who_gives_which_role() {
    assert_table(ASSIGNS, &Role::ALL, &Role::ALL, |of, to| Authority::of_role(of).lacks_to_assign(to).is_none());
    for role in Role::ALL {
        let authority = Authority::of_role(role);
        let assignable: Vec<Role> = authority.assignable().collect();
        let expected = Role::ALL.into_iter().filter(|to| authority.lacks_to_assign(*to).is_none());
        assert_eq!(assignable, expected.collect::<Vec<_>>());
        assert_eq!(authority.may_invite(), [O, A, U].contains(&role));
    }
    let granted = member_with(&[Grant::ManageMembers]);
    assert_eq!(granted.assignable().collect::<Vec<_>>(), [M], "a member mints no user admin");
    assert!(granted.may_invite());
}

// TR-8
#[test]
fn tr_8_the_first_that_is_missing_is_named() {
    let lacks = |of: Role, to: Role| Authority::of_role(of).lacks_to_assign(to);
    assert_eq!(lacks(M, M), Some(Permission::ManageMembers));
    assert_eq!(lacks(A, O), Some(Permission::ManageOwners));
    assert_eq!(lacks(U, B), Some(Permission::ManageBilling));
    assert_eq!(Authority::of_role(U).lacks_to_manage(A), Some(Permission::ManageAdmins));
    assert_eq!(Authority::of_role(U).lacks_to_grant(grants(&[Grant::ReadAuditLog])), Some(Permission::ReadAuditLog));
    assert_eq!(Authority::of_role(B).lacks_to_grant(grants(&[Grant::ManageBilling])), Some(Permission::ManageMembers));
    assert_eq!(
        member_with(&[Grant::ManageMembers]).lacks_to_grant(grants(&Grant::ALL)),
        Some(Permission::ManageBilling)
    );
}

// TR-2, IN-6
#[test]
fn tr_2_who_grants_what() {
    assert_table(MAY_GRANT, &Role::ALL, &Grant::ALL, |role, grant| {
        Authority::of_role(role).lacks_to_grant(grants(&[grant])).is_none()
    });
    assert_table(MAY_GRANT, &Role::ALL, &Grant::ALL, |role, grant| {
        Authority::of_role(role).grantable().any(|grantable| grantable == grant)
    });
    // A member grants what they hold, once they manage members; and nothing before.
    for grant in Grant::ALL {
        let both = member_with(&[Grant::ManageMembers, grant]);
        assert_eq!(both.lacks_to_grant(grants(&[grant])), None);
        let alone = member_with(&[grant]).lacks_to_grant(grants(&[grant]));
        assert_eq!(alone.is_none(), grant == Grant::ManageMembers);
    }
    for role in Role::ALL {
        assert_eq!(Authority::of_role(role).lacks_to_grant(Grants::NONE), None, "nothing is anybody's to give");
    }
}

// TR-2, TR-6
#[test]
fn tr_2_what_is_taken_away_need_not_be_held() {
    let (u, audit) = (Authority::of_role(U), grants(&[Grant::ReadAuditLog]));
    let both = grants(&[Grant::ReadAuditLog, Grant::ManageMembers]);
    assert_eq!(u.lacks_to_change_grants(audit, Grants::NONE), None);
    assert_eq!(u.lacks_to_change_grants(audit, both), None, "what is there already is not given");
    assert_eq!(u.lacks_to_change_grants(Grants::NONE, audit), Some(Permission::ReadAuditLog));
    let billing = Authority::of_role(B);
    assert_eq!(billing.lacks_to_change_grants(audit, Grants::NONE), Some(Permission::ManageMembers));
}

// TR-2
#[test]
fn tr_2_only_members_have_grants() {
    for role in Role::ALL {
        let authority = Authority::new(role, grants(&Grant::ALL), ProjectRoles::default());
        assert_eq!(role.takes_grants(), role == M);
        assert_eq!(authority.grants(), if role == M { grants(&Grant::ALL) } else { Grants::NONE });
        if role != M {
            assert_eq!(authority, Authority::of_role(role));
        }
        assert_eq!(authority.role(), role);
    }
    // By what is sent, too.
    let sent = r#"{"role":"billing-admin","grants":["read-audit-log"],"projects":{}}"#;
    assert_eq!(serde_json::from_str::<Authority>(sent).unwrap(), Authority::of_role(B));
}

// TR-8
#[test]
fn tr_8_who_can_provide_what_is_missing() {
    use Permission::{ManageMembers, ReadAuditLog, ReadMembers};

    assert_table(PROVIDES, &Permission::ALL, &Role::ALL, |permission, role| {
        Authority::of_role(role).can_provide(permission)
    });
    // By the grant that a refusal names alone: who could give *Read settings* with a role may not grant *Manage settings*.
    let granted = member_with(&[Grant::ManageMembers, Grant::ReadAuditLog]);
    let provided: Vec<Permission> = Permission::ALL.into_iter().filter(|wanted| granted.can_provide(*wanted)).collect();
    assert_eq!(provided, [ManageMembers, ReadMembers, ReadAuditLog]);
}

// ROL-1: a refusal tells those who manage nobody no one's role.
#[test]
fn rol_1_who_manages_nobody_lacks_the_same_for_everybody() {
    for role in [Role::Member, Role::BillingAdmin] {
        for other in Role::ALL {
            assert_eq!(Authority::of_role(role).lacks_to_manage(other), Some(Permission::ManageMembers));
        }
    }
    assert_eq!(Authority::of_role(Role::UserAdmin).lacks_to_manage(Role::Owner), Some(Permission::ManageOwners));
}

// IN-1, IN-6
#[test]
fn in_6_what_is_given_is_given_as_a_whole() {
    let here = project(1);
    let into = |role, given: &[Grant], projects| Authority::new(role, grants(given), projects);
    let agent = ProjectRoles::from_iter([(here, ProjectRole::Agent)]);
    let u = Authority::of_role(U);
    assert_eq!(u.lacks_to_give(&into(M, &[Grant::CreateProjects], agent.clone())), None);
    assert_eq!(u.lacks_to_give(&into(B, &[], agent.clone())), Some(Permission::ManageBilling));
    assert_eq!(u.lacks_to_give(&into(M, &[Grant::ReadAuditLog], agent.clone())), Some(Permission::ReadAuditLog));
    // A member who manages members gives the projects that they manage, and no other.
    let manages = |project, role| into(M, &[Grant::ManageMembers], ProjectRoles::from_iter([(project, role)]));
    let given = into(M, &[], agent);
    assert_eq!(manages(here, ProjectRole::Manager).lacks_to_give(&given), None);
    let lacks = Some(Permission::ManageProjectMembers);
    assert_eq!(manages(here, ProjectRole::Agent).lacks_to_give(&given), lacks);
    assert_eq!(manages(project(2), ProjectRole::Manager).lacks_to_give(&given), lacks);
    assert_eq!(in_project(M, here, ProjectRole::Manager).lacks_to_give(&given), Some(Permission::ManageMembers));
}

// TR-1, CT-2
#[test]
fn words_are_read_as_they_are_written() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
        assert_eq!(Role::try_from(role.as_str().to_owned()), Ok(role));
        assert_eq!(word(&role), role.as_str());
    }
    assert_eq!("boss".parse::<Role>(), Err(UnknownRole));
    for grant in Grant::ALL {
        assert_eq!(grant.as_str().parse(), Ok(grant));
        assert_eq!(word(&grant), grant.as_str());
    }
    assert_eq!("manage-owners".parse::<Grant>(), Err(UnknownGrant));
    for role in ProjectRole::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
        assert_eq!(ProjectRole::try_from(role.as_str().to_owned()), Ok(role));
        assert_eq!(word(&role), role.as_str());
    }
    assert_eq!("owner".parse::<ProjectRole>(), Err(UnknownProjectRole));
}

// ST-5
#[test]
fn st_5_who_is_a_member_and_nothing_else() {
    let into = |role, given: &[Grant], projects| Authority::new(role, grants(given), projects);
    let agent = ProjectRoles::from_iter([(project(1), ProjectRole::Viewer)]);
    assert!(into(M, &[], ProjectRoles::default()).is_plain());
    for more in [
        into(M, &[Grant::ReadAuditLog], ProjectRoles::default()),
        into(M, &[], agent),
        into(U, &[], ProjectRoles::default()),
        into(B, &[], ProjectRoles::default()),
    ] {
        assert!(!more.is_plain(), "{more:?}");
    }
}

// TR-6: a form that changes the name alone gives nobody back what was taken from them meanwhile.
#[test]
fn tr_6_what_a_form_leaves_stays_as_it_is() {
    let [member, admin, billing] = [M, A, B].map(Authority::of_role);
    assert_eq!(member.merged(&admin, admin.clone()), Some(member.clone()));
    assert_eq!(admin.merged(&admin, member.clone()), Some(member.clone()));
    assert_eq!(member.merged(&admin, member.clone()), Some(member.clone()));
    assert_eq!(member.merged(&admin, billing), None);
}
