//! Small things said the same way in every mail and every reply.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Grant, Grants, ProjectRole, Role, is_invisible};

/// How much of a mail server's reply is kept.
const REPLY_LENGTH: usize = 200;

/// A moment a reader in any country can place: `Tuesday, 24 November 2026, 09:41 UTC`.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.format("%A, %-d %B %Y, %H:%M UTC").to_string()
}

/// How long a link is good: `one hour`, `48 hours`, `7 days`.
pub(crate) fn span(time: TimeDelta) -> String {
    match time.num_hours() {
        1 => "one hour".into(),
        hours @ ..=48 => format!("{hours} hours"),
        _ => format!("{} days", time.num_days()),
    }
}

/// A role as one has it: `a member` (TR-1).
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Admin => "an admin",
        Role::BillingAdmin => "a billing admin",
        Role::UserAdmin => "a user admin",
        Role::Member => "a member",
    }
}

/// A role by its name alone: `user admin`.
pub(crate) fn bare_role(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::BillingAdmin => "billing admin",
        Role::UserAdmin => "user admin",
        Role::Member => "member",
    }
}

/// What is granted beside a role, within a sentence: `Manage members and Read audit log` (TR-2).
pub(crate) fn grants(grants: Grants) -> String {
    let names: Vec<String> = grants.iter().map(|one| grant(one).to_owned()).collect();
    if names.is_empty() { "nothing".into() } else { and(&names) }
}

/// `one, two and three`
pub(crate) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} and {end}", first.join(", ")),
    }
}

const fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::ManageMembers => "Manage members",
        Grant::ManageBilling => "Manage billing",
        Grant::CreateProjects => "Create projects",
        Grant::ManageSettings => "Manage settings",
        Grant::ReadAuditLog => "Read audit log",
    }
}

/// A role in a project as one has it: `an agent` (PR-1).
pub(crate) const fn project_role(role: ProjectRole) -> &'static str {
    match role {
        ProjectRole::Manager => "a manager",
        ProjectRole::Agent => "an agent",
        ProjectRole::Viewer => "a viewer",
    }
}

/// A name within a sentence of plain text or of a subject: one that is written from right to left keeps its direction to
/// itself, and does not turn round what stands beside it. In a page `<bdi>` does the same.
pub(crate) fn name(name: &impl fmt::Display) -> String {
    let name = name.to_string();
    if name.chars().any(is_right_to_left) { format!("\u{2068}{name}\u{2069}") } else { name }
}

/// Whether a character is written from right to left: the blocks that Unicode keeps for such scripts (UAX 44, defaults of
/// `Bidi_Class`).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What a role lets somebody do in an organization, to be read behind “lets you” (TR-1).
pub(crate) fn powers(role: Role) -> &'static str {
    match role {
        Role::Owner => "do everything in it, from billing to naming other owners and deleting it",
        Role::Admin => "manage all its settings, members and projects; owners and deletion are left to owners",
        Role::BillingAdmin => "manage its billing, and see its general settings, members and projects",
        Role::UserAdmin => {
            "manage its projects and members, though not its owners and admins, and see its general settings"
        }
        Role::Member => "work in the projects you are added to",
    }
}

/// The text on one line: every run of white space and control characters, line breaks among them, becomes one space.
/// Nothing gets in a header without passing here, so nothing is left that a mail program would decode there (RFC 2047).
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace("=?", "= ?")
}

/// A mail server's reply, fit to be kept and shown: one line, nothing invisible, no address, no link, at most 200 characters.
pub(crate) fn reply(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let masked = one_line(&text).split(' ').map(mask).collect::<Vec<_>>().join(" ");
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
    fn a_span_is_said_in_hours_or_days() {
        let said = [TimeDelta::hours(1), TimeDelta::hours(48), TimeDelta::days(7)].map(span);
        assert_eq!(said, ["one hour", "48 hours", "7 days"]);
    }

    // FIELD-9
    #[test]
    fn a_name_keeps_its_direction_to_itself() {
        assert_eq!(name(&"Harbour & Finch (2026)"), "Harbour & Finch (2026)");
        assert_eq!(name(&"Ελένη Юлия 山田"), "Ελένη Юлия 山田");
        for rtl in ["شركة (ABC) 2026", "ABC شركة", "מינה"] {
            assert_eq!(name(&rtl), format!("\u{2068}{rtl}\u{2069}"));
        }
    }

    #[test]
    fn one_line_swallows_every_line_break() {
        assert_eq!(one_line(" a\r\nBcc: b\u{85}c\u{2028}d\0e\t"), "a Bcc: b c d e");
    }

    #[test]
    fn one_line_hides_nothing() {
        assert_eq!(
            one_line("=?utf-8?B?aHR0cHM6Ly9ldmlsLmV4YW1wbGU=?= ==??"),
            "= ?utf-8?B?aHR0cHM6Ly9ldmlsLmV4YW1wbGU= ?= == ??"
        );
    }

    // OP-7
    #[test]
    fn a_reply_is_short_and_names_nobody() {
        let text = "5.1.1 <mina@harbourfinch.example>:\r\nrefused, saw https://chat.example/verify/abc in it";
        assert_eq!(reply(text), "5.1.1 (address) refused, saw (link) in it");
        assert_eq!(reply("5.1.1 \u{202e}lluf xob\u{202c} https:\u{200b}//chat.example"), "5.1.1 lluf xob (link)");
        let long = reply(&"ü".repeat(900));
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with('…'));
        assert_eq!(reply(&"x".repeat(200)), "x".repeat(200));
    }
}
