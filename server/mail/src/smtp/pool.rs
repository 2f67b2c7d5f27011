//! The connections to the mail server: at most four, shut when they have been idle.
//!
//! lettre's own pool takes a connection back whose mail was given up half-way, and would read a late reply to that mail
//! as the answer to the next one. Here only a connection whose mail was accepted comes back.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use super::Server;
use crate::outgoing::SendError;

/// How many connections there are at most.
const CONNECTIONS: usize = 4;

/// How long an idle connection may take to prove it is alive, or to say goodbye.
const MANNERS: Duration = Duration::from_secs(5);

pub struct Pool {
    server: Server,
    idle: Duration,
    free: Arc<Semaphore>,
    parked: Mutex<Vec<Parked>>,
}

struct Parked {
    smtp: AsyncSmtpConnection,
    since: Instant,
}

/// A connection in use. Dropping it closes it.
pub struct Connection {
    pub smtp: AsyncSmtpConnection,
    permit: OwnedSemaphorePermit,
}

impl Pool {
    pub fn new(server: Server, idle: Duration) -> Self {
        Self { server, idle, free: Arc::new(Semaphore::new(CONNECTIONS)), parked: Mutex::default() }
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    /// A connection that is alive: a parked one if there is one, else a new one.
    pub async fn take(&self) -> Result<Connection, SendError> {
        let Ok(Ok(permit)) = timeout(self.server.connect_timeout, Arc::clone(&self.free).acquire_owned()).await else {
            return Err(SendError::Temporary("Every connection to the mail server is busy.".into()));
        };
        while let Some(mut smtp) = self.unpark() {
            if timeout(MANNERS, smtp.test_connected()).await.unwrap_or(false) {
                return Ok(Connection { smtp, permit });
            }
        }
        Ok(Connection { smtp: self.server.connect().await?, permit })
    }

    /// Parks a connection for the next mail and sees to it that it is shut when none comes.
    pub fn put_back(self: &Arc<Self>, connection: Connection) {
        self.parked().push(Parked { smtp: connection.smtp, since: Instant::now() });
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
            // An answer to the goodbye is nice to have, no more.
            let _ = timeout(MANNERS, one.smtp.quit()).await;
        }
    }

    fn unpark(&self) -> Option<AsyncSmtpConnection> {
        self.parked().pop().map(|one| one.smtp)
    }

    fn parked(&self) -> MutexGuard<'_, Vec<Parked>> {
        self.parked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
