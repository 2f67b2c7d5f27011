//! Text as people compare it: without case, without the marks on letters.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;

use crate::{
    normal_form::{is_mark, nfc, nfkc, nfkd},
    unicode::is_invisible,
};

/// Writes every small sigma as its place in the word wants it: `νικος`, however it was typed.
pub(crate) fn sigmas(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let spelled = |(place, c): (usize, &char)| if matches!(c, 'σ' | 'ς') { sigma(&letters, place) } else { *c };
    letters.iter().enumerate().map(spelled).collect()
}

fn sigma(text: &[char], place: usize) -> char {
    let letter = |c: &char| c.is_alphabetic() || is_mark(*c);
    let before = place.checked_sub(1).and_then(|place| text.get(place)).is_some_and(letter);
    if before && !text.get(place + 1).is_some_and(letter) { 'ς' } else { 'σ' }
}

/// Whether both are one text for somebody who types what stands before their eyes: composed or not, full width or not, with
/// any blanks and any of the apostrophes, quotes and dashes that keyboards have. Case and marks do matter.
pub fn same_text(one: &str, other: &str) -> bool {
    as_typed(one) == as_typed(other)
}

fn as_typed(text: &str) -> String {
    let mut typed = String::with_capacity(text.len());
    let signs: String = text.chars().map(sign).collect();
    for c in nfkc(&signs).chars().map(sign).filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() { push_blank(&mut typed) } else { typed.push(c) }
    }
    typed.trim().to_owned()
}

/// A run of blanks is one.
fn push_blank(text: &mut String) {
    if !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Folds `text` for finding and sorting: `Zoë` and `ZOE` are one, É stands beside E, and `Łukasz` is found by `lukasz`.
///
/// What is folded is never shown. Browser, server and both engines of the store compare what this makes, byte by byte, so
/// that all of them find and sort alike.
pub fn fold(text: &str) -> String {
    if text.is_ascii() { fold_ascii(text) } else { fold_unicode(text) }
}

/// Most of what is folded has no marks and no letters of other scripts, and needs no tables.
fn fold_ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match sign(c) {
            c if c.is_whitespace() => push_blank(&mut folded),
            c => folded.push(c.to_ascii_lowercase()),
        }
    }
    folded
}

fn fold_unicode(text: &str) -> String {
    let mut base = '\0';
    // Some signs fall apart into a blank and a mark.
    let signs: String = text.chars().map(sign).collect();
    let kept: String = nfkd(&signs)
        .chars()
        .filter(|c| !is_invisible(*c))
        .filter(|c| {
            let mark = is_mark(*c);
            if !mark {
                base = *c;
            }
            !mark || is_part_of_letter(base, *c)
        })
        .collect();
    let mut folded = String::with_capacity(kept.len());
    for c in nfc(&kept).chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() => push_blank(&mut folded),
            c => match plain(c) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(hiragana(sign(c))),
            },
        }
    }
    folded
}

/// Where in `text` stands what folds to `folded`: a range of its bytes. None where it stands nowhere, and where letters fold
/// together to something else than each alone.
pub fn find_folded(text: &str, folded: &str) -> Option<Range<usize>> {
    if folded.is_empty() {
        return None;
    }
    let mut whole = String::with_capacity(text.len());
    // For each letter how much is folded by its end, and where that is in the text.
    let mut ends = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() {
            whole.push(c.to_ascii_lowercase());
        } else {
            whole.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
        ends.push((whole.len(), at + c.len_utf8()));
    }
    let begin = whole.find(folded)?;
    let end = begin + folded.len();
    let start = ends.iter().rev().find(|(length, _)| *length <= begin).map_or(0, |(_, at)| *at);
    let (last, _) = ends.iter().find(|(length, _)| *length >= end)?;
    // With the marks on the last letter.
    let (_, stop) = ends.iter().rev().find(|(length, _)| length == last)?;
    Some(start..*stop)
}

/// Whether a mark makes another letter instead of a variant of the same: vowels and doubled consonants of Indic and
/// Southeast Asian scripts, the voicing of Kana, й and ў. Accents, harakat and points of Hebrew are none.
fn is_part_of_letter(base: char, mark: char) -> bool {
    match (base, mark) {
        ('и' | 'И' | 'у' | 'У', '\u{306}') => true,
        _ => !matches!(canonical_combining_class(mark), 1 | 10..=36 | 107 | 122 | 200..=240),
    }
}

/// Letters whose stroke or shape is no mark that could be taken off.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'ƚ' | 'ɫ' => "l",
        'ø' | 'ɵ' | 'ɔ' => "o",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ħ' | 'ɦ' => "h",
        'ŧ' | 'ƭ' | 'ʈ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' | 'ɨ' | 'ɩ' => "i",
        'ȷ' => "j",
        'ŋ' | 'ɲ' => "n",
        'ĸ' | 'ƙ' => "k",
        'ƀ' | 'ɓ' => "b",
        'ǥ' | 'ɠ' | 'ɣ' => "g",
        'ƈ' => "c",
        'ƥ' => "p",
        'ʋ' => "v",
        'ƴ' => "y",
        'ƶ' => "z",
        'ə' | 'ǝ' | 'ɛ' => "e",
        'ς' => "σ",
        // Persian and Arabic keyboards write different letters for one.
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        'ـ' => "",
        _ => return None,
    })
}

/// The plain sign on a keyboard for what typing programs make of it.
fn sign(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | '‚' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʹ' | 'ʾ' | 'ʿ' | 'ˈ' | '′' | '`' | '\u{1fef}' | '´' | '\u{1ffd}'
        | '΄' | 'ꞌ' | '‹' | '›' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c => c,
    }
}

/// Both alphabets of Kana spell the same names.
fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // TR-3
    #[test]
    fn what_is_found_is_told_by_its_place() {
        for (text, typed, found) in [
            ("Vera Lind", "ver", Some("Ver")),
            ("Zoë Straße", "strasse", Some("Straße")),
            ("Zoe\u{308} Lind", "zoe", Some("Zoe\u{308}")),
            ("Zoe\u{308} Lind", "lin", Some("Lin")),
            ("e\u{301}a", "a", Some("a")),
            ("Straße", "s", Some("S")),
            ("Straße", "se", Some("ße")),
            ("Юлия", "ЮЛ", Some("Юл")),
            ("vera@acme.example", "a@ac", Some("a@ac")),
            ("Leo", "ver", None),
            ("Leo", "", None),
            ("", "a", None),
        ] {
            assert_eq!(find_folded(text, &fold(typed)).map(|at| &text[at]), found, "{text} {typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_a_part_of_the_text(text in "\\PC{0,20}", typed in "\\PC{1,3}") {
            let folded = fold(&typed);
            if let Some(found) = find_folded(&text, &folded) {
                prop_assert!(!text[found].is_empty());
            }
        }
    }

    #[test]
    fn field_8_case_and_marks_do_not_matter() {
        for (name, typed) in [
            ("Özlem Yılmaz", "ozlem yilmaz"),
            ("ÉMILE Zola", "émile zola"),
            ("Юлия Иванова", "юлия"),
            ("Łukasz Nowak", "lukasz"),
            ("Zoë", "zoe"),
            ("Zoe\u{308}", "ZOË"),
            ("Straße", "STRASSE"),
            ("Ægir Þórðarson", "aegir thordarson"),
            ("Søren Đorđević", "soren dordevic"),
            ("İpek", "ipek"),
            ("Αλέξανδρος", "αλεξανδροσ"),
            ("Фёдор", "федор"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("O’Neill", "o'neill"),
            ("Anne‑Marie  Roux", "anne-marie roux"),
            ("أحمد", "احمد"),
            ("ﬁnn", "finn"),
            ("Ｍｉｎａ", "mina"),
            ("김민수", "김"),
            ("їжак", "іжак"),
            ("Їжак", "їжак"),
            ("ヤマダ タロウ", "やまだ"),
            ("やまだ", "ヤマダ"),
            ("ﾔﾏﾀﾞ", "やまだ"),
            ("Ɔkyɛ", "okye"),
            ("mi\u{200d}na", "mina"),
        ] {
            let (name, typed) = (fold(name), fold(typed));
            assert!(name.contains(&typed), "{name} {typed}");
        }
    }

    #[test]
    fn field_8_other_letters_stay_apart() {
        for (one, other) in [("Андрей", "Андреи"), ("राम", "रम"), ("がく", "かく"), ("สุ", "ส"), ("a", "b")]
        {
            assert_ne!(fold(one), fold(other));
        }
    }

    // OR-7: a name is typed as it stands on the page, on whatever keyboard.
    #[test]
    fn field_8_one_text_in_any_typing() {
        for (name, typed) in [
            ("Việt Nam", "Vie\u{323}\u{302}t Nam"),
            ("Zoe\u{308} GmbH", "Zoë GmbH"),
            ("A  B", "A B"),
            ("A B", " A\u{3000}B "),
            ("Müller\u{a0}AG", "Müller AG"),
            ("O’Neil", "O'Neil"),
            ("O'Neil", "O‘Neil"),
            ("Anne‑Marie – “Co”", "Anne-Marie - \"Co\""),
            ("Ａｃｍｅ", "Acme"),
            ("❤\u{fe0f} Bakery", "❤ Bakery"),
            ("`Okina", "'Okina"),
            ("Tom´s", "Tom's"),
        ] {
            assert!(same_text(name, typed), "{name} {typed}");
        }
        for (name, typed) in [("Acme", "acme"), ("Zoë", "Zoe"), ("Acme", "Acme 2"), ("A B", "AB"), ("Acme", "")] {
            assert!(!same_text(name, typed), "{name} {typed}");
        }
    }

    #[test]
    fn field_8_sorts_as_people_do() {
        let mut names = ["Zola", "Émile", "Eva", "ångström", "Emil", "Łukasz", "Lukas", "Lutz", "abel", "Юлия", "Иван"];
        names.sort_by_key(|name| fold(name));
        assert_eq!(
            names,
            ["abel", "ångström", "Emil", "Émile", "Eva", "Lukas", "Łukasz", "Lutz", "Zola", "Иван", "Юлия"]
        );
    }

    proptest! {
        #[test]
        fn what_is_folded_stays(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn what_needs_no_tables_folds_as_by_them(text in "[\\x00-\\x7f]{0,20}") {
            prop_assert_eq!(fold_ascii(&text), fold_unicode(&text));
        }

        #[test]
        fn spelling_and_case_do_not_matter(text in "[\\p{Latin}\\p{Greek} ]{0,20}") {
            let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(text.as_str()).collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
