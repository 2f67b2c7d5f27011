//! What a page asks for once, in its frame.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::InlineError;
use crate::{answers::blocking_resource, error::AppError, ui::suspended};

/// What `show` makes of the answer; `waiting` while it is on its way; else why there is none, with another try.
pub fn loaded<T, F, W, V>(
    ask: impl Fn() -> F + Send + Sync + 'static,
    waiting: impl Fn() -> W + Send + Sync + 'static,
    show: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
    W: IntoView + 'static,
    V: IntoView + 'static,
{
    let data = blocking_resource(|| (), move |()| ask());
    view! {
        <Suspense fallback=waiting>
            {suspended(move || {
                let show = show.clone();
                async move {
                    match data.await {
                        Ok(answer) => show(answer).into_any(),
                        Err(error) => view! { <InlineError error again=Callback::new(move |()| data.refetch())/> }.into_any(),
                    }
                }
            })}
        </Suspense>
    }
}
