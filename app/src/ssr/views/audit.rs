//! Entries of the audit log: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use domain::{AccountId, AuditPlace, Namesakes, audit::AuditEvent};
use services::{
    OrganizationContext,
    audit_log::{AuditActor, AuditEntry, AuditLog, shown_client},
};

use crate::{
    audit::{AuditEntryView, Deed},
    settings::audit_log::api::{AuditLogView, AuditRow, PersonOption},
    text,
};

impl AuditEntryView {
    /// The entry as `reader` sees it.
    pub fn new(entry: services::organizations::AuditEntry, reader: domain::AccountId) -> Self {
        let event = entry.event();
        let mine = entry.actor_id() == Some(reader);
        let oneself = entry.subject_id().is_some() && entry.subject_id() == entry.actor_id();
        let subject = entry.subject_name.filter(|_| event.is_some());
        // Whoever answers an invitation without an account here is known by its address.
        let answers = matches!(
            event,
            Some(
                AuditEvent::InvitationDeclined(_)
                    | AuditEvent::InvitationAskedFor {}
                    | AuditEvent::InvitationSeatWanted {}
            )
        );
        let answerer = subject.clone().filter(|_| answers);
        let operator = event.as_ref().is_some_and(AuditEvent::is_by_operator).then(|| text::audit::OPERATOR.to_owned());
        Self {
            mine,
            oneself,
            actor: entry.actor_name.or(answerer).or(operator),
            actor_email: entry.actor_email,
            subject_email: entry.subject_email.filter(|_| subject.is_some()),
            subject,
            slugs: entry.slugs,
            deed: Deed { event },
            at: entry.at,
        }
    }
}

impl AuditRow {
    /// The entry as `reader` sees it.
    pub fn new(entry: AuditEntry, reader: AccountId) -> Self {
        let (id, actor_id, subject_id) = (entry.id, entry.actor_id(), entry.subject_id());
        let client = shown_client(&entry.client);
        Self { id, actor_id, subject_id, client, entry: AuditEntryView::new(entry, reader) }
    }
}

impl AuditLogView {
    pub(crate) fn new(
        log: AuditLog,
        context: &OrganizationContext,
        person: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Self {
        let reader = context.caller.account_id;
        let entries: Vec<AuditRow> = log.entries.into_iter().map(|entry| AuditRow::new(entry, reader)).collect();
        let mut people: Vec<PersonOption> =
            log.actors.into_iter().map(|AuditActor { id, name, email }| PersonOption { id, name, email }).collect();
        // Whom the log is filtered by has the name that the log gives them.
        if let Some(id) = person.filter(|id| people.iter().all(|known| known.id != *id)) {
            let named = entries.iter().find_map(|AuditRow { entry, actor_id, subject_id, .. }| {
                let did = entry.actor.as_ref().filter(|_| *actor_id == Some(id)).zip(Some(&entry.actor_email));
                let done_to = entry.subject.as_ref().filter(|_| *subject_id == Some(id));
                did.or_else(|| done_to.zip(Some(&entry.subject_email)))
            });
            people.extend(named.map(|(name, email)| PersonOption { id, name: name.clone(), email: email.clone() }));
        }
        let namesakes = Namesakes::among(people.iter().map(|person| (person.name.as_str(), person.id)));
        for person in &mut people {
            if !namesakes.has(&person.name) {
                person.email = None;
            }
        }
        let word = |place: Option<AuditPlace>| place.map(|place| place.word());
        Self {
            organization: context.organization.name.to_string(),
            entries,
            count: log.count,
            newer: log.newer,
            previous: word(log.previous),
            next: word(log.next),
            seen: word(log.seen),
            people,
            oldest: log.oldest,
            kept_days: log.kept_days,
            now,
        }
    }
}
