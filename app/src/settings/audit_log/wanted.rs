//! What is looked at, in the words of the page's address: also those that stand for nothing, so that they are shown with what
//! is wrong about them.

use domain::{AuditFile, AuditQuery, Slug, audit_log as names, member_list, paths};
use serde::{Deserialize, Serialize};

use super::api::{self, AuditLogView, NewerView};
use crate::{error::AppError, query::Query};

/// The words, in the order of [`names::NAMES`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted([String; names::NAMES.len()]);

impl Wanted {
    /// What the page's address says.
    pub(super) fn of(query: Query) -> Self {
        Self(names::NAMES.map(|name| query.get(name).map(|word| word.trim().to_owned()).unwrap_or_default()))
    }

    /// The word of this name; empty where there is none.
    pub(super) fn word(&self, name: &str) -> &str {
        names::NAMES.iter().zip(&self.0).find(|(known, _)| **known == name).map_or("", |(_, word)| word.as_str())
    }

    /// The first page of the same with another word of this name.
    pub(super) fn with(&self, name: &str, word: &str) -> Self {
        self.changed(&[(name, word), (member_list::AFTER, ""), (member_list::BEFORE, "")])
    }

    /// The same with other words of these names.
    pub(super) fn changed(&self, words: &[(&str, &str)]) -> Self {
        let mut changed = self.clone();
        for (known, word) in names::NAMES.iter().zip(&mut changed.0) {
            if let Some((_, new)) = words.iter().find(|(name, _)| name == known) {
                (*new).clone_into(word);
            }
        }
        changed
    }

    /// The first page of the same.
    pub(super) fn first_page(&self) -> Self {
        self.changed(&[(member_list::AFTER, ""), (member_list::BEFORE, "")])
    }

    /// Whether something is filtered, or was meant to be.
    pub(super) fn is_filtered(&self) -> bool {
        let first = self.changed(&[(names::ZONE, ""), (member_list::AFTER, ""), (member_list::BEFORE, "")]);
        first != Self::default()
    }

    /// Its address. Words that stand for nothing stay in it.
    pub(super) fn path(&self, slug: &Slug) -> String {
        let words = names::NAMES.into_iter().zip(self.0.iter().cloned()).filter(|(_, word)| !word.is_empty());
        format!("{}{}", paths::audit_log(slug, &AuditQuery::default()), member_list::search(words))
    }

    /// The address of its file.
    pub(super) fn file(&self, slug: &Slug, file: AuditFile) -> String {
        let query = AuditQuery::read(|name| Some(self.word(name).to_owned())).unwrap_or_default();
        paths::audit_file(slug, file, &query)
    }

    /// Asks the server for it.
    pub(super) async fn ask(&self, slug: &Slug, quiet: bool) -> Result<AuditLogView, AppError> {
        let word = |name: &str| self.word(name).to_owned();
        api::audit_log(
            slug.to_string(),
            word(member_list::FIND),
            word(names::PERSON),
            word(names::KIND),
            word(names::TIME),
            word(names::FROM),
            word(names::TO),
            word(names::ZONE),
            word(member_list::AFTER),
            word(member_list::BEFORE),
            quiet,
        )
        .await
    }

    /// Asks the server how much of it is newer than `seen`.
    pub(super) async fn ask_newer(&self, slug: &Slug, seen: String) -> Result<NewerView, AppError> {
        let word = |name: &str| self.word(name).to_owned();
        api::newer_audit_entries(
            slug.to_string(),
            word(member_list::FIND),
            word(names::PERSON),
            word(names::KIND),
            word(names::TIME),
            word(names::FROM),
            word(names::TO),
            word(names::ZONE),
            seen,
        )
        .await
    }
}
