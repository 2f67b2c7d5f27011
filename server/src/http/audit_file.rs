//! `/o/{slug}/settings/audit-log.csv` and `….json`: the audit log as a file, as it is filtered (ST-4). It is read and sent in
//! parts, so that memory does not grow with it, and says at its end that it is whole.

use std::io;

use app::{error::AppError, ssr::audit_file::AuditLines};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use domain::{AuditFile, AuditQuery, Permission, Refusal, Slug};
use futures_util::stream;
use serde_json::{Map, Value, json};
use services::{
    OrganizationContext, Services,
    audit_log::{AuditEntry, AuditExport},
};
use tokio::sync::mpsc;
use tracing::Instrument;

use super::{
    Edge,
    csv_lines::{self, written},
    origin, refusal,
};

/// Entries in a part.
const PART: i64 = 500;

/// The file for spreadsheets, for those who may read the log.
pub(super) async fn csv(edge: State<Edge>, slug: Path<String>, request: Request) -> Response {
    download(edge, slug, request, AuditFile::Csv).await
}

/// The file for scripts.
pub(super) async fn json(edge: State<Edge>, slug: Path<String>, request: Request) -> Response {
    download(edge, slug, request, AuditFile::Json).await
}

async fn download(State(edge): State<Edge>, Path(slug): Path<String>, request: Request, format: AuditFile) -> Response {
    let (parts, _) = request.into_parts();
    let context = edge.context(&parts);
    let open = async {
        if origin::is_foreign(&parts.headers, &edge.public_url) {
            return Err(AppError::CrossSite { address: edge.public_url.to_string() });
        }
        let organization = context.organization(&slug).await?;
        let query = query(parts.uri.query().unwrap_or_default());
        let query = context.filter(&organization, Permission::ReadAuditLog, query).await?;
        let export = context.begin_audit_export(&organization, &query.filter).await?;
        // Who only asks what there would be takes nothing away.
        if parts.method != Method::HEAD {
            context.record_audit_export(&organization, format, &export).await?;
        }
        Ok::<_, AppError>((organization, query, export))
    };
    match open.await {
        Ok((organization, query, export)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(content_type(format))),
                (header::CONTENT_DISPOSITION, disposition(&organization.organization.slug, format, &export)),
            ];
            if parts.method == Method::HEAD {
                return headers.into_response();
            }
            let lines = AuditLines::new(organization.organization.name.to_string(), organization.caller.account_id);
            let (sender, mut receiver) = mpsc::channel(1);
            let file = File { services: context.services.clone(), organization, query, export, lines, format };
            // What reads a database is not given up half-way when the client hangs up: it ends with the part that it is at.
            tokio::spawn(async move { file.send(&sender).await }.in_current_span());
            let body = stream::poll_fn(move |task| receiver.poll_recv(task));
            (headers, Body::from_stream(body)).into_response()
        }
        Err(error) => refusal::answer(&edge, &parts.headers, &error, refusal::back_from_file(&parts.uri)),
    }
}

/// What the address says of the log.
fn query(address: &str) -> Result<AuditQuery, AppError> {
    let words: Vec<(String, String)> = serde_urlencoded::from_str(address).map_err(|_| AppError::Malformed)?;
    let word = |name: &str| words.iter().rev().find(|(known, _)| known == name).map(|(_, word)| word.clone());
    AuditQuery::read(word).map_err(|refused| Refusal::from(refused).into())
}

const fn content_type(format: AuditFile) -> &'static str {
    match format {
        AuditFile::Csv => "text/csv; charset=utf-8",
        AuditFile::Json => "application/json",
    }
}

/// `harbour-finch-audit-log-2026-11-28.csv`
fn disposition(slug: &Slug, format: AuditFile, export: &AuditExport) -> HeaderValue {
    let (day, end) = (export.begun_at.date_naive(), format.as_str());
    let name = format!("attachment; filename=\"{slug}-audit-log-{day}.{end}\"");
    HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))
}

/// A file that is being sent.
struct File {
    services: Services,
    organization: OrganizationContext,
    query: AuditQuery,
    export: AuditExport,
    lines: AuditLines,
    format: AuditFile,
}

impl File {
    /// Sends it, until the end or until nobody takes it any more. A failure cuts it off before the words that say that it is
    /// whole, and breaks the connection.
    async fn send(&self, to: &mpsc::Sender<io::Result<Vec<u8>>>) {
        let (mut place, mut count) = (self.export.place, 0_i64);
        if to.send(self.head()).await.is_err() {
            return;
        }
        loop {
            let part = self.services.exported_audit_entries(&self.organization, &self.export, place, PART).await;
            let entries = match part {
                Ok(entries) => entries,
                Err(error) => {
                    tracing::warn!(%error, "an audit log was not sent to its end");
                    _ = to.send(Err(io::Error::other("the log could not be read to its end"))).await;
                    return;
                }
            };
            let Some(last) = entries.last() else { break };
            place = last.place();
            let begun = count > 0;
            count += i64::try_from(entries.len()).unwrap_or_default();
            if to.send(self.part(entries, begun)).await.is_err() {
                return;
            }
        }
        // Nobody is left to hear where that fails.
        _ = to.send(self.end(count)).await;
    }

    fn head(&self) -> io::Result<Vec<u8>> {
        match self.format {
            AuditFile::Csv => csv_lines::head(AuditLines::HEAD),
            AuditFile::Json => {
                let filter: Map<String, Value> =
                    self.query.words().into_iter().map(|(name, word)| (name.to_owned(), word.into())).collect();
                let (slug, begun_at) = (json!(self.organization.organization.slug), json!(self.export.begun_at));
                let filter = json!(filter);
                let head =
                    format!("{{\"organization\":{slug},\"exported_at\":{begun_at},\"filter\":{filter},\"entries\":[");
                Ok(head.into_bytes())
            }
        }
    }

    fn part(&self, entries: Vec<AuditEntry>, begun: bool) -> io::Result<Vec<u8>> {
        match self.format {
            AuditFile::Csv => {
                written(&entries.into_iter().map(|entry| self.lines.line(entry).to_vec()).collect::<Vec<_>>())
            }
            AuditFile::Json => {
                let objects: Vec<String> =
                    entries.into_iter().map(|entry| self.lines.object(entry).to_string()).collect();
                let comma = if begun { ",\n" } else { "\n" };
                Ok(format!("{comma}{}", objects.join(",\n")).into_bytes())
            }
        }
    }

    fn end(&self, count: i64) -> io::Result<Vec<u8>> {
        match self.format {
            AuditFile::Csv => written(&[AuditLines::end(count).to_vec()]),
            AuditFile::Json => Ok(format!("\n],\"count\":{count},\"complete\":true}}\n").into_bytes()),
        }
    }
}
