//! What a mail program makes a link of (INP-4, FIELD-22).
//!
//! Names reach mails, where `Win at evil.com now` would become a link that its sender chose. A name is refused when it holds
//!
//! - a scheme (`https://…`, `javascript:…`) or `www.` before a letter,
//! - what stands on another machine (`\\machine\folder`),
//! - an address of mail (`x@y.z`) or of a machine (`10.0.0.1`),
//! - a word with a dot before a top-level domain that there is, unless the word is a chain of abbreviations: before the dot
//!   stand only single letters, short numbers and words that are abbreviated (`Dr.`, `St.`, `Co.`), and behind it a word that
//!   begins with a capital or is abbreviated too, and is none of the endings that links are usually given (`com`, `net`, …).
//!   `Co.KG`, `Dr.Li` and `Dr.med.` are names; `evil.com`, `Booking.com` and `bit.ly` are links.

use crate::{
    normal_form::nfkc,
    unicode::{is_invisible, is_word},
};

/// Words that are commonly abbreviated before another one, or behind one: titles, saints, legal forms, degrees.
const ABBREVIATIONS: &[&str] = &[
    "dr", "dra", "prof", "profa", "mr", "mrs", "ms", "mx", "mme", "mlle", "me", "hr", "fr", "pr", "rev", "hon", "sr",
    "sra", "srta", "jr", "gen", "col", "capt", "cpt", "lt", "maj", "sgt", "st", "ste", "sta", "sto", "skt", "mt", "ft",
    "pt", "nr", "no", "vs", "ing", "dipl", "mag", "lic", "cand", "stud", "med", "dent", "vet", "rer", "nat", "phil",
    "jur", "iur", "pol", "oec", "theol", "habil", "hc", "sc", "ed", "arch", "art", "eng", "co", "corp", "inc", "ltd",
    "pty", "pte", "sdn", "bhd", "plc", "llc", "bros", "gebr", "gmbh", "ag", "kg", "ug", "ohg", "se", "sa", "srl",
    "spa", "bv", "nv", "oy", "ab", "as", "kft", "sp", "spol", "fa", "univ", "inst", "dept", "abt", "ger", "vd", "ао",
    "ооо", "зао", "оао", "пао", "ип", "ул", "им", "св", "д-р", "проф", "δρ",
];

/// Endings that are links whatever stands before them.
const LINKS: &[&str] = &[
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "io", "co", "ai", "app", "dev", "xyz", "ly", "gl",
    "me", "tv", "to", "cc", "ws", "link", "click", "site", "online", "website", "shop", "store", "top", "live", "page",
    "web",
];

/// Whether some part of the name would be a link in a mail.
pub(crate) fn holds_link(name: &str) -> bool {
    let name = plain(name);
    let lower = name.to_lowercase();
    has_scheme(&lower)
        || lower.contains(r"\\")
        || begins_with(&lower, "www.")
        || has_mailbox(&lower)
        || name.split(|c| !is_of_host(c)).any(holds_host)
}

/// Whether some part of the name would be a link by what stands before a colon, `tel:1`, whatever its ending.
pub(crate) fn holds_scheme(name: &str) -> bool {
    has_scheme(&plain(name).to_lowercase())
}

/// The name as a mail program reads it.
fn plain(name: &str) -> String {
    nfkc(name)
        .chars()
        .filter(|c| !is_invisible(*c))
        // The ideographic full stop separates labels too (UTS 46), and NFKC leaves it.
        .map(|c| if c == '。' { '.' } else { c })
        .collect()
}

fn is_of_host(c: char) -> bool {
    is_word(c) || matches!(c, '.' | '-')
}

fn has_scheme(lower: &str) -> bool {
    let schemes = ["javascript:", "vbscript:", "mailto:", "data:", "tel:", "sms:", "file:", "sip:", "skype:"];
    lower.contains("://") || schemes.iter().any(|scheme| begins_with(lower, scheme))
}

/// Whether some word begins so, and goes on as a link does.
fn begins_with(lower: &str, beginning: &str) -> bool {
    lower.match_indices(beginning).any(|(place, _)| {
        let begins = lower[..place].chars().next_back().is_none_or(|c| !is_word(c));
        let goes_on = lower[place + beginning.len()..].starts_with(|c: char| is_word(c) || c == '/' || c == '+');
        begins && goes_on
    })
}

fn has_mailbox(lower: &str) -> bool {
    lower.match_indices('@').any(|(place, _)| {
        let local = lower[..place].ends_with(is_word);
        let domain: &str = &lower[place + 1..];
        let host = domain.split(|c| !is_of_host(c)).next().unwrap_or_default().trim_matches('.');
        local && host.split('.').filter(|label| !label.is_empty()).count() > 1
    })
}

fn holds_host(word: &str) -> bool {
    let labels: Vec<&str> = word.trim_matches('.').split('.').collect();
    if labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok()) {
        return true;
    }
    (1..labels.len()).any(|place| {
        let (before, rest) = labels.split_at(place);
        let Some((ending, after)) = rest.split_first() else { return false };
        // `evil.com-login`: the link ends before the hyphen.
        let endings = [Some(*ending), ending.split_once('-').map(|(first, _)| first)];
        endings.into_iter().flatten().any(|ending| is_link(before, ending, after))
    })
}

/// Whether the labels `before` with this `ending` are a link; `after` follow further labels.
fn is_link(before: &[&str], ending: &str, after: &[&str]) -> bool {
    let Some(nearest) = before.last().filter(|label| !label.is_empty()) else { return false };
    let lower = ending.to_lowercase();
    if !is_top_level(&lower) {
        return false;
    }
    // Further in, an ending counts where the word looks like a host all the same: `evil.com.Smith`, not `v.de.Berg`.
    if !after.is_empty() && (ending != lower || nearest.chars().count() < 3) {
        return false;
    }
    let capital = ending.starts_with(char::is_uppercase);
    let abbreviated = before.iter().all(|label| is_abbreviation(label)) && (capital || is_abbreviated(&lower));
    !abbreviated || LINKS.contains(&lower.as_str())
}

fn is_abbreviation(label: &str) -> bool {
    let number = label.len() <= 3 && label.chars().all(|c| c.is_ascii_digit());
    number || label.chars().filter(|c| c.is_alphanumeric()).count() == 1 || is_abbreviated(&label.to_lowercase())
}

fn is_abbreviated(lower: &str) -> bool {
    ABBREVIATIONS.contains(&lower)
}

/// Whether there is such a top-level domain, in the root or kept for documents and home networks.
pub(crate) fn is_top_level(lower: &str) -> bool {
    const KEPT: [&str; 7] = ["example", "test", "invalid", "localhost", "local", "internal", "onion"];
    KEPT.contains(&lower) || lower.starts_with("xn--") || in_root(lower)
}

#[cfg(feature = "tables")]
fn in_root(lower: &str) -> bool {
    if lower.is_ascii() {
        tld::exist(lower)
    } else {
        idna::domain_to_ascii(lower).is_ok_and(|ascii| tld::exist(&ascii))
    }
}

/// Without the list, what links mostly end with; the server knows all.
#[cfg(not(feature = "tables"))]
fn in_root(lower: &str) -> bool {
    LINKS.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::holds_link;

    #[test]
    fn field_22_names_with_dots_are_names() {
        for name in [
            "J.R.Smith",
            "Dr.Müller",
            "St.John Smith",
            "Anna v.d.Berg",
            "Müller GmbH & Co.KG",
            "St.Gallen Tourismus",
            "Dr.Oetker",
            "ООО.Ромашка",
            "J. R. R. Tolkien",
            "Dr. Mina Okafor",
            "O’Neill, Inc.",
            "v1.2",
            "Martin Luther King Jr.",
            "Dr.Li",
            "J.Ng",
            "Acme Pty.Ltd.",
            "Foo Co.Ltd",
            "Dr.med. Anna Berg",
            "Prof.Dr.med.dent. Ek",
            "M.Sc. Anna",
            "Dipl.Ing. Bo",
            "B.Sc",
            "1.FC Köln",
            "1.SC Göttingen",
            "17.Mai",
            "Node.js",
            "S.A.S.",
            "S.p.A",
            "e.V.",
            "A.I. Lab",
            "Ph.D.",
            "U.S.A.",
            "Mr.Green",
            "Dr.No",
            "v.de.Berg",
            "GmbH&Co.KG",
            "AT&T",
            "AC/DC",
            "a@b",
            "@mina",
            "Hotel:Adler",
            "Tel: 123",
            "Wow...",
            "...and Co",
            ".NET Foundation Nord",
            "Smith.",
            "Yahoo!",
            "3.14",
            "1.2.3",
            "Ев.Петров",
            "St.Moritz/Engadin",
            "P.Diddy",
            "d.o.o. Zagreb",
            "Sp.z o.o.",
            "www",
            "Www. Verein",
            "Data:  Lab",
            "東京。大阪",
        ] {
            assert!(!holds_link(name), "{name}");
        }
    }

    #[test]
    fn field_22_links_are_refused() {
        for name in [
            "https://evil.example",
            "evil.example/x",
            "www.evil.zzz",
            "Win at evil.com now",
            r"\\evil\share",
            "skype:evil?call",
            "evil。com",
            "evil｡com",
            "EVIL.COM",
            "Evil.Com",
            "ｅvil.com",
            "evil．com",
            "10.0.0.1",
            "1.2.3.4",
            "mail me@evil.com",
            "user@host.zzz",
            "(evil.com)",
            "evil.com.",
            "evil.xn--p1ai",
            "evil.рф",
            "JavaScript:alert(1)",
            "Visit shop.example.com",
            "bit.ly/x",
            "Bit.Ly",
            "paypal.com-login",
            "Booking.com",
            "J.R.Smith.com",
            "x.co",
            "T.Co",
            "evil.com.Smith",
            "evil.berlin",
            "ftp://x",
            "tel:+4912",
            "mailto:a@b",
            "co.uk",
            "a.b.c.de",
            "ev\u{200d}il.com",
            "evil.com\u{200b}",
            "https:/evil.com",
            "<a href=//evil.com>",
            "Evil.com!",
            "evil.com,",
            "http://localhost",
            "see http://x",
            "evil.中国",
            "müller.de",
            "dr.com",
            "st.net",
            "Müller.de Team",
            "evil.co.KG",
        ] {
            assert!(holds_link(name), "{name}");
        }
    }
}
