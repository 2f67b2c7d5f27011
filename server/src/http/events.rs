//! Live updates: a stream that says "look again" whenever something changed that its reader may see (OR-4, SU-15).
//!
//! It carries no data, so it can leak none: what is new is asked for by calls, each with its own check. The one exception is
//! who is there (`teams.rs`), and what the reader themselves chose to be: asking for that anew costs more than all else. Every
//! two seconds it beats, in an event that the page sees: a stream that does not is none, whatever a proxy on the way makes of
//! it.

mod teams;

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::error::AppError;
use axum::{
    extract::{Query, Request, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response, Sse, sse::Event},
};
use domain::{AccountId, Availability, OrganizationId, Refusal, Slug, Tries};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use services::{Change, ChangeMark, Changes, OpenTab, RequestContext, ServiceError, organizations::Membership};
use tokio::{
    sync::watch,
    time::{Interval, MissedTickBehavior},
};
use tracing::{Instrument, Span};

use self::teams::Teams;
use super::{Edge, answers};

/// Beats after which a reader is looked at again though nothing changed: a session ends by age, too.
const LOOK_EVERY: u32 = 15;
/// Before a browser whose stream was cut tries again by itself.
const RETRY: Duration = Duration::from_secs(1);
/// Pages that are remembered until their stream opens: those of a few seconds on a busy server.
const PAGES: usize = 1024;
/// Whatever stands on the way neither collects the stream before it passes it on, nor compresses it.
const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")),
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
];
/// What the script of the tabs' one stream may do: read that stream.
const WORKER_HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
    // Its address names its content.
    (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
        ),
    ),
];

/// Streams of one account at once: more tabs than anybody looks at.
const SEATS: usize = 50;

/// Who reads, and how often.
#[derive(Clone, Default)]
pub(crate) struct Readers(Arc<Mutex<HashMap<AccountId, usize>>>);

/// One stream's place among its account's; free again when dropped.
struct Seat {
    readers: Readers,
    account: AccountId,
}

impl Readers {
    /// A place for one more. `None`: the account has as many as it may.
    fn sit(&self, account: AccountId) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seats = taken.entry(account).or_default();
        if *seats >= SEATS {
            return None;
        }
        *seats += 1;
        Some(Seat { readers: self.clone(), account })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.readers.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seats) = taken.get_mut(&self.account) {
            *seats -= 1;
            if *seats == 0 {
                taken.remove(&self.account);
            }
        }
    }
}

/// Pages that were made a moment ago, each by its nonce, and when that was in the order of changes. So a stream can say at
/// its start whether anything changed since its page was made, and nothing that came with the page is asked for again.
#[derive(Clone, Default)]
pub(crate) struct Pages(Arc<Mutex<VecDeque<(String, ChangeMark)>>>);

impl Pages {
    /// Remembers a page that was begun at `mark`.
    pub(crate) fn note(&self, nonce: &str, mark: ChangeMark) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() == PAGES {
            pages.pop_front();
        }
        pages.push_back((nonce.to_owned(), mark));
    }

    fn mark(&self, nonce: &str) -> Option<ChangeMark> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().rev().find(|(known, _)| known == nonce).map(|(_, mark)| *mark)
    }
}

/// What a tab says when it opens the stream.
#[derive(Default, Deserialize)]
pub(super) struct Opening {
    /// The nonce of the page that it shows; none where the tab looks for itself.
    page: Option<String>,
    /// The organizations whose people are shown: their slugs, with commas between them.
    #[serde(default)]
    team: String,
}

/// One reader.
struct Reader {
    request: RequestContext,
    account: AccountId,
    /// The account's key, which its pages hold too.
    key: String,
    /// Where the account is, and what it chose to be there.
    chosen: HashMap<OrganizationId, Availability>,
    teams: Teams,
    /// What is to be told before anything else.
    first: VecDeque<Event>,
    /// While it lives, the account is there.
    open: OpenTab,
    /// Beats until the session is looked at again.
    unseen: u32,
    changes: Changes,
    beat: Interval,
    stopping: watch::Receiver<bool>,
    /// The session has ended: after the event that says so the stream does too.
    ended: bool,
    _seat: Seat,
}

/// The script that holds the one stream of a browser, for all its tabs.
pub(super) async fn worker() -> Response {
    (WORKER_HEADERS, app::live::WORKER).into_response()
}

/// `/events`
pub(super) async fn stream(State(edge): State<Edge>, Query(opening): Query<Opening>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request = edge.context(&parts).in_background();
    // Before the first look, so that nothing falls in between.
    let changes = edge.services.changes();
    let session = match request.session().await {
        Ok(session) => session,
        Err(error) => return answers::refuse(&AppError::from(error)),
    };
    let Some(seat) = edge.readers.sit(session.account_id) else {
        return answers::refuse(&AppError::Refused(Refusal::Throttled { seconds: 60, of: Tries::Streams }));
    };
    let key = edge.services.draft_key(&session);
    let mut beat = tokio::time::interval(app::live::BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.reset();
    let mut reader = Reader {
        request,
        account: session.account_id,
        key,
        chosen: HashMap::new(),
        teams: Teams::new(&opening.team, edge.services.presence.follower()),
        first: VecDeque::new(),
        open: edge.services.presence.open(session.account_id),
        unseen: LOOK_EVERY,
        changes,
        beat,
        stopping: edge.stopping.clone(),
        ended: false,
        _seat: seat,
    };
    if reader.look().await.is_none() {
        return answers::refuse(&AppError::Unavailable);
    }
    // At once, so that the page knows that the stream comes through.
    let mut first: Vec<Result<Event, Infallible>> =
        reader.request.is_listening().then(|| Ok(heartbeat(&reader.key).retry(RETRY))).into_iter().collect();
    if opening.page.is_some_and(|page| reader.missed(edge.pages.mark(&page))) {
        first.push(Ok(event("missed")));
    }
    // The request is answered by now; what the stream does for as long as it is open is still its doing.
    let span = Span::current();
    let events = stream::unfold(reader, move |mut reader| {
        let next = async {
            let event = reader.next().await?;
            Some((Ok::<_, Infallible>(event), reader))
        };
        next.instrument(span.clone())
    });
    (HEADERS, Sse::new(stream::iter(first).chain(events))).into_response()
}

/// A sign of life. It says whose stream this is, as pages do, so that one where somebody else signed in notices.
fn heartbeat(key: &str) -> Event {
    Event::default().event("beat").data(key)
}

/// An event without data is one that browsers pass over.
fn event(name: &str) -> Event {
    Event::default().event(name).data("look again")
}

impl Reader {
    /// Whether something that concerns the reader changed after `mark`, as far as is known.
    fn missed(&self, mark: Option<ChangeMark>) -> bool {
        let since = mark.and_then(|mark| self.request.changes_since(mark));
        since.is_none_or(|since| since.into_iter().any(|change| self.concerns(change)))
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Organization(id) => self.chosen.contains_key(&id),
            Change::Account(id) | Change::Availability(id) => id == self.account,
            Change::Unknown => true,
        }
    }

    /// Until something changed that concerns the reader, or it is time for a sign of life. `None`: the session or the
    /// process has ended; the browser comes back, and hears which.
    async fn next(&mut self) -> Option<Event> {
        while !self.ended {
            if let Some(first) = self.first.pop_front() {
                return Some(first);
            }
            let change = tokio::select! {
                change = self.changes.next() => Some(change?),
                news = self.teams.next() => match news {
                    Some(news) => return Some(news),
                    None => continue,
                },
                _ = self.beat.tick() => None,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            let Some(change) = change else {
                self.unseen -= 1;
                if self.unseen == 0 {
                    self.look().await?;
                }
                // Deaf to other processes, it keeps silent, and the page looks by itself.
                if self.request.is_listening() {
                    return Some(heartbeat(&self.key));
                }
                continue;
            };
            if !self.concerns(change) {
                continue;
            }
            match change {
                // What is new of that is told by itself.
                Change::Availability(_) => {
                    self.look().await?;
                    continue;
                }
                Change::Organization(_) => {}
                Change::Account(_) | Change::Unknown => self.ended = self.look().await.is_none(),
            }
            return Some(event("change"));
        }
        None
    }

    /// Reads again which organizations concern the reader, and what they chose to be there. `None`: that failed.
    async fn look(&mut self) -> Option<()> {
        self.unseen = LOOK_EVERY;
        let caller = match self.request.caller().await {
            Ok(caller) => Some(caller),
            // Before the address is proven there are none.
            Err(ServiceError::Refused(Refusal::Unverified)) => None,
            Err(_) => return None,
        };
        let memberships = match &caller {
            Some(caller) => self.request.memberships(caller).await.ok()?,
            None => Vec::new(),
        };
        self.first.extend(self.chose(&memberships));
        self.chosen =
            memberships.iter().map(|membership| (membership.organization.id, membership.availability)).collect();
        // Before the teams are looked at, whose news begin with who is there: the reader is.
        self.open.is_in(self.chosen.clone());
        if let Some(caller) = &caller {
            self.first.extend(self.teams.look(&self.request, caller, &memberships).await.ok()?);
        }
        Some(())
    }

    /// Tells where the reader chose to be something else than was known, in any tab.
    fn chose(&self, memberships: &[Membership]) -> Option<Event> {
        let chose_anew = |membership: &&Membership| {
            let known = self.chosen.get(&membership.organization.id);
            known.is_some_and(|known| *known != membership.availability)
        };
        let choices: Vec<(&Slug, Availability)> = memberships
            .iter()
            .filter(chose_anew)
            .map(|membership| (&membership.organization.slug, membership.availability))
            .collect();
        // Fails for nothing that is in it.
        let data = serde_json::to_string(&choices).unwrap_or_default();
        (!choices.is_empty()).then(|| Event::default().event("chosen").data(data))
    }
}
