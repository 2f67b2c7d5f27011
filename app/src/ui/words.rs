//! The few words built into the pieces themselves. Everything else a person reads is a prop.

/// Label of the button that shows a password. While it does, `aria-pressed` says so.
pub const SHOW_PASSWORD: &str = "Show password";
/// Label of the button that closes a dialog or a panel.
pub const CLOSE: &str = "Close";
/// On the key that clears a selection.
pub const ESCAPE: &str = "Esc";
/// Beside the label of what may stay empty.
pub const OPTIONAL: &str = "optional";
/// Said after a step that is behind us, to those who cannot see its colour.
pub const STEP_DONE: &str = "done";

/// Less than a minute ago.
pub const A_MOMENT_AGO: &str = "a moment ago";
/// The day before today.
pub const YESTERDAY: &str = "Yesterday";
/// This day.
pub const TODAY: &str = "Today";
/// The day after today.
pub const TOMORROW: &str = "Tomorrow";
/// The clock the server's times are told by.
pub const UTC: &str = "UTC";

/// Weekdays, Monday first.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The same where there is no room, as in a column.
pub const SHORT_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "12 min ago".
pub fn minutes_ago(minutes: i64) -> String {
    format!("{minutes} min ago")
}

/// "3 h ago".
pub fn hours_ago(hours: i64) -> String {
    format!("{hours} h ago")
}
