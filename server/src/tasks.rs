//! Tasks that are begun by leptos: each keeps the span of the request that begins it, so that what a page reads is told with the
//! page's id.

use any_spawner::{CustomExecutor, Executor, ExecutorError, PinnedFuture, PinnedLocalFuture};
use tracing::Instrument;

struct InSpan;

impl CustomExecutor for InSpan {
    fn spawn(&self, work: PinnedFuture<()>) {
        tokio::spawn(work.in_current_span());
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(work.in_current_span());
    }

    fn poll_local(&self) {}
}

/// Lets leptos begin its tasks on tokio.
pub(crate) fn start() -> Result<(), ExecutorError> {
    Executor::init_custom_executor(InSpan)
}
