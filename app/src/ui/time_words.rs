//! Times in words: pure, the same on the server and in the browser.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::words;

/// How a time is told. Those that are seen from now keep themselves true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeShape {
    /// "09:41:02".
    Seconds,
    /// "09:41".
    Clock,
    /// "Tuesday, 09:41"; "Today, 09:41" where that is known, and a date where a weekday could mean two days.
    Weekday,
    /// "22 November", and the year when it is another.
    Date,
    /// "22 Nov", and the year when it is another; for a column.
    ShortDate,
    /// "Today, 22 November", "Thursday, 20 November", and the year when it is another.
    Day,
    /// "Saturday, 29 November, 11:24", and the year when it is another.
    Full,
    /// "12 min ago" under a day, then "Yesterday", then the date.
    Relative,
    /// The same with the month cut short, for a column.
    ShortRelative,
}

impl TimeShape {
    /// Whether time that goes by makes other words of it.
    pub(super) const fn ages(self) -> bool {
        match self {
            Self::Seconds | Self::Clock => false,
            Self::Weekday
            | Self::Date
            | Self::ShortDate
            | Self::Day
            | Self::Full
            | Self::Relative
            | Self::ShortRelative => true,
        }
    }

    const fn months(self) -> &'static [&'static str; 12] {
        match self {
            Self::ShortDate | Self::ShortRelative => &words::SHORT_MONTHS,
            Self::Seconds | Self::Clock | Self::Weekday | Self::Date | Self::Day | Self::Full | Self::Relative => {
                &words::MONTHS
            }
        }
    }
}

/// A time on somebody's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wall {
    at: NaiveDateTime,
    /// Told by the server, which knows no other zone: clock times say so.
    utc: bool,
}

impl Wall {
    /// The server's wall.
    pub fn utc(at: DateTime<Utc>) -> Self {
        Self { at: at.naive_utc(), utc: true }
    }

    /// The day.
    pub fn day(self) -> NaiveDate {
        self.at.date()
    }

    /// The browser's wall; months and days count from 1.
    pub fn local(year: i32, (month, day): (u32, u32), (h, m, s): (u32, u32, u32)) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let time = NaiveTime::from_hms_opt(h, m, s)?;
        Some(Self { at: date.and_time(time), utc: false })
    }
}

/// `at` in the shape asked for, seen from `now` on the same wall if that is known.
pub(super) fn tell(shape: TimeShape, at: Wall, now: Option<Wall>) -> String {
    let zone = if at.utc { format!(" {}", words::UTC) } else { String::new() };
    let (hour, minute, second) = (at.at.hour(), at.at.minute(), at.at.second());
    match shape {
        TimeShape::Seconds => format!("{hour:02}:{minute:02}:{second:02}{zone}"),
        TimeShape::Clock => format!("{hour:02}:{minute:02}{zone}"),
        TimeShape::Weekday => format!("{}, {hour:02}:{minute:02}{zone}", day(at, now)),
        TimeShape::Date | TimeShape::ShortDate => date(at, now, shape),
        TimeShape::Day => format!("{}, {}", near_day(at, now), date(at, now, shape)),
        TimeShape::Relative | TimeShape::ShortRelative => {
            now.map_or_else(|| date(at, None, shape), |now| relative(at, now, shape))
        }
        TimeShape::Full => {
            let weekday = words::WEEKDAYS[at.at.weekday().num_days_from_monday() as usize];
            format!("{weekday}, {}, {hour:02}:{minute:02}{zone}", date(at, now, shape))
        }
    }
}

/// "Today", "Yesterday", else the weekday.
fn near_day(wall: Wall, now: Option<Wall>) -> &'static str {
    match now.map(|now| (wall.at.date() - now.at.date()).num_days()) {
        Some(0) => words::TODAY,
        Some(-1) => words::YESTERDAY,
        _ => words::WEEKDAYS[wall.at.weekday().num_days_from_monday() as usize],
    }
}

/// "Today", a weekday as long as it can mean one day only, else the date.
fn day(wall: Wall, now: Option<Wall>) -> String {
    let weekday = words::WEEKDAYS[wall.at.weekday().num_days_from_monday() as usize];
    let ahead = now.map(|now| (wall.at.date() - now.at.date()).num_days());
    match ahead {
        Some(0) => words::TODAY.to_owned(),
        Some(1) => words::TOMORROW.to_owned(),
        Some(-1) => words::YESTERDAY.to_owned(),
        None | Some(-6..=6) => weekday.to_owned(),
        Some(_) => date(wall, now, TimeShape::Date),
    }
}

/// "22 November", and the year when it is another than now's or now's is not known.
fn date(wall: Wall, now: Option<Wall>, shape: TimeShape) -> String {
    let month = shape.months()[wall.at.month0() as usize];
    let day = wall.at.day();
    match now {
        Some(now) if now.at.year() == wall.at.year() => format!("{day} {month}"),
        _ => format!("{day} {month} {}", wall.at.year()),
    }
}

/// "12 min ago" under a day, then "Yesterday", then the date. Clocks differ: the near future is now.
fn relative(wall: Wall, now: Wall, shape: TimeShape) -> String {
    let ago = now.at - wall.at;
    match (ago.num_minutes(), ago.num_hours()) {
        (..1, _) => words::A_MOMENT_AGO.to_owned(),
        (minutes @ 1..60, _) => words::minutes_ago(minutes),
        (_, hours @ ..24) => words::hours_ago(hours),
        _ if now.at.date().checked_sub_days(Days::new(1)) == Some(wall.at.date()) => words::YESTERDAY.to_owned(),
        _ => date(wall, Some(now), shape),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "the times are written right here")]
mod tests {
    use super::*;

    fn wall(text: &str) -> Wall {
        Wall { at: text.parse().expect("a time"), utc: false }
    }

    fn told(shape: TimeShape, at: &str) -> String {
        tell(shape, wall(at), Some(wall("2025-11-24T12:00:00")))
    }

    #[test]
    fn clock_times() {
        assert_eq!(told(TimeShape::Seconds, "2025-11-24T09:41:02"), "09:41:02");
        assert_eq!(told(TimeShape::Clock, "2025-11-24T09:41:02"), "09:41");
    }

    #[test]
    fn days_near_by_have_names() {
        let day = |at| told(TimeShape::Weekday, at);
        assert_eq!(day("2025-11-24T09:41:02"), "Today, 09:41");
        assert_eq!(day("2025-11-25T09:41:02"), "Tomorrow, 09:41");
        assert_eq!(day("2025-11-23T09:41:02"), "Yesterday, 09:41");
        assert_eq!(day("2025-11-26T09:41:02"), "Wednesday, 09:41");
        assert_eq!(day("2025-11-30T09:41:02"), "Sunday, 09:41");
        assert_eq!(day("2025-12-01T09:41:02"), "1 December, 09:41");
        assert_eq!(tell(TimeShape::Weekday, wall("2025-12-01T09:41:02"), None), "Monday, 09:41");
    }

    // ST-4
    #[test]
    fn days_are_named_with_their_dates() {
        let day = |at| told(TimeShape::Day, at);
        assert_eq!(day("2025-11-24T00:00:00"), "Today, 24 November");
        assert_eq!(day("2025-11-23T23:59:59"), "Yesterday, 23 November");
        assert_eq!(day("2025-11-20T09:41:02"), "Thursday, 20 November");
        assert_eq!(day("2024-11-20T09:41:02"), "Wednesday, 20 November 2024");
    }

    #[test]
    fn the_server_names_its_zone() {
        let at: DateTime<Utc> = "2025-11-24T09:41:02Z".parse().expect("a time");
        assert_eq!(tell(TimeShape::Seconds, Wall::utc(at), None), "09:41:02 UTC");
        assert_eq!(tell(TimeShape::Date, Wall::utc(at), None), "24 November 2025");
    }

    #[test]
    fn dates_name_another_year() {
        assert_eq!(told(TimeShape::Date, "2025-11-22T09:41:02"), "22 November");
        assert_eq!(told(TimeShape::Date, "2024-11-22T09:41:02"), "22 November 2024");
        assert_eq!(told(TimeShape::ShortDate, "2025-09-22T09:41:02"), "22 Sep");
        assert_eq!(told(TimeShape::ShortDate, "2024-09-22T09:41:02"), "22 Sep 2024");
    }

    #[test]
    fn times_passed() {
        let ago = |at| told(TimeShape::Relative, at);
        assert_eq!(ago("2025-11-24T12:00:30"), "a moment ago");
        assert_eq!(ago("2025-11-24T11:59:01"), "a moment ago");
        assert_eq!(ago("2025-11-24T11:59:00"), "1 min ago");
        assert_eq!(ago("2025-11-24T11:00:01"), "59 min ago");
        assert_eq!(ago("2025-11-24T11:00:00"), "1 h ago");
        assert_eq!(ago("2025-11-23T12:00:01"), "23 h ago");
        assert_eq!(ago("2025-11-23T12:00:00"), "Yesterday");
        assert_eq!(ago("2025-11-22T23:59:59"), "22 November");
        assert_eq!(ago("2023-01-01T00:00:00"), "1 January 2023");
        assert_eq!(told(TimeShape::ShortRelative, "2025-11-24T11:59:00"), "1 min ago");
        assert_eq!(told(TimeShape::ShortRelative, "2023-01-01T00:00:00"), "1 Jan 2023");
    }
}
