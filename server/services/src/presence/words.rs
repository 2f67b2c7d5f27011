//! What processes tell each other of who has a tab open, as text.

use domain::{AccountId, Availability, OrganizationId};

/// Tells a process from all others.
pub(super) type ProcessId = u64;
/// Somebody in an organization who chose this and has a tab open; none: they have none any more.
pub(super) type Entry = (OrganizationId, AccountId, Option<Availability>);

/// People in one word: some 90 bytes each, and PostgreSQL takes 8,000.
const PEOPLE: usize = 80;

/// What a process says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Tell me all.
    Hello,
    /// I am still here.
    Alive,
    /// What follows is all that I hold.
    Begin,
    /// These are there, or are not any more.
    People(Vec<Entry>),
    /// That was all.
    End,
}

impl Word {
    /// The people, in as many words as that takes.
    pub(super) fn people(entries: &[Entry]) -> impl Iterator<Item = Self> {
        entries.chunks(PEOPLE).map(|some| Self::People(some.to_vec()))
    }

    pub(super) fn encode(&self, from: ProcessId) -> String {
        let nobody: &[Entry] = &[];
        let (kind, people) = match self {
            Self::Hello => ("hello", nobody),
            Self::Alive => ("alive", nobody),
            Self::Begin => ("begin", nobody),
            Self::People(people) => ("people", people.as_slice()),
            Self::End => ("end", nobody),
        };
        // Fails for nothing that is in it.
        serde_json::to_string(&(from, kind, people)).unwrap_or_default()
    }

    /// Who says what; none for what a newer process may say and we do not know.
    pub(super) fn decode(text: &str) -> Option<(ProcessId, Self)> {
        let (from, kind, people): (ProcessId, String, Vec<Entry>) = serde_json::from_str(text).ok()?;
        let word = match kind.as_str() {
            "hello" => Self::Hello,
            "alive" => Self::Alive,
            "begin" => Self::Begin,
            "people" => Self::People(people),
            "end" => Self::End,
            _ => return None,
        };
        Some((from, word))
    }
}
