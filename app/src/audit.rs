//! Entries of the audit log as they cross the wire, and the one way in which they are shown (ST-4).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{ProjectId, ProjectSlug, audit::AuditEvent};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    text::{
        audit::{self, EventWords, Names, Part},
        told_apart,
    },
    ui::Name,
};

/// An entry of an organization's audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntryView {
    /// Who did it, by name; the address of somebody without an account who answers an invitation; none once the account is
    /// gone.
    pub actor: Option<String>,
    /// Whether it was my doing.
    pub mine: bool,
    /// To whom it was done: a name, or the address of somebody without an account.
    pub subject: Option<String>,
    /// Whether that is who did it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oneself: bool,
    /// The address of who did it, where another member is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_email: Option<String>,
    /// The address of whom it was done to, where another member is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_email: Option<String>,
    /// The slugs of projects in it, where other projects are called alike.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slugs: BTreeMap<ProjectId, ProjectSlug>,
    /// What was done.
    #[serde(flatten)]
    pub deed: Deed,
    /// When it was done.
    pub at: DateTime<Utc>,
}

/// What was done. It is flattened into its entry, as entries are into the rows of the log: so events are read in one way
/// everywhere, and no type has more code for each of the ways in which it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// None where a newer version of the server wrote it.
    pub event: Option<AuditEvent>,
}

/// What an entry tells, in one sentence without an end.
#[component]
pub fn AuditSentence(
    /// The entry.
    entry: AuditEntryView,
    /// The name of the organization whose log it is.
    organization: String,
) -> impl IntoView {
    let (event, names) = entry.told_in(organization);
    audit::sentence(event.as_ref(), &names).into_iter().map(part).collect_view()
}

/// What was done, beside who did it and what was before and after.
#[component]
pub fn AuditDeed(
    /// What was done, part by part.
    deed: Vec<Part>,
) -> impl IntoView {
    deed.into_iter().map(part).collect_view()
}

impl AuditEntryView {
    /// Whether the operator did it, and no account.
    pub fn is_by_operator(&self) -> bool {
        self.deed.event.as_ref().is_some_and(AuditEvent::is_by_operator)
    }

    /// What is said of it in the log of the organization with this name, beside who did it.
    pub fn words_in(self, organization: String) -> EventWords {
        let (event, names) = self.told_in(organization);
        audit::event_words(event.as_ref(), &names)
    }

    fn told_in(self, organization: String) -> (Option<AuditEvent>, Names) {
        let (actor, subject) = (self.actor_label(), self.subject.as_deref());
        let subject = subject.map(|name| told_apart(name, self.subject_email.as_deref()));
        let Self { mine, oneself, slugs, deed, .. } = self;
        (deed.event, Names { actor, mine, subject, oneself, organization, slugs })
    }

    /// Who did it, as it is said (FIELD-23).
    pub fn actor_label(&self) -> Option<String> {
        Some(told_apart(self.actor.as_ref()?, self.actor_email.as_deref()))
    }
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Words(words) => words.into_any(),
        Part::Name(name) => view! { <b><Name text=name/></b> }.into_any(),
        Part::Address(address) => view! { <b><Name text=address verbatim=true/></b> }.into_any(),
    }
}
