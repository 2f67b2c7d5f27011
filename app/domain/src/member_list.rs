//! What of the list of members is looked at: what is searched for, filters, order and page, as an address says it (TR-3).

use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::{AccountId, Authority, Grant, Permission, ProjectId, Role, percent::escape};

#[cfg(test)]
mod tests;

/// Whether a member has something to do in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberState {
    /// They reach something: settings, or a project.
    Active,
    /// A member who was added to no project that is worked in (PR-4).
    NoProject,
}

/// What somebody may do beside their role, in the words of a list (TR-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionSummary {
    /// Nothing is granted to this member.
    None,
    /// So many of all [`Grant`]s are.
    Some(usize),
    /// The role gives what all of them give.
    All,
    /// The role gives what it gives, and nothing can be granted beside it.
    ByRole,
}

impl PermissionSummary {
    /// Of this authority.
    pub fn of(authority: &Authority) -> Self {
        let role = authority.role();
        let gives_all =
            Grant::ALL.iter().all(|grant| grant.permissions().iter().all(|permission| role.gives(*permission)));
        match authority.grants().iter().count() {
            _ if gives_all => Self::All,
            _ if !role.takes_grants() => Self::ByRole,
            0 => Self::None,
            granted => Self::Some(granted),
        }
    }
}

/// Members by the projects that they reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProjectFilter {
    /// Those who reach every project by their role.
    Every,
    /// Those who reach none.
    None,
    /// Those who were added to this one, and need to be.
    One(ProjectId),
}

/// What a list of members is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MemberSort {
    /// By name, whatever its case and marks.
    #[default]
    Name,
    /// By power, then by name.
    Role,
    /// By when they joined.
    Joined,
    /// By when they were last here. Who was never here comes before everybody else.
    LastActive,
}

/// A word in an address that is none of those that a list of members knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a filter or an order of the list of members")]
pub struct UnknownMemberQuery;

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $type {
            /// All of them, in the order in which they are shown.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word for it in addresses.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl FromStr for $type {
            type Err = UnknownMemberQuery;

            fn from_str(text: &str) -> Result<Self, UnknownMemberQuery> {
                Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(UnknownMemberQuery)
            }
        }
    };
}
pub(crate) use words;

words! { MemberState { Active = "active", NoProject = "no-project" } }
words! { MemberSort { Name = "name", Role = "role", Joined = "joined", LastActive = "last-active" } }

impl MemberState {
    /// The state of somebody with this authority; `active` are the projects that are worked in.
    pub fn of(authority: &Authority, active: impl Fn(ProjectId) -> bool) -> Self {
        let reaches = authority.may(Permission::ReachEveryProject);
        let added = authority.projects().iter().any(|(project, _)| active(project));
        if authority.role() == Role::Member && !reaches && !added { Self::NoProject } else { Self::Active }
    }
}

impl ProjectFilter {
    /// The word for it in addresses.
    pub fn word(self) -> String {
        match self {
            Self::Every => "every".into(),
            Self::None => "none".into(),
            Self::One(project) => project.to_string(),
        }
    }
}

impl FromStr for ProjectFilter {
    type Err = UnknownMemberQuery;

    fn from_str(text: &str) -> Result<Self, UnknownMemberQuery> {
        match text {
            "every" => Ok(Self::Every),
            "none" => Ok(Self::None),
            project => project.parse().map(Self::One).map_err(|_| UnknownMemberQuery),
        }
    }
}

/// Which members: those of whom all of this is so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFilter {
    /// Their name or address holds this; empty for anybody.
    pub find: String,
    /// Their role is this one.
    pub role: Option<Role>,
    /// Their state is this one.
    pub state: Option<MemberState>,
    /// They reach this of the projects.
    pub project: Option<ProjectFilter>,
    /// They hold what this grant gives, by it or by their role.
    pub permission: Option<Grant>,
}

impl MemberFilter {
    /// Whether everybody is shown.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberOrder {
    /// By this column.
    pub by: MemberSort,
    /// From the other end.
    pub descending: bool,
}

impl MemberOrder {
    /// The word for it in addresses: `name`, or `-name` from the other end.
    pub fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.as_str())
    }
}

impl FromStr for MemberOrder {
    type Err = UnknownMemberQuery;

    fn from_str(text: &str) -> Result<Self, UnknownMemberQuery> {
        let (by, descending) = text.strip_prefix('-').map_or((text, false), |by| (by, true));
        Ok(Self { by: by.parse()?, descending })
    }
}

/// A place between two rows of the list: that of one row, by what the list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPlace {
    /// What the row is sorted by.
    pub key: MemberKey,
    /// Whose row it is: of two that sort alike, one is first.
    pub id: AccountId,
}

/// What a row is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberKey {
    /// A name, or a role and a name.
    Text(String),
    /// A time of theirs.
    Time(DateTime<Utc>),
}

/// Longest key that an address may hold: a role and a name, folded.
const KEY_MAX: usize = 1_000;

impl MemberPlace {
    /// The word for it in addresses.
    pub fn word(&self) -> String {
        let key = match &self.key {
            MemberKey::Text(text) => text.clone(),
            MemberKey::Time(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        };
        format!("{}.{key}", self.id)
    }

    /// Reads [`Self::word`] in a list that is sorted by `by`. None: it is no place in it.
    pub fn read(word: &str, by: MemberSort) -> Option<Self> {
        let (id, key) = word.split_once('.')?;
        let key = match by {
            MemberSort::Name | MemberSort::Role => {
                let plain = key.len() <= KEY_MAX && !key.contains('\0');
                MemberKey::Text(plain.then(|| key.to_owned())?)
            }
            MemberSort::Joined | MemberSort::LastActive => {
                let at = DateTime::parse_from_rfc3339(key).ok()?.to_utc();
                // What both databases can hold: the years 1 to 9999. Who was never here stands at the beginning of the first.
                MemberKey::Time(Some(at).filter(|at| (-62_135_596_800..=253_402_300_799).contains(&at.timestamp()))?)
            }
        };
        Some(Self { key, id: id.parse().ok()? })
    }
}

/// Which page: the rows from one place on, forwards or backwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberPage {
    /// From the beginning.
    #[default]
    First,
    /// The rows behind this place.
    After(MemberPlace),
    /// The rows before it.
    Before(MemberPlace),
}

/// What of the list of members is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberQuery {
    /// Which members.
    pub filter: MemberFilter,
    /// In which order.
    pub order: MemberOrder,
    /// Which of their pages.
    pub page: MemberPage,
}

/// Query parameter: what name or address holds.
pub const FIND: &str = "find";
/// Query parameter: a role.
pub const ROLE: &str = "role";
/// Query parameter: a [`MemberState`].
pub const STATE: &str = "state";
/// Query parameter: a [`ProjectFilter`].
pub const PROJECT: &str = "project";
/// Query parameter: a grant.
pub const PERMISSION: &str = "permission";
/// Query parameter: a [`MemberOrder`].
pub const SORT: &str = "sort";
/// Query parameter: the place behind which the page begins.
pub const AFTER: &str = "after";
/// Query parameter: the place before which the page ends.
pub const BEFORE: &str = "before";

/// Sets what a word stands for; `known` tells of one that stands for nothing.
pub(crate) fn set<T: FromStr>(into: &mut Option<T>, word: Option<String>, known: &mut Result<(), UnknownMemberQuery>) {
    match word.map(|word| word.parse()).transpose() {
        Ok(value) => *into = value,
        Err(_) => *known = Err(UnknownMemberQuery),
    }
}

/// The query of an address that says these words, with its question mark; empty where there are none.
pub fn search(words: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let pairs: Vec<String> = words.into_iter().map(|(name, value)| format!("{name}={}", escape(&value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

impl MemberQuery {
    /// Reads what `get` finds under the names. A place that is none is the first page (INP-9).
    ///
    /// # Errors
    /// When a filter or an order is none of those there are: a script is not given everybody for a word that it got wrong.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, UnknownMemberQuery> {
        Self::read_with(&get, |known| known)
    }

    /// The same from fields of a form: each its name and its value.
    ///
    /// # Errors
    /// As [`MemberQuery::read`].
    pub fn of_fields(fields: &[(&str, String)]) -> Result<Self, UnknownMemberQuery> {
        Self::read(|name| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    }

    /// The same for people: a filter that is none of those there are is passed over, as their page shows.
    pub fn read_leniently(get: impl Fn(&str) -> Option<String>) -> Self {
        Self::read_with(&get, |_| Ok(())).unwrap_or_default()
    }

    fn read_with(
        get: &impl Fn(&str) -> Option<String>,
        check: impl Fn(Result<(), UnknownMemberQuery>) -> Result<(), UnknownMemberQuery>,
    ) -> Result<Self, UnknownMemberQuery> {
        let word = |name: &str| get(name).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
        let mut known = Ok(());
        let mut query = Self {
            filter: MemberFilter { find: word(FIND).unwrap_or_default(), ..Default::default() },
            ..Default::default()
        };
        set(&mut query.filter.role, word(ROLE), &mut known);
        set(&mut query.filter.state, word(STATE), &mut known);
        set(&mut query.filter.project, word(PROJECT), &mut known);
        set(&mut query.filter.permission, word(PERMISSION), &mut known);
        let mut order = None;
        set(&mut order, word(SORT), &mut known);
        query.order = order.unwrap_or_default();
        check(known)?;
        let place = |name| word(name).and_then(|word| MemberPlace::read(&word, query.order.by));
        query.page =
            place(AFTER).map(MemberPage::After).or_else(|| place(BEFORE).map(MemberPage::Before)).unwrap_or_default();
        Ok(query)
    }

    /// Names and values of all that is other than at first.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let Self { filter, order, page } = self;
        let (after, before) = match page {
            MemberPage::First => (None, None),
            MemberPage::After(place) => (Some(place.word()), None),
            MemberPage::Before(place) => (None, Some(place.word())),
        };
        let words = [
            (FIND, Some(filter.find.clone()).filter(|find| !find.is_empty())),
            (ROLE, filter.role.map(|role| role.as_str().to_owned())),
            (STATE, filter.state.map(|state| state.as_str().to_owned())),
            (PROJECT, filter.project.map(ProjectFilter::word)),
            (PERMISSION, filter.permission.map(|grant| grant.as_str().to_owned())),
            (SORT, Some(*order).filter(|order| *order != MemberOrder::default()).map(MemberOrder::word)),
            (AFTER, after),
            (BEFORE, before),
        ];
        words.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The query of an address, with its question mark; empty where there is nothing to say.
    pub fn search(&self) -> String {
        search(self.words())
    }

    /// The first page of the same with another filter.
    #[must_use]
    pub fn filtered(&self, change: impl FnOnce(&mut MemberFilter)) -> Self {
        let mut query = Self { page: MemberPage::First, ..self.clone() };
        change(&mut query.filter);
        query
    }

    /// The first page of the same, sorted by this: from the other end where it is already.
    #[must_use]
    pub fn sorted(&self, by: MemberSort) -> Self {
        let order = MemberOrder { by, descending: self.order.by == by && !self.order.descending };
        Self { filter: self.filter.clone(), order, page: MemberPage::First }
    }

    /// Another page of the same.
    #[must_use]
    pub fn at(&self, page: MemberPage) -> Self {
        Self { page, ..self.clone() }
    }
}
