//! The book of all connections: which of them wait for their client, and since when.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

/// How long the head of a request may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may be kept without a request. Longer than proxies keep theirs, so that they do not send one just
/// when it is closed.
const IDLE: Duration = Duration::from_secs(75);
/// How long a client may neither send the rest of a body nor take what is written.
const STALL: Duration = Duration::from_secs(30);

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The head of a request.
    Head,
    /// Another request.
    Idle,
    /// The body of a request.
    Body,
    /// Nothing of the client: its request is being answered.
    Answer,
    /// The client, to take what is written.
    Take,
}

impl Phase {
    /// How long it may wait for that.
    const fn bound(self) -> Option<Duration> {
        match self {
            Self::Head => Some(HEAD),
            Self::Idle => Some(IDLE),
            Self::Body | Self::Take => Some(STALL),
            Self::Answer => None,
        }
    }
}

/// One connection.
struct Entry {
    phase: Phase,
    since: Instant,
    close: Arc<Notify>,
}

#[derive(Default)]
struct Entries {
    last: u64,
    all: HashMap<u64, Entry>,
    /// Those that wait for their client, the longest first.
    waiting: BTreeSet<(Instant, u64)>,
    /// Those whose answer goes on for as long as the client likes, the oldest first.
    streams: BTreeSet<u64>,
}

impl Entries {
    fn change(&mut self, id: u64, now: Instant, next: impl FnOnce(Phase) -> Option<Phase>) {
        let Some(entry) = self.all.get_mut(&id) else { return };
        let Some(phase) = next(entry.phase) else { return };
        self.waiting.remove(&(entry.since, id));
        (entry.phase, entry.since) = (phase, now);
        if phase.bound().is_some() {
            self.waiting.insert((now, id));
        }
    }

    /// Has it closed; its place is free at once.
    fn close(&mut self, id: u64) {
        if let Some(entry) = self.all.remove(&id) {
            self.waiting.remove(&(entry.since, id));
            self.streams.remove(&id);
            entry.close.notify_one();
        }
    }
}

/// All connections.
pub(super) struct Book {
    entries: Mutex<Entries>,
    most: usize,
    /// Rung when the last one is gone.
    emptied: Notify,
}

impl Book {
    /// A book with room for this many.
    pub(super) fn new(most: usize) -> Self {
        Self { entries: Mutex::default(), most, emptied: Notify::new() }
    }

    /// How many there may be.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    /// A place for a new connection. When there is none, the one that has waited longest for its client makes room, or the
    /// oldest stream: its browser comes back by itself, and asks meanwhile. `None`: all are being answered.
    pub(super) fn open(self: &Arc<Self>, now: Instant) -> Option<Seat> {
        let mut entries = self.entries();
        if entries.all.len() >= self.most {
            let longest = entries.waiting.first().map(|(_, id)| *id);
            let spared = longest.or_else(|| entries.streams.first().copied())?;
            entries.close(spared);
        }
        entries.last += 1;
        let (id, close) = (entries.last, Arc::new(Notify::new()));
        entries.all.insert(id, Entry { phase: Phase::Head, since: now, close: Arc::clone(&close) });
        entries.waiting.insert((now, id));
        drop(entries);
        let watch = Watch(Arc::new(Watched { book: Arc::clone(self), id, idle: false.into(), stuck: false.into() }));
        Some(Seat { watch, close })
    }

    /// Closes those that have waited for their client longer than they may.
    pub(super) fn close_overdue(&self, now: Instant) {
        let mut entries = self.entries();
        let overdue = |(since, id): &(Instant, u64)| {
            let bound = entries.all.get(id)?.phase.bound()?;
            (now.duration_since(*since) >= bound).then_some(*id)
        };
        let overdue: Vec<u64> = entries.waiting.iter().filter_map(overdue).collect();
        for id in overdue {
            entries.close(id);
        }
    }

    /// Waits until there is no connection.
    pub(super) async fn emptied(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.entries().all.is_empty() {
                return;
            }
            emptied.await;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's place; free again when dropped.
pub(super) struct Seat {
    watch: Watch,
    close: Arc<Notify>,
}

impl Seat {
    /// Notes what becomes of the connection.
    pub(super) fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// Waits until the connection is to be closed.
    pub(super) async fn closed(&self) {
        self.close.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Watched { book, id, .. } = &*self.watch.0;
        let mut entries = book.entries();
        entries.close(*id);
        if entries.all.is_empty() {
            book.emptied.notify_waiters();
        }
    }
}

/// Notes what becomes of one connection.
#[derive(Clone)]
pub(super) struct Watch(Arc<Watched>);

struct Watched {
    book: Arc<Book>,
    id: u64,
    /// Waits for another request.
    idle: AtomicBool,
    /// Waits for the client to take what is written.
    stuck: AtomicBool,
}

impl Watch {
    /// Bytes came: of the next head, where there was none.
    pub(super) fn bytes_came(&self) {
        if self.0.idle.swap(false, Ordering::Relaxed) {
            self.change(|phase| (phase == Phase::Idle).then_some(Phase::Head));
        }
    }

    /// A head came, whole.
    pub(super) fn head_came(&self) {
        self.0.idle.store(false, Ordering::Relaxed);
        self.change(|_| Some(Phase::Body));
    }

    /// The body came, whole, or it is not wanted.
    pub(super) fn body_came(&self) {
        self.change(|phase| (phase == Phase::Body).then_some(Phase::Answer));
    }

    /// The answer is a stream, which ends when the client wants no more of it.
    pub(super) fn streams(&self) {
        let Watched { book, id, .. } = &*self.0;
        let mut entries = book.entries();
        if entries.all.contains_key(id) {
            entries.streams.insert(*id);
        }
    }

    /// The answer has gone out.
    pub(super) fn answered(&self) {
        self.0.book.entries().streams.remove(&self.0.id);
        self.0.stuck.store(false, Ordering::Relaxed);
        self.0.idle.store(true, Ordering::Relaxed);
        self.change(|_| Some(Phase::Idle));
    }

    /// The client took something of what was written, or nothing.
    pub(super) fn wrote(&self, something: bool) {
        if self.0.stuck.swap(!something, Ordering::Relaxed) != something {
            return;
        }
        self.change(|phase| match phase {
            Phase::Answer if !something => Some(Phase::Take),
            Phase::Take if something => Some(Phase::Answer),
            _ => None,
        });
    }

    fn change(&self, next: impl FnOnce(Phase) -> Option<Phase>) {
        self.0.book.entries().change(self.0.id, Instant::now(), next);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn book(most: usize) -> (Arc<Book>, Instant) {
        (Arc::new(Book::new(most)), Instant::now())
    }

    fn is_closed(seat: &Seat) -> bool {
        seat.closed().now_or_never().is_some()
    }

    /// Seconds later than the beginning; what the test itself took is less than one.
    fn closes_after(seconds: u64, begin: impl Fn(&Watch)) {
        let (book, start) = book(8);
        let seat = book.open(start).unwrap();
        begin(&seat.watch());
        book.close_overdue(start + Duration::from_secs(seconds));
        assert!(!is_closed(&seat), "before {seconds}");
        book.close_overdue(start + Duration::from_secs(seconds + 2));
        assert!(is_closed(&seat), "after {seconds}");
    }

    // FIELD-42
    #[test]
    fn each_wait_has_its_bound() {
        closes_after(9, |_| {});
        // Half a head, of the first request or of a later one.
        closes_after(9, Watch::bytes_came);
        closes_after(9, |watch| {
            watch.head_came();
            watch.body_came();
            watch.answered();
            watch.bytes_came();
        });
        closes_after(74, |watch| {
            watch.head_came();
            watch.answered();
        });
        closes_after(29, Watch::head_came);
        closes_after(29, |watch| {
            watch.head_came();
            watch.body_came();
            watch.wrote(false);
        });
    }

    // FIELD-42: a stream of live updates is an answer that goes on.
    #[test]
    fn what_is_being_answered_has_none() {
        let (book, start) = book(2);
        let seat = book.open(start).unwrap();
        let watch = seat.watch();
        watch.head_came();
        watch.body_came();
        watch.wrote(false);
        watch.wrote(true);
        book.close_overdue(start + Duration::from_hours(24));
        assert!(!is_closed(&seat));
    }

    // FIELD-42
    #[test]
    fn who_waited_longest_makes_room() {
        let (book, start) = book(3);
        let at = |seconds| start + Duration::from_secs(seconds);
        let busy = book.open(start).unwrap();
        busy.watch().head_came();
        busy.watch().body_came();
        let slow: Vec<Seat> = (1..=2).map(|second| book.open(at(second)).unwrap()).collect();
        let third = book.open(at(3)).unwrap();
        assert!(is_closed(&slow[0]) && !is_closed(&slow[1]) && !is_closed(&busy));
        third.watch().head_came();
        third.watch().body_came();
        let fourth = book.open(at(4)).unwrap();
        assert!(is_closed(&slow[1]));
        fourth.watch().head_came();
        fourth.watch().body_came();
        assert!(book.open(at(5)).is_none(), "all are being answered");
        drop(busy);
        assert!(book.open(at(6)).is_some());
    }

    // FIELD-42: whoever opens streams keeps nobody out.
    #[test]
    fn a_stream_makes_room_when_nobody_waits() {
        let (book, start) = book(3);
        let seats: Vec<Seat> = (0..3).map(|_| book.open(start).unwrap()).collect();
        for seat in &seats {
            seat.watch().head_came();
            seat.watch().body_came();
        }
        let [call, first, second] = &seats[..] else { unreachable!() };
        first.watch().streams();
        second.watch().streams();
        let page = book.open(start).unwrap();
        assert!(is_closed(first) && !is_closed(second) && !is_closed(call));
        drop(page);
        second.watch().answered();
        let later = start + Duration::from_hours(1);
        let [one, two] = [book.open(later).unwrap(), book.open(later).unwrap()];
        assert!(is_closed(second), "it waits for another request");
        for seat in [&one, &two] {
            seat.watch().head_came();
            seat.watch().body_came();
        }
        assert!(book.open(later).is_none() && !is_closed(call));
    }

    #[tokio::test]
    async fn it_is_empty_when_all_are_gone() {
        let (book, start) = book(3);
        let seat = book.open(start).unwrap();
        assert!(book.emptied().now_or_never().is_none());
        let emptied = book.emptied();
        tokio::join!(emptied, async { drop(seat) });
    }
}
