//! Times. The server tells them in UTC, the browser afterwards in its own zone, seen from the server's now.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, SecondsFormat, Utc};
use leptos::prelude::*;

use super::{
    clock,
    time_words::{TimeShape, Wall, tell},
};

/// A time, first as the server tells it, then in the zone of whoever reads it, told anew as time goes by.
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
    Effect::new(move || {
        if let Some(now) = now {
            clock::learn(now);
        }
        if shape.ages() {
            clock::passes();
        }
        let told = here(clock::millis(at)).map(|at| tell(shape, at, here(clock::now())));
        if let Some(told) = told.filter(|told| text.with_untracked(|text| text != told)) {
            text.set(told);
        }
    });
    view! {
        <time datetime=at
            .to_rfc3339_opts(SecondsFormat::Secs, true)>{move || text.get()}</time>
    }
}

/// What time it is, for words that are counted from it: first as the page's data say, the same value on the server and in
/// the first paint, then as time goes by.
pub fn use_now(answered: DateTime<Utc>) -> Signal<DateTime<Utc>> {
    let now = RwSignal::new(answered);
    Effect::new(move || {
        clock::learn(answered);
        clock::passes();
        if let Some(moment) = clock::moment() {
            now.set(moment);
        }
    });
    now.into()
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

/// The same for the moment at which this day begins there: clocks are put forward and back. None: there is no such day.
pub fn minutes_ahead_on(day: NaiveDate) -> Option<i32> {
    let (year, month) = (u32::try_from(day.year()).ok()?, i32::try_from(day.month0()).ok()?);
    let begins = js_sys::Date::new_with_year_month_day(year, month, i32::try_from(day.day()).ok()?);
    let ahead = clock::millis(day.and_time(NaiveTime::MIN).and_utc()) - begins.get_time();
    #[allow(clippy::cast_possible_truncation, reason = "a few hundred minutes")]
    let minutes = (ahead / 60_000.0).round() as i32;
    Some(minutes)
}

/// A time on the wall beside the browser.
fn here(millis: f64) -> Option<Wall> {
    let at = js_sys::Date::new(&millis.into());
    let year = i32::try_from(at.get_full_year()).ok()?;
    Wall::local(year, (at.get_month() + 1, at.get_date()), (at.get_hours(), at.get_minutes(), at.get_seconds()))
}
