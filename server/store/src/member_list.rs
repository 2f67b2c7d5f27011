//! The list of members: found, filtered, sorted and paged by keyset (TR-3). A page begins at a place and not at a number, so
//! that the last one costs as much as the first, and none repeats or leaves out a row when somebody joins or leaves.

use chrono::DateTime;
use domain::{MemberFilter, MemberKey, MemberOrder, MemberPage, MemberPlace, MemberSort, OrganizationId, Role, fold};
use uuid::Uuid;

use crate::{Member, Reader, Result, db::statements, given::Row, members::MemberRow, reader::with_reader};

mod filter;
#[cfg(test)]
mod tests;

use filter::{belongs, bound, found, reaches_every};

/// Members by power, then by name, as one text: the place of the role in [`Role::ALL`], and the folded name.
macro_rules! by_role {
    () => {
        "CASE memberships.role WHEN 'owner' THEN '0' WHEN 'admin' THEN '1' WHEN 'billing-admin' THEN '2'
                    WHEN 'user-admin' THEN '3' ELSE '4' END || memberships.name_folded"
    };
}

/// When somebody was last here; who never was comes first. Both engines take the literal for a time.
macro_rules! by_last_active {
    () => {
        "COALESCE(memberships.opened_at, '0001-01-01T00:00:00+00:00')"
    };
}

/// The rows behind a place, in one direction: each as often as it has projects.
macro_rules! page {
    ($key:expr, $behind:literal, $direction:literal) => {
        concat!(
            "
        SELECT page.account_id, COALESCE(page.display_name, accounts.name) AS name, accounts.email, page.role,
               page.grants, page.joined_at, page.opened_at, accounts.password_hash IS NOT NULL AS has_password,
               page.support_contact,
               belonging.project_id, belonging.role AS project_role
        FROM (
            SELECT memberships.organization_id, memberships.account_id, memberships.display_name, memberships.role,
                   memberships.grants, memberships.support_contact,
                   memberships.joined_at, memberships.opened_at, ",
            $key,
            " AS place
            FROM memberships
            WHERE ",
            found!(each),
            "
              AND (",
            $key,
            ", memberships.account_id) ",
            $behind,
            " ($10, $11)
            ORDER BY ",
            $key,
            $direction,
            ", memberships.account_id",
            $direction,
            " LIMIT $12
        ) AS page
        JOIN accounts ON accounts.id = page.account_id
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = page.organization_id AND belonging.account_id = page.account_id
        ORDER BY page.place",
            $direction,
            ", page.account_id",
            $direction
        )
    };
}

/// How many there are in all, and how many before a place.
macro_rules! counts {
    ($key:expr) => {
        concat!(
            "SELECT COUNT(*), COUNT(CASE WHEN (",
            $key,
            ", memberships.account_id) < ($10, $11) THEN 1 END) FROM memberships WHERE ",
            found!(all)
        )
    };
}

statements! {
    NAME = page!("memberships.name_folded", ">", " ASC");
    NAME_BACK = page!("memberships.name_folded", "<", " DESC");
    ROLE = page!(by_role!(), ">", " ASC");
    ROLE_BACK = page!(by_role!(), "<", " DESC");
    JOINED = page!("memberships.joined_at", ">", " ASC");
    JOINED_BACK = page!("memberships.joined_at", "<", " DESC");
    LAST_ACTIVE = page!(by_last_active!(), ">", " ASC");
    LAST_ACTIVE_BACK = page!(by_last_active!(), "<", " DESC");
    COUNT_NAME = counts!("memberships.name_folded");
    COUNT_ROLE = counts!(by_role!());
    COUNT_JOINED = counts!("memberships.joined_at");
    COUNT_LAST_ACTIVE = counts!(by_last_active!());
    COUNT = "SELECT COUNT(*) FROM memberships WHERE organization_id = $1";
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct MembersPage {
    /// In their order.
    pub members: Vec<Member>,
    /// How many were found in all.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
}

/// A place before or behind every row, whatever it is sorted by.
fn end(by: MemberSort, last: bool) -> MemberPlace {
    let time = |text: &str| DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).unwrap_or_default();
    let key = match (by, last) {
        (MemberSort::Name | MemberSort::Role, false) => MemberKey::Text(String::new()),
        (MemberSort::Name | MemberSort::Role, true) => MemberKey::Text('\u{10ffff}'.into()),
        (MemberSort::Joined | MemberSort::LastActive, false) => MemberKey::Time(time("0001-01-01T00:00:00Z")),
        (MemberSort::Joined | MemberSort::LastActive, true) => MemberKey::Time(time("9999-12-31T23:59:59Z")),
    };
    MemberPlace { key, id: if last { Uuid::max() } else { Uuid::nil() }.into() }
}

/// Where this member stands in a list that is sorted by `by`.
pub fn place_of(member: &Member, by: MemberSort) -> MemberPlace {
    let name = fold(member.name.as_str());
    let rank = Role::ALL.iter().position(|role| *role == member.role()).unwrap_or_default();
    let key = match by {
        MemberSort::Name => MemberKey::Text(name),
        MemberSort::Role => MemberKey::Text(format!("{rank}{name}")),
        MemberSort::Joined => MemberKey::Time(member.joined_at),
        MemberSort::LastActive => match (member.opened_at, end(by, false).key) {
            (Some(at), _) => MemberKey::Time(at),
            (None, never) => never,
        },
    };
    MemberPlace { key, id: member.account_id }
}

impl Reader<'_> {
    /// One page of at most `limit` of the members that are looked for. A place that has no rows behind it is the last page,
    /// and one before which a page is not full is the first (INP-9).
    pub async fn members_page(
        &mut self,
        organization: OrganizationId,
        filter: &MemberFilter,
        order: MemberOrder,
        page: &MemberPage,
        limit: i64,
    ) -> Result<MembersPage> {
        let full = |members: &Vec<Member>| i64::try_from(members.len()).is_ok_and(|count| count >= limit);
        let first = end(order.by, order.descending);
        let mut members = match page {
            MemberPage::First => Vec::new(),
            MemberPage::After(place) => self.members_behind(organization, filter, order, place, limit).await?,
            MemberPage::Before(place) => self.members_before(organization, filter, order, place, limit).await?,
        };
        if members.is_empty() && matches!(page, MemberPage::After(_)) {
            let last = end(order.by, !order.descending);
            members = self.members_before(organization, filter, order, &last, limit).await?;
        }
        if matches!(page, MemberPage::First) || (matches!(page, MemberPage::Before(_)) && !full(&members)) {
            members = self.members_behind(organization, filter, order, &first, limit).await?;
        }
        if filter.is_empty() && matches!(page, MemberPage::First) {
            return Ok(MembersPage { found: self.count_members(organization).await?, before: 0, members });
        }
        let at = members.first().map_or(first, |member| place_of(member, order.by));
        let (found, less) = self.count_found_members(organization, filter, order.by, &at).await?;
        let before = if order.descending { found - less - 1 } else { less };
        Ok(MembersPage { found, before: before.max(0), members })
    }

    /// The members that stand behind this place, the next one first.
    pub async fn members_behind(
        &mut self,
        organization: OrganizationId,
        filter: &MemberFilter,
        order: MemberOrder,
        place: &MemberPlace,
        limit: i64,
    ) -> Result<Vec<Member>> {
        let statement = match (order.by, order.descending) {
            (MemberSort::Name, false) => NAME,
            (MemberSort::Name, true) => NAME_BACK,
            (MemberSort::Role, false) => ROLE,
            (MemberSort::Role, true) => ROLE_BACK,
            (MemberSort::Joined, false) => JOINED,
            (MemberSort::Joined, true) => JOINED_BACK,
            (MemberSort::LastActive, false) => LAST_ACTIVE,
            (MemberSort::LastActive, true) => LAST_ACTIVE_BACK,
        };
        let id = place.id.as_uuid();
        let rows: Vec<Row<MemberRow>> = match &place.key {
            MemberKey::Text(key) => with_reader!(self, db => bound!(sqlx::query_as(statement), organization, filter)
                .bind(key)
                .bind(id)
                .bind(limit)
                .fetch_all(db)
                .await?),
            MemberKey::Time(key) => with_reader!(self, db => bound!(sqlx::query_as(statement), organization, filter)
                .bind(*key)
                .bind(id)
                .bind(limit)
                .fetch_all(db)
                .await?),
        };
        Member::all(rows)
    }

    /// The members that stand before this place, the last one last.
    async fn members_before(
        &mut self,
        organization: OrganizationId,
        filter: &MemberFilter,
        order: MemberOrder,
        place: &MemberPlace,
        limit: i64,
    ) -> Result<Vec<Member>> {
        let back = MemberOrder { descending: !order.descending, ..order };
        let mut members = self.members_behind(organization, filter, back, place, limit).await?;
        members.reverse();
        Ok(members)
    }

    /// How many were found, and how many of them sort before this place.
    async fn count_found_members(
        &mut self,
        organization: OrganizationId,
        filter: &MemberFilter,
        by: MemberSort,
        place: &MemberPlace,
    ) -> Result<(i64, i64)> {
        let statement = match by {
            MemberSort::Name => COUNT_NAME,
            MemberSort::Role => COUNT_ROLE,
            MemberSort::Joined => COUNT_JOINED,
            MemberSort::LastActive => COUNT_LAST_ACTIVE,
        };
        let id = place.id.as_uuid();
        Ok(match &place.key {
            MemberKey::Text(key) => with_reader!(self, db => bound!(sqlx::query_as(statement), organization, filter)
                .bind(key)
                .bind(id)
                .fetch_one(db)
                .await?),
            MemberKey::Time(key) => with_reader!(self, db => bound!(sqlx::query_as(statement), organization, filter)
                .bind(*key)
                .bind(id)
                .fetch_one(db)
                .await?),
        })
    }

    /// How many members there are.
    pub async fn count_members(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// The first `limit` members by name of whom `find` is a part of the name or the address.
    pub async fn first_members_by_name(
        &mut self,
        organization: OrganizationId,
        find: &str,
        limit: i64,
    ) -> Result<Vec<Member>> {
        let filter = MemberFilter { find: find.to_owned(), ..MemberFilter::default() };
        let first = end(MemberSort::Name, false);
        self.members_behind(organization, &filter, MemberOrder::default(), &first, limit).await
    }
}

/// The place before every row.
pub fn beginning(order: MemberOrder) -> MemberPlace {
    end(order.by, order.descending)
}
