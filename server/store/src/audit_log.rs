//! The audit log, page by page (ST-4). A page begins at a place and not at a number, so that the last one costs as much as the
//! first, and none repeats or leaves out an entry while others are written.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, AuditBounds, AuditCount, AuditEntryId, AuditKind, AuditPage, AuditPlace, OrganizationId, fold,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    AuditEntry, Reader, Result, Store, Tx,
    audit::address_beside,
    db::{statements, with_conn, with_pool},
    pattern::holding,
    reader::with_reader,
};

/// Entries of an organization that are older than a place, the newest first.
macro_rules! older {
    () => {
        "audit_entries.organization_id = $1 AND (audit_entries.at, audit_entries.id) < ($2, $3) AND audit_entries.at >= $4"
    };
}

/// Those that are newer, the oldest first.
macro_rules! newer {
    () => {
        "audit_entries.organization_id = $1 AND (audit_entries.at, audit_entries.id) > ($2, $3) AND audit_entries.at < $4"
    };
}

/// Those in which something is found: names and addresses as they stand in the entry, and people by what the organization
/// calls them, by their address while they are in it, and by the name of their account.
macro_rules! found {
    () => {
        r" AND ($5 = '' OR audit_entries.words LIKE $5 ESCAPE '\'
              OR audit_entries.actor_id IN (
                SELECT account_id FROM memberships
                WHERE organization_id = $1 AND (name_folded LIKE $5 ESCAPE '\' OR email_folded LIKE $5 ESCAPE '\'))
              OR audit_entries.subject_id IN (
                SELECT account_id FROM memberships
                WHERE organization_id = $1 AND (name_folded LIKE $5 ESCAPE '\' OR email_folded LIKE $5 ESCAPE '\'))
              OR EXISTS (
                SELECT 1 FROM accounts
                WHERE accounts.id IN (audit_entries.actor_id, audit_entries.subject_id)
                  AND accounts.name_folded LIKE $5 ESCAPE '\'))"
    };
}

/// The next `$6` entries of which this is so.
macro_rules! next {
    ($which:expr, $direction:literal) => {
        concat!(
            "SELECT audit_entries.id, audit_entries.organization_id, audit_entries.actor_id, audit_entries.action,
                   audit_entries.detail, audit_entries.client, audit_entries.at, audit_entries.subject_id, audit_entries.subject
            FROM audit_entries WHERE ",
            $which,
            found!(),
            " ORDER BY audit_entries.at",
            $direction,
            ", audit_entries.id",
            $direction,
            " LIMIT $6"
        )
    };
}

/// The same with the names of people, as the organization calls them.
macro_rules! page {
    ($entries:expr, $direction:literal) => {
        concat!(
            "
        SELECT page.id, page.actor_id, COALESCE(acting.display_name, actors.name) AS actor_name, page.action, page.detail,
               page.client, page.at, page.subject_id,
               COALESCE(concerned.display_name, subjects.name, page.subject) AS subject_name, ",
            address_beside!("acting", "actors.email", "actor_email"),
            ", ",
            address_beside!("concerned", "subjects.email", "subject_email"),
            "
        FROM (",
            $entries,
            ") AS page
        LEFT JOIN accounts AS actors ON actors.id = page.actor_id
        LEFT JOIN accounts AS subjects ON subjects.id = page.subject_id
        LEFT JOIN memberships AS acting
          ON acting.organization_id = page.organization_id AND acting.account_id = page.actor_id
        LEFT JOIN memberships AS concerned
          ON concerned.organization_id = page.organization_id AND concerned.account_id = page.subject_id
        ORDER BY page.at",
            $direction,
            ", page.id",
            $direction,
            " LIMIT $6"
        )
    };
}

/// Of one kind.
macro_rules! of_kind {
    () => {
        " AND audit_entries.kind = $7"
    };
}

/// What an account did.
macro_rules! did {
    () => {
        " AND audit_entries.actor_id = $8 AND ($7 = '' OR audit_entries.kind = $7)"
    };
}

/// What others did to it.
macro_rules! done_to {
    () => {
        " AND audit_entries.subject_id = $8 AND (audit_entries.actor_id IS NULL OR audit_entries.actor_id <> $8)
              AND ($7 = '' OR audit_entries.kind = $7)"
    };
}

/// Both: each along an index of its own.
macro_rules! of_person {
    ($which:expr, $direction:literal) => {
        concat!(
            "SELECT did.* FROM (",
            next!(concat!($which, did!()), $direction),
            ") AS did UNION ALL SELECT done_to.* FROM (",
            next!(concat!($which, done_to!()), $direction),
            ") AS done_to"
        )
    };
}

/// The next `$6` entries of which this is so, before anything is looked for in them: along an index alone.
macro_rules! candidates {
    ($which:expr, $direction:literal) => {
        concat!(
            "SELECT audit_entries.at, audit_entries.id FROM audit_entries WHERE ",
            $which,
            " ORDER BY audit_entries.at",
            $direction,
            ", audit_entries.id",
            $direction,
            " LIMIT $6"
        )
    };
}

/// Both that of a person.
macro_rules! candidates_of_person {
    ($which:expr, $direction:literal) => {
        concat!(
            "SELECT theirs.at, theirs.id FROM (SELECT did.* FROM (",
            candidates!(concat!($which, did!()), $direction),
            ") AS did UNION ALL SELECT done_to.* FROM (",
            candidates!(concat!($which, done_to!()), $direction),
            ") AS done_to) AS theirs ORDER BY theirs.at",
            $direction,
            ", theirs.id",
            $direction,
            " LIMIT $6"
        )
    };
}

/// How many of these were looked at, and how many of them are what is looked for.
macro_rules! count {
    ($candidates:expr) => {
        concat!(
            "SELECT COUNT(*) AS looked_at, COUNT(CASE WHEN $5 = '' OR EXISTS (
                SELECT 1 FROM audit_entries WHERE audit_entries.id = candidates.id",
            found!(),
            ") THEN 1 END) AS found FROM (",
            $candidates,
            ") AS candidates"
        )
    };
}

statements! {
    ALL = page!(next!(older!(), " DESC"), " DESC");
    ALL_BACK = page!(next!(newer!(), " ASC"), " ASC");
    KIND = page!(next!(concat!(older!(), of_kind!()), " DESC"), " DESC");
    KIND_BACK = page!(next!(concat!(newer!(), of_kind!()), " ASC"), " ASC");
    PERSON = page!(of_person!(older!(), " DESC"), " DESC");
    PERSON_BACK = page!(of_person!(newer!(), " ASC"), " ASC");
    COUNT_ALL = count!(candidates!(older!(), " DESC"));
    COUNT_ALL_BACK = count!(candidates!(newer!(), " ASC"));
    COUNT_KIND = count!(candidates!(concat!(older!(), of_kind!()), " DESC"));
    COUNT_KIND_BACK = count!(candidates!(concat!(newer!(), of_kind!()), " ASC"));
    COUNT_PERSON = count!(candidates_of_person!(older!(), " DESC"));
    COUNT_PERSON_BACK = count!(candidates_of_person!(newer!(), " ASC"));
    LATELY = "
        SELECT DISTINCT accounts.id, COALESCE(memberships.display_name, accounts.name) AS name,
               CASE WHEN memberships.account_id IS NOT NULL THEN accounts.email END AS email
        FROM (
            SELECT audit_entries.actor_id FROM audit_entries WHERE audit_entries.organization_id = $1
            ORDER BY audit_entries.at DESC, audit_entries.id DESC LIMIT $2
        ) AS lately
        JOIN accounts ON accounts.id = lately.actor_id
        LEFT JOIN memberships ON memberships.organization_id = $1 AND memberships.account_id = accounts.id";
    OLDEST = "SELECT at FROM audit_entries WHERE organization_id = $1 ORDER BY at, id LIMIT 1";
    /// Ids begin with the time.
    PURGE = "
        DELETE FROM audit_entries
        WHERE id IN (SELECT old.id FROM audit_entries AS old WHERE old.id < $1 ORDER BY old.id LIMIT $2)";
}

/// Which entries of the audit log are looked for.
#[derive(Clone, Debug, Default)]
pub struct AuditSearch {
    /// Something that names or addresses in it hold; empty for any.
    pub find: String,
    /// Whom it is about.
    pub person: Option<AccountId>,
    pub kind: Option<AuditKind>,
    pub bounds: AuditBounds,
}

/// Some of the entries.
#[derive(Clone, Debug)]
pub struct AuditLogPage {
    /// The entries, the newest first.
    pub entries: Vec<AuditEntry>,
    pub count: AuditCount,
    /// How many are newer than the first one here; none: more than are counted.
    pub newer: Option<i64>,
    /// Whether there are pages with newer and with older ones.
    pub has_newer: bool,
    pub has_older: bool,
}

/// Somebody who did something lately.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AuditActor {
    #[sqlx(try_from = "Uuid")]
    pub id: AccountId,
    pub name: String,
    /// The address of a member; none of somebody who is one no longer.
    pub email: Option<String>,
}

/// A place that is older than every entry, or newer.
fn end(newest: bool) -> AuditPlace {
    let (at, id) = if newest { ("9999-12-31T23:59:59Z", Uuid::max()) } else { ("0001-01-01T00:00:00Z", Uuid::nil()) };
    AuditPlace { at: DateTime::parse_from_rfc3339(at).map(|at| at.to_utc()).unwrap_or_default(), id: id.into() }
}

/// The place that is newer than every entry.
pub fn newest_place() -> AuditPlace {
    end(true)
}

/// The place that is older than every entry.
pub fn oldest_place() -> AuditPlace {
    end(false)
}

impl AuditSearch {
    fn since(&self) -> DateTime<Utc> {
        self.bounds.since.unwrap_or(end(false).at)
    }

    fn until(&self) -> DateTime<Utc> {
        self.bounds.until.unwrap_or(end(true).at)
    }

    /// What `LIKE` takes; empty for anything.
    fn pattern(&self) -> String {
        if fold(self.find.trim()).is_empty() { String::new() } else { holding(&self.find) }
    }
}

/// Binds what all these statements begin with, and what one of them needs beside it.
macro_rules! bound {
    ($statements:expr, $organization:expr, $place:expr, $bound:expr, $limit:expr, $search:expr) => {{
        let (all, of_kind, of_person) = $statements;
        let (search, kind) = ($search, $search.kind.map(AuditKind::as_str));
        let statement = match (search.person, kind) {
            (Some(_), _) => of_person,
            (None, Some(_)) => of_kind,
            (None, None) => all,
        };
        let query = sqlx::query_as(statement)
            .bind($organization.as_uuid())
            .bind($place.at)
            .bind($place.id.as_uuid())
            .bind($bound)
            .bind(search.pattern())
            .bind($limit);
        match (search.person, kind) {
            (Some(person), kind) => query.bind(kind.unwrap_or_default()).bind(person.as_uuid()),
            (None, Some(kind)) => query.bind(kind),
            (None, None) => query,
        }
    }};
}

mod counting;
#[cfg(test)]
mod tests;

impl Reader<'_> {
    /// A page of at most `limit` entries. A place that has none behind it is the last page, and one before which a page is not
    /// full is the first (INP-9).
    pub async fn audit_page(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        page: &AuditPage,
        limit: i64,
    ) -> Result<AuditLogPage> {
        let full = |entries: &Vec<AuditEntry>| i64::try_from(entries.len()).is_ok_and(|count| count >= limit);
        let mut entries = match page {
            AuditPage::First => Vec::new(),
            AuditPage::After(place) => self.audit_older(organization, search, *place, limit).await?,
            AuditPage::Before(place) => self.audit_newer(organization, search, *place, limit).await?,
        };
        if entries.is_empty() && matches!(page, AuditPage::After(_)) {
            entries = self.audit_newer(organization, search, end(false), limit).await?;
        }
        let is_first = matches!(page, AuditPage::First) || (matches!(page, AuditPage::Before(_)) && !full(&entries));
        if is_first {
            entries = self.audit_older(organization, search, end(true), limit).await?;
        }
        let has_newer = match entries.first() {
            Some(first) if !is_first => !self.audit_newer(organization, search, first.place(), 1).await?.is_empty(),
            _ => false,
        };
        let has_older = match entries.last() {
            Some(last) if full(&entries) => !self.audit_older(organization, search, last.place(), 1).await?.is_empty(),
            _ => false,
        };
        let mut page = AuditLogPage { entries, count: AuditCount::default(), newer: Some(0), has_newer, has_older };
        self.count_around(organization, search, &mut page).await?;
        Ok(page)
    }

    /// The entries that are older than a place, the newest first.
    pub async fn audit_older(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        place: AuditPlace,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        // One bound for both engines to begin at.
        let place = place.min(AuditPlace { at: search.until(), id: Uuid::nil().into() });
        let (statements, since) = ((ALL, KIND, PERSON), search.since());
        Ok(with_reader!(self, db => bound!(statements, organization, place, since, limit, search)
            .fetch_all(db)
            .await?))
    }

    /// The entries that are newer than a place, the newest first; of more than `limit` the oldest.
    pub async fn audit_newer(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        place: AuditPlace,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        let place = place.max(AuditPlace { at: search.since(), id: Uuid::nil().into() });
        let (statements, until) = ((ALL_BACK, KIND_BACK, PERSON_BACK), search.until());
        let mut entries: Vec<AuditEntry> = with_reader!(self, db => bound!(statements, organization, place, until, limit, search)
                .fetch_all(db)
                .await?);
        entries.reverse();
        Ok(entries)
    }
}

impl Store {
    /// Whose doing the newest `entries` are.
    pub async fn audit_actors(&self, organization: OrganizationId, entries: i64) -> Result<Vec<AuditActor>> {
        Ok(with_pool!(self, db => sqlx::query_as(LATELY)
            .bind(organization.as_uuid())
            .bind(entries)
            .fetch_all(db)
            .await?))
    }

    /// When the oldest entry was written.
    pub async fn oldest_audit(&self, organization: OrganizationId) -> Result<Option<DateTime<Utc>>> {
        Ok(with_pool!(self, db => sqlx::query_scalar(OLDEST).bind(organization.as_uuid()).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Deletes at most `limit` of the entries that were written before a time, of all organizations; how many those were.
    pub async fn purge_audit(&mut self, before: DateTime<Utc>, limit: i64) -> Result<u64> {
        let before = AuditEntryId::new(before, [0; 10]).as_uuid();
        Ok(with_conn!(self, db => sqlx::query(PURGE)
            .bind(before)
            .bind(limit)
            .execute(db)
            .await
            .map(|done| done.rows_affected())?))
    }
}
