//! How many entries there are. A page counts up to a bound; a file counts all.

use chrono::{DateTime, Utc};
use domain::{AuditCount, AuditKind, AuditPlace, OrganizationId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{
    AuditLogPage, AuditSearch, COUNT_ALL, COUNT_ALL_BACK, COUNT_KIND, COUNT_KIND_BACK, COUNT_PERSON, COUNT_PERSON_BACK,
};
use crate::{Reader, Result, reader::with_reader, statement::Statement};

/// So many entries a page looks at to tell how many there are: a page of a long log costs what one of a short log does.
const COUNTED: i64 = 10_000;

/// What counting came to.
#[derive(Clone, Copy, FromRow)]
struct Counted {
    looked_at: i64,
    found: i64,
}

impl Counted {
    /// Whether there are more shows in that one more than `most` was looked at.
    fn of(self, most: i64) -> AuditCount {
        AuditCount { found: self.found.min(most), more: self.looked_at > most }
    }
}

impl Reader<'_> {
    /// Counts what stands before and behind the entries of a page, as far as it is counted.
    pub(super) async fn count_around(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        page: &mut AuditLogPage,
    ) -> Result<()> {
        page.count = AuditCount::exactly(i64::try_from(page.entries.len()).unwrap_or(i64::MAX));
        let mut left = COUNTED.saturating_sub(page.count.found);
        if let (true, Some(first)) = (page.has_newer, page.entries.first()) {
            let newer = self.count_audit_newer(organization, search, first.place(), left).await?;
            page.newer = Some(newer.found).filter(|_| !newer.more);
            page.count = page.count.and(newer);
            left = if newer.more { 0 } else { left.saturating_sub(newer.found) };
        }
        if let (true, Some(last)) = (page.has_older, page.entries.last()) {
            let older = self.count_audit_older(organization, search, last.place(), left).await?;
            page.count = page.count.and(older);
        }
        Ok(())
    }

    /// How many entries are older than a place. At most `most` are looked at.
    pub async fn count_audit_older(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        place: AuditPlace,
        most: i64,
    ) -> Result<AuditCount> {
        let place = place.min(AuditPlace { at: search.until(), id: Uuid::nil().into() });
        self.count((COUNT_ALL, COUNT_KIND, COUNT_PERSON), organization, search, place, search.since(), most).await
    }

    /// How many entries are newer than a place. At most `most` are looked at.
    async fn count_audit_newer(
        &mut self,
        organization: OrganizationId,
        search: &AuditSearch,
        place: AuditPlace,
        most: i64,
    ) -> Result<AuditCount> {
        let place = place.max(AuditPlace { at: search.since(), id: Uuid::nil().into() });
        let statements = (COUNT_ALL_BACK, COUNT_KIND_BACK, COUNT_PERSON_BACK);
        self.count(statements, organization, search, place, search.until(), most).await
    }

    /// Counts from a place to a bound, by the statement for what is looked for.
    async fn count(
        &mut self,
        statements: (Statement, Statement, Statement),
        organization: OrganizationId,
        search: &AuditSearch,
        place: AuditPlace,
        bound: DateTime<Utc>,
        most: i64,
    ) -> Result<AuditCount> {
        // One more than is counted tells that there are more.
        let limit = most.saturating_add(1);
        let counted: Counted = with_reader!(self, db => bound!(statements, organization, place, bound, limit, search)
            .fetch_one(db)
            .await?);
        Ok(counted.of(most))
    }
}
