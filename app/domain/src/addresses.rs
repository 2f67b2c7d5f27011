//! Lists of addresses as people paste them (IN-8).
//!
//! One rule: what stands around an `@` without a blank or a bracket between is **one word**, and what the word is, the
//! parser of addresses decides. Only what cannot be a part of an address is taken off it, as a quote on both sides or what
//! follows a top-level domain in another script. Where a word can be read in two ways it is no address but a line of its
//! own, so that nothing is lost, and no mail goes to an address that nobody wrote (FIELD-12).

use std::{collections::HashSet, ops::Range};

use crate::EmailAddress;

mod around;
mod left;
mod normal;
mod reading;
mod without_at;
mod words;

use normal::normal;
use reading::spots;

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was typed, trimmed.
    pub typed: String,
    /// The address in it, or why it holds none.
    pub address: Result<EmailAddress, EntryProblem>,
}

/// An `@`, and what was read around it.
struct Spot {
    at: usize,
    /// The address; where there is none, at least the `@`.
    run: Range<usize>,
    address: Result<EmailAddress, EntryProblem>,
}

/// Why an entry of a pasted list is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryProblem {
    /// It is not of the form of an address.
    #[error("not an address")]
    Shape,
    /// Something invisible stands within.
    #[error("invisible characters")]
    Invisible,
    /// An address and something more, or one longer address: nobody can tell. Between `<` and `>` it is clear.
    #[error("more than an address")]
    Unclear,
    /// A line in which no address stands, nor anything that was meant for one.
    #[error("no address")]
    NoAddress,
}

/// Finds the addresses in what somebody pasted: of a mail program, a table, a page, a letter. What holds an `@` and is no
/// address is an entry without one, and so is what was meant for one (`mina(at)harbour.example`). Names and other words are none, nor is an `@` in the name before an `<address>`. An
/// address that comes twice is one entry.
pub fn addresses(pasted: &str) -> Vec<Entry> {
    let text = normal(pasted);
    without_repetition(found(&text))
}

/// The same with the lines in which nothing of that stands: nothing that was typed vanishes without a word. None where no
/// address stands in all of it.
pub fn addresses_and_lines(pasted: &str) -> Vec<Entry> {
    let text = normal(pasted);
    let mut entries = found(&text);
    if !entries.is_empty() {
        entries.extend(left::without_any(&text, &entries));
    }
    without_repetition(entries)
}

/// The entries with their places.
fn found(text: &[char]) -> Vec<(usize, Entry)> {
    let spots = spots(text);
    let entries = spots.iter().enumerate().filter_map(|(number, spot)| match &spot.address {
        Ok(address) => {
            let typed = collect(text, around::with_name(text, spot.run.clone()));
            Some((spot.at, Entry { typed, address: Ok(address.clone()) }))
        }
        Err(_) if around::is_in_name(text, spot.at, &spots) => None,
        Err(problem) => {
            let after = number.checked_sub(1).and_then(|before| spots.get(before)).map_or(0, |before| before.run.end);
            let until = spots.get(number + 1).map_or(text.len(), |next| next.run.start);
            Some((spot.at, Entry { typed: around::as_typed(text, spot, after..until), address: Err(*problem) }))
        }
    });
    let meant =
        without_at::without_at(text).map(|(at, typed)| (at, Entry { typed, address: Err(EntryProblem::Shape) }));
    entries.chain(meant).collect()
}

/// In the order of their places.
fn without_repetition(mut entries: Vec<(usize, Entry)>) -> Vec<Entry> {
    let mut known = HashSet::new();
    entries.sort_by_key(|(at, _)| *at);
    entries
        .into_iter()
        .map(|(_, entry)| entry)
        .filter(|entry| {
            let key = entry.address.as_ref().map_or(entry.typed.as_str(), EmailAddress::as_str);
            known.insert(key.to_owned())
        })
        .collect()
}

fn collect(text: &[char], range: Range<usize>) -> String {
    text.get(range).unwrap_or_default().iter().collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
