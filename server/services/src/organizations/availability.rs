//! What members choose to be, and what is seen of it (TR-9).

use std::collections::HashSet;

use domain::{AccountId, Availability, AvailabilityTally, Permission, Refusal};
use store::{Change, Membership};
use tokio::time::{MissedTickBehavior, interval};
use tracing::instrument;

use super::home::MEMBERS;
use crate::{Caller, OrganizationContext, Result, Services, presence::ROUND};

/// Whose availability somebody is told as it changes: that of those they see anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Who reads the list of members.
    Everybody,
    /// Themselves, and whom the home page names to them.
    Only(HashSet<AccountId>),
}

impl Sees {
    pub fn sees(&self, account: AccountId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Only(some) => some.contains(&account),
        }
    }
}

impl Services {
    /// Notes what the caller chose to be in the organization.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when they are not in it any more.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn set_availability(&self, context: &OrganizationContext, availability: Availability) -> Result<()> {
        let (mut tx, me) = self.begin_as(&context.caller).await?;
        let id = context.organization.id;
        tx.read().chosen_availability(id, me.id).await?.ok_or(Refusal::NotFound)?;
        // Nobody else writes it, so the organization need not be held for it.
        if tx.choose_availability(id, me.id, availability).await? {
            tx.changed(Change::Availability(me.id));
        }
        tx.commit().await
    }

    /// Notes in all of the caller's organizations what they chose to be in this one.
    ///
    /// # Errors
    /// As [`Self::set_availability`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn set_availability_everywhere(&self, context: &OrganizationContext) -> Result<()> {
        let (mut tx, me) = self.begin_as(&context.caller).await?;
        let chosen = tx.read().chosen_availability(context.organization.id, me.id).await?.ok_or(Refusal::NotFound)?;
        if tx.choose_availability_everywhere(me.id, chosen).await? {
            tx.changed(Change::Availability(me.id));
        }
        tx.commit().await
    }

    /// Tells open tabs and other processes what becomes of people, and hears what others tell, for as long as it is run.
    pub async fn keep_presence(&self) {
        let mut overheard = self.store.overhear();
        let mut round = interval(ROUND);
        round.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let words = tokio::select! {
                said = overheard.next() => self.presence.hear(&said),
                _ = round.tick() => self.presence.round(self.store.is_listening()),
            };
            if !words.is_empty() && self.store.say(&words).await.is_err() {
                self.presence.was_not_heard();
            }
        }
    }

    /// Notes that a page of the caller's is open, by what was read for it. `all`: the caller is nowhere else.
    pub fn is_looking(&self, caller: &Caller, memberships: &[Membership], all: bool) {
        // Whoever is kept outside is not there.
        let inside = memberships.iter().filter(|membership| !membership.kept_outside);
        let chosen = inside.map(|membership| (membership.organization.id, membership.availability));
        self.presence.look(caller.account_id, chosen, all);
    }

    /// Whose availability the caller is told in the organization as it changes.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn sees(&self, caller: &Caller, membership: &Membership) -> Result<Sees> {
        if membership.authority.may(Permission::ReadMembers) {
            return Ok(Sees::Everybody);
        }
        let named = self.store.first_accounts(membership.organization.id, MEMBERS).await?;
        Ok(Sees::Only(named.into_iter().chain([caller.account_id]).collect()))
    }

    /// What the caller sees of this member. Whoever looks is there, though the stream of their page is not open yet.
    pub(crate) fn seen_of(&self, context: &OrganizationContext, member: AccountId) -> Availability {
        if member == context.caller.account_id {
            return context.availability.seen(true);
        }
        self.presence.availability(context.organization.id, member)
    }

    /// How many of the organization's people are there, the caller among them.
    pub(crate) fn seen_tally(&self, context: &OrganizationContext) -> AvailabilityTally {
        let (id, me) = (context.organization.id, context.caller.account_id);
        let mut tally = self.presence.tally(id);
        tally.count(self.presence.availability(id, me), context.availability.seen(true));
        tally
    }
}
