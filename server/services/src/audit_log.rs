//! The audit log: looked at page by page, and taken away as a file (ST-4). It shows everything of the organization to whoever
//! may read it, also what they see nowhere else.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AuditCount, AuditFile, AuditFilter, AuditPlace, AuditQuery, Permission, audit::AuditEvent, fold, limits};
use store::AuditSearch;
use tracing::instrument;

pub use store::{AuditActor, AuditEntry};

use crate::{OrganizationContext, Result, Services, audit::Subject};

/// Entries in which those are looked for whom the log can be filtered by without a search.
const LATELY: i64 = 1_000;
/// As many of those.
const ACTORS: usize = 50;
/// As many newer entries are counted.
pub const NEWER_COUNTED: i64 = 100;

/// A page of the log.
#[derive(Clone, Debug)]
pub struct AuditLog {
    /// The entries, the newest first.
    pub entries: Vec<AuditEntry>,
    /// How many were found, on all pages.
    pub count: AuditCount,
    /// How many of those are newer than the first on this page; none: more than are counted.
    pub newer: Option<i64>,
    /// Where the pages with newer and with older ones are; none where there are none.
    pub previous: Option<AuditPlace>,
    pub next: Option<AuditPlace>,
    /// On the first page: what is newer than this place was written since.
    pub seen: Option<AuditPlace>,
    /// Those who did something lately, by name.
    pub actors: Vec<AuditActor>,
    /// When the oldest entry of all was written; none where there is none.
    pub oldest: Option<DateTime<Utc>>,
    /// For how many days entries are kept; none: for good.
    pub kept_days: Option<u32>,
}

/// The log as a file, as it is at one moment.
#[derive(Clone, Debug)]
pub struct AuditExport {
    search: AuditSearch,
    /// Where it begins: what is newer is not in it.
    pub place: AuditPlace,
    pub begun_at: DateTime<Utc>,
    /// How many entries there are at that moment.
    pub entries: i64,
}

/// The address that did something, as it is shown: of IPv6 the network that a client holds as a whole (SI-6).
pub fn shown_client(client: &str) -> String {
    match client.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V4(_)) | Err(_) => client.to_owned(),
    }
}

impl Services {
    /// One page of the entries that are looked for.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn audit_log(&self, context: &OrganizationContext, query: &AuditQuery) -> Result<AuditLog> {
        self.require(context, Permission::ReadAuditLog).await?;
        let (id, search) = (context.organization.id, self.audit_search(&query.filter));
        let page = self.store.read().audit_page(id, &search, &query.page, limits::AUDIT_LOG_PAGE).await?;
        let first = page.entries.first().map(AuditEntry::place);
        let last = page.entries.last().map(AuditEntry::place);
        let mut actors = self.store.audit_actors(id, LATELY).await?;
        actors.sort_by_cached_key(|actor| (fold(&actor.name), actor.id));
        actors.truncate(ACTORS);
        Ok(AuditLog {
            previous: first.filter(|_| page.has_newer),
            next: last.filter(|_| page.has_older),
            seen: Some(first.unwrap_or_else(store::oldest_place)).filter(|_| !page.has_newer),
            entries: self.tell_apart(context, page.entries).await?,
            count: page.count,
            newer: page.newer,
            actors,
            oldest: self.store.oldest_audit(id).await?.map(|at| at.max(self.audit_kept_since().unwrap_or(at))),
            kept_days: self.limits.audit_log_days,
        })
    }

    /// How many of the entries that are looked for are newer than a place, up to [`NEWER_COUNTED`].
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn newer_audit_entries(
        &self,
        context: &OrganizationContext,
        filter: &AuditFilter,
        seen: AuditPlace,
    ) -> Result<usize> {
        self.require(context, Permission::ReadAuditLog).await?;
        let search = self.audit_search(filter);
        let newer = self.store.read().audit_newer(context.organization.id, &search, seen, NEWER_COUNTED).await?;
        Ok(newer.len())
    }

    /// What a file of the log will hold: all entries that are looked for, as they are now.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn begin_audit_export(&self, context: &OrganizationContext, filter: &AuditFilter) -> Result<AuditExport> {
        self.require(context, Permission::ReadAuditLog).await?;
        let begun_at = self.now();
        let mut search = self.audit_search(filter);
        search.bounds.until = Some(search.bounds.until.map_or(begun_at, |until| until.min(begun_at)));
        let place = store::newest_place();
        let count = self.store.read().count_audit_older(context.organization.id, &search, place, i64::MAX).await?;
        Ok(AuditExport { search, place, begun_at, entries: count.found })
    }

    /// Writes into the log that it was taken away.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn record_audit_export(
        &self,
        context: &OrganizationContext,
        format: AuditFile,
        export: &AuditExport,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ReadAuditLog).await?;
        let after = domain::audit::AuditExport { format, kind: export.search.kind, entries: export.entries };
        tx.record(Subject::None, AuditEvent::AuditLogExported { after }).await?;
        tx.commit().await
    }

    /// The next `limit` entries of a file, behind a place: for those who read all of them, one part after the other.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn exported_audit_entries(
        &self,
        context: &OrganizationContext,
        export: &AuditExport,
        place: AuditPlace,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        self.require(context, Permission::ReadAuditLog).await?;
        let entries = self.store.read().audit_older(context.organization.id, &export.search, place, limit).await?;
        self.tell_apart(context, entries).await
    }

    /// Deletes entries that are older than the operator lets them become: a few at a time, so that nobody waits for it.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn purge_audit_log(&self) -> Result<()> {
        /// Entries deleted by one transaction.
        const BATCH: u16 = 1_000;
        let Some(before) = self.audit_kept_since() else { return Ok(()) };
        loop {
            let mut tx = self.store.begin().await?;
            let deleted = tx.purge_audit(before, i64::from(BATCH)).await?;
            tx.commit().await?;
            if deleted < u64::from(BATCH) {
                return Ok(());
            }
        }
    }

    /// From when on entries are kept; none: all of them.
    fn audit_kept_since(&self) -> Option<DateTime<Utc>> {
        let days = self.limits.audit_log_days?;
        self.now().checked_sub_signed(TimeDelta::days(i64::from(days)))
    }

    /// From when on entries are shown to anybody: what is older than is kept is not, wherever it would be read.
    pub(crate) fn audit_shown_since(&self) -> DateTime<Utc> {
        self.audit_kept_since().unwrap_or(store::oldest_place().at)
    }

    /// What is older than is kept is not shown, whether or not it is deleted already.
    fn audit_search(&self, filter: &AuditFilter) -> AuditSearch {
        let mut bounds = filter.time.bounds(self.now(), filter.zone);
        bounds.since = bounds.since.max(self.audit_kept_since());
        AuditSearch { find: filter.find.clone(), person: filter.person, kind: filter.kind, bounds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-4, SI-6
    #[test]
    fn st_4_a_client_of_ipv6_is_a_network() {
        for (stored, shown) in [
            ("203.0.113.24", "203.0.113.24"),
            ("2001:db8:4a::7", "2001:db8:4a::/64"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("::1", "::/64"),
            ("", ""),
        ] {
            assert_eq!(shown_client(stored), shown);
        }
    }
}
