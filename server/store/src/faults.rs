//! Faults on purpose, for tests: the n-th statement of one piece of work fails (DB-10).

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use crate::{Result, StoreError};

tokio::task_local! {
    static FAULT: Fault;
}

/// The n-th statement fails; the first is the beginning of a transaction, and its commit is one too.
#[derive(Clone, Debug)]
pub struct Fault(Arc<AtomicU32>);

impl Fault {
    /// Lets `before` statements pass.
    pub fn after(before: u32) -> Self {
        // One more than are left: zero says that it happened.
        Self(Arc::new(AtomicU32::new(before.saturating_add(1))))
    }

    /// Whether the statement that was to fail has failed.
    pub fn happened(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    /// The fault that this piece of work is to have, for a task of its own.
    pub fn current() -> Option<Self> {
        FAULT.try_with(Self::clone).ok()
    }

    /// Does `work`, in which it happens: in what is awaited there, not in tasks of their own.
    pub async fn within<T>(&self, work: impl Future<Output = T>) -> T {
        FAULT.scope(self.clone(), work).await
    }
}

/// Fails when it is this statement's turn.
pub(crate) fn step() -> Result<()> {
    let turn = |fault: &Fault| fault.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    match FAULT.try_with(turn) {
        Ok(Ok(1)) => Err(StoreError::Unavailable(sqlx::Error::Io(io::Error::other("a fault on purpose")))),
        _ => Ok(()),
    }
}
