//! What runs beside requests: the lanes that send mail, the ear for other processes, and housekeeping.

use std::time::Duration;

use services::Services;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

/// Mails on their way at once: one server that hangs does not stop the others (MAIL-2).
const LANES: usize = 4;
/// How long a lane sleeps when nothing rings; with several processes a mail may be another one's.
const ROUND: Duration = Duration::from_secs(1);
/// Between two rounds of forgetting.
const HOUSEKEEPING: Duration = Duration::from_hours(1);
/// Between two looks at the size of SQLite's log of changes.
const TIDY: Duration = Duration::from_secs(10);
/// How long a mail on its way may take to end when the process stops; its lease brings it back otherwise.
const LAST_SEND: Duration = Duration::from_secs(3);

/// The running lanes.
pub struct Worker {
    stop: watch::Sender<bool>,
    lanes: JoinSet<()>,
}

/// Starts the lanes.
pub fn start(services: &Services) -> Worker {
    let (stop, stopped) = watch::channel(false);
    let mut lanes = JoinSet::new();
    for lane in 0..LANES {
        lanes.spawn(send(services.clone(), stopped.clone(), lane));
    }
    lanes.spawn(hear(services.clone(), stopped.clone()));
    lanes.spawn(forget(services.clone(), stopped.clone()));
    lanes.spawn(tidy(services.clone(), stopped));
    Worker { stop, lanes }
}

impl Worker {
    /// Lets what is on its way arrive, and ends.
    pub async fn stop(mut self) {
        // Fails only when every lane has ended already.
        let _ = self.stop.send(true);
        let ended = timeout(LAST_SEND, async { while self.lanes.join_next().await.is_some() {} }).await;
        if ended.is_err() {
            tracing::warn!("mail on its way was cut off; it is sent again at the next start");
        }
    }
}

async fn send(services: Services, mut stopped: watch::Receiver<bool>, lane: usize) {
    // The lanes look in turn, not all at once.
    let step = ROUND / u32::try_from(LANES).unwrap_or(1);
    let mut next = Instant::now() + step * u32::try_from(lane).unwrap_or_default();
    while !*stopped.borrow() {
        match services.deliver_next().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
        }
        next = next.max(Instant::now()) + ROUND;
        tokio::select! {
            () = services.written.notified() => {}
            () = sleep_until(next) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Passes on what other processes change.
async fn hear(services: Services, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = services.listen() => {}
        _ = stopped.changed() => {}
    }
}

async fn forget(services: Services, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = services.purge().await {
            tracing::warn!(%error, "housekeeping has to wait");
        }
        tokio::select! {
            () = tokio::time::sleep(HOUSEKEEPING) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn tidy(services: Services, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = services.shrink_log().await {
            tracing::debug!(%error, "the log of changes stays as large as it is for now");
        }
        tokio::select! {
            () = tokio::time::sleep(TIDY) => {}
            _ = stopped.changed() => {}
        }
    }
}
