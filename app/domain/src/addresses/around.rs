//! What stands around an address: its name, its brackets, and the words of what is none.

use std::ops::Range;

use super::{
    Spot, collect,
    words::{is_boundary, is_letter},
};
use crate::unicode::is_invisible;

/// Whether the address stands between `<` and `>` with nothing else: it is what it is.
pub(super) fn is_bracketed(text: &[char], start: usize, end: usize) -> bool {
    start.checked_sub(1).and_then(|open| text.get(open)) == Some(&'<') && text.get(end) == Some(&'>')
}

/// Whether what was read is the rest of an address that a line break or a comment tore: `<anna.\nberg@x.example>`,
/// `anna.(x)berg@x.example`.
pub(super) fn is_torn(text: &[char], start: usize, end: usize) -> bool {
    // As many characters as an address may have.
    const NEAR: usize = 320;
    let before = || (start.saturating_sub(NEAR)..start).rev().map_while(|place| text.get(place).map(|c| (place, *c)));
    if let Some((closing, c)) = before().next()
        && let Some(opening) = match c {
            ')' => Some('('),
            ']' => Some('['),
            _ => None,
        }
    {
        let open = before().find(|(place, c)| *place < closing && *c == opening).map(|(place, _)| place);
        let joined = open.and_then(|open| open.checked_sub(1)).and_then(|place| text.get(place));
        return joined.is_some_and(|c| is_letter(*c) || matches!(c, '.' | '_' | '-' | '+'));
    }
    let after = || text.iter().skip(end).take(NEAR).copied();
    let Some((open, '<')) = before().find(|(_, c)| matches!(c, '<' | '>')) else { return false };
    let Some(length) =
        after().position(|c| matches!(c, '<' | '>')).filter(|length| text.get(end + length) == Some(&'>'))
    else {
        return false;
    };
    let others = text.get(open + 1..start).into_iter().chain(text.get(end..end + length)).flatten();
    let words = || others.clone().filter(|c| !c.is_whitespace() && !is_invisible(**c));
    words().next().is_some() && words().all(|c| is_letter(*c) || matches!(c, '.' | '_' | '-' | '+'))
}

/// The run, with the name that stands before it where it is in angle brackets.
pub(super) fn with_name(text: &[char], run: Range<usize>) -> Range<usize> {
    let Some(open) = run.start.checked_sub(1).filter(|open| text[*open] == '<' && text.get(run.end) == Some(&'>'))
    else {
        return run;
    };
    let quoted = text[..open].iter().rposition(|c| !c.is_whitespace()).filter(|place| text[*place] == '"');
    let opening = quoted.and_then(|closing| text[..closing].iter().rposition(|c| matches!(c, '"' | '\n' | '>')));
    let mut start = opening.filter(|place| text[*place] == '"').unwrap_or_else(|| {
        let end = |c: &char| matches!(c, '\n' | '\r' | ',' | ';' | '،' | '؛' | '、' | '<' | '>');
        text[..open].iter().rposition(end).map_or(0, |place| place + 1)
    });
    // What divides it from the one before is no part of a name.
    let leads = |c: char| {
        c.is_whitespace()
            || is_invisible(c)
            || (!is_letter(c) && !matches!(c, '"' | '\'' | '(' | '[' | '“' | '„' | '«' | '<'))
    };
    while start < open && leads(text[start]) {
        start += 1;
    }
    start..run.end + 1
}

/// Whether an `@` that is of no address stands in the name before an address in angle brackets.
pub(super) fn is_in_name(text: &[char], at: usize, spots: &[Spot]) -> bool {
    let line = text[..at].iter().rposition(|c| matches!(c, '\n' | '\r' | '>')).map_or(0, |place| place + 1);
    let mut quoted = text[line..at].iter().filter(|c| **c == '"').count() % 2 == 1;
    for (place, c) in text.iter().enumerate().skip(at + 1) {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' => return false,
            ',' | ';' if !quoted => return false,
            '<' if !quoted => {
                let holds = |spot: &&Spot| spot.address.is_ok() && spot.at > place;
                let inside =
                    |spot: &Spot| !text[place + 1..spot.run.start].iter().any(|c| matches!(c, '>' | '<' | '\n'));
                return spots.iter().find(holds).is_some_and(inside);
            }
            _ => {}
        }
    }
    false
}

/// The words around an `@` that is of no address, within `bounds`.
pub(super) fn as_typed(text: &[char], spot: &Spot, bounds: Range<usize>) -> String {
    let (mut start, mut end) = (spot.run.start, (spot.at + 1).max(spot.run.end));
    let closing = spot.at.checked_sub(1).filter(|place| *place >= bounds.start);
    let opener = closing.and_then(|place| text.get(place)).and_then(|c| match c {
        '"' => Some('"'),
        '}' => Some('{'),
        ')' => Some('('),
        ']' => Some('['),
        '>' => Some('<'),
        _ => None,
    });
    if let Some((opener, closing)) = opener.zip(closing) {
        // `"a b"@`, `{a, b}@`: up to what opens it.
        let opening = text[bounds.start..closing].iter().rposition(|c| *c == opener || *c == '\n');
        start = opening.map_or(start, |place| bounds.start + place);
    }
    let blank = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\r');
    let grow_left = |mut start: usize, over: &dyn Fn(char) -> bool| {
        while start > bounds.start && over(text[start - 1]) {
            start -= 1;
        }
        start
    };
    start = grow_left(start, &|c| !is_boundary(c));
    if start == spot.at {
        // `mina @ host`: the words beside it.
        start = grow_left(grow_left(start, &blank), &|c| !is_boundary(c));
    }
    let grow_right = |mut end: usize, over: &dyn Fn(char) -> bool| {
        while end < bounds.end && over(text[end]) {
            end += 1;
        }
        end
    };
    end = grow_right(end, &|c| !is_boundary(c));
    if end == spot.at + 1 {
        end = grow_right(grow_right(end, &blank), &|c| !is_boundary(c));
    }
    collect(text, start..end).trim().to_owned()
}
