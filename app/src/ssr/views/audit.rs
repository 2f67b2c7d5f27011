//! Entries of the audit log: from what the use cases answer to what pages show.

use domain::audit::AuditEvent;

use crate::audit::AuditEntryView;

impl AuditEntryView {
    /// The entry as `reader` sees it.
    pub fn new(entry: services::organizations::AuditEntry, reader: domain::AccountId) -> Self {
        let event = entry.event();
        let mine = entry.actor_id() == Some(reader);
        let subject = entry.subject_name.filter(|_| event.is_some());
        // Whoever answers an invitation without an account here is known by its address.
        let answers = matches!(event, Some(AuditEvent::InvitationDeclined(_) | AuditEvent::InvitationAskedFor {}));
        let answerer = subject.clone().filter(|_| answers);
        Self { mine, actor: entry.actor_name.or(answerer), subject, event, at: entry.at }
    }
}
