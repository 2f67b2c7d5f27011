//! What waits for an answer, within a `Suspense` or a `Transition`.

use leptos::prelude::*;

/// What `view` comes to. In the browser it is made anew when the answer that it awaits is another one. On the server it is made
/// once: within a closure it would be made each time that the framework looks whether it asks for more, and then again, with
/// all that it asks for.
pub fn suspended<F, V>(view: impl Fn() -> F + Send + 'static) -> AnyView
where
    F: Future<Output = V> + Send + 'static,
    V: IntoView + 'static,
{
    #[cfg(feature = "ssr")]
    {
        Suspend::new(view()).into_any()
    }
    #[cfg(not(feature = "ssr"))]
    {
        (move || Suspend::new(view())).into_any()
    }
}
