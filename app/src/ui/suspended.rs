//! What waits for an answer, within a `Suspense` or a `Transition`.

use std::{future::poll_fn, task::Poll};

use leptos::prelude::*;

use crate::ON_SERVER;

/// What `view` comes to. In the browser it is made anew when the answer that it awaits is another one. On the server it is made
/// once, and so is everything within it, with all that it asks for: see [`once`].
pub fn suspended<F, V>(view: impl Fn() -> F + Send + 'static) -> AnyView
where
    F: Future<Output = V> + Send + 'static,
    V: IntoView + 'static,
{
    if ON_SERVER { Suspend::new(once(view())).into_any() } else { (move || Suspend::new(view())).into_any() }
}

/// The view, for who waits for it. While a suspense looks what its children ask for, it polls them in passing, as nobody who
/// could be woken, and runs what is within those that are there: all of that would be run again when they are rendered, asking
/// the database twice. So to such a look the view is not there yet.
async fn once<F: Future>(view: F) -> F::Output {
    let view = view.await;
    // The waker of nobody has no data.
    poll_fn(|context| if context.waker().data().is_null() { Poll::Pending } else { Poll::Ready(()) }).await;
    view
}
