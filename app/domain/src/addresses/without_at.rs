//! What was meant for an address and holds no `@`, so that nobody who was to be invited is left out without a word.
//!
//! Of names, headings and other words nothing is read: a domain must end it.

use super::{collect, words::is_letter};
use crate::{unicode::is_invisible, web_address::is_top_level};

/// What people write for the sign.
const SPELT_OUT: [&str; 5] = ["(at)", "[at]", "{at}", "<at>", "(ät)"];

/// The pieces of the text that were meant for an address, with their places.
pub(super) fn without_at(text: &[char]) -> impl Iterator<Item = (usize, String)> {
    let breaks = |c: &char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}');
    placed(text, 0, breaks).flat_map(move |(start, line)| {
        let alone = !line.contains(&'@');
        placed(line, start, |c| matches!(c, ',' | ';' | '\t' | '|' | '、' | '،' | '؛'))
            .flat_map(move |(at, piece)| meant_in(at, piece, alone))
    })
}

/// The words of a list that blanks divide, where each is an address or was meant for one; else the piece as a whole.
fn meant_in(at: usize, piece: &[char], alone: bool) -> Vec<(usize, String)> {
    let meant = |piece: &[char], alone: bool| {
        let typed = unwrapped(piece);
        (!piece.contains(&'@') && (is_dotted(&typed, alone) || spells_at(&typed))).then_some(typed)
    };
    let words = || placed(piece, at, |c| c.is_whitespace()).filter(|(_, word)| !word.is_empty());
    if words().all(|(_, word)| word.contains(&'@') || meant(word, false).is_some()) {
        return words().filter_map(|(at, word)| meant(word, false).map(|typed| (at, typed))).collect();
    }
    meant(piece, alone).map(|typed| (at, typed)).into_iter().collect()
}

/// What was typed, without the quotes, brackets and bullets around it.
fn unwrapped(piece: &[char]) -> String {
    let wraps = |c: char| c.is_whitespace() || is_invisible(c) || "\"'<>*•“”„«»".contains(c);
    let typed = collect(piece, 0..piece.len());
    typed.trim_start_matches(wraps).trim_end_matches(|c| wraps(c) && c != '>').to_owned()
}

/// The parts of a text between those characters, each with its place.
pub(super) fn placed<'a>(
    text: &'a [char],
    start: usize,
    ends: impl Fn(&char) -> bool + 'a,
) -> impl Iterator<Item = (usize, &'a [char])> {
    text.split(ends).scan(start, |next, part| {
        let at = *next;
        *next += part.len() + 1;
        Some((at, part))
    })
}

/// Whether this is one word that ends as a domain does, `mina.harbour.example`. Beside an address, `harbour.example` is what
/// tables have of a company. `J.R.Smith`, `Fine & Co.KG` and the address of a page are no address of a person.
fn is_dotted(word: &str, alone: bool) -> bool {
    let labels: Vec<&str> = word.split('.').collect();
    let [first, .., last] = labels.as_slice() else { return false };
    let word_like =
        |label: &&str| !label.is_empty() && label.chars().all(|c| is_letter(c) || matches!(c, '-' | '_' | '+'));
    let capital = |label: &&str| label.chars().next().is_some_and(char::is_uppercase);
    labels.len() >= if alone { 2 } else { 3 }
        && labels.iter().all(word_like)
        && last.chars().all(char::is_alphabetic)
        && is_top_level(&last.to_lowercase())
        && !(capital(first) && capital(last))
        && !first.eq_ignore_ascii_case("www")
}

/// Whether the sign is spelt out: `mina(at)harbour.example`, `mina [at] harbour [dot] example`, `mina at harbour.example`.
fn spells_at(piece: &str) -> bool {
    let piece = piece.to_lowercase();
    let around = |sign: &str| piece.split_once(sign).map(|(before, after)| (before.trim(), after.trim()));
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    let dots = |text: &str| ["(dot)", "[dot]", "{dot}", " dot ", "(punkt)"].iter().any(|dot| text.contains(dot));
    if let Some((before, after)) = SPELT_OUT.into_iter().find_map(around) {
        return !before.is_empty() && (dots(after) || is_dotted(after, true));
    }
    around(" at ").is_some_and(|(before, after)| is_word(before) && (dots(after) || is_dotted(after, true)))
}
