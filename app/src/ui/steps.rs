//! Where somebody is on a short way.

use leptos::prelude::*;

use super::words;

/// The steps, in the same place on every page of the way.
#[component]
pub fn Steps(
    /// What the way is, for screen readers: "Signing up".
    #[prop(into)]
    label: String,
    /// Names of the steps.
    labels: &'static [&'static str],
    /// Which one this page is, counted from 0.
    current: usize,
) -> impl IntoView {
    let steps = labels
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let done = at < current;
            view! {
                <li
                    data-state=done.then_some("done")
                    aria-current=(at == current).then_some("step")
                >
                    {*step}
                    {done
                        .then(|| {
                            view! {
                                <span class="visually-hidden">{format!(", {}", words::STEP_DONE)}</span>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="steps" aria-label=label>
            {steps}
        </ol>
    }
}
