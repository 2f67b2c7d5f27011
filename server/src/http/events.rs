//! Live updates: a stream that says "look again" whenever something changed that its reader may see (OR-4, SU-15).
//!
//! It carries no data, so it can leak none: what is new is asked for by calls, each with its own check. While nothing
//! changes it costs one task that sleeps.

use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::error::AppError;
use axum::{
    extract::{Request, State},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::{AccountId, OrganizationId};
use futures_util::stream;
use services::{Change, Changes, ServiceError, Services, Token};
use tokio::sync::watch;

use super::{Edge, calls};

/// Between two signs of life: proxies cut what is silent for a minute.
const ALIVE: Duration = Duration::from_secs(25);

/// Streams of one account at once: more tabs than anybody looks at.
const SEATS: usize = 50;

/// Who reads, and how often.
#[derive(Clone, Default)]
pub struct Readers(Arc<Mutex<HashMap<AccountId, usize>>>);

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

/// One reader.
struct Reader {
    services: Services,
    session: Option<Token>,
    account: AccountId,
    organizations: HashSet<OrganizationId>,
    changes: Changes,
    stopping: watch::Receiver<bool>,
    /// The session has ended: after the event that says so the stream does too.
    ended: bool,
    _seat: Seat,
}

/// `/events`
pub async fn stream(State(edge): State<Edge>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = edge.visit(&parts);
    // Before the first look, so that nothing falls in between.
    let changes = edge.services.changes();
    let caller = match edge.services.peek(visit.session.as_ref()).await {
        Ok(caller) => caller,
        Err(error) => return calls::refuse(&AppError::from(error)),
    };
    let Some(seat) = edge.readers.sit(caller.account_id) else {
        return calls::refuse(&AppError::Throttled { seconds: 60 });
    };
    let mut reader = Reader {
        services: edge.services,
        session: visit.session,
        account: caller.account_id,
        organizations: HashSet::new(),
        changes,
        stopping: edge.stopping,
        ended: false,
        _seat: seat,
    };
    if reader.look().await.is_none() {
        return calls::refuse(&AppError::Unavailable);
    }
    let events = stream::unfold(reader, |mut reader| async {
        reader.wait().await?;
        // An event without data is one that browsers pass over.
        Some((Ok::<_, Infallible>(Event::default().event("change").data("look again")), reader))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

impl Reader {
    /// Until something changed that concerns the reader. `None`: the session or the process has ended; the browser comes
    /// back, and hears which.
    async fn wait(&mut self) -> Option<()> {
        while !self.ended {
            let change = tokio::select! {
                change = self.changes.next() => change?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            match change {
                Change::Organization(id) if !self.organizations.contains(&id) => {}
                Change::Organization(_) => return Some(()),
                Change::Account(id) if id != self.account => {}
                Change::Account(_) | Change::Unknown => {
                    self.ended = self.look().await.is_none();
                    return Some(());
                }
            }
        }
        None
    }

    /// Reads again which organizations concern the reader. `None`: that failed.
    async fn look(&mut self) -> Option<()> {
        let caller = self.services.peek(self.session.as_ref()).await.ok()?;
        let memberships = match self.services.memberships(&caller).await {
            Ok(memberships) => memberships,
            // Before the address is proven there are none.
            Err(ServiceError::Unconfirmed) => Vec::new(),
            Err(_) => return None,
        };
        self.organizations = memberships.into_iter().map(|membership| membership.organization.id).collect();
        Some(())
    }
}
