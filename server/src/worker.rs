//! What runs beside requests: workers that send mail, one that listens to other processes, and housekeeping.

use std::time::Duration;

use services::Services;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

/// Mails on their way at once: one server that hangs does not stop the others (MAIL-2).
const SENDERS: u32 = 4;
/// How long a worker sleeps when nothing wakes it; with several processes a mail may be another one's.
pub(crate) const ROUND: Duration = Duration::from_secs(1);
/// Between two purges.
const HOUSEKEEPING: Duration = Duration::from_hours(1);
/// Between two looks at the size of SQLite's log of changes.
const TIDY: Duration = Duration::from_secs(10);
/// How long a mail on its way may take to end when the process stops; its lease brings it back otherwise.
const LAST_SEND: Duration = Duration::from_secs(3);

/// The background tasks of this process, until they are told to stop.
pub(crate) struct Workers {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Starts the workers.
pub(crate) fn start(services: &Services, round: Duration) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for number in 0..SENDERS {
        // They look in turn, not all at once.
        let first = round / SENDERS * number;
        tasks.spawn(send(services.clone(), stopped.clone(), first, round));
    }
    tasks.spawn(listen(services.clone(), stopped.clone()));
    tasks.spawn(purge(services.clone(), stopped.clone()));
    tasks.spawn(tidy(services.clone(), stopped));
    Workers { stop, tasks }
}

impl Workers {
    /// Lets what is on its way arrive, and ends.
    pub(crate) async fn stop(mut self) {
        // Fails only when every worker has ended already.
        let _ = self.stop.send(true);
        let ended = timeout(LAST_SEND, async { while self.tasks.join_next().await.is_some() {} }).await;
        if ended.is_err() {
            tracing::warn!("mail on its way was cut off; it is sent again at the next start");
        }
    }
}

async fn send(services: Services, mut stopped: watch::Receiver<bool>, first: Duration, round: Duration) {
    let mut next = Instant::now() + first;
    while !*stopped.borrow() {
        match services.deliver_next().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
        }
        next = next.max(Instant::now()) + round;
        tokio::select! {
            () = services.outbox_woken() => {}
            () = sleep_until(next) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Passes on what other processes change.
async fn listen(services: Services, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = services.listen() => {}
        _ = stopped.changed() => {}
    }
}

async fn purge(services: Services, mut stopped: watch::Receiver<bool>) {
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
