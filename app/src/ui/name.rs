//! Names that people chose, of persons, organizations and projects, and their addresses: each in its own direction,
//! never translated, and replaced as a whole.
//!
//! What a browser's translation or an extension did to the text within is gone with the next name: the content of the
//! element is set anew, not the text node that the page once knew. See `docs/adr/0010-changed-documents.md`.

use std::fmt::Write;

use domain::find_folded;
use leptos::{prelude::*, text_prop::TextProp};

/// Begins a part with its own direction, within text that can hold no element.
const ISOLATE: char = '\u{2068}';
/// Ends it.
const END_ISOLATE: char = '\u{2069}';

/// A name, or an address, slug or code. Every one that a page shows stands in one of these, or in a [`Sentence`].
#[component]
pub fn Name(
    /// As it was chosen.
    #[prop(into)]
    text: TextProp,
    /// An address, slug or code: I, l, 1 and 0, O told apart.
    #[prop(optional)]
    verbatim: bool,
    /// What is looked for, folded; where it stands in the name is marked.
    #[prop(optional, into)]
    find: Option<Signal<String>>,
) -> impl IntoView {
    let piece = if verbatim { breakable } else { escaped };
    let html = move || match find {
        Some(find) => find.with(|find| marked(&text.get(), find, piece)),
        None => piece(&text.get()),
    };
    view! { <bdi class=verbatim.then_some("verbatim") translate="no" inner_html=html></bdi> }
}

/// A name in which what is looked for is marked.
fn marked(name: &str, find: &str, piece: fn(&str) -> String) -> String {
    let Some(found) = find_folded(name, find) else { return piece(name) };
    let (before, after) = (&name[..found.start], &name[found.end..]);
    format!("{}<mark>{}</mark>{}", piece(before), piece(&name[found]), piece(after))
}

/// A sentence with names in it, each of which stands as in [`Name`].
#[component]
pub fn Sentence(
    /// The sentence.
    #[prop(into)]
    text: TextProp,
    /// The names that may be in it.
    #[prop(into)]
    names: Signal<Vec<String>>,
) -> impl IntoView {
    view! { <span data-whole="" inner_html=move || names.with(|names| with_names(&text.get(), names))></span> }
}

/// The name in its own direction, for text that can hold no element: titles, labels, options. Left as it is where it
/// runs from left to right, as the text around it does.
pub fn isolated(name: &str) -> String {
    if name.chars().any(runs_from_the_right) { format!("{ISOLATE}{name}{END_ISOLATE}") } else { name.to_owned() }
}

/// The blocks of Unicode whose letters run from right to left.
const fn runs_from_the_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn with_names(sentence: &str, names: &[String]) -> String {
    let mut html = String::new();
    let mut rest = sentence;
    loop {
        // The first one that comes; of several that begin there, the longest.
        let found = names.iter().filter(|name| !name.is_empty()).filter_map(|name| {
            let at = rest.find(name.as_str())?;
            Some((at, name.as_str()))
        });
        let Some((at, name)) = found.min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len()))) else { break };
        html.push_str(&escaped(rest[..at].trim_end_matches(ISOLATE)));
        // Writing to a string does not fail.
        let _ = write!(html, r#"<bdi translate="no">{}</bdi>"#, escaped(name));
        rest = rest[at + name.len()..].trim_start_matches(END_ISOLATE);
    }
    html.push_str(&escaped(rest));
    html
}

/// Text, as what stands between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html
}

/// A part of an address that is longer than this is broken within, where nothing else helps.
const LONG_PART: usize = 20;

/// An address with its places to break: after `@`, dots and slashes, and within long parts so that no last letter stands
/// alone. Text that is copied is not changed by them.
fn breakable(text: &str) -> String {
    let parts = text.split_inclusive(['@', '.', '/']).flat_map(|part| {
        let letters: Vec<char> = part.chars().collect();
        let pieces = letters.len().div_ceil(LONG_PART).max(1);
        let size = letters.len().div_ceil(pieces).max(1);
        letters.chunks(size).map(|piece| escaped(&piece.iter().collect::<String>())).collect::<Vec<_>>()
    });
    parts.collect::<Vec<_>>().join("<wbr>")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "شركة (ABC) 2026";

    // FIELD-9
    #[test]
    fn a_name_has_its_own_direction_and_is_no_markup() {
        let html = Owner::new().with(|| view! { <Name text="<b>Acme & Co</b>"/> }.to_html());
        assert!(html.starts_with("<bdi translate=\"no\""), "{html}");
        assert!(html.contains(">&lt;b&gt;Acme &amp; Co&lt;/b&gt;</bdi>"), "{html}");
    }

    // TR-3, FIELD-8
    #[test]
    fn what_is_looked_for_is_marked() {
        assert_eq!(marked("<Vér> a", "ver", escaped), "&lt;<mark>Vér</mark>&gt; a");
        assert_eq!(marked("vera@acme.example", "a@ac", breakable), "ver<mark>a@<wbr>ac</mark>me.<wbr>example");
        assert_eq!(marked("Leo", "ver", escaped), "Leo");
        assert_eq!(marked("Leo", "", escaped), "Leo");
    }

    // FIELD-66
    #[test]
    fn addresses_break_where_a_person_would_break_them() {
        assert_eq!(breakable("mina@harbour.example"), "mina@<wbr>harbour.<wbr>example");
        assert_eq!(breakable("/o/acme"), "/<wbr>o/<wbr>acme");
        assert_eq!(breakable(&"w".repeat(41)), format!("{0}<wbr>{0}<wbr>{1}", "w".repeat(14), "w".repeat(13)));
        assert_eq!(breakable("<a>@b"), "&lt;a&gt;@<wbr>b");
        assert_eq!(breakable(""), "");
    }

    // FIELD-9
    #[test]
    fn names_within_a_sentence_are_told_apart_from_it() {
        let names = ["Al".to_owned(), "Al & Bo".to_owned(), ARABIC.to_owned()];
        assert_eq!(
            with_names("Al & Bo <invites> you", &names),
            r#"<bdi translate="no">Al &amp; Bo</bdi> &lt;invites&gt; you"#
        );
        assert_eq!(
            with_names(&format!("Join {}.", isolated(ARABIC)), &names),
            format!(r#"Join <bdi translate="no">{ARABIC}</bdi>."#)
        );
        assert_eq!(with_names("Nobody", &names), "Nobody");
        assert_eq!(with_names("Nobody", &[String::new()]), "Nobody");
    }

    // FIELD-9
    #[test]
    fn only_names_that_run_from_the_right_need_isolating_in_plain_text() {
        assert_eq!(isolated("Özlem"), "Özlem");
        assert_eq!(isolated(ARABIC), format!("\u{2068}{ARABIC}\u{2069}"));
    }
}
