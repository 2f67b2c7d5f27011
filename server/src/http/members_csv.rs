//! `/o/{slug}/members.csv`: the list of members as a file, as it is filtered and sorted (TR-10). It is read and sent in parts, so
//! that memory does not grow with the list.

use std::io;

use app::{error::AppError, ssr::members_csv::MemberLines};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use domain::{MemberPage, MemberPlace, MemberQuery, Permission};
use futures_util::stream;
use services::{OrganizationContext, Services, members::Member};
use tokio::sync::mpsc;
use tracing::Instrument;

use super::{
    Edge,
    csv_lines::{self, written},
    origin, refusal,
};

/// Members in a part.
const PART: i64 = 500;

type Part = (Vec<Member>, MemberPlace);

/// The file, for those who may read the list.
pub(super) async fn download(State(edge): State<Edge>, Path(slug): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let context = edge.context(&parts);
    let open = async {
        if origin::is_foreign(&parts.headers, &edge.public_url) {
            return Err(AppError::CrossSite { address: edge.public_url.to_string() });
        }
        let organization = context.organization(&slug).await?;
        let query = query(parts.uri.query().unwrap_or_default());
        let query = context.filter(&organization, Permission::ReadMembers, query).await?.at(MemberPage::First);
        // Whoever may not read it hears so before anything is sent.
        let first = context.members_behind(&organization, &query, PART).await?;
        let projects = context.active_projects(&organization).await?;
        // Who only asks what there would be takes nothing away.
        if parts.method != Method::HEAD {
            context.record_members_export(&organization).await?;
        }
        Ok::<_, AppError>((organization, query, first, MemberLines::new(&projects)))
    };
    match open.await {
        Ok((organization, query, first, lines)) => {
            let name = format!("attachment; filename=\"{}-members.csv\"", organization.organization.slug);
            let services = context.services.clone();
            // What reads a database is not given up half-way when the client hangs up: it ends with the part that it is at.
            let (sender, mut receiver) = mpsc::channel(1);
            let file = File { services, organization, query, lines };
            tokio::spawn(async move { file.send(first, &sender).await }.in_current_span());
            let body = stream::poll_fn(move |task| receiver.poll_recv(task));
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
                ),
            ];
            (headers, Body::from_stream(body)).into_response()
        }
        Err(error) => refusal::answer(&edge, &parts.headers, &error, refusal::back_from_file(&parts.uri)),
    }
}

/// What the address says of the list.
fn query(address: &str) -> Result<MemberQuery, AppError> {
    let words: Vec<(String, String)> = serde_urlencoded::from_str(address).map_err(|_| AppError::Malformed)?;
    let word = |name: &str| words.iter().rev().find(|(known, _)| known == name).map(|(_, word)| word.clone());
    MemberQuery::read(word).map_err(|_| AppError::Malformed)
}

/// A file that is being sent.
struct File {
    services: Services,
    organization: OrganizationContext,
    query: MemberQuery,
    lines: MemberLines,
}

impl File {
    /// Sends it, until the end or until nobody takes it any more. A failure cuts it off, so that nobody takes it for whole.
    async fn send(&self, first: Option<Part>, to: &mpsc::Sender<io::Result<Vec<u8>>>) {
        let mut next = Ok(first);
        if to.send(csv_lines::head(MemberLines::HEAD)).await.is_err() {
            return;
        }
        loop {
            let lines: Vec<Vec<String>> = match &next {
                Ok(Some((members, _))) => members.iter().map(|listed| self.lines.of(listed).to_vec()).collect(),
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(%error, "a list was not sent to its end");
                    _ = to.send(Err(io::Error::other("the list could not be read to its end"))).await;
                    return;
                }
            };
            if to.send(written(&lines)).await.is_err() {
                return;
            }
            let Ok(Some((_, place))) = next else { return };
            let query = self.query.at(MemberPage::After(place));
            next = self.services.members_behind(&self.organization, &query, PART).await;
        }
    }
}
