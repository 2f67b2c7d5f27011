//! The mails that workers of this process have in hand. A clock that jumps ahead ends their leases, but not the sending.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use domain::MailId;

/// The mails in hand.
#[derive(Default)]
pub struct InHand(Mutex<HashSet<MailId>>);

/// One of them; let go when dropped.
pub struct Held<'a> {
    all: &'a InHand,
    id: MailId,
}

impl InHand {
    /// Takes the mail in hand. `None`: another worker of this process has it.
    pub fn take(&self, id: MailId) -> Option<Held<'_>> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        // Made only where it is free: one that is dropped lets go.
        free.then(|| Held { all: self, id })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
