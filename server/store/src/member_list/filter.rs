//! Which members a filter finds, as a condition of the statements of the list, and what is bound to it.

use domain::{Authority, Grant, MemberFilter, MemberState, Permission, ProjectFilter, Role};
use uuid::Uuid;

use crate::pattern::holding;

/// Whether the member reaches every project by their role.
macro_rules! reaches_every {
    () => {
        "$8 LIKE '% ' || memberships.role || ' %'"
    };
}

/// Whether the member belongs to the project that is filtered by, and whether to any that is worked in: for each of a few, and for all.
macro_rules! belongs {
    (each one) => {
        "EXISTS (
                    SELECT 1 FROM project_memberships AS belonging
                    WHERE belonging.organization_id = memberships.organization_id
                      AND belonging.account_id = memberships.account_id AND belonging.project_id = $7)"
    };
    (each any) => {
        "EXISTS (
                    SELECT 1 FROM project_memberships AS belonging
                    WHERE belonging.organization_id = memberships.organization_id
                      AND belonging.account_id = memberships.account_id AND EXISTS (
                        SELECT 1 FROM projects
                        WHERE projects.id = belonging.project_id AND projects.archived_at IS NULL))"
    };
    (all one) => {
        "memberships.account_id IN (
                    SELECT belonging.account_id FROM project_memberships AS belonging
                    WHERE belonging.organization_id = $1 AND belonging.project_id = $7)"
    };
    (all any) => {
        "memberships.account_id IN (
                    SELECT belonging.account_id FROM project_memberships AS belonging
                    JOIN projects ON projects.id = belonging.project_id
                    WHERE belonging.organization_id = $1 AND projects.archived_at IS NULL)"
    };
}

/// Which members, of one organization. Reads no other table but for the projects of those who are left. What is not filtered by
/// is empty, and comes first, so that nothing is computed for it: the count goes through everybody.
macro_rules! found {
    ($of:ident) => {
        concat!(
            r"memberships.organization_id = $1
              AND ($2 = '' OR memberships.name_folded LIKE $2 ESCAPE '\' OR memberships.email_folded LIKE $2 ESCAPE '\')
              AND ($3 = '' OR memberships.role = $3)
              AND ($4 = '' OR memberships.grants LIKE $4 OR $5 LIKE '% ' || memberships.role || ' %')
              AND ($6 = ''
                OR ($6 = 'every' AND ",
            reaches_every!(),
            ")
                OR ($6 = 'none' AND NOT ",
            reaches_every!(),
            " AND NOT ",
            belongs!($of any),
            ")
                OR ($6 = 'one' AND NOT ",
            reaches_every!(),
            " AND ",
            belongs!($of one),
            "))
              AND ($9 = '' OR ($9 = 'no-project') = (memberships.role = 'member' AND NOT ",
            belongs!($of any),
            "))"
        )
    };
}

pub(super) use belongs;
pub(super) use found;
pub(super) use reaches_every;

/// Binds what all these statements begin with.
macro_rules! bound {
    ($query:expr, $organization:expr, $filter:expr) => {{
        let $crate::member_list::filter::Bound { pattern, role, grants, holders, project, project_id, reaching, state } =
            $crate::member_list::filter::Bound::new($filter);
        $query
            .bind($organization.as_uuid())
            .bind(pattern)
            .bind(role)
            .bind(grants)
            .bind(holders)
            .bind(project)
            .bind(project_id)
            .bind(reaching)
            .bind(state)
    }};
}

pub(super) use bound;

/// A filter as the statements take it.
pub(super) struct Bound {
    pub pattern: String,
    pub role: &'static str,
    pub grants: String,
    /// The roles that hold what is filtered by, with blanks around each.
    pub holders: String,
    pub project: &'static str,
    pub project_id: Uuid,
    /// Likewise those that reach every project.
    pub reaching: String,
    pub state: &'static str,
}

impl Bound {
    pub(super) fn new(filter: &MemberFilter) -> Self {
        let (project, project_id) = match filter.project {
            None => ("", Uuid::nil()),
            Some(ProjectFilter::Every) => ("every", Uuid::nil()),
            Some(ProjectFilter::None) => ("none", Uuid::nil()),
            Some(ProjectFilter::One(project)) => ("one", project.as_uuid()),
        };
        let holds = |grant: Grant, role: Role| grant.permissions().iter().all(|permission| role.gives(*permission));
        Self {
            pattern: if filter.find.is_empty() { String::new() } else { holding(&filter.find) },
            role: filter.role.map_or("", Role::as_str),
            // No word of a grant is part of another one.
            grants: filter.permission.map_or_else(String::new, |grant| format!("%{}%", grant.as_str())),
            holders: roles(|role| filter.permission.is_some_and(|grant| holds(grant, role))),
            project,
            project_id,
            reaching: roles(|role| Authority::of_role(role).may(Permission::ReachEveryProject)),
            state: filter.state.map_or("", MemberState::as_str),
        }
    }
}

/// The roles of which this is so, with blanks around each.
fn roles(is_so: impl Fn(Role) -> bool) -> String {
    let words = Role::ALL.into_iter().filter(|role| is_so(*role)).map(Role::as_str);
    words.fold(" ".to_owned(), |roles, word| roles + word + " ")
}
