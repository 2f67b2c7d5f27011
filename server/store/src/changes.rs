//! What changed, told to whoever listens: in this process, and with PostgreSQL in every process on the same database
//! (OR-4, OP-4).

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{AccountId, OrganizationId};
use sqlx::{
    PgConnection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use tokio::{sync::broadcast, time::timeout};

use crate::{
    Result, Store,
    connections::Connections,
    db::Db,
    statement::{Statement, on_postgres},
};

const NOTIFY: Statement = Statement::plain("SELECT pg_notify($1, word) FROM unnest($2::text[]) AS word");
/// The channel of PostgreSQL.
const CHANNEL: &str = "parlor";
/// Changes that a slow listener may be behind; beyond that it gets [`Change::Unknown`].
const CHANNEL_CAPACITY: usize = 1024;
/// The channel on which processes say who has a tab open; of its own for the same reason as the next one.
const PRESENCE: &str = "parlor_presence";
/// Words of other processes that whoever listens to them may be behind.
const WORDS_CAPACITY: usize = 1024;
/// The channel by which a process hears that it hears; of its own, since older processes take what they do not know for a
/// change.
const BEATS: &str = "parlor_beat";
/// Between two of those.
const BEAT: Duration = Duration::from_secs(1);
/// A connection on which none came for this long is not believed: it may be cut without knowing it.
const SILENT: Duration = Duration::from_secs(3);
/// Before the listener connects again.
const PAUSE: Duration = Duration::from_secs(1);

/// Something that open tabs may show has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An account, its memberships or the invitations for its address.
    Account(AccountId),
    /// What an account chose to be in its organizations. Its streams tell its tabs what that is, so nobody looks again.
    Availability(AccountId),
    /// An organization, its members or its invitations.
    Organization(OrganizationId),
    /// Changes may have been missed: look at everything.
    Unknown,
}

impl Change {
    fn encode(self) -> String {
        match self {
            Self::Account(id) => format!("account {id}"),
            Self::Availability(id) => format!("availability {id}"),
            Self::Organization(id) => format!("organization {id}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// What another process said; a newer one may say what we do not know.
    fn decode(text: &str) -> Self {
        match text.split_once(' ') {
            Some(("account", id)) => id.parse().map_or(Self::Unknown, Self::Account),
            Some(("availability", id)) => id.parse().map_or(Self::Unknown, Self::Availability),
            Some(("organization", id)) => id.parse().map_or(Self::Unknown, Self::Organization),
            _ => Self::Unknown,
        }
    }
}

/// Receives every change that is committed from now on.
pub struct Changes(broadcast::Receiver<Change>);

impl Changes {
    /// The next change; `None` when the store is gone.
    pub async fn next(&mut self) -> Option<Change> {
        match self.0.recv().await {
            Ok(change) => Some(change),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Change::Unknown),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

/// What is heard on the channel of presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A process said this, which may be the one that hears it.
    Word(Arc<str>),
    /// Words may have been missed.
    Gap,
}

/// Receives what processes say of who has a tab open, from now on.
pub struct Overheard(broadcast::Receiver<Said>);

impl Overheard {
    /// What is said next. With SQLite nobody says anything.
    pub async fn next(&mut self) -> Said {
        match self.0.recv().await {
            Ok(said) => said,
            Err(broadcast::error::RecvError::Lagged(_)) => Said::Gap,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// A moment in the order of the changes that this process has told; other processes count for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeMark(u64);

/// Tells changes to whoever listens in this process, and remembers the newest for those who come a moment later.
#[derive(Clone)]
pub(crate) struct Feed {
    sender: broadcast::Sender<Change>,
    words: broadcast::Sender<Said>,
    recent: Arc<Mutex<Recent>>,
    /// Whether what other processes change would be heard.
    listening: Arc<AtomicBool>,
}

#[derive(Default)]
struct Recent {
    /// How many were told in all.
    told: u64,
    /// The newest of them, the oldest first.
    last: VecDeque<Change>,
}

impl Feed {
    /// `alone`: there are no other processes.
    pub(crate) fn new(alone: bool) -> Self {
        Self {
            sender: broadcast::Sender::new(CHANNEL_CAPACITY),
            words: broadcast::Sender::new(WORDS_CAPACITY),
            recent: Arc::default(),
            listening: Arc::new(AtomicBool::new(alone)),
        }
    }

    pub(crate) fn tell(&self, change: Change) {
        let mut recent = self.recent();
        recent.told += 1;
        recent.last.push_back(change);
        if recent.last.len() > CHANNEL_CAPACITY {
            recent.last.pop_front();
        }
        // Nobody listens: nothing is lost.
        let _ = self.sender.send(change);
    }

    fn mark(&self) -> ChangeMark {
        ChangeMark(self.recent().told)
    }

    /// What was told after `mark`; `None`: that is too long ago to know.
    fn since(&self, ChangeMark(mark): ChangeMark) -> Option<Vec<Change>> {
        let recent = self.recent();
        let missed = usize::try_from(recent.told.checked_sub(mark)?).ok()?;
        let skip = recent.last.len().checked_sub(missed)?;
        Some(recent.last.iter().skip(skip).copied().collect())
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells all processes, once `tx` is committed.
pub(crate) async fn notify(tx: &mut PgConnection, changes: &[Change]) -> Result<()> {
    let words: Vec<_> = changes.iter().map(|change| change.encode()).collect();
    on_postgres(async { sqlx::query(NOTIFY).bind(CHANNEL).bind(words).execute(tx).await }).await?;
    Ok(())
}

/// Tells all processes at once.
async fn tell(pool: &Connections<PgConnectOptions>, channel: &str, words: &[String]) -> Result<()> {
    let mut connection = pool.acquire().await?;
    let db = connection.begin()?;
    let told = on_postgres(async { sqlx::query(NOTIFY).bind(channel).bind(words).execute(db).await }).await;
    connection.settle(told.map(drop).map_err(Into::into))
}

/// Says over and over that this process is there. While the database is away it waits, and so nothing is heard.
async fn beat(pool: &Connections<PgConnectOptions>) {
    loop {
        tokio::time::sleep(BEAT).await;
        // Not heard, it will be missed.
        let _ = tell(pool, BEATS, &[String::new()]).await;
    }
}

impl Store {
    /// Hears of every change from now on.
    pub fn changes(&self) -> Changes {
        Changes(self.changes.sender.subscribe())
    }

    /// Now, in the order of changes. What is read after this holds everything that was told before it.
    pub fn change_mark(&self) -> ChangeMark {
        self.changes.mark()
    }

    /// What was told after `mark`, in order; `None`: that is too long ago to know.
    pub fn changes_since(&self, mark: ChangeMark) -> Option<Vec<Change>> {
        self.changes.since(mark)
    }

    /// Whether every change would be heard. While it would not, nobody may be told that all is well.
    pub fn is_listening(&self) -> bool {
        self.changes.listening.load(Ordering::Relaxed)
    }

    /// Hears what processes say of who has a tab open, from now on.
    pub fn overhear(&self) -> Overheard {
        Overheard(self.changes.words.subscribe())
    }

    /// Says this to all processes, in this order; each word is shorter than 8,000 bytes. With SQLite there is nobody to hear
    /// it.
    pub async fn say(&self, words: &[String]) -> Result<()> {
        let Db::Postgres(pool) = &self.db else { return Ok(()) };
        if words.is_empty() { Ok(()) } else { tell(pool, PRESENCE, words).await }
    }

    /// Passes on what other processes change, for as long as it is run. With SQLite there are none.
    pub async fn listen(&self) {
        let Db::Postgres(pool) = &self.db else { return std::future::pending().await };
        tokio::join!(self.receive(pool.options()), beat(pool));
    }

    fn overheard(&self, said: Said) {
        // Nobody listens: nothing is lost.
        let _ = self.changes.words.send(said);
    }

    async fn receive(&self, options: &PgConnectOptions) {
        loop {
            // One that it keeps.
            let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
            let pool = pool.connect_lazy_with(options.clone());
            if let Ok(mut listener) = PgListener::connect_with(&pool).await
                && listener.listen_all([CHANNEL, PRESENCE, BEATS]).await.is_ok()
            {
                // What was said while nobody listened is not known.
                self.changes.listening.store(true, Ordering::Relaxed);
                self.changes.tell(Change::Unknown);
                self.overheard(Said::Gap);
                while let Ok(Ok(Some(said))) = timeout(SILENT, listener.try_recv()).await {
                    match said.channel() {
                        CHANNEL => self.changes.tell(Change::decode(said.payload())),
                        PRESENCE => self.overheard(Said::Word(said.payload().into())),
                        _ => {}
                    }
                }
                tracing::warn!("what other processes change is not heard until there is a connection again");
                self.changes.listening.store(false, Ordering::Relaxed);
                self.changes.tell(Change::Unknown);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_processes_read_what_we_say() {
        let id = uuid::Uuid::from_u128(7);
        let (account, organization) = (Change::Account(id.into()), Change::Organization(id.into()));
        for change in [account, Change::Availability(id.into()), organization, Change::Unknown] {
            assert_eq!(Change::decode(&change.encode()), change);
        }
        assert_eq!(Change::decode("weather rain"), Change::Unknown);
    }

    // FIELD-68
    #[test]
    fn what_fell_between_a_page_and_its_stream_is_known() {
        let feed = Feed::new(true);
        let account = |n| Change::Account(uuid::Uuid::from_u128(n).into());
        feed.tell(account(1));
        let mark = feed.mark();
        assert_eq!(feed.since(mark), Some(vec![]));
        feed.tell(account(2));
        feed.tell(account(3));
        assert_eq!(feed.since(mark), Some(vec![account(2), account(3)]));
        for n in 0..CHANNEL_CAPACITY as u128 {
            feed.tell(account(n));
        }
        assert_eq!(feed.since(mark), None, "too long ago to know");
        assert_eq!(feed.since(ChangeMark(u64::MAX)), None, "of another process");
    }
}
