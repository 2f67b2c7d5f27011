//! What of the audit log is looked at: who, what, when, and which page of it, as an address says it (ST-4).

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AuditEntryId, UnknownMemberQuery,
    member_list::{AFTER, BEFORE, FIND, search, words},
};

mod zone;

#[cfg(test)]
mod tests;

pub use zone::AuditZone;

/// Events by what they are about, as a person looks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditKind {
    /// The organization itself.
    Organization,
    /// Who is in it, with which role and what is granted.
    Members,
    /// Who is invited, and what became of it.
    Invitations,
    /// The projects themselves.
    Projects,
    /// Who belongs to which project, and as what.
    ProjectMembers,
    /// The plan, and whom the operator writes to about it.
    Billing,
    /// The audit log as a file.
    Exports,
}

/// A stretch of time that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AuditSpan {
    /// Since midnight.
    Today,
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
    /// The last 90 days.
    Quarter,
}

/// How many entries there are, as far as they were counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCount {
    /// So many were found.
    pub found: i64,
    /// Not all were looked at: there may be more.
    pub more: bool,
}

impl AuditCount {
    /// All there are.
    pub const fn exactly(found: i64) -> Self {
        Self { found, more: false }
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self { found: self.found.saturating_add(others.found), more: self.more || others.more }
    }
}

/// A file of the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditFile {
    /// For spreadsheets.
    Csv,
    /// For scripts.
    Json,
}

words! {
    AuditKind {
        Organization = "organization", Members = "members", Invitations = "invitations", Projects = "projects",
        ProjectMembers = "project-members", Billing = "billing", Exports = "exports",
    }
}
words! { AuditSpan { Today = "today", Week = "7d", Month = "30d", Quarter = "90d" } }
words! { AuditFile { Csv = "csv", Json = "json" } }

/// When something was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditTime {
    /// At any time.
    #[default]
    Any,
    /// In this stretch of time, which ends now.
    Last(AuditSpan),
    /// From one day to another, both included; without the one from the beginning, without the other until now.
    Dates {
        /// The first day.
        from: Option<NaiveDate>,
        /// The last day, not before the first.
        to: Option<NaiveDate>,
    },
}

/// From when and until when: the one included, the other not. None: without such an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditBounds {
    /// The first moment.
    pub since: Option<DateTime<Utc>>,
    /// The first moment that is too late.
    pub until: Option<DateTime<Utc>>,
}

impl AuditTime {
    /// What it is at `now`, for somebody in this zone.
    pub fn bounds(self, now: DateTime<Utc>, zone: AuditZone) -> AuditBounds {
        let ago = |days| now.checked_sub_signed(TimeDelta::days(days));
        match self {
            Self::Any => AuditBounds::default(),
            Self::Last(span) => AuditBounds {
                since: match span {
                    AuditSpan::Today => zone.begin(zone.today(now)),
                    AuditSpan::Week => ago(7),
                    AuditSpan::Month => ago(30),
                    AuditSpan::Quarter => ago(90),
                },
                until: None,
            },
            Self::Dates { from, to } => {
                AuditBounds { since: from.and_then(|day| zone.begin(day)), until: to.and_then(|day| zone.end(day)) }
            }
        }
    }
}

/// Why a filter of the audit log cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditFilterProblem {
    /// No account has such an id.
    NoPerson,
    /// There is no such kind of events.
    NoKind,
    /// There is no such stretch of time.
    NoTime,
    /// It is no day, or none of the years in which there can be entries.
    NoDate,
    /// The last day is before the first.
    Reversed,
    /// No clocks go so.
    NoZone,
}

/// The filters of a query that cannot be taken, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedAuditQuery(pub Vec<(&'static str, AuditFilterProblem)>);

/// Which entries: those of which all of this is so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// The name or address of a person in it, or the name of a project or the organization, holds this; empty for any.
    pub find: String,
    /// This account did it, or it was done to them.
    pub person: Option<AccountId>,
    /// It is of this kind.
    pub kind: Option<AuditKind>,
    /// When it was done.
    pub time: AuditTime,
    /// How days are reckoned.
    pub zone: AuditZone,
}

/// A place between two entries: that of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuditPlace {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Which one: of those that were done at once, one is first.
    pub id: AuditEntryId,
}

impl AuditPlace {
    /// The word for it in addresses.
    pub fn word(&self) -> String {
        format!("{}.{}", self.id, self.at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    /// Reads [`Self::word`]. None: it is no place.
    pub fn read(word: &str) -> Option<Self> {
        let (id, at) = word.split_once('.')?;
        let at = DateTime::parse_from_rfc3339(at).ok()?.to_utc();
        // What both databases can hold.
        let at = Some(at).filter(|at| (0..=253_402_300_799).contains(&at.timestamp()))?;
        Some(Self { at, id: id.parse().ok()? })
    }
}

/// Which page; the newest entry comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditPage {
    /// The newest.
    #[default]
    First,
    /// Those that are older than this one.
    After(AuditPlace),
    /// Those that are newer.
    Before(AuditPlace),
}

/// What of the audit log is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Which entries are looked for.
    pub filter: AuditFilter,
    /// Which page of the entries that are found.
    pub page: AuditPage,
}

/// Query parameter: the id of an account.
pub const PERSON: &str = "person";
/// Query parameter: an [`AuditKind`].
pub const KIND: &str = "kind";
/// Query parameter: an [`AuditSpan`], or [`DATES`].
pub const TIME: &str = "time";
/// Value of [`TIME`]: the days that [`FROM`] and [`TO`] name.
pub const DATES: &str = "dates";
/// Query parameter: the first day, `2026-11-28`.
pub const FROM: &str = "from";
/// Query parameter: the last day.
pub const TO: &str = "to";
/// Query parameter: an [`AuditZone`].
pub const ZONE: &str = "zone";

/// All names of the query, in the order of its words.
pub const NAMES: [&str; 9] = [FIND, PERSON, KIND, TIME, FROM, TO, ZONE, AFTER, BEFORE];

impl AuditQuery {
    /// Reads what `get` finds under the names. A place that is none is the first page (INP-9).
    ///
    /// # Errors
    /// The filters that cannot be taken, with their problems: nobody is given everything for a word that they got wrong.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, RefusedAuditQuery> {
        let mut reading = Reading { get, refused: RefusedAuditQuery(Vec::new()) };
        let person = reading.value(PERSON, AuditFilterProblem::NoPerson, |word| word.parse().ok());
        let kind = reading.value(KIND, AuditFilterProblem::NoKind, |word| word.parse().ok());
        let days_are_named = reading.word(TIME).is_none_or(|word| word == DATES);
        let span = if days_are_named {
            None
        } else {
            reading.value(TIME, AuditFilterProblem::NoTime, |word| word.parse().ok())
        };
        let from = reading.value(FROM, AuditFilterProblem::NoDate, date);
        let to = reading.value(TO, AuditFilterProblem::NoDate, date);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            reading.refuse(TO, AuditFilterProblem::Reversed);
        }
        let zone = reading.value(ZONE, AuditFilterProblem::NoZone, AuditZone::read);
        if !reading.refused.0.is_empty() {
            return Err(reading.refused);
        }
        // Days count where no other time is chosen beside them.
        let time = match (span, from, to) {
            (Some(span), ..) => AuditTime::Last(span),
            (None, None, None) => AuditTime::Any,
            (None, from, to) => AuditTime::Dates { from, to },
        };
        let place = |name| reading.word(name).and_then(|word| AuditPlace::read(&word));
        let page =
            place(AFTER).map(AuditPage::After).or_else(|| place(BEFORE).map(AuditPage::Before)).unwrap_or_default();
        let find = reading.word(FIND).unwrap_or_default();
        Ok(Self { filter: AuditFilter { find, person, kind, time, zone: zone.unwrap_or_default() }, page })
    }

    /// The same from fields of a form: each its name and its value.
    ///
    /// # Errors
    /// As [`AuditQuery::read`].
    pub fn of_fields(fields: &[(&str, String)]) -> Result<Self, RefusedAuditQuery> {
        Self::read(|name| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    }

    /// Names and values of all that is other than at first.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let Self { filter: AuditFilter { find, person, kind, time, zone }, page } = self;
        let (span, from, to) = match time {
            AuditTime::Any => (None, None, None),
            AuditTime::Last(span) => (Some(span.as_str()), None, None),
            AuditTime::Dates { from, to } => (Some(DATES), *from, *to),
        };
        let (after, before) = match page {
            AuditPage::First => (None, None),
            AuditPage::After(place) => (Some(place.word()), None),
            AuditPage::Before(place) => (None, Some(place.word())),
        };
        let words = [
            Some(find.clone()).filter(|find| !find.is_empty()),
            person.map(|person| person.to_string()),
            kind.map(|kind| kind.as_str().to_owned()),
            span.map(str::to_owned),
            from.map(|day| day.to_string()),
            to.map(|day| day.to_string()),
            Some(*zone).filter(|zone| *zone != AuditZone::default()).map(AuditZone::word),
            after,
            before,
        ];
        NAMES.into_iter().zip(words).filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The query of an address, with its question mark; empty where there is nothing to say.
    pub fn search(&self) -> String {
        search(self.words())
    }

    /// What an account did, and what was done to it.
    pub fn of_person(person: AccountId) -> Self {
        Self { filter: AuditFilter { person: Some(person), ..AuditFilter::default() }, page: AuditPage::First }
    }

    /// Another page of the same.
    #[must_use]
    pub fn at(&self, page: AuditPage) -> Self {
        Self { page, ..self.clone() }
    }
}

/// The words of a query, and what is wrong with those that were read.
struct Reading<G> {
    get: G,
    refused: RefusedAuditQuery,
}

impl<G: Fn(&str) -> Option<String>> Reading<G> {
    fn word(&self, name: &str) -> Option<String> {
        (self.get)(name).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
    }

    fn refuse(&mut self, name: &'static str, problem: AuditFilterProblem) {
        self.refused.0.push((name, problem));
    }

    /// What the word of this name stands for. One that stands for nothing is refused.
    fn value<T>(
        &mut self,
        name: &'static str,
        problem: AuditFilterProblem,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = parse(&self.word(name)?);
        if value.is_none() {
            self.refuse(name, problem);
        }
        value
    }
}

/// A day as browsers write it, of a year of four digits.
fn date(word: &str) -> Option<NaiveDate> {
    let day = NaiveDate::from_str(word).ok()?;
    (word.len() == 10 && (1970..=9998).contains(&day.year())).then_some(day)
}
