//! Times. The server tells them in UTC, the browser afterwards in its own zone, seen from the server's now.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
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
        if shape.ages()
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

/// The day that this time is in, where somebody reads it; in the browser only.
pub fn local_day(at: DateTime<Utc>) -> Option<NaiveDate> {
    here(clock::millis(at)).map(Wall::day)
}

/// Minutes by which clocks are ahead of UTC where somebody is; in the browser only.
pub fn minutes_ahead() -> i32 {
    let behind = js_sys::Date::new_0().get_timezone_offset();
    // No clock is ahead of another by more than a day, and none by a part of a minute.
    #[allow(clippy::cast_possible_truncation, reason = "a few hundred minutes")]
    let minutes = -behind as i32;
    minutes
}

/// A time on the wall beside the browser.
fn here(millis: f64) -> Option<Wall> {
    let at = js_sys::Date::new(&millis.into());
    let year = i32::try_from(at.get_full_year()).ok()?;
    Wall::local(year, (at.get_month() + 1, at.get_date()), (at.get_hours(), at.get_minutes(), at.get_seconds()))
}
