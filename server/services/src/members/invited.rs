//! Who is invited: what waits for the team, for the person, and for being sent (IN-7, TR-3).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    InvitationFilter, InvitationGroup, InvitationPlace, InvitationQuery, InvitationStanding, InvitedDelivery,
    InvitedState, OrganizationId, Permission, ProjectFilter, ProjectId, Role, SeatWanted, fold, limits,
};
use store::{InvitationKey, Project};
use tracing::instrument;

use super::ListedInvitation;
use crate::{OrganizationContext, Result, Services};

/// Declined invitations stay listed this long, if nobody takes note of them before.
pub(super) const DECLINED: TimeDelta = TimeDelta::days(7);

/// A page of the invitations that are looked for.
#[derive(Clone, Debug)]
pub struct InvitedList {
    pub assignable: Vec<Role>,
    /// In their order.
    pub invitations: Vec<ListedInvitation>,
    /// How many of each group were found, on all pages.
    pub groups: Vec<(InvitationGroup, i64)>,
    /// How many there are, found or not.
    pub total: i64,
    /// How many were found, on all pages.
    pub found: i64,
    /// How many of those stand before the first on this page.
    pub before: i64,
    /// The pages before and behind this one; none where there are none.
    pub previous: Option<InvitationPlace>,
    pub next: Option<InvitationPlace>,
    /// How many members there are.
    pub members: i64,
    /// The projects that are worked in.
    pub projects: Vec<Project>,
    /// Where somebody wants in and no seat is free, the names of some who can ask for more; else none (ST-3).
    pub seat_managers: Vec<String>,
}

/// What the home page shows of invitations.
#[derive(Clone, Debug, Default)]
pub struct InvitationsAtHome {
    /// The first of those that wait for the team.
    pub waiting: Vec<ListedInvitation>,
    /// How many of those there are.
    pub waiting_count: i64,
    /// The first of those that wait for the person.
    pub underway: Vec<ListedInvitation>,
    /// How many of those there are.
    pub underway_count: i64,
}

impl Services {
    /// The first `limit` invitations of each of the two groups that wait for somebody; of none for those who do not manage members.
    pub(crate) async fn invitations_at_home(
        &self,
        context: &OrganizationContext,
        limit: usize,
    ) -> Result<InvitationsAtHome> {
        if !context.authority.may(Permission::ManageMembers) {
            return Ok(InvitationsAtHome::default());
        }
        let (id, now) = (context.organization.id, self.now());
        let mut reader = self.store.read();
        let keys = reader.invitation_keys(&context.organization, now - DECLINED).await?;
        let has_seat = self.has_seat_for_waiting(id, &keys).await?;
        let all = InvitationFilter::default();
        let wanted = Wanted::new(&all, &[], has_seat);
        let mut places: Vec<_> = keys.iter().filter_map(|key| wanted.place(key, now)).collect();
        places.sort_unstable();
        let of = |group| places.iter().filter(move |place| place.standing.group() == group);
        let (waiting, underway) = (of(InvitationGroup::Waiting), of(InvitationGroup::Underway));
        let ids: Vec<_> =
            waiting.clone().take(limit).chain(underway.clone().take(limit)).map(|place| place.id).collect();
        let (waiting_count, underway_count) = (count(waiting.count()), count(underway.count()));
        let invitations = if ids.is_empty() { Vec::new() } else { reader.invitations_page(id, &ids).await? };
        let authority = &context.authority;
        let listed = invitations.into_iter().filter_map(|one| ListedInvitation::new(one, authority, has_seat, now));
        let (waiting, underway) = listed.partition(|one| one.standing.group() == InvitationGroup::Waiting);
        Ok(InvitationsAtHome { waiting, waiting_count, underway, underway_count })
    }

    /// A page of the invitations that are looked for.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn invited(&self, context: &OrganizationContext, query: &InvitationQuery) -> Result<InvitedList> {
        self.require(context, Permission::ManageMembers).await?;
        let (id, authority, now) = (context.organization.id, &context.authority, self.now());
        let mut reader = self.store.read();
        let members = reader.count_members(id).await?;
        let projects = reader.active_projects(id).await?;
        let keys = reader.invitation_keys(&context.organization, now - DECLINED).await?;
        let total = count(keys.len());
        let has_seat = self.has_seat_for_waiting(id, &keys).await?;
        let seat_managers = if has_seat { Vec::new() } else { self.seat_managers(id).await? };
        let wanted = Wanted::new(&query.filter, &projects, has_seat);
        let mut places: Vec<_> = keys.iter().filter_map(|key| wanted.place(key, now)).collect();
        places.sort_unstable();
        let groups = InvitationGroup::ALL.map(|group| {
            let found = places.iter().filter(|place| place.standing.group() == group);
            (group, count(found.count()))
        });
        let range = query.page.range(&places, limits::INVITATIONS_PAGE);
        let (before, more) = (range.start, range.end < places.len());
        let page = places.get(range).unwrap_or_default();
        let ids: Vec<_> = page.iter().map(|place| place.id).collect();
        let invitations = if ids.is_empty() { Vec::new() } else { reader.invitations_page(id, &ids).await? };
        let listed = invitations.into_iter().filter_map(|one| ListedInvitation::new(one, authority, has_seat, now));
        Ok(InvitedList {
            assignable: authority.assignable().collect(),
            invitations: listed.collect(),
            groups: groups.into_iter().filter(|(_, found)| *found > 0).collect(),
            total,
            found: count(places.len()),
            before: count(before),
            previous: page.first().copied().filter(|_| before > 0),
            next: page.last().copied().filter(|_| more),
            members,
            projects,
            seat_managers,
        })
    }

    /// Whether a seat is free for those of them who found none. Where nobody waits for one it is not asked.
    async fn has_seat_for_waiting(&self, organization: OrganizationId, keys: &[InvitationKey]) -> Result<bool> {
        let waits = keys.iter().any(|key| key.seat_wanted_at.is_some());
        Ok(!waits || self.has_seat_to_accept(organization).await?)
    }
}

/// A filter, ready to be held against many.
struct Wanted<'a> {
    filter: &'a InvitationFilter,
    find: String,
    projects: &'a [Project],
    /// Whether a seat is free for those who found none.
    has_seat: bool,
}

impl<'a> Wanted<'a> {
    fn new(filter: &'a InvitationFilter, projects: &'a [Project], has_seat: bool) -> Self {
        Self { filter, find: fold(filter.find.trim()), projects, has_seat }
    }

    /// Where it stands in the list; none where it is not looked for.
    fn place(&self, key: &InvitationKey, now: DateTime<Utc>) -> Option<InvitationPlace> {
        let InvitationFilter { state: wanted_state, delivery: wanted_delivery, role, project, .. } = self.filter;
        let seat = SeatWanted::of(key.seat_wanted_at.is_some(), self.has_seat);
        let state = InvitedState::of(key.state.at(now, key.expires_at), key.asked_at.is_some(), key.backed, seat)?;
        let delivery = key.mail.map(InvitedDelivery::from);
        let fits = wanted_state.is_none_or(|wanted| state == wanted)
            && wanted_delivery.is_none_or(|wanted| delivery == Some(wanted))
            && role.is_none_or(|role| key.given.role() == role)
            && project.is_none_or(|project| self.reaches(key, project))
            && (self.find.is_empty() || key.email.searchable().contains(&self.find));
        let standing = InvitationStanding::of(state, key.mail);
        fits.then(|| InvitationPlace { standing, since: since(key, standing), id: key.id })
    }

    /// Whether whom it is for will reach this of the projects; those that are archived nobody reaches.
    fn reaches(&self, key: &InvitationKey, project: ProjectFilter) -> bool {
        let every = key.given.may(Permission::ReachEveryProject);
        let added = |project: ProjectId| !every && key.given.projects().role_in(project).is_some();
        match project {
            ProjectFilter::Every => every,
            ProjectFilter::None => !every && !self.projects.iter().any(|project| added(project.id)),
            ProjectFilter::One(project) => added(project),
        }
    }
}

/// Since when it waits for that.
fn since(key: &InvitationKey, standing: InvitationStanding) -> DateTime<Utc> {
    let at = match standing {
        InvitationStanding::Asked => key.asked_at,
        InvitationStanding::NoSeat | InvitationStanding::SeatFree => key.seat_wanted_at,
        InvitationStanding::Expired => key.expires_at,
        InvitationStanding::Declined
        | InvitationStanding::Unbacked
        | InvitationStanding::Refused
        | InvitationStanding::Delayed
        | InvitationStanding::Underway
        | InvitationStanding::Draft => None,
    };
    at.unwrap_or(key.since)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
