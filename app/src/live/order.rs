//! In which order questions are asked and answers count.

use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers questions, so that an answer that comes late is known.
#[derive(Default)]
pub(super) struct Turns {
    asked: AtomicU64,
    shown: AtomicU64,
}

impl Turns {
    pub(super) fn begin(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether the answer to the question with this number is newer than what is shown; then it is what is shown.
    pub(super) fn show(&self, turn: u64) -> bool {
        self.shown.fetch_max(turn, Ordering::Relaxed) < turn
    }

    /// No answer to what was asked until now is newer than what is shown.
    pub(super) fn outdate(&self) {
        self.show(self.asked.load(Ordering::Relaxed));
    }
}

/// Lets one look at a time be under way.
#[derive(Clone, Copy, Default)]
pub(super) struct Looks {
    under_way: bool,
    again: bool,
}

impl Looks {
    /// Notes that a look is wanted; true: none is under way, and whoever called begins.
    pub(super) fn want(&mut self) -> bool {
        self.again = true;
        !std::mem::replace(&mut self.under_way, true)
    }

    /// Whether a look is still to be done; whoever began does it and asks again. All that are wanted meanwhile are one.
    pub(super) fn next(&mut self) -> bool {
        self.under_way = std::mem::take(&mut self.again);
        self.under_way
    }
}

#[cfg(test)]
mod tests {
    use super::{Looks, Turns};

    // OR-3, OR-4
    #[test]
    fn no_late_answer_takes_the_place_of_a_newer_one() {
        let turns = Turns::default();
        let (first, second) = (turns.begin(), turns.begin());
        assert!(turns.show(second));
        assert!(!turns.show(first));
        let third = turns.begin();
        turns.outdate();
        assert!(!turns.show(third));
        assert!(turns.show(turns.begin()));
    }

    // OR-4
    #[test]
    fn looks_go_one_at_a_time_and_none_is_forgotten() {
        let mut looks = Looks::default();
        assert!(looks.want() && looks.next());
        // Told twice while it looks: one more look.
        assert!(!looks.want() && !looks.want());
        assert!(looks.next() && !looks.next());
        assert!(looks.want());
    }
}
