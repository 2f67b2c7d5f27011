//! Who is in the organization, and who is invited (TR-3, IN-7).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, EmailAddress, InvitationId, MemberPage, MemberPlace, MemberQuery, Permission, PersonName, Role, fold,
    limits,
};
use store::{Member, Project, RemovedMember};
use tracing::instrument;

use super::{ListedInvitation, ListedMember, restore::lacks_to_restore};
use crate::{OrganizationContext, Result, Services};

/// Declined invitations stay listed this long.
const DECLINED: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// A page of members.
#[derive(Clone, Debug)]
pub struct MemberList {
    /// The roles that the caller may give; none: the caller may not invite.
    pub assignable: Vec<Role>,
    /// The members on this page, in their order.
    pub members: Vec<ListedMember>,
    /// How many members there are, found or not.
    pub total: i64,
    /// How many were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// The pages before and behind this one; none where there are none.
    pub previous: Option<MemberPlace>,
    pub next: Option<MemberPlace>,
    /// How many invitations there are; none for those who may not invite.
    pub invited: Option<i64>,
    /// Addresses of those that the search finds too.
    pub also_invited: Vec<EmailAddress>,
    /// The projects that are worked in.
    pub projects: Vec<Project>,
    /// Those whose access was revoked a while ago and whom the caller may bring back, the last one first.
    pub recently_revoked: Vec<Revoked>,
}

/// Somebody whose access was revoked a while ago.
#[derive(Clone, Debug)]
pub struct Revoked {
    pub account_id: AccountId,
    pub name: PersonName,
    pub revoked_at: DateTime<Utc>,
    /// Until when they can be brought back.
    pub undo_until: DateTime<Utc>,
}

impl From<RemovedMember> for Revoked {
    fn from(RemovedMember { member, removed_at, .. }: RemovedMember) -> Self {
        let undo_until = removed_at + limits::REMOVAL_UNDO;
        Self { account_id: member.account_id, name: member.name, revoked_at: removed_at, undo_until }
    }
}

/// The invitations, or a page of those that are looked for.
#[derive(Clone, Debug)]
pub struct InvitedList {
    pub assignable: Vec<Role>,
    /// The newest first.
    pub invitations: Vec<ListedInvitation>,
    /// How many there are, found or not.
    pub total: i64,
    /// How many were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// Behind whom the next page begins; none on the last.
    pub next: Option<InvitationId>,
    /// Behind whom the page before this one begins: `Some(None)` for the first.
    pub previous: Option<Option<InvitationId>>,
    /// How many members there are.
    pub members: i64,
}

impl Services {
    /// One page of the members that are looked for, and what stands around it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn members(&self, context: &OrganizationContext, query: &MemberQuery) -> Result<MemberList> {
        self.require(context, Permission::ReadMembers).await?;
        let (id, me, authority, now) =
            (context.organization.id, context.caller.account_id, &context.authority, self.now());
        let MemberQuery { filter, order, page } = query;
        let mut reader = self.store.read();
        let page = reader.members_page(id, filter, *order, page, limits::MEMBERS_PAGE).await?;
        let total = if filter.is_empty() { page.found } else { reader.count_members(id).await? };
        let projects = reader.active_projects(id).await?;
        let place = |member: Option<&Member>| member.map(|member| store::place_of(member, order.by));
        let shown = i64::try_from(page.members.len()).unwrap_or(limits::MEMBERS_PAGE);
        let previous = place(page.members.first()).filter(|_| page.before > 0);
        let next = place(page.members.last()).filter(|_| page.before + shown < page.found);
        let (mut invited, mut also_invited, mut recently_revoked) = (None, Vec::new(), Vec::new());
        if authority.may(Permission::ManageMembers) {
            let since = now - DECLINED;
            invited = Some(self.store.count_invitations(id, since).await?);
            if !filter.find.is_empty() {
                also_invited = self.store.invited_addresses(id, since, limits::OPEN_INVITATIONS).await?;
                let wanted = fold(&filter.find);
                also_invited.retain(|address| address.searchable().contains(&wanted));
            }
            let removed = self.store.read().recently_removed(id, now - limits::REMOVAL_UNDO).await?.into_iter();
            let mine = removed.filter(|removed| lacks_to_restore(authority, me, removed).is_none());
            recently_revoked = mine.map(Revoked::from).collect();
        }
        let members = page.members.into_iter().map(|member| ListedMember::new(member, me, authority)).collect();
        Ok(MemberList {
            assignable: authority.assignable().collect(),
            members,
            total,
            found: page.found,
            before: page.before,
            previous,
            next,
            invited,
            also_invited,
            projects,
            recently_revoked,
        })
    }

    /// The next `limit` members that are looked for, behind the place that the query names: for those who read all of them, one
    /// part after the other. None: there are no more.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    pub async fn members_behind(
        &self,
        context: &OrganizationContext,
        query: &MemberQuery,
        limit: i64,
    ) -> Result<Option<(Vec<ListedMember>, MemberPlace)>> {
        self.require(context, Permission::ReadMembers).await?;
        let place = match &query.page {
            MemberPage::After(place) => place.clone(),
            MemberPage::First | MemberPage::Before(_) => store::beginning(query.order),
        };
        let id = context.organization.id;
        let members = self.store.read().members_behind(id, &query.filter, query.order, &place, limit).await?;
        let place = members.last().map(|last| store::place_of(last, query.order.by));
        let (me, authority) = (context.caller.account_id, &context.authority);
        let members = members.into_iter().map(|member| ListedMember::new(member, me, authority)).collect();
        Ok(place.map(|place| (members, place)))
    }

    /// The names of the projects that are worked in.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn active_projects(&self, context: &OrganizationContext) -> Result<Vec<Project>> {
        Ok(self.store.read().active_projects(context.organization.id).await?)
    }

    /// All members that a filter finds, up to as many as access is revoked of at once: whom a selection of all of them holds.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    pub async fn found_members(
        &self,
        context: &OrganizationContext,
        query: &MemberQuery,
    ) -> Result<Vec<(AccountId, PersonName)>> {
        self.require(context, Permission::ManageMembers).await?;
        let limit = i64::try_from(limits::REVOKED_AT_ONCE).unwrap_or(i64::MAX);
        let query = query.at(MemberPage::First);
        let found = self.members_behind(context, &query, limit).await?;
        let members = found.into_iter().flat_map(|(members, _)| members);
        Ok(members.map(|listed| (listed.member.account_id, listed.member.name)).collect())
    }

    /// A page of the invitations whose address holds `find`, and which wait with this role: those behind `after`, or from the
    /// beginning. Whoever is not listed any more is the beginning (INP-9).
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    pub async fn invited(
        &self,
        context: &OrganizationContext,
        find: &str,
        role: Option<Role>,
        after: Option<InvitationId>,
    ) -> Result<InvitedList> {
        self.require(context, Permission::ManageMembers).await?;
        let (id, authority, now) = (context.organization.id, &context.authority, self.now());
        let members = self.store.read().count_members(id).await?;
        // An organization has at most as many.
        let mut invitations = self.store.invitations(id, now - DECLINED, limits::OPEN_INVITATIONS).await?;
        let total = count(invitations.len());
        let wanted = fold(find.trim());
        invitations.retain(|one| one.email.searchable().contains(&wanted) && role.is_none_or(|role| one.role == role));
        let found = count(invitations.len());
        let at = after.and_then(|after| invitations.iter().position(|one| one.id == after));
        let before = at.map_or(0, |at| at + 1).min(invitations.len());
        let page = usize::try_from(limits::MEMBERS_PAGE).unwrap_or_default();
        let id_at = |number: Option<usize>| number.and_then(|number| invitations.get(number)).map(|one| one.id);
        let previous = (before > 0).then(|| id_at(before.checked_sub(page + 1)));
        let next = id_at((before + page).checked_sub(1)).filter(|_| before + page < invitations.len());
        let shown = invitations.into_iter().skip(before).take(page);
        Ok(InvitedList {
            assignable: authority.assignable().collect(),
            invitations: shown.map(|found| ListedInvitation::new(found, authority, now)).collect(),
            total,
            found,
            before: count(before),
            next,
            previous,
            members,
        })
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
