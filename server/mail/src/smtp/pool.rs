//! The connections to the mail server: at most four, shut when they have been idle.
//!
//! Only a connection whose mail was accepted comes back: on any other, a late reply would be read as the answer to the next
//! mail.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use super::Server;
use super::session::Session;
use crate::outgoing::SendError;

/// How many connections there are at most.
const CONNECTIONS: usize = 4;

/// How long an idle connection may take to prove it is alive, or to say goodbye.
const MANNERS: Duration = Duration::from_secs(5);

pub(super) struct Pool {
    server: Server,
    idle: Duration,
    free: Arc<Semaphore>,
    parked: Mutex<Vec<Parked>>,
}

struct Parked {
    session: Session,
    since: Instant,
}

/// A connection in use. Dropping it closes it.
pub(super) struct Connection {
    pub session: Session,
    /// Whether it carried another mail before: the server may have let go of it since.
    pub used: bool,
    permit: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(server: Server, idle: Duration) -> Self {
        Self { server, idle, free: Arc::new(Semaphore::new(CONNECTIONS)), parked: Mutex::default() }
    }

    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// A connection that is alive: a parked one if there is one, else a new one.
    pub(super) async fn take(&self) -> Result<Connection, SendError> {
        let Ok(Ok(permit)) = timeout(self.server.connect_timeout, Arc::clone(&self.free).acquire_owned()).await else {
            return Err(SendError::Temporary("Every connection to the mail server is busy.".into()));
        };
        while let Some(mut session) = self.unpark() {
            if timeout(MANNERS, session.is_alive()).await.unwrap_or(false) {
                return Ok(Connection { session, used: true, permit });
            }
        }
        Ok(Connection { session: self.server.connect().await?, used: false, permit })
    }

    /// A new connection in the place of one that the server let go of.
    pub(super) async fn renew(&self, gone: Connection) -> Result<Connection, SendError> {
        let Connection { permit, session, .. } = gone;
        drop(session);
        Ok(Connection { session: self.server.connect().await?, used: false, permit })
    }

    /// Parks a connection for the next mail and sees to it that it is shut when none comes.
    pub(super) fn put_back(self: &Arc<Self>, connection: Connection) {
        self.parked().push(Parked { session: connection.session, since: Instant::now() });
        drop(connection.permit);
        let pool = Arc::downgrade(self);
        let idle = self.idle;
        tokio::spawn(async move {
            sleep(idle).await;
            if let Some(pool) = pool.upgrade() {
                pool.shut_idle().await;
            }
        });
    }

    async fn shut_idle(&self) {
        let idle: Vec<Parked> = {
            let mut parked = self.parked();
            let (idle, fresh) = mem::take(&mut *parked).into_iter().partition(|one| one.since.elapsed() >= self.idle);
            *parked = fresh;
            idle
        };
        for mut one in idle {
            // It is dropped all the same.
            let _ = timeout(MANNERS, one.session.quit()).await;
        }
    }

    fn unpark(&self) -> Option<Session> {
        self.parked().pop().map(|one| one.session)
    }

    fn parked(&self) -> MutexGuard<'_, Vec<Parked>> {
        self.parked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
