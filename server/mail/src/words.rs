//! Small things said the same way in every mail and every reply.

use chrono::{DateTime, Utc};

/// How much of a mail server's reply is kept.
const REPLY_LENGTH: usize = 200;

/// A moment a reader in any country can place: `Tuesday, 24 November 2026, 09:41 UTC`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%A, %-d %B %Y, %H:%M UTC").to_string()
}

/// The text on one line: every run of white space and control characters, line breaks among them, becomes one space.
/// Nothing gets in a header without passing here.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A mail server's reply, fit to be kept and shown: one line, no address, no link, at most 200 characters.
pub fn reply(text: &str) -> String {
    let masked = one_line(text).split(' ').map(mask).collect::<Vec<_>>().join(" ");
    if masked.chars().count() <= REPLY_LENGTH {
        return masked;
    }
    masked.chars().take(REPLY_LENGTH - 1).chain(['…']).collect()
}

fn mask(word: &str) -> &str {
    if word.contains("://") {
        "(link)"
    } else if word.contains('@') {
        "(address)"
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_names_its_day_and_zone() {
        let at = DateTime::from_timestamp(1_795_513_260, 0).unwrap_or_default();
        assert_eq!(moment(at), "Tuesday, 24 November 2026, 09:41 UTC");
    }

    #[test]
    fn one_line_swallows_every_line_break() {
        assert_eq!(one_line(" a\r\nBcc: b\u{85}c\u{2028}d\0e\t"), "a Bcc: b c d e");
    }

    // OP-7
    #[test]
    fn a_reply_is_short_and_names_nobody() {
        let text = "5.1.1 <mina@harbourfinch.example>:\r\nrefused, saw https://chat.example/verify/abc in it";
        assert_eq!(reply(text), "5.1.1 (address) refused, saw (link) in it");
        let long = reply(&"ü".repeat(900));
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with('…'));
        assert_eq!(reply(&"x".repeat(200)), "x".repeat(200));
    }
}
