//! How much of something is used. Words beside it say the same: no screen reader hears of it.

use leptos::prelude::*;

/// An svg, so that no width is ever a style. What is held is dark, what is promised paler; amber only when full.
#[component]
pub fn Meter(
    /// How much is held.
    #[prop(into)]
    held: Signal<u32>,
    /// How much more is promised.
    #[prop(optional, into)]
    promised: Signal<u32>,
    /// How much there is.
    included: u32,
) -> impl IntoView {
    let parts = Memo::new(move |_| parts(held.get(), promised.get(), included));
    let full = move || held.get().saturating_add(promised.get()) >= included;
    view! {
        <svg class="meter" aria-hidden="true" data-state=move || full().then_some("full")>
            <rect width=move || percent(parts.get().0) height="100%"></rect>
            <rect
                class="open" x=move || percent(parts.get().0) width=move || percent(parts.get().1) height="100%"
            ></rect>
        </svg>
    }
}

/// Thousandths of the whole that are held, and that are promised beside them.
fn parts(held: u32, promised: u32, included: u32) -> (u64, u64) {
    let of = |part: u32| (u64::from(part) * 1_000 / u64::from(included.max(1))).min(1_000);
    let all = of(held.saturating_add(promised));
    (of(held), all - of(held))
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_never_runs_over() {
        assert_eq!(parts(128, 12, 150), (853, 80));
        assert_eq!(parts(9, 3, 5), (1_000, 0));
        assert_eq!(parts(4, 3, 5), (800, 200));
        assert_eq!(parts(0, 0, 1), (0, 0));
        assert_eq!(percent(853), "85.3%");
    }
}
