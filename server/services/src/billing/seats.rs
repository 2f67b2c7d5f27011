//! **The one place that decides what takes a seat, and when** (docs/adr/0019-seats.md), and what is done where none is free. The
//! same for projects, which are simpler.
//!
//! A seat is held by each member, and by each invitation that can be accepted. Whatever adds to them asks here, with the
//! organization locked, so that of many at once each sees what the one before it took.

use domain::{Authority, InvitationState, Limit, OrganizationId, Permission, ReachedLimit, Refusal, SeatUse};
use store::{Invitation, Reader};

use crate::{
    OrganizationContext, Result, Services,
    transaction::{OrganizationTx, Transaction},
};

/// People who are named as those who manage billing.
const NAMED: usize = 3;

/// That there is a seat for an invitation which is to be sent: one is sent with nothing else.
pub(crate) enum Seat {
    /// It was free until now.
    Taken,
    /// The invitation holds it already.
    Held,
}

/// The seats that can be given away in this transaction: how many are free, and how many the plan includes; none where there
/// is no limit.
pub(crate) struct FreeSeats(Option<(u32, Limit)>);

impl FreeSeats {
    fn of(seats: Option<SeatUse>) -> Self {
        Self(seats.and_then(|seats| seats.free().zip(seats.included)))
    }

    /// Takes a free seat.
    ///
    /// # Errors
    /// How many the plan includes, where none is left.
    pub(crate) const fn take(&mut self) -> Result<Seat, Limit> {
        match &mut self.0 {
            Some((0, included)) => Err(*included),
            Some((free, _)) => {
                *free -= 1;
                Ok(Seat::Taken)
            }
            None => Ok(Seat::Taken),
        }
    }

    /// Takes back a seat with which nothing was sent after all.
    pub(crate) const fn give_back(&mut self, seat: &Seat) {
        if let (Some((free, _)), Seat::Taken) = (&mut self.0, seat) {
            *free += 1;
        }
    }

    /// The seat that this invitation holds already; else one of them.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(crate) fn take_for(&mut self, invitation: &Invitation, services: &Services) -> Result<Seat, Limit> {
        if holds_seat(invitation, services) { Ok(Seat::Held) } else { self.take() }
    }
}

/// Whether it holds a seat: it was sent, and its time is not over. A draft holds none.
fn holds_seat(invitation: &Invitation, services: &Services) -> bool {
    invitation.state.at(services.now(), invitation.expires_at) == InvitationState::Sent
}

/// Something that adds members.
#[derive(Clone, Copy)]
enum Adding {
    /// An open invitation is accepted: the seat that it holds becomes the member's. Other invitations do not stand in its way:
    /// where a plan has shrunk below what is promised, who comes first comes in.
    Accepted,
    /// So many are brought back, whose seats others may have been promised since.
    Restored(u32),
}

/// Whether there is room for it; else how many seats the plan includes.
fn check_room(seats: Option<SeatUse>, adding: Adding) -> Result<(), Limit> {
    let Some((seats, included)) = seats.and_then(|seats| Some((seats, seats.included?))) else { return Ok(()) };
    let (held, more) = match adding {
        Adding::Accepted => (seats.members, 1),
        Adding::Restored(count) => (seats.taken(), count),
    };
    if held.saturating_add(more) <= included.get() { Ok(()) } else { Err(included) }
}

impl Services {
    /// Refuses that an invitation is accepted for which no seat is free; the organization is locked.
    ///
    /// # Errors
    /// [`Refusal::NoFreeSeat`].
    pub(crate) async fn require_seat_to_accept(&self, tx: &mut Transaction<'_>, invitation: &Invitation) -> Result<()> {
        let organization = invitation.organization();
        let seats = tx.read().limited_seats(organization.id, self.now()).await?;
        let room = check_room(seats, Adding::Accepted);
        Ok(room.map_err(|_| Refusal::NoFreeSeat { organization: organization.name })?)
    }

    /// Whether an invitation could be accepted by now. Only accepting it says for sure.
    pub(crate) async fn has_seat_to_accept(&self, organization: OrganizationId) -> Result<bool> {
        let seats = self.store.read().limited_seats(organization, self.now()).await?;
        Ok(check_room(seats, Adding::Accepted).is_ok())
    }

    /// Names of the first who can ask for more seats.
    pub(crate) async fn seat_managers(&self, organization: OrganizationId) -> Result<Vec<String>> {
        billing_managers(self.store.read(), organization).await
    }

    /// Whether all seats of the organization are taken by now.
    pub(crate) async fn taken_seats(&self, context: &OrganizationContext) -> Result<Option<ReachedLimit>> {
        let organization = context.organization.id;
        let seats = self.store.read().limited_seats(organization, self.now()).await?;
        match seats.filter(SeatUse::is_full).and_then(|seats| seats.included) {
            Some(limit) => Ok(Some(reached(limit, self.store.read(), organization, &context.authority).await?)),
            None => Ok(None),
        }
    }

    /// Whether as many projects are worked in by now as the plan includes; `active` are.
    pub(crate) async fn taken_projects(
        &self,
        context: &OrganizationContext,
        active: i64,
    ) -> Result<Option<ReachedLimit>> {
        let organization = context.organization.id;
        match full_plan(self.store.read(), organization, active).await? {
            Some(limit) => Ok(Some(reached(limit, self.store.read(), organization, &context.authority).await?)),
            None => Ok(None),
        }
    }
}

impl OrganizationTx<'_> {
    async fn seats(&mut self) -> Result<Option<SeatUse>> {
        let (organization, now) = (self.organization_id(), self.services().now());
        Ok(self.read().limited_seats(organization, now).await?)
    }

    /// Whether an invitation could be accepted by now.
    pub(crate) async fn has_seat_to_accept(&mut self) -> Result<bool> {
        Ok(check_room(self.seats().await?, Adding::Accepted).is_ok())
    }

    /// The seats that can be given to invitations.
    pub(crate) async fn free_seats(&mut self) -> Result<FreeSeats> {
        Ok(FreeSeats::of(self.seats().await?))
    }

    /// A seat for this invitation, which is to be sent: the one that it holds, or a free one.
    ///
    /// # Errors
    /// [`Refusal::SeatsTaken`].
    pub(crate) async fn require_seat(&mut self, invitation: &Invitation) -> Result<Seat> {
        let services = self.services();
        match self.free_seats().await?.take_for(invitation, services) {
            Ok(seat) => Ok(seat),
            Err(limit) => self.refuse_seats(limit).await,
        }
    }

    /// Refuses to bring back members for whom there is no seat.
    ///
    /// # Errors
    /// [`Refusal::SeatsTaken`].
    pub(crate) async fn require_seats_to_restore(&mut self, members: usize) -> Result<()> {
        // Who is in again, and nobody else: nobody is added.
        if members == 0 {
            return Ok(());
        }
        let adding = Adding::Restored(u32::try_from(members).unwrap_or(u32::MAX));
        match check_room(self.seats().await?, adding) {
            Ok(()) => Ok(()),
            Err(limit) => self.refuse_seats(limit).await,
        }
    }

    async fn refuse_seats<T>(&mut self, limit: Limit) -> Result<T> {
        let organization = self.organization_id();
        let authority = self.authority().clone();
        Err(Refusal::SeatsTaken(reached(limit, self.read(), organization, &authority).await?).into())
    }

    /// Refuses a project more than the plan includes: a new one, or one that was archived.
    ///
    /// # Errors
    /// [`Refusal::ProjectsTaken`].
    pub(crate) async fn require_room_for_project(&mut self) -> Result<()> {
        let organization = self.organization_id();
        let active = self.read().count_active_projects(organization).await?;
        let Some(limit) = full_plan(self.read(), organization, active).await? else { return Ok(()) };
        let authority = self.authority().clone();
        Err(Refusal::ProjectsTaken(reached(limit, self.read(), organization, &authority).await?).into())
    }
}

/// How many projects the plan includes, where `active` are all of them.
async fn full_plan(mut reader: Reader<'_>, organization: OrganizationId, active: i64) -> Result<Option<Limit>> {
    let limit = reader.subscription(organization).await?.and_then(|found| found.plan.projects);
    Ok(limit.filter(|limit| active >= i64::from(limit.get())))
}

/// What is told of a limit to somebody with this authority.
async fn reached(
    limit: Limit,
    reader: Reader<'_>,
    organization: OrganizationId,
    authority: &Authority,
) -> Result<ReachedLimit> {
    let managers = billing_managers(reader, organization).await?;
    Ok(ReachedLimit { limit, managers, can_ask: authority.may(Permission::ManageBilling) })
}

/// Names of the first members who manage billing: they can ask the operator for more.
async fn billing_managers(mut reader: Reader<'_>, organization: OrganizationId) -> Result<Vec<String>> {
    let each = i64::try_from(NAMED).unwrap_or(i64::MAX);
    let holders = reader.holders(organization, each).await?;
    let manages = |authority: &Authority| authority.may(Permission::ManageBilling);
    let named = holders.into_iter().filter(|holder| manages(&holder.authority())).take(NAMED);
    Ok(named.map(|holder| holder.name.to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(members: u32, invited: u32, included: u32) -> SeatUse {
        SeatUse { members, invited, included: included.try_into().ok() }
    }

    // ST-3: the table of docs/adr/0019-seats.md.
    #[test]
    fn st_3_what_there_is_room_for() {
        let has_room = |seats: SeatUse, adding| check_room(Some(seats), adding).is_ok();
        for (counted, accepted, restored) in [
            (seats(4, 0, 5), true, true),
            (seats(4, 1, 5), true, false),
            // More is promised than there is: who comes first comes in.
            (seats(4, 20, 5), true, false),
            (seats(5, 0, 5), false, false),
            // The plan has shrunk below what is used.
            (seats(9, 3, 5), false, false),
        ] {
            let found = (has_room(counted, Adding::Accepted), has_room(counted, Adding::Restored(1)));
            assert_eq!(found, (accepted, restored), "{counted:?}");
        }
        assert!(has_room(seats(1, 1, 5), Adding::Restored(3)) && !has_room(seats(1, 1, 5), Adding::Restored(4)));
        assert_eq!(check_room(Some(seats(5, 0, 5)), Adding::Accepted).map_err(Limit::get), Err(5));
        let endless = SeatUse { included: None, ..seats(9, 9, 1) };
        assert!(has_room(endless, Adding::Accepted) && has_room(endless, Adding::Restored(u32::MAX)));
        assert_eq!(check_room(None, Adding::Restored(u32::MAX)), Ok(()));
    }

    // ST-3
    #[test]
    fn st_3_free_seats_are_given_away_once() {
        let mut two = FreeSeats::of(Some(seats(2, 1, 5)));
        assert!(two.take().is_ok() && two.take().is_ok() && two.take().is_err() && two.take().is_err());
        two.give_back(&Seat::Held);
        assert!(two.take().is_err());
        two.give_back(&Seat::Taken);
        assert!(two.take().is_ok() && two.take().is_err());
        let mut over = FreeSeats::of(Some(seats(9, 1, 5)));
        assert_eq!(over.take().map(drop).map_err(Limit::get), Err(5));
        assert!(FreeSeats::of(None).take().is_ok());
    }
}
