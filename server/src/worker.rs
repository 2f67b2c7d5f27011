//! What runs beside requests: workers that send mail and tell the operator's billing, those that listen to other processes and
//! tell who is there, and housekeeping.

use std::time::Duration;

use services::{RequestId, ServiceError, Services};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};
use tracing::{Instrument, Span};

/// Mails on their way at once: one server that hangs does not stop the others (MAIL-2).
const SENDERS: u32 = 4;
/// Events for the operator's billing on their way at once.
const TELLERS: u32 = 2;
/// How long a worker sleeps when nothing wakes it; with several processes what waits may be another one's.
pub(crate) const ROUND: Duration = Duration::from_secs(1);
/// Between two purges.
const HOUSEKEEPING: Duration = Duration::from_hours(1);
/// Between two looks at the size of SQLite's log of changes.
const TIDY: Duration = Duration::from_secs(10);
/// How long what is on its way may take to end when the process stops; its lease brings it back otherwise.
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
    let tellers = if services.billing_webhook.is_some() { TELLERS } else { 0 };
    for (outbox, workers) in [(Outbox::Mail, SENDERS), (Outbox::Webhook, tellers)] {
        for number in 0..workers {
            // They look in turn, not all at once.
            let first = round / workers * number;
            tasks.spawn(send(outbox, services.clone(), stopped.clone(), first, round));
        }
    }
    tasks.spawn(listen(services.clone(), stopped.clone()));
    tasks.spawn(keep_presence(services.clone(), stopped.clone()));
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
            tracing::warn!("what is on its way was cut off; it is sent again at the next start");
        }
    }
}

/// What waits to be sent.
#[derive(Clone, Copy)]
enum Outbox {
    /// To people.
    Mail,
    /// To the operator's billing.
    Webhook,
}

impl Outbox {
    const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }

    async fn deliver_next(self, services: &Services) -> Result<bool, ServiceError> {
        match self {
            Self::Mail => services.deliver_next().await,
            Self::Webhook => services.deliver_next_event().await,
        }
    }

    async fn woken(self, services: &Services) {
        match self {
            Self::Mail => services.outbox_woken().await,
            Self::Webhook => services.webhook_woken().await,
        }
    }
}

/// The span of a round of this work, which stands in the log as a request does.
pub(crate) fn span(work: &'static str) -> Span {
    tracing::error_span!("background", id = %RequestId::draw(), work)
}

async fn send(
    outbox: Outbox,
    services: Services,
    mut stopped: watch::Receiver<bool>,
    first: Duration,
    round: Duration,
) {
    let mut next = Instant::now() + first;
    while !*stopped.borrow() {
        let delivery = async {
            let delivered = outbox.deliver_next(&services).await;
            delivered.inspect_err(|error| tracing::warn!(%error, outbox = outbox.name(), "an outbox cannot be read"))
        };
        if let Ok(true) = delivery.instrument(span(outbox.name())).await {
            continue;
        }
        // Who wakes it puts no round off: what waits for its time would wait for as long as others write.
        let now = Instant::now();
        if next <= now {
            next = now + round;
        }
        tokio::select! {
            () = outbox.woken(&services) => {}
            () = sleep_until(next) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Passes on what other processes change.
async fn listen(services: Services, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = services.listen().instrument(span("changes")) => {}
        _ = stopped.changed() => {}
    }
}

/// Tells open tabs and other processes what becomes of people.
async fn keep_presence(services: Services, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = services.keep_presence().instrument(span("presence")) => {}
        _ = stopped.changed() => {}
    }
}

async fn purge(services: Services, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let round = async {
            for done in [services.purge().await, services.purge_audit_log().await, services.reconcile_billing().await] {
                if let Err(error) = done {
                    tracing::warn!(%error, "housekeeping has to wait");
                }
            }
        };
        round.instrument(span("purge")).await;
        tokio::select! {
            () = tokio::time::sleep(HOUSEKEEPING) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn tidy(services: Services, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let round = async {
            if let Err(error) = services.shrink_log().await {
                tracing::debug!(%error, "the log of changes stays as large as it is for now");
            }
        };
        round.instrument(span("log-size")).await;
        tokio::select! {
            () = tokio::time::sleep(TIDY) => {}
            _ = stopped.changed() => {}
        }
    }
}
