//! The page of the audit log, and its files.

use domain::{AuditCount, AuditFile, AuditFilterProblem, AuditKind, AuditSpan};

use super::super::plural;

pub const TITLE: &str = "Audit log";
/// For screen readers.
pub const CAPTION: &str = "What was done, the newest first";
pub const SEARCH: &str = "Search the log";
pub const SEARCH_FOR: &str = "Person, project or address";
pub const FIND: &str = "Show";
pub const CLEAR: &str = "Clear";
pub const WHO: &str = "Who";
pub const ANYBODY: &str = "Anybody";
pub const WHAT: &str = "What";
pub const ANYTHING: &str = "Any change";
pub const WHEN: &str = "When";
pub const ANY_TIME: &str = "Any time";
/// Days that one names oneself.
pub const DATES: &str = "From – to";
pub const FROM_DAY: &str = "From";
pub const TO_DAY: &str = "To";
/// Heads of the table and of the file.
pub const TIME: &str = "Time";
pub const CHANGE: &str = "Before and after";
pub const BEFORE: &str = "Before";
pub const AFTER: &str = "After";
pub const FROM: &str = "From";
pub const TO_WHOM: &str = "To whom";
pub const ACTION: &str = "Action";
pub const ENTRY: &str = "Entry";
/// The account of whoever did it, and of whom it was done to.
pub const WHO_ID: &str = "Who (id)";
pub const TO_WHOM_ID: &str = "To whom (id)";
/// Where the operator did something.
pub const COMMAND_LINE: &str = "Command line";
/// Between before and after, for screen readers.
pub const BECAME: &str = "became";
pub const NOTHING: &str = "Nothing found";
pub const NOTHING_FILTERED: &str = "No entry is like that. Look for less, or for another time.";
pub const NOTHING_YET: &str = "Nothing was done here in the time for which entries are kept.";
pub const PAGES: &str = "Pages of the log";
pub const NEWER: &str = "Newer";
pub const OLDER: &str = "Older";
/// What did not come.
pub const MISSING: &str = "The log didn’t come";
pub const SEE_ALL: &str = "See all";

/// A kind of events, as it is chosen.
pub const fn kind(kind: AuditKind) -> &'static str {
    match kind {
        AuditKind::Organization => "Organization",
        AuditKind::Members => "Members and roles",
        AuditKind::Invitations => "Invitations",
        AuditKind::Projects => "Projects",
        AuditKind::ProjectMembers => "Project members",
        AuditKind::Billing => "Plan and billing",
        AuditKind::Exports => "Exports",
    }
}

pub const fn span(span: AuditSpan) -> &'static str {
    match span {
        AuditSpan::Today => "Today",
        AuditSpan::Week => "Last 7 days",
        AuditSpan::Month => "Last 30 days",
        AuditSpan::Quarter => "Last 90 days",
    }
}

pub const fn file(file: AuditFile) -> &'static str {
    match file {
        AuditFile::Csv => "CSV",
        AuditFile::Json => "JSON",
    }
}

/// Why a filter cannot be taken.
pub const fn problem(problem: AuditFilterProblem) -> &'static str {
    match problem {
        AuditFilterProblem::NoPerson => "That’s nobody’s id. Choose somebody, or search for their name.",
        AuditFilterProblem::NoKind => "There’s no such kind of change. Choose one.",
        AuditFilterProblem::NoTime => "There’s no such stretch of time. Choose one.",
        AuditFilterProblem::NoDate => "That’s no day. Write it like 2026-11-28.",
        AuditFilterProblem::Reversed => "The last day is before the first. Swap them.",
        AuditFilterProblem::NoZone => "No clock goes like that. Load the page without it.",
    }
}

/// "3 newer entries"
pub fn newer(count: usize, most: usize) -> String {
    if count >= most {
        format!("{most} newer entries or more")
    } else {
        plural::counted(count, "newer entry", "newer entries")
    }
}

/// How many a file holds, after the name of its kind.
pub fn holding(count: AuditCount) -> String {
    format!("with {}", entries(count))
}

/// "2,817 entries", "10,000 entries or more"
pub fn entries(AuditCount { found, more }: AuditCount) -> String {
    let counted = format!("{} {}", grouped(found), plural::of(&found, "entry", "entries"));
    if more { format!("{counted} or more") } else { counted }
}

/// "Newest 50 of 2,817 entries", "51 to 100 of 2,817 entries"; where nobody knows how many are newer, "50 of 10,000 entries or more".
pub fn rows_of(newer: Option<i64>, shown: i64, count: AuditCount) -> String {
    let all = entries(count);
    match newer {
        Some(0) if shown == count.found => all,
        Some(0) => format!("Newest {shown} of {all}"),
        Some(newer) => format!("{} to {} of {all}", grouped(newer + 1), grouped(newer + shown)),
        None => format!("{shown} of {all}"),
    }
}

/// How long entries are kept.
pub fn kept(days: Option<u32>) -> String {
    match days {
        Some(days) => format!("Entries are kept for {}.", plural::counted(days, "day", "days")),
        None => "Entries are kept for good.".into(),
    }
}

/// Before the day of the oldest entry.
pub const REACHES_BACK: &str = "Reaches back to";

/// The last line of a file that is whole.
pub fn end_of_file(count: i64) -> String {
    format!("End of the log: {}", entries(AuditCount::exactly(count)))
}

/// "2,817"
fn grouped(count: i64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-4
    #[test]
    fn st_4_counts_are_said() {
        let all = AuditCount::exactly;
        let more = AuditCount { found: 10_000, more: true };
        assert_eq!(rows_of(Some(0), 50, all(2_817)), "Newest 50 of 2,817 entries");
        assert_eq!(rows_of(Some(1_000), 50, all(1_234_567)), "1,001 to 1,050 of 1,234,567 entries");
        assert_eq!(rows_of(Some(0), 1, all(1)), "1 entry");
        assert_eq!(rows_of(Some(0), 50, more), "Newest 50 of 10,000 entries or more");
        assert_eq!(rows_of(Some(50), 50, more), "51 to 100 of 10,000 entries or more");
        assert_eq!(rows_of(None, 50, more), "50 of 10,000 entries or more");
        assert_eq!((newer(1, 100), newer(100, 100)), ("1 newer entry".into(), "100 newer entries or more".into()));
        assert_eq!(kept(Some(1)), "Entries are kept for 1 day.");
    }
}
