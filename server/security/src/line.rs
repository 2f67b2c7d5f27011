//! Who is served first where there is more to do than can be done: places for a few at once, and lines in front of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

/// Of so many places that become free, one goes to those behind: nobody is starved.
const SHARE: u32 = 4;
/// Who may wait in one line, for each place: more could not be served in time.
const LONGEST: usize = 512;
/// Between two alarms.
const ALARM: Duration = Duration::from_mins(1);

/// Who waits in front of whom (FIELD-44).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A browser that was signed in with this account before, or is now.
    Known,
    /// A client of whom no failure is remembered.
    Unsuspected,
    /// Anybody else.
    Other,
}

/// The places, and who waits for one.
pub(crate) struct Line {
    state: Mutex<State>,
    places: usize,
}

struct State {
    free: usize,
    /// By priority, each in order of arrival.
    waiting: [VecDeque<oneshot::Sender<Place>>; 3],
    served: u32,
    turned_away: u64,
    alarm: Option<Instant>,
}

/// A place; free for the next when it is dropped.
pub(crate) struct Place(Option<Arc<Line>>);

impl Line {
    pub(crate) fn new(places: usize) -> Arc<Self> {
        let state = State { free: places, waiting: Default::default(), served: 0, turned_away: 0, alarm: None };
        Arc::new(Self { state: Mutex::new(state), places })
    }

    /// Waits for a place, `patience` at most. `None`: there was none in that time, or too many wait already.
    pub(crate) async fn enter(self: &Arc<Self>, priority: Priority, patience: Duration) -> Option<Place> {
        let called = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Some(Place(Some(Arc::clone(self))));
            }
            let line = &mut state.waiting[priority as usize];
            if line.len() >= LONGEST * self.places {
                // Those who went away.
                line.retain(|waiting| !waiting.is_closed());
            }
            (line.len() < LONGEST * self.places).then(|| {
                let (call, called) = oneshot::channel();
                line.push_back(call);
                called
            })
        };
        let place = match called {
            Some(called) => timeout(patience, called).await.ok().and_then(Result::ok),
            None => None,
        };
        if place.is_none() {
            self.turned_away();
        }
        place
    }

    /// Gives a place to the next.
    fn leave(self: Arc<Self>) {
        loop {
            let Some(next) = self.state().next() else { return };
            match next.send(Place(Some(Arc::clone(&self)))) {
                Ok(()) => return,
                // They went away: the place is ours still.
                Err(mut place) => drop(place.0.take()),
            }
        }
    }

    /// Counts, and raises the alarm once a minute.
    fn turned_away(&self) {
        let mut state = self.state();
        state.turned_away += 1;
        if state.alarm.is_some_and(|at| at.elapsed() < ALARM) {
            return;
        }
        state.alarm = Some(Instant::now());
        let (turned_away, places) = (state.turned_away, self.places);
        let waiting: usize = state.waiting.iter().map(VecDeque::len).sum();
        drop(state);
        tracing::warn!(
            target: "parlor::capacity",
            turned_away,
            waiting,
            places,
            "more passwords are sent than can be hashed: somebody guesses, or the machine is too small"
        );
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Who gets the place that became free; with nobody waiting it stays free.
    fn next(&mut self) -> Option<oneshot::Sender<Place>> {
        self.served = self.served.wrapping_add(1);
        let order = match (self.served % SHARE, self.served % (2 * SHARE)) {
            (0, 0) => [2, 1, 0],
            (0, _) => [1, 2, 0],
            _ => [0, 1, 2],
        };
        let next = order.into_iter().find_map(|line| self.waiting[line].pop_front());
        if next.is_none() {
            self.free += 1;
        }
        next
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(line) = self.0.take() {
            line.leave();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(2);

    /// Waits in line, and notes its turn.
    async fn stand(line: &Arc<Line>, priority: Priority, turns: &Mutex<Vec<Priority>>) {
        let place = line.enter(priority, PATIENCE).await.expect("a place");
        turns.lock().unwrap().push(priority);
        drop(place);
    }

    // FIELD-44
    #[tokio::test]
    async fn known_ones_are_served_first_and_nobody_is_starved() {
        let line = Line::new(1);
        let turns = Mutex::new(Vec::new());
        let first = line.enter(Priority::Other, PATIENCE).await.expect("a place");
        let mut waiting = Vec::new();
        for priority in [Priority::Other, Priority::Unsuspected, Priority::Known] {
            waiting.extend((0..8).map(|_| stand(&line, priority, &turns)));
        }
        let all = futures_util::future::join_all(waiting);
        let leave = async {
            tokio::task::yield_now().await;
            drop(first);
        };
        tokio::join!(all, leave);
        let turns = turns.into_inner().unwrap();
        let of = |priority, until: usize| turns[..until].iter().filter(|turn| **turn == priority).count();
        assert_eq!(turns.len(), 24);
        assert_eq!(of(Priority::Known, 8), 6);
        assert!(of(Priority::Other, 8) >= 1 && of(Priority::Unsuspected, 8) >= 1, "{turns:?}");
        assert!(line.enter(Priority::Other, PATIENCE).await.is_some(), "the place is free again");
    }

    // FIELD-44, LOAD-5
    #[tokio::test]
    async fn whoever_gives_up_holds_no_place() {
        let line = Line::new(2);
        let held = [line.enter(Priority::Known, PATIENCE).await, line.enter(Priority::Known, PATIENCE).await];
        for _ in 0..3 {
            let all = (0..=(LONGEST * 2)).map(|_| line.enter(Priority::Other, Duration::ZERO));
            assert!(
                futures_util::future::join_all(all).await.iter().all(Option::is_none),
                "their patience and no longer"
            );
        }
        assert!(line.state().waiting[2].len() <= LONGEST * 2);
        drop(held);
        let again = [line.enter(Priority::Other, PATIENCE).await, line.enter(Priority::Other, PATIENCE).await];
        assert!(again.iter().all(Option::is_some));
        assert_eq!(line.state().free, 0);
        drop(again);
        assert_eq!(line.state().free, 2);
    }
}
