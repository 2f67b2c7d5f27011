//! What of the list of invitations is looked at, and how it is grouped and sorted, as an address says it (IN-7, TR-3).

#[cfg(test)]
mod tests;

use std::{cmp::Reverse, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DeliveryState, InvitationId, InvitationState, ProjectFilter, Role, UnknownMemberQuery,
    member_list::{AFTER, BEFORE, FIND, PROJECT, ROLE, STATE, search, set, words},
};

/// The state of an invitation as those who invite are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitedState {
    /// Its link works.
    Sent,
    /// Its link works no more, and whom it is for asked for a new one.
    Asked,
    /// Its link works, but whom it is for wanted in while no seat was free, and none is yet (ST-3).
    NoSeat,
    /// The same, and by now a seat is free.
    SeatFree,
    /// Its link does not work: who sent it may not give all of it any more (IN-6).
    Unbacked,
    /// Nobody came in 7 days.
    Expired,
    /// Whom it was for said no.
    Declined,
    /// Not sent yet.
    Draft,
}

/// Whether whom an invitation is for wanted in while no seat was free (ST-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatWanted {
    /// They did not, or know that one is free by now.
    No,
    /// None is free yet.
    NoneFree,
    /// One is free by now.
    OneFree,
}

/// Where the newest mail of an invitation is, as it is filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitedDelivery {
    /// The mail server has it.
    HandedOver,
    /// It waits to be handed over.
    Queued,
    /// It will not arrive.
    Refused,
}

/// Where the newest mail of an invitation is, as far as what it waits for depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvitationMail {
    /// The mail server has it.
    HandedOver,
    /// It waits to be handed over, and nothing stood in its way yet.
    Queued,
    /// It waits for another try.
    Delayed,
    /// It will not arrive.
    Refused,
}

/// What an invitation waits for. The list is sorted by it: what is first here is first there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationStanding {
    /// For the new link that was asked for.
    Asked,
    /// For the person to hear that a seat is free, which was not when they wanted in (ST-3).
    SeatFree,
    /// For a seat: the person wanted in, and none was free (ST-3).
    NoSeat,
    /// For somebody who may give what it gives.
    Unbacked,
    /// For another way to the person: its mail will not arrive.
    Refused,
    /// For a mail server that did not take it at the first try.
    Delayed,
    /// For a new link, which nobody asked for yet.
    Expired,
    /// For the team to take note that it was declined.
    Declined,
    /// For the person.
    Underway,
    /// For being sent.
    Draft,
}

/// The groups of the list, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationGroup {
    /// Somebody of the team has to do something.
    Waiting,
    /// The person has to do something.
    Underway,
    /// Nothing was sent yet.
    Drafts,
}

words! {
    InvitedState {
        Sent = "sent", Asked = "asked", NoSeat = "no-seat", SeatFree = "seat-free", Unbacked = "unbacked",
        Expired = "expired", Declined = "declined", Draft = "draft",
    }
}
words! { InvitationMail { HandedOver = "handed-over", Queued = "queued", Delayed = "delayed", Refused = "refused" } }
words! { InvitedDelivery { HandedOver = "handed-over", Queued = "queued", Refused = "refused" } }
words! {
    InvitationStanding {
        Asked = "asked", SeatFree = "seat-free", NoSeat = "no-seat", Unbacked = "unbacked", Refused = "refused",
        Delayed = "delayed", Expired = "expired", Declined = "declined", Underway = "underway", Draft = "draft",
    }
}
words! { InvitationGroup { Waiting = "waiting", Underway = "underway", Drafts = "drafts" } }

impl SeatWanted {
    /// Where a seat was wanted, or not, and is free by now, or not.
    pub const fn of(wanted: bool, free: bool) -> Self {
        match (wanted, free) {
            (false, _) => Self::No,
            (true, false) => Self::NoneFree,
            (true, true) => Self::OneFree,
        }
    }
}

impl InvitedState {
    /// The state of an invitation which is in this one by now. None: it is over, and not in the list.
    pub const fn of(state: InvitationState, asked: bool, backed: bool, seat: SeatWanted) -> Option<Self> {
        match state {
            InvitationState::Draft => Some(Self::Draft),
            InvitationState::Sent if backed => Some(match seat {
                SeatWanted::No => Self::Sent,
                SeatWanted::NoneFree => Self::NoSeat,
                SeatWanted::OneFree => Self::SeatFree,
            }),
            InvitationState::Sent | InvitationState::Expired if asked => Some(Self::Asked),
            InvitationState::Sent => Some(Self::Unbacked),
            InvitationState::Expired => Some(Self::Expired),
            InvitationState::Declined => Some(Self::Declined),
            InvitationState::Accepted | InvitationState::Cancelled => None,
        }
    }
}

impl From<&DeliveryState> for InvitationMail {
    fn from(delivery: &DeliveryState) -> Self {
        match delivery {
            DeliveryState::HandedOver { .. } => Self::HandedOver,
            DeliveryState::Queued { next_try: Some(_) } => Self::Delayed,
            DeliveryState::Queued { next_try: None } | DeliveryState::PutOff { .. } => Self::Queued,
            DeliveryState::Refused { .. } | DeliveryState::Dropped => Self::Refused,
        }
    }
}

impl From<InvitationMail> for InvitedDelivery {
    fn from(mail: InvitationMail) -> Self {
        match mail {
            InvitationMail::HandedOver => Self::HandedOver,
            InvitationMail::Queued | InvitationMail::Delayed => Self::Queued,
            InvitationMail::Refused => Self::Refused,
        }
    }
}

impl InvitationStanding {
    /// What an invitation of this state waits for whose newest mail is there. A mail counts as long as its link works.
    pub const fn of(state: InvitedState, mail: Option<InvitationMail>) -> Self {
        match (state, mail) {
            (InvitedState::Asked, _) => Self::Asked,
            // Wherever the mail is, its link was opened.
            (InvitedState::SeatFree, _) => Self::SeatFree,
            (InvitedState::NoSeat, _) => Self::NoSeat,
            (InvitedState::Unbacked, _) => Self::Unbacked,
            (InvitedState::Expired, _) => Self::Expired,
            (InvitedState::Declined, _) => Self::Declined,
            (InvitedState::Draft, _) => Self::Draft,
            (InvitedState::Sent, Some(InvitationMail::Refused)) => Self::Refused,
            (InvitedState::Sent, Some(InvitationMail::Delayed)) => Self::Delayed,
            (InvitedState::Sent, Some(InvitationMail::Queued | InvitationMail::HandedOver) | None) => Self::Underway,
        }
    }

    /// The group that it stands in.
    pub const fn group(self) -> InvitationGroup {
        match self {
            Self::Asked
            | Self::SeatFree
            | Self::NoSeat
            | Self::Unbacked
            | Self::Refused
            | Self::Delayed
            | Self::Expired
            | Self::Declined => InvitationGroup::Waiting,
            Self::Underway => InvitationGroup::Underway,
            Self::Draft => InvitationGroup::Drafts,
        }
    }
}

/// Which invitations: those of which all of this is so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationFilter {
    /// Their address holds this; empty for any.
    pub find: String,
    /// Their state is this one.
    pub state: Option<InvitedState>,
    /// Their newest mail is there.
    pub delivery: Option<InvitedDelivery>,
    /// They wait with this role.
    pub role: Option<Role>,
    /// Whom they are for will reach this of the projects.
    pub project: Option<ProjectFilter>,
}

impl InvitationFilter {
    /// Whether all of them are shown.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A place between two rows of the list: that of one row. It stays a place when the row leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPlace {
    /// What it waits for.
    pub standing: InvitationStanding,
    /// Since when; of what waits for the same, the newest is first.
    pub since: DateTime<Utc>,
    /// Which one: of two that sort alike, one is first.
    pub id: InvitationId,
}

impl Ord for InvitationPlace {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |place: &Self| (place.standing, Reverse(place.since), Reverse(place.id));
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for InvitationPlace {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl InvitationPlace {
    /// The word for it in addresses.
    pub fn word(&self) -> String {
        let since = self.since.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        format!("{}.{}.{since}", self.standing.as_str(), self.id)
    }

    /// Reads [`Self::word`]. None: it is no place.
    pub fn read(word: &str) -> Option<Self> {
        let mut parts = word.splitn(3, '.');
        let (standing, id, since) = (parts.next()?, parts.next()?, parts.next()?);
        let since = DateTime::parse_from_rfc3339(since).ok()?.to_utc();
        Some(Self { standing: standing.parse().ok()?, since, id: id.parse().ok()? })
    }
}

/// Which page: the rows from one place on, forwards or backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationPage {
    /// From the beginning.
    #[default]
    First,
    /// The rows behind this place.
    After(InvitationPlace),
    /// The rows before it.
    Before(InvitationPlace),
}

impl InvitationPage {
    /// The first row of this page among all that are there, in their order, and the one behind its last. A place that has no
    /// rows behind it is the last page, and one before which a page is not full is the first (INP-9).
    pub fn range(self, all: &[InvitationPlace], size: usize) -> std::ops::Range<usize> {
        let last = all.len().saturating_sub(size);
        let start = match self {
            Self::First => 0,
            Self::After(place) => {
                let behind = all.partition_point(|one| *one <= place);
                if behind < all.len() { behind } else { last }
            }
            Self::Before(place) => all.partition_point(|one| *one < place).saturating_sub(size),
        };
        start..all.len().min(start.saturating_add(size))
    }
}

/// What of the list of invitations is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationQuery {
    /// Which invitations.
    pub filter: InvitationFilter,
    /// Which of their pages.
    pub page: InvitationPage,
}

/// Query parameter of the list of members: which of its two lists, members or [`INVITED`].
pub const VIEW: &str = "view";
/// Value of [`VIEW`]: the invitations.
pub const INVITED: &str = "invited";
/// Query parameter: an [`InvitedDelivery`].
pub const DELIVERY: &str = "delivery";

impl InvitationQuery {
    /// Reads what `get` finds under the names. A place that is none is the first page (INP-9).
    ///
    /// # Errors
    /// When a filter is none of those there are: a script is not given all of them for a word that it got wrong.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, UnknownMemberQuery> {
        let (query, known) = Self::read_all(&get);
        known.map(|()| query)
    }

    /// The same from fields of a form: each its name and its value.
    ///
    /// # Errors
    /// As [`InvitationQuery::read`].
    pub fn of_fields(fields: &[(&str, String)]) -> Result<Self, UnknownMemberQuery> {
        Self::read(|name| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    }

    /// The same for people: a filter that is none of those there are is passed over, as their page shows.
    pub fn read_leniently(get: impl Fn(&str) -> Option<String>) -> Self {
        Self::read_all(&get).0
    }

    fn read_all(get: &impl Fn(&str) -> Option<String>) -> (Self, Result<(), UnknownMemberQuery>) {
        let word = |name: &str| get(name).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
        let place = |name| word(name).and_then(|word| InvitationPlace::read(&word));
        let mut known = Ok(());
        let mut filter = InvitationFilter { find: word(FIND).unwrap_or_default(), ..Default::default() };
        set(&mut filter.state, word(STATE), &mut known);
        set(&mut filter.delivery, word(DELIVERY), &mut known);
        set(&mut filter.role, word(ROLE), &mut known);
        set(&mut filter.project, word(PROJECT), &mut known);
        let page = place(AFTER).map(InvitationPage::After).or_else(|| place(BEFORE).map(InvitationPage::Before));
        (Self { filter, page: page.unwrap_or_default() }, known)
    }

    /// Names and values of all that is other than at first.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let Self { filter, page } = self;
        let (after, before) = match page {
            InvitationPage::First => (None, None),
            InvitationPage::After(place) => (Some(place.word()), None),
            InvitationPage::Before(place) => (None, Some(place.word())),
        };
        let words = [
            (FIND, Some(filter.find.clone()).filter(|find| !find.is_empty())),
            (STATE, filter.state.map(|state| state.as_str().to_owned())),
            (DELIVERY, filter.delivery.map(|delivery| delivery.as_str().to_owned())),
            (ROLE, filter.role.map(|role| role.as_str().to_owned())),
            (PROJECT, filter.project.map(ProjectFilter::word)),
            (AFTER, after),
            (BEFORE, before),
        ];
        words.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The query of an address, with its question mark.
    pub fn search(&self) -> String {
        search(std::iter::once((VIEW, INVITED.to_owned())).chain(self.words()))
    }

    /// The first page of the same with another filter.
    #[must_use]
    pub fn filtered(&self, change: impl FnOnce(&mut InvitationFilter)) -> Self {
        let mut query = Self { page: InvitationPage::First, ..self.clone() };
        change(&mut query.filter);
        query
    }

    /// Another page of the same.
    #[must_use]
    pub fn at(&self, page: InvitationPage) -> Self {
        Self { page, ..self.clone() }
    }
}
