//! What a character is in a pasted list.

use crate::{
    normal_form::usual_form,
    unicode::{is_invisible, is_word},
};

/// A letter, digit or mark; not a number that only counts or refers, as `①` and `¹`.
pub(super) fn is_letter(c: char) -> bool {
    is_word(c) && !is_note_mark(c)
}

fn is_note_mark(c: char) -> bool {
    let small = matches!(c, 'ª' | 'º' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}' | '\u{1d2c}'..='\u{1d6a}' | '\u{2070}'..='\u{209c}');
    let digit = c.is_ascii() || c.is_alphabetic() || matches!(c, '\u{1d7ce}'..='\u{1d7ff}');
    small || (c.is_numeric() && !digit && !usual_form(c).chars().eq([c]))
}

/// What two words of a list have between them: blanks, brackets, quotation marks, commas. No address has them, as people
/// write addresses.
pub(super) fn divides(c: char) -> bool {
    c.is_whitespace() || c.is_control() || ",;:<>()[]\"“”„‟«»‹›「」『』【】〈〉《》〔〕〖〗、，；：،؛۔।".contains(c)
}

/// What a domain is written with, as a rule: the parser takes more.
pub(super) fn is_of_domain(c: char) -> bool {
    is_letter(c) || matches!(c, '-' | '.' | '。')
}

/// What may stand in an address before the `@`, and is far more often beside it: in links, tables and markup.
pub(super) fn is_sign(c: char) -> bool {
    "!#$%*/=?^`{|}~".contains(c)
}

/// The sign that opens what `c` closes.
pub(super) fn opener(c: char) -> Option<char> {
    match c {
        '}' => Some('{'),
        '’' => Some('‘'),
        '\'' | '`' | '*' | '_' | '~' | '|' => Some(c),
        _ => None,
    }
}

/// What leads up to a word of a list and is never a part of one: `•`, `·`, `①`.
pub(super) fn leads(c: char) -> bool {
    is_invisible(c)
        || !(is_letter(c) || c.is_ascii() || is_currency(c) || usual_form(c).chars().any(char::is_alphabetic))
}

fn is_currency(c: char) -> bool {
    matches!(c, '¢'..='¥' | '\u{20a0}'..='\u{20cf}')
}

/// What typing programs make of an apostrophe or a hyphen, which then is a part of the word.
pub(super) fn is_glue(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ' | '′' | '‐' | '‑' | '‒' | '–' | '−' | '·')
}

/// What ends the words around an `@` that is of no address.
pub(super) fn is_boundary(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '，' | '；' | '、' | '،' | '؛' | '|')
}
