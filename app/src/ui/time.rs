//! Times. The server tells them in UTC, the browser afterwards in its own zone, seen from the server's now.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use super::{
    clock,
    time_words::{TimeShape, Wall, tell},
};

/// How often a relative time is told anew.
const TICK: Duration = Duration::from_secs(20);

/// A time, first as the server tells it, then in the zone of whoever reads it.
#[component]
pub fn LocalTime(
    /// The time.
    at: DateTime<Utc>,
    /// How it is told.
    shape: TimeShape,
    /// The server's now, for the shapes that are seen from it; the same value on the
    /// server and in the first paint, so take it from the page's data.
    #[prop(optional, into)]
    now: Option<DateTime<Utc>>,
) -> impl IntoView {
    let text = RwSignal::new(tell(shape, Wall::utc(at), now.map(Wall::utc)));
    let retell = move || {
        if let Some(at) = here(clock::millis(at)) {
            text.set(tell(shape, at, here(clock::now())));
        }
    };
    Effect::new(move |_| {
        if let Some(now) = now {
            clock::learn(now);
        }
        retell();
        if shape == TimeShape::Relative
            && let Ok(tick) = set_interval_with_handle(retell, TICK)
        {
            on_cleanup(move || tick.clear());
        }
    });
    view! {
        <time datetime=at
            .to_rfc3339_opts(SecondsFormat::Secs, true)>{move || text.get()}</time>
    }
}

/// A time on the wall beside the browser.
fn here(millis: f64) -> Option<Wall> {
    let at = js_sys::Date::new(&millis.into());
    let year = i32::try_from(at.get_full_year()).ok()?;
    Wall::local(year, (at.get_month() + 1, at.get_date()), (at.get_hours(), at.get_minutes(), at.get_seconds()))
}
