//! The calls of the audit log (ST-4).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "an address says as much")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, AuditCount, AuditEntryId, AuditPlace, AuditQuery, Permission, Refusal, audit_log as names, member_list,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{audit::AuditEntryView, error::AppError, server::HttpContext};

/// A page of the log, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLogView {
    /// What the organization is called.
    pub organization: String,
    /// The entries on this page, the newest first.
    pub entries: Vec<AuditRow>,
    /// Entries that were found, on all pages.
    #[serde(flatten)]
    pub count: AuditCount,
    /// How many of those are newer than the first on this page; null: more than are counted.
    pub newer: Option<i64>,
    /// The place before which the page with newer entries ends; null: there is none.
    pub previous: Option<String>,
    /// The place behind which the page with older entries begins; null: there is none.
    pub next: Option<String>,
    /// On the first page: the place of the newest entry, for `audit-log/newer`.
    pub seen: Option<String>,
    /// Those who did something lately, and whom the log is filtered by, by name.
    pub people: Vec<PersonOption>,
    /// When the oldest entry of all was written.
    pub oldest: Option<DateTime<Utc>>,
    /// For how many days entries are kept; null: for good.
    pub kept_days: Option<u32>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Somebody by whom the log can be filtered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonOption {
    pub id: AccountId,
    pub name: String,
    /// The address of a member, where another one of them is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// An entry with all that there is to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditEntryId,
    #[serde(flatten)]
    pub entry: AuditEntryView,
    /// Whose doing it was; none for whoever needed no account for it, or has none any more.
    pub actor_id: Option<AccountId>,
    /// The account to which it was done.
    pub subject_id: Option<AccountId>,
    /// The address it came from, of IPv6 its /64; empty where it is not known.
    pub client: String,
}

/// How many entries were written since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewerView {
    /// At most 100 are counted.
    pub newer: usize,
}

/// A page of the log (ST-4): filtered as [`AuditQuery`] says. Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "audit-log/list")]
pub async fn audit_log(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] person: String,
    #[server(default)] kind: String,
    #[server(default)] time: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] zone: String,
    #[server(default)] after: String,
    #[server(default)] before: String,
    #[server(default)] quiet: bool,
) -> Result<AuditLogView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let words = [
        (member_list::FIND, find),
        (names::PERSON, person),
        (names::KIND, kind),
        (names::TIME, time),
        (names::FROM, from),
        (names::TO, to),
        (names::ZONE, zone),
        (member_list::AFTER, after),
        (member_list::BEFORE, before),
    ];
    let query = AuditQuery::of_fields(&words).map_err(|refused| Refusal::from(refused).into());
    let query = request.filter(&context, Permission::ReadAuditLog, query).await?;
    let log = request.audit_log(&context, &query).await?;
    Ok(AuditLogView::new(log, &context, query.filter.person, request.now()))
}

/// How many entries were written since the newest that a page shows, of those that it is filtered by.
#[server(prefix = "/api", endpoint = "audit-log/newer")]
pub async fn newer_audit_entries(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] person: String,
    #[server(default)] kind: String,
    #[server(default)] time: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] zone: String,
    #[server(default)] seen: String,
) -> Result<NewerView, AppError> {
    let request = HttpContext::quietly(true)?;
    let context = request.organization(&organization).await?;
    let words = [
        (member_list::FIND, find),
        (names::PERSON, person),
        (names::KIND, kind),
        (names::TIME, time),
        (names::FROM, from),
        (names::TO, to),
        (names::ZONE, zone),
    ];
    let query = AuditQuery::of_fields(&words).map_err(|refused| Refusal::from(refused).into());
    let query = request.filter(&context, Permission::ReadAuditLog, query).await?;
    let seen = AuditPlace::read(&seen).ok_or(AppError::Malformed);
    let seen = request.filter(&context, Permission::ReadAuditLog, seen).await?;
    Ok(NewerView { newer: request.newer_audit_entries(&context, &query.filter, seen).await? })
}
