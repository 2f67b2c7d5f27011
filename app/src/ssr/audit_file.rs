//! Entries of the audit log in words and as data, for files (ST-4).

use chrono::SecondsFormat;
use domain::AccountId;
use serde_json::{Map, Value, json};
use services::audit_log::{AuditEntry, shown_client};

use crate::{
    audit::AuditEntryView,
    text::{
        audit::{self, EventWords},
        settings::audit_log as words,
    },
};

/// What is the same for all entries of a file.
pub struct AuditLines {
    organization: String,
    reader: AccountId,
}

/// The cells of a line.
pub type AuditLine = [String; 11];

impl AuditLines {
    /// The log of an organization of this name.
    pub const fn new(organization: String, reader: AccountId) -> Self {
        Self { organization, reader }
    }

    /// The first line.
    pub const HEAD: [&str; 11] = [
        words::TIME,
        words::WHO,
        words::WHAT,
        words::TO_WHOM,
        words::BEFORE,
        words::AFTER,
        words::FROM,
        words::ACTION,
        words::ENTRY,
        words::WHO_ID,
        words::TO_WHOM_ID,
    ];

    /// The last line of a file that is whole.
    pub fn end(count: i64) -> AuditLine {
        let mut line = AuditLine::default();
        line[2] = words::end_of_file(count);
        line[7] = "complete".into();
        line
    }

    /// The line of an entry.
    pub fn line(&self, entry: AuditEntry) -> AuditLine {
        let id = |account: Option<AccountId>| account.map(|account| account.to_string()).unwrap_or_default();
        // Names can be changed, and two people can have one; whose account it is stays.
        let (actor_id, subject_id) = (id(entry.actor_id()), id(entry.subject_id()));
        let (id, at, action, client) = (entry.id, entry.at, entry.action.clone(), shown_client(&entry.client));
        let view = AuditEntryView::new(entry, self.reader);
        let from = if view.is_by_operator() { words::COMMAND_LINE.to_owned() } else { client };
        let actor = view.actor.clone().unwrap_or_else(|| audit::SOMEBODY.to_owned());
        let subject = view.subject.clone().unwrap_or_default();
        let EventWords { deed, change, .. } = view.words_in(self.organization.clone());
        [
            at.to_rfc3339_opts(SecondsFormat::Secs, true),
            actor,
            audit::plain(deed),
            subject,
            change.before.unwrap_or_default(),
            change.after.unwrap_or_default(),
            from,
            action,
            id.to_string(),
            actor_id,
            subject_id,
        ]
    }

    /// The entry for scripts: what was before and after as it is stored, and what else is.
    pub fn object(&self, entry: AuditEntry) -> Value {
        let (actor_id, subject_id) = (entry.actor_id(), entry.subject_id());
        // What is no JSON was written by nobody of ours.
        let mut detail: Map<String, Value> = serde_json::from_str(&entry.detail).unwrap_or_default();
        let [before, after] = ["before", "after"].map(|side| detail.remove(side).unwrap_or_default());
        let line = self.line(entry.clone());
        let view = AuditEntryView::new(entry.clone(), self.reader);
        json!({
            "id": entry.id,
            "at": entry.at,
            "actor_id": actor_id,
            "actor": view.actor,
            "subject_id": subject_id,
            "subject": view.subject,
            "action": entry.action,
            "summary": line[2],
            "before": before,
            "after": after,
            "other": detail,
            "from": line[6],
        })
    }
}
