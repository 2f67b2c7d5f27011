//! What is looked at on the page: one of the two lists, and a page of it.

use chrono::{DateTime, Utc};
use domain::{AccountId, InvitationQuery, MemberQuery, Namesakes, Role, Slug, paths};
use serde::{Deserialize, Serialize};

use super::api::{
    MemberRow, MembersView, ProjectOption, RevokedRow,
    invited::{GroupCount, InvitationRow, InvitationsView},
    many::RecentChangeRow,
};
use crate::{live, query::Query};

/// What is looked at: one of the two lists, and what of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wanted {
    Members(MemberQuery),
    Invited(InvitationQuery),
}

impl Wanted {
    /// What the page's address says.
    pub(super) fn of(query: Query) -> Self {
        if query.get(paths::VIEW).as_deref() == Some(paths::INVITED) {
            Self::Invited(InvitationQuery::read_leniently(|name| query.get(name)))
        } else {
            Self::Members(MemberQuery::read_leniently(|name| query.get(name)))
        }
    }

    /// Its address.
    pub(super) fn path(&self, slug: &Slug) -> String {
        match self {
            Self::Members(query) => paths::members_list(slug, query),
            Self::Invited(query) => paths::invited_list(slug, query),
        }
    }

    /// What is searched for.
    pub(super) fn find(&self) -> &str {
        match self {
            Self::Members(query) => &query.filter.find,
            Self::Invited(query) => &query.filter.find,
        }
    }

    /// The first page of the same list, searched for something else.
    pub(super) fn searched(&self, find: &str) -> Self {
        match self {
            Self::Members(query) => Self::Members(query.filtered(|filter| find.clone_into(&mut filter.find))),
            Self::Invited(query) => Self::Invited(query.filtered(|filter| find.clone_into(&mut filter.find))),
        }
    }

    /// The first page of the same list, with everything in it.
    pub(super) fn cleared(&self) -> Self {
        match self {
            Self::Members(query) => Self::Members(MemberQuery { order: query.order, ..MemberQuery::default() }),
            Self::Invited(_) => Self::Invited(InvitationQuery::default()),
        }
    }

    /// Whether something is searched for, or filtered.
    pub(super) fn is_filtered(&self) -> bool {
        match self {
            Self::Members(query) => !query.filter.is_empty(),
            Self::Invited(query) => !query.filter.is_empty(),
        }
    }

    pub(super) const fn is_invited(&self) -> bool {
        matches!(self, Self::Invited(_))
    }

    /// What is looked at among the members.
    pub(super) fn members(&self) -> MemberQuery {
        match self {
            Self::Members(query) => query.clone(),
            Self::Invited(_) => MemberQuery::default(),
        }
    }

    /// What is looked at among the invitations.
    pub(super) fn invitations(&self) -> InvitationQuery {
        match self {
            Self::Invited(query) => query.clone(),
            Self::Members(_) => InvitationQuery::default(),
        }
    }
}

/// A page of one of the two lists, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ListView {
    /// What it is an answer to.
    pub wanted: Wanted,
    /// Whether roles, permissions and projects of people come from an identity provider.
    pub identity_managed: bool,
    pub assignable: Vec<Role>,
    pub members: Vec<MemberRow>,
    /// The member of whom something is told, where none of these rows is theirs.
    pub also: Option<MemberRow>,
    pub invitations: Vec<InvitationRow>,
    /// How many invitations of each group were found.
    pub groups: Vec<GroupCount>,
    pub member_count: i64,
    pub invited_count: Option<i64>,
    /// How many were found in this list, on all pages, and how many of them stand before the first on this page.
    pub found: i64,
    pub before: i64,
    /// The places of the pages before and behind this one, as the calls say them.
    pub previous: Option<String>,
    pub next: Option<String>,
    pub projects: Vec<ProjectOption>,
    pub also_invited: Vec<String>,
    pub recently_revoked: Vec<RevokedRow>,
    pub recent_changes: Vec<RecentChangeRow>,
    pub can_add_to_project: bool,
    /// Where somebody wants in and no seat is free, who can ask for more, and whether I can.
    pub seat_managers: Vec<String>,
    pub can_manage_billing: bool,
    pub now: DateTime<Utc>,
}

impl ListView {
    pub(super) fn of_members(wanted: Wanted, view: MembersView) -> Self {
        Self {
            wanted,
            identity_managed: view.identity_managed,
            assignable: view.assignable,
            members: view.members,
            also: view.also,
            invitations: Vec::new(),
            groups: Vec::new(),
            member_count: view.member_count,
            invited_count: view.invited_count,
            found: view.found,
            before: view.before,
            previous: view.previous,
            next: view.next,
            projects: view.projects,
            also_invited: view.also_invited,
            recently_revoked: view.recently_revoked,
            recent_changes: view.recent_changes,
            can_add_to_project: view.can_add_to_project,
            seat_managers: Vec::new(),
            can_manage_billing: false,
            now: view.now,
        }
    }

    pub(super) fn of_invited(wanted: Wanted, view: InvitationsView) -> Self {
        Self {
            wanted,
            identity_managed: false,
            assignable: view.assignable,
            members: Vec::new(),
            also: None,
            invitations: view.invitations,
            groups: view.groups,
            member_count: view.member_count,
            invited_count: Some(view.invited_count),
            found: view.found,
            before: view.before,
            previous: view.previous,
            next: view.next,
            projects: view.projects,
            also_invited: Vec::new(),
            recently_revoked: Vec::new(),
            recent_changes: Vec::new(),
            can_add_to_project: false,
            seat_managers: view.seat_managers,
            can_manage_billing: view.can_manage_billing,
            now: view.now,
        }
    }

    /// The member of this id, and whether one of the page's rows is theirs.
    pub(super) fn member(&self, id: AccountId) -> Option<(&MemberRow, bool)> {
        let here = self.members.iter().find(|row| row.id == id).map(|row| (row, true));
        here.or_else(|| self.also.as_ref().filter(|row| row.id == id).map(|row| (row, false)))
    }

    /// Those on this page who are called alike.
    pub(super) fn namesakes(&self) -> Namesakes {
        Namesakes::among(self.members.iter().map(|row| (row.name.as_str(), row.id)))
    }

    /// How many rows are on this page.
    pub(super) fn shown(&self) -> i64 {
        i64::try_from(self.members.len() + self.invitations.len()).unwrap_or_default()
    }

    /// How many there are in this list, found or not.
    pub(super) fn total(&self) -> i64 {
        if self.wanted.is_invited() { self.invited_count.unwrap_or_default() } else { self.member_count }
    }
}

impl live::Answer for ListView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}
