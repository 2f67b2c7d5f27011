//! What workers of this process have in hand, mails or events. A clock that jumps ahead ends their leases, but not the sending.

use std::{
    collections::HashSet,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// What is in hand, by its id.
pub struct InHand<Id>(Mutex<HashSet<Id>>);

/// One of them; let go when dropped.
pub struct Held<'a, Id: Copy + Eq + Hash> {
    all: &'a InHand<Id>,
    id: Id,
}

impl<Id> Default for InHand<Id> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Id: Copy + Eq + Hash> InHand<Id> {
    /// Takes it in hand. `None`: another worker of this process has it.
    pub fn take(&self, id: Id) -> Option<Held<'_, Id>> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        // Made only where it is free: one that is dropped lets go.
        free.then(|| Held { all: self, id })
    }
}

impl<Id: Copy + Eq + Hash> Drop for Held<'_, Id> {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
