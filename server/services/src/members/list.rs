//! Who is in the organization (TR-3).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, EmailAddress, MemberPage, MemberPlace, MemberQuery, Permission, PersonName, Role, audit::AuditEvent,
    fold, limits,
};
use store::{Member, Project, RemovedMember};
use tracing::instrument;

use super::{ListedMember, RecentChange, actions::Acting, invited::DECLINED, many::addable, restore::lacks_to_restore};
use crate::{OrganizationContext, Result, Services, audit::Subject};

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
    /// What the caller did with several members at once a while ago and may undo, the last first.
    pub recent_changes: Vec<RecentChange>,
    /// Whether the caller may add people to some project.
    pub can_add_to_project: bool,
}

/// Somebody whose access was revoked a while ago.
#[derive(Clone, Debug)]
pub struct Revoked {
    pub account_id: AccountId,
    pub name: PersonName,
    pub email: EmailAddress,
    pub revoked_at: DateTime<Utc>,
    /// The name of whoever revoked it, where that was not the caller; none once that account is gone.
    pub revoked_by: Option<String>,
    /// Until when they can be brought back.
    pub undo_until: DateTime<Utc>,
}

impl Revoked {
    /// As the caller sees it.
    fn seen_by(me: AccountId, removed: RemovedMember) -> Self {
        let RemovedMember { member, removed_at, removed_by, remover_name } = removed;
        let revoked_by = remover_name.filter(|_| removed_by != Some(me));
        let undo_until = removed_at + limits::REMOVAL_UNDO;
        let Member { account_id, name, email, .. } = member;
        Self { account_id, name, email, revoked_at: removed_at, revoked_by, undo_until }
    }
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
        let (mut invited, mut also_invited) = (None, Vec::new());
        let (mut recently_revoked, mut recent_changes) = (Vec::new(), Vec::new());
        if authority.may(Permission::ManageMembers) {
            let since = now - DECLINED;
            invited = Some(reader.count_invitations(id, since).await?);
            if !filter.find.is_empty() {
                also_invited = reader.invited_addresses(id, since, limits::OPEN_INVITATIONS).await?;
                let wanted = fold(&filter.find);
                also_invited.retain(|address| address.searchable().contains(&wanted));
            }
            let removed = self.store.read().recently_removed(id, now - limits::REMOVAL_UNDO).await?.into_iter();
            let mine = removed.filter(|removed| lacks_to_restore(authority, me, removed).is_none());
            recently_revoked = mine.map(|removed| Revoked::seen_by(me, removed)).collect();
            if !context.organization.identity_managed {
                recent_changes = self.recent_changes(context).await?;
            }
        }
        let acting = Acting::new(context, &projects);
        let can_add_to_project =
            !context.organization.identity_managed && addable(authority, &projects).next().is_some();
        let listed = |member: Member| {
            let availability = self.seen_of(context, member.account_id);
            ListedMember::new(member, availability, &acting)
        };
        let members = page.members.into_iter().map(listed).collect();
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
            recent_changes,
            can_add_to_project,
        })
    }

    /// The next `limit` members that are looked for, behind the place that the query names: for those who read all of them, one
    /// part after the other. None: there are no more.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn members_behind(
        &self,
        context: &OrganizationContext,
        query: &MemberQuery,
        limit: i64,
    ) -> Result<Option<(Vec<Member>, MemberPlace)>> {
        self.require(context, Permission::ReadMembers).await?;
        let place = match &query.page {
            MemberPage::After(place) => place.clone(),
            MemberPage::First | MemberPage::Before(_) => store::beginning(query.order),
        };
        let id = context.organization.id;
        let members = self.store.read().members_behind(id, &query.filter, query.order, &place, limit).await?;
        let place = members.last().map(|last| store::place_of(last, query.order.by));
        Ok(place.map(|place| (members, place)))
    }

    /// Writes into the log that the list was taken away.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn record_members_export(&self, context: &OrganizationContext) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ReadMembers).await?;
        tx.record(Subject::None, AuditEvent::MembersExported {}).await?;
        tx.commit().await
    }

    /// The names of the projects that are worked in.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn active_projects(&self, context: &OrganizationContext) -> Result<Vec<Project>> {
        Ok(self.store.read().active_projects(context.organization.id).await?)
    }

    /// All members that a filter finds, up to as many as access is revoked of at once: whom a selection of all of them holds.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn found_members(
        &self,
        context: &OrganizationContext,
        query: &MemberQuery,
    ) -> Result<Vec<(AccountId, PersonName, EmailAddress)>> {
        self.require(context, Permission::ManageMembers).await?;
        let limit = i64::try_from(limits::REVOKED_AT_ONCE).unwrap_or(i64::MAX);
        let query = query.at(MemberPage::First);
        let found = self.members_behind(context, &query, limit).await?;
        let members = found.into_iter().flat_map(|(members, _)| members);
        Ok(members.map(|member| (member.account_id, member.name, member.email)).collect())
    }
}
