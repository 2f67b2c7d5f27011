//! Lists of addresses as people paste them (IN-8).
//!
//! The text is not split into pieces that are then guessed at: around each `@` the longest run that can be an address is
//! read, so that every address which stands in the text is found, whatever stands between (FIELD-12).

use std::{collections::HashSet, ops::Range};

use crate::{
    EmailAddress,
    unicode::{is_invisible, is_word},
};

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was typed, trimmed.
    pub typed: String,
    /// The address in it; none when it holds none.
    pub address: Option<EmailAddress>,
}

/// Finds the addresses in what somebody pasted: of a mail program, a table, a page, a letter. What holds an `@` and is no
/// address is an entry without one. Names and other words are none, nor is an `@` in the name before an `<address>`. An
/// address that comes twice is one entry.
pub fn addresses(pasted: &str) -> Vec<Entry> {
    let text: Vec<char> = pasted.chars().collect();
    let spots = spots(&text);
    let mut known = HashSet::new();
    let entries = spots.iter().enumerate().filter_map(|(number, spot)| match &spot.address {
        Some(address) => {
            Some(Entry { typed: collect(&text, with_name(&text, spot.run.clone())), address: Some(address.clone()) })
        }
        None if is_in_name(&text, spot.at, &spots) => None,
        None => {
            let after = number.checked_sub(1).and_then(|before| spots.get(before)).map_or(0, |before| before.run.end);
            let until = spots.get(number + 1).map_or(text.len(), |next| next.run.start);
            Some(Entry { typed: as_typed(&text, spot, after..until), address: None })
        }
    });
    entries
        .filter(|entry| {
            let key = entry.address.as_ref().map_or(entry.typed.as_str(), EmailAddress::as_str);
            known.insert(key.to_owned())
        })
        .collect()
}

/// An `@`, and the run around it.
struct Spot {
    at: usize,
    run: Range<usize>,
    address: Option<EmailAddress>,
}

fn spots(text: &[char]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut done = 0;
    for at in (0..text.len()).filter(|place| is_at(text, *place)) {
        if at < done {
            continue;
        }
        let mut end = run_forward(text, at + 1, is_of_domain);
        // Two addresses with nothing seen between them: what is not seen divides them.
        if is_at(text, end)
            && let Some(hidden) = (at + 1..end).find(|place| is_invisible(text[*place]))
        {
            end = hidden;
        }
        // With nothing at all between, nobody can tell where one ends.
        let chained = is_at(text, end);
        while is_at(text, end) {
            end = run_forward(text, end + 1, is_of_domain);
        }
        let start = start_of(text, done, at);
        let run = start..trim_end(text, at + 1, end);
        let sound = !chained && !is_cut(text, done, start..end);
        let address = if sound { collect(text, run.clone()).parse().ok() } else { None };
        spots.push(Spot { at, run, address });
        done = end;
    }
    spots
}

/// Where the local part before the `@` begins, not before `done`: without what only leads up to it, as a bullet, a quote, or
/// the head of a field in a link.
fn start_of(text: &[char], done: usize, at: usize) -> usize {
    let mut start = at;
    while start > done && is_of_local_part(text[start - 1]) {
        start -= 1;
    }
    // `?cc=` and `%2C` of links, `email=` of forms.
    if let Some(value) = (start..at).rfind(|place| text[*place] == '=') {
        let field: String = text[start..value].iter().flat_map(|c| c.to_lowercase()).collect();
        if matches!(text[start], '?' | '&') || ["email", "e-mail", "mail", "to", "cc", "bcc"].contains(&field.as_str())
        {
            return value + 1;
        }
    }
    if text[start] == '%' && start + 3 <= at && text[start + 1..start + 3].iter().all(char::is_ascii_hexdigit) {
        start += 3;
    }
    let emphasised = text.get(run_forward(text, at + 1, is_of_domain)) == Some(&'_');
    let abuts = start == done && done > 0;
    let leads = |c: char| {
        "'*/|!#?&={}~^`$%-".contains(c) || is_invisible(c) || (c == '_' && emphasised) || (abuts && "_+".contains(c))
    };
    while start < at && leads(text[start]) {
        start += 1;
    }
    start
}

/// Where the run ends without the full stop of a sentence and the like.
fn trim_end(text: &[char], from: usize, mut end: usize) -> usize {
    while end > from && (matches!(text[end - 1], '.' | '-' | '。' | '｡' | '．') || is_invisible(text[end - 1])) {
        end -= 1;
    }
    end
}

/// Whether the run is a part of something longer that is no address: `a@my_host.example`, `o’brien@host.example`. Cut out of
/// it, it would be somebody else's. Between two addresses, up to `done` and from there, the same signs divide.
fn is_cut(text: &[char], done: usize, run: Range<usize>) -> bool {
    let before = run.start.checked_sub(1).map(|place| text[place]);
    let word_before = run.start.checked_sub(2).is_some_and(|place| is_word(text[place]));
    let divides = done > 0 && run.start == done + 1;
    if word_before && before.is_some_and(|c| c == '\\' || is_glue(c) && !divides) {
        return true;
    }
    let Some(next) = text.get(run.end) else { return false };
    let rest = &text[run.end..run_forward(text, run.end, |c| !is_boundary(c))];
    let closes = rest.iter().all(|c| !is_word(*c));
    let goes_on = rest.iter().any(|c| plain(*c) == '@');
    let odd = is_glue(*next) || matches!(plain(*next), '_' | '^' | '=' | '#' | '$' | '~' | '`' | '+' | '%');
    odd && !closes && !goes_on
}

/// The run, with the name that stands before it where it is in angle brackets.
fn with_name(text: &[char], run: Range<usize>) -> Range<usize> {
    let Some(open) = run.start.checked_sub(1).filter(|open| text[*open] == '<' && text.get(run.end) == Some(&'>'))
    else {
        return run;
    };
    let quoted = text[..open].iter().rposition(|c| !c.is_whitespace()).filter(|place| text[*place] == '"');
    let opening = quoted.and_then(|closing| text[..closing].iter().rposition(|c| matches!(c, '"' | '\n' | '>')));
    let mut start = opening.filter(|place| text[*place] == '"').unwrap_or_else(|| {
        let end = |c: &char| matches!(c, '\n' | '\r' | ',' | ';' | '<' | '>');
        text[..open].iter().rposition(end).map_or(0, |place| place + 1)
    });
    while text[start].is_whitespace() || is_invisible(text[start]) {
        start += 1;
    }
    start..run.end + 1
}

/// Whether an `@` that is of no address stands in the name before an address in angle brackets.
fn is_in_name(text: &[char], at: usize, spots: &[Spot]) -> bool {
    let line = text[..at].iter().rposition(|c| matches!(c, '\n' | '\r' | '>')).map_or(0, |place| place + 1);
    let mut quoted = text[line..at].iter().filter(|c| **c == '"').count() % 2 == 1;
    for (place, c) in text.iter().enumerate().skip(at + 1) {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' => return false,
            ',' | ';' if !quoted => return false,
            '<' if !quoted => {
                let holds = |spot: &&Spot| spot.address.is_some() && spot.at > place;
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
fn as_typed(text: &[char], spot: &Spot, bounds: Range<usize>) -> String {
    let (mut start, mut end) = (spot.at, (spot.at + 1).max(spot.run.end));
    if start > bounds.start && text[start - 1] == '"' {
        // A quoted local part, up to the quote that opens it.
        let opening = text[bounds.start..start - 1].iter().rposition(|c| *c == '"' || *c == '\n');
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

fn run_forward(text: &[char], from: usize, of: impl Fn(char) -> bool) -> usize {
    text.iter().skip(from).position(|c| !of(*c)).map_or(text.len(), |length| from + length)
}

fn collect(text: &[char], range: Range<usize>) -> String {
    text.get(range).unwrap_or_default().iter().collect()
}

/// The ASCII character that NFKC makes of a wide one.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{fe6b}' => '@',
        c => c,
    }
}

fn is_at(text: &[char], place: usize) -> bool {
    text.get(place).is_some_and(|c| plain(*c) == '@')
}

fn is_of_domain(c: char) -> bool {
    is_word(c) || matches!(plain(c), '-' | '.' | '。' | '｡') || is_invisible(c)
}

fn is_of_local_part(c: char) -> bool {
    is_word(c) || ".!#$%&'*+-/=?^_`{|}~".contains(plain(c)) || is_invisible(c)
}

/// What typing programs make of an apostrophe or a hyphen, which then is a part of the word.
fn is_glue(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ' | '′' | '‐' | '‑' | '‒' | '–' | '−' | '·')
}

/// What ends the words around an `@` that is of no address.
fn is_boundary(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '，' | '；' | '、' | '|')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The addresses that are found; what is none is in question marks.
    fn read(pasted: &str) -> Vec<String> {
        let shown = |entry: Entry| entry.address.map_or_else(|| format!("?{}?", entry.typed), String::from);
        addresses(pasted).into_iter().map(shown).collect()
    }

    #[track_caller]
    fn reads(pasted: &str, wanted: &[&str]) {
        assert_eq!(read(pasted), wanted, "{pasted:?}");
    }

    // IN-8
    #[test]
    fn lists_of_any_shape_are_read() {
        let pasted = "mina@x.example, Jonas Lindqvist <JONAS@x.example>;\r\n\n leo@x.example ruth@x.example\nnobody\ntypo a@x.example\tb@x.example\nMina@X.example";
        reads(
            pasted,
            &["mina@x.example", "jonas@x.example", "leo@x.example", "ruth@x.example", "a@x.example", "b@x.example"],
        );
        reads(" ,;\n", &[]);
        reads("Anna Berg\nBo Ek", &[]);
        let many = (0..300).map(|n| format!("p{n}@x.example")).collect::<Vec<_>>().join("\n");
        assert_eq!(addresses(&many).len(), 300);
    }

    #[test]
    fn field_11_names_with_commas_are_no_entries() {
        let both = ["anna.berg@example.org", "bo.ek@example.org"];
        reads("Berg, Anna <anna.berg@example.org>; Ek, Bo <bo.ek@example.org>", &both);
        reads("\"Berg, Anna\" <anna.berg@example.org>, \"Ek, Bo\" <bo.ek@example.org>", &both);
        reads("'Berg, Anna' <anna.berg@example.org>; 'bo.ek@example.org'", &both);
        reads("\"Berg, Anna @ Work\" <anna.berg@example.org>, Bo @ Ek <bo.ek@example.org>", &both);
        reads("\"anna@home\" <anna.berg@example.org>\n\"bo.ek@example.org\" <bo.ek@example.org>", &both);
        reads("=?utf-8?Q?Berg=2C_Anna?= <anna.berg@example.org>, =?UTF-8?B?Qm8=?=<bo.ek@example.org>", &both);
    }

    #[test]
    fn field_12_every_address_is_an_entry() {
        let both = ["a@example.org", "b@example.org"];
        for pasted in [
            "Anna Berg <a@example.org> Bo Ek <b@example.org>",
            "Anna<a@example.org>Bo<b@example.org>",
            "<a@example.org><b@example.org>",
            "mailto:a@example.org,b@example.org?subject=Hi",
            "mailto:a@example.org?cc=b@example.org",
            "mailto:a@example.org%2Cb@example.org",
            "[Anna](mailto:a@example.org) [Bo](mailto:b@example.org)",
            "[a@example.org](mailto:a@example.org)[b@example.org](mailto:b@example.org)",
            "Anna (a@example.org), Bo (b@example.org).",
            "\u{feff}Name;E-mail\r\nAnna;a@example.org\r\nBo;b@example.org\r\n",
            "\"Name\",\"E-mail\"\n\"Berg, Anna\",\"a@example.org\"\n\"Ek, Bo\",\"b@example.org\"",
            "- a@example.org\n- b@example.org",
            "* a@example.org\n•b@example.org",
            "-a@example.org\n-b@example.org",
            "1. a@example.org\n2) b@example.org",
            "**a@example.org** _b@example.org_ `b@example.org`",
            "a@example.org. b@example.org!",
            "a@example.org/b@example.org",
            "a@example.org|b@example.org",
            "a@example.org & b@example.org",
            "a@example.org+b@example.org",
            "a@example.org\u{a0}b@example.org",
            "a@example.org\u{200b}b@example.org",
            "a@example.org\u{2028}b@example.org\u{85}",
            "a@example.org，b@example.org；",
            "a＠example.org、B@EXAMPLE.ORG",
            "smtp:a@example.org;SMTP:b@example.org",
            "[\"a@example.org\",\"b@example.org\"]",
            "{a@example.org} {b@example.org}",
            "&lt;a@example.org&gt; &lt;b@example.org&gt;",
            "<td>a@example.org</td><td>b@example.org</td>",
            "To: Anna <a@example.org>\nCc: Team: b@example.org;",
            "“a@example.org” „b@example.org“ «b@example.org»",
            "a@example.org—b@example.org…",
            "a@example.org: Anna's, b@example.org's",
            "a@example.org~b@example.org",
            "a@example.org·b@example.org",
            "a@example.org–b@example.org",
            "a@example.org#b@example.org",
            "a@example.org->b@example.org",
            "email=a@example.org&email=b@example.org",
            "{\"email\":\"a@example.org\"},{\"email\":\"b@example.org\"}",
            "1;Anna;a@example.org;042\n2;Bo;b@example.org;043",
            "a@example.org&#44;b@example.org<br>",
        ] {
            reads(pasted, &both);
        }
    }

    #[test]
    fn what_holds_an_at_and_is_no_address_is_told_as_typed() {
        reads("mina@, @leo; ruth", &["?mina@?", "?@leo?"]);
        reads("mina @ x.example", &["?mina @ x.example?"]);
        reads("mina@ x.example", &["?mina@ x.example?"]);
        reads("a@b@c.example", &["?a@b@c.example?"]);
        reads("a@x.exampleb@y.example", &["?a@x.exampleb@y.example?"]);
        reads("a@my_host.example", &["?a@my_host.example?"]);
        reads("a@b^c.example a@1.2.3.4", &["?a@b^c.example?", "?a@1.2.3.4?"]);
        reads("o’brien@x.example", &["?o’brien@x.example?"]);
        reads("anna‑berg@x.example", &["?anna‑berg@x.example?"]);
        reads("\"a b\"@x.example", &["?\"a b\"@x.example?"]);
        reads("HOST\\anna@x.example", &["?HOST\\anna@x.example?"]);
        reads("mi\u{200b}na@x.example", &["?mi\u{200b}na@x.example?"]);
        reads("anna@localhost, bo@x.example", &["?anna@localhost?", "bo@x.example"]);
        reads("foo@bar/bo@x.example", &["?foo@bar/?", "bo@x.example"]);
        reads("a..b@x.example a@[127.0.0.1]", &["?a..b@x.example?", "?a@[127.0.0.1]?"]);
        reads("mina@ mina@", &["?mina@?"]);
    }

    #[test]
    fn the_name_stays_beside_its_address() {
        let typed = |pasted| addresses(pasted).into_iter().map(|entry| entry.typed).collect::<Vec<_>>();
        assert_eq!(typed("Anna Berg <a@x.example> Bo <b@x.example>"), ["Anna Berg <a@x.example>", "Bo <b@x.example>"]);
        assert_eq!(typed("c@x.example; \"Berg, Anna\" <a@x.example>"), ["c@x.example", "\"Berg, Anna\" <a@x.example>"]);
        assert_eq!(typed("<a@x.example>\n (b@x.example)"), ["<a@x.example>", "b@x.example"]);
    }

    #[test]
    fn addresses_beyond_ascii_are_one_entry() {
        reads("Zoë <zoë@bücher.example>, ZOË@xn--bcher-kva.example", &["zoë@bücher.example"]);
        reads("anna＋tag@x.example", &["anna+tag@x.example"]);
        reads("o'brien@x.example 'pat@x.example'", &["o'brien@x.example", "pat@x.example"]);
    }

    fn address() -> impl Strategy<Value = String> {
        (
            "[a-z0-9_](?:[a-z0-9_+='&%/-]{0,8}[a-z0-9_+-])?(?:\\.[a-z0-9]{1,4})?",
            "[a-z0-9äöü]{1,9}(?:-[a-z0-9]{1,4})?\\.(?:example|рф|org)",
        )
            .prop_map(|(local, domain)| format!("{local}@{domain}"))
    }

    proptest! {
        // INP-10
        #[test]
        fn never_panics(pasted in any::<String>()) {
            for entry in addresses(&pasted) {
                prop_assert!(!entry.typed.is_empty());
            }
        }

        #[test]
        fn never_panics_with_many_ats(pasted in "[a@.<>\", ;\\\\_'\u{200b}%?=&-]{0,60}") {
            for entry in addresses(&pasted) {
                prop_assert!(entry.typed.contains('@'));
            }
        }

        /// FIELD-12: whatever stands between, the list comes back whole.
        #[test]
        fn a_joined_list_comes_back(
            list in prop::collection::vec(address(), 1..8),
            between in prop::sample::select(vec![
                ",", ", ", ";", "; ", "\n", "\r\n", "\t", " ", "\u{a0}", " | ", "> <", "><", ">; Berg, Anna <", "> Anna Berg <",
                ">, \"Berg, Anna @ Work\" <", ">Anna<", "\nAnna;", "\",\"", ") (", ")\n[x](mailto:", "\n- ", "\n* ", "\n• ", "，",
                ".\n", ",\n\n", " and ", "\u{2028}", ":", " / ", "</td><td>",
            ]),
        ) {
            let pasted = format!("Anna <{}>", list.join(between));
            let mut wanted: Vec<EmailAddress> = Vec::new();
            for typed in &list {
                let address = typed.parse().unwrap();
                if !wanted.contains(&address) {
                    wanted.push(address);
                }
            }
            let found: Vec<Option<EmailAddress>> = addresses(&pasted).into_iter().map(|entry| entry.address).collect();
            prop_assert_eq!(found, wanted.into_iter().map(Some).collect::<Vec<_>>(), "{}", pasted);
        }
    }
}
