//! The text as it is read: what a program wrote in place of a character is that character again.

use crate::normal_form::usual_form;

/// The characters of the text: those of full and half width are the usual ones, so that a wide comma divides as any other
/// (FIELD-12); what pages and links write for a character (`&#64;`, `%40` in `mailto:`) is that character.
///
/// Other compatibility characters stay: `①` and `¹` are no digits of an address.
pub(super) fn normal(pasted: &str) -> Vec<char> {
    let text: Vec<char> = pasted.chars().map(of_usual_width).collect();
    let text = without_entities(&text);
    without_escapes(&text)
}

fn of_usual_width(c: char) -> char {
    if !matches!(c, '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' | '\u{ff01}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffee}')
    {
        return c;
    }
    let usual = usual_form(c);
    let mut usual = usual.chars();
    match (usual.next(), usual.next()) {
        (Some(usual), None) => usual,
        _ => c,
    }
}

/// What pages write for characters that mean something to them.
fn without_entities(text: &[char]) -> Vec<char> {
    const LONGEST: usize = 10;
    let mut plain = Vec::with_capacity(text.len());
    let mut place = 0;
    while let Some(&c) = text.get(place) {
        place += 1;
        let end = if c == '&' { text.iter().skip(place).take(LONGEST).position(|c| *c == ';') } else { None };
        let entity = end.and_then(|length| text.get(place..place + length).map(String::from_iter));
        match (entity.as_deref().and_then(entity_of), end) {
            (Some(meant), Some(length)) => {
                plain.push(of_usual_width(meant));
                place += length + 1;
            }
            _ => plain.push(c),
        }
    }
    plain
}

fn entity_of(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        },
        None => {
            return Some(match name {
                "commat" => '@',
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => '\u{a0}',
                "period" => '.',
                "comma" => ',',
                "plus" => '+',
                "lowbar" => '_',
                _ => return None,
            });
        }
    };
    number.ok().and_then(char::from_u32)
}

/// What `mailto:` escapes (RFC 6068).
fn without_escapes(text: &[char]) -> Vec<char> {
    const SCHEME: [char; 7] = ['m', 'a', 'i', 'l', 't', 'o', ':'];
    let mut plain = Vec::with_capacity(text.len());
    let mut within = false;
    let mut place = 0;
    while let Some(&c) = text.get(place) {
        let scheme = text.get(place..place + SCHEME.len());
        if scheme.is_some_and(|head| head.iter().map(char::to_ascii_lowercase).eq(SCHEME)) {
            within = true;
        } else if c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']') {
            within = false;
        }
        let mut bytes = Vec::new();
        while within && let Some(byte) = escaped(text, place + 3 * bytes.len()) {
            bytes.push(byte);
        }
        match String::from_utf8(bytes) {
            Ok(meant) if !meant.is_empty() => {
                place += 3 * meant.len();
                plain.extend(meant.chars().map(of_usual_width));
            }
            _ => {
                plain.push(c);
                place += 1;
            }
        }
    }
    plain
}

/// The byte of `%2C`.
fn escaped(text: &[char], place: usize) -> Option<u8> {
    let ['%', high, low] = text.get(place..place + 3)? else { return None };
    u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()
}
