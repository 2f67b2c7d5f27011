//! Entries of the audit log in words.

mod billing;
mod events;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use domain::{
    ProjectId, ProjectName, ProjectSlug,
    audit::{AuditEvent, ProjectTerms},
};

use super::told_apart;

/// Who reads what they did themselves.
pub const YOU: &str = "You";
/// Who did something before their account was deleted.
pub const SOMEBODY: &str = "Somebody";
/// Who does something from the command line.
pub const OPERATOR: &str = "The operator";

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words around names.
    Words(String),
    /// A name that somebody chose.
    Name(String),
    /// An email address.
    Address(String),
}

/// Whom and what an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Who did it; none once the account is gone.
    pub actor: Option<String>,
    /// Whether that is who reads it.
    pub mine: bool,
    /// To whom it was done.
    pub subject: Option<String>,
    /// Whether that is who did it.
    pub oneself: bool,
    /// The organization whose log it is.
    pub organization: String,
    /// The slugs of projects in it, where other projects are called alike.
    pub slugs: BTreeMap<ProjectId, ProjectSlug>,
}

/// All that is said of an event, beside who did it. A sentence is told part by part and without an end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventWords {
    /// "changed the role of Jonas Berg": what was done, where what was before and after stands beside it.
    pub deed: Vec<Part>,
    /// "made Jonas Berg an admin": the same, where nothing else says what there is by now; none where it is said by `deed`.
    alone: Option<Vec<Part>>,
    /// What was before and after.
    pub change: Change,
}

/// Both sides of a change; none where there is nothing to say of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What is said of an event; without one, of something that a newer version did.
pub fn event_words(event: Option<&AuditEvent>, names: &Names) -> EventWords {
    let unknown = || EventWords {
        deed: vec![words(" changed something in "), Part::Name(names.organization.clone())],
        ..EventWords::default()
    };
    event.map_or_else(unknown, |event| events::event_words(event, names))
}

/// "Mina Okafor made Jonas Berg an admin", part by part and without an end.
pub fn sentence(event: Option<&AuditEvent>, names: &Names) -> Vec<Part> {
    let actor = if names.mine { YOU.into() } else { names.actor.clone().unwrap_or_else(|| SOMEBODY.into()) };
    let EventWords { deed, alone, .. } = event_words(event, names);
    std::iter::once(Part::Name(actor)).chain(alone.unwrap_or(deed)).collect()
}

/// A sentence as plain text, for a file.
pub fn plain(parts: Vec<Part>) -> String {
    let text = |part| match part {
        Part::Words(text) | Part::Name(text) | Part::Address(text) => text,
    };
    parts.into_iter().map(text).collect::<String>().trim().to_owned()
}

fn words(words: impl Into<String>) -> Part {
    Part::Words(words.into())
}

fn name(name: &impl ToString) -> Part {
    Part::Name(name.to_string())
}

impl Names {
    fn subject_or_somebody(&self) -> String {
        self.subject.clone().unwrap_or_else(|| "somebody".into())
    }

    fn subject(&self) -> Part {
        match (self.oneself, self.mine) {
            (true, true) => words("yourself"),
            (true, false) => words("themselves"),
            (false, _) => Part::Name(self.subject_or_somebody()),
        }
    }

    /// A project as it is said: by the name that it had, and by its slug where another one is called alike.
    fn label(&self, project: ProjectId, name: &ProjectName) -> String {
        told_apart(name.as_str(), self.slugs.get(&project))
    }

    fn project(&self, project: ProjectId, name: &ProjectName) -> Part {
        Part::Name(self.label(project, name))
    }

    /// The same with the slug that it had then.
    fn project_then(&self, terms: &ProjectTerms) -> Part {
        let slug = self.slugs.get(&terms.id).map(|_| &terms.slug);
        Part::Name(told_apart(terms.name.as_str(), slug))
    }
}
