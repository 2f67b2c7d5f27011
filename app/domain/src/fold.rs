//! Text as people compare it: without case, without the marks on letters.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

use crate::unicode::is_invisible;

/// Folds `text` for finding and sorting: `Zoë` and `ZOE` are one, É stands beside E, and `Łukasz` is found by `lukasz`.
///
/// What is folded is never shown. Browser, server and both engines of the store compare what this makes, byte by byte, so
/// that all of them find and sort alike.
pub fn fold(text: &str) -> String {
    let mut base = '\0';
    let kept: String = text
        .nfkd()
        .filter(|c| !is_invisible(*c))
        .filter(|c| {
            let mark = is_combining_mark(*c);
            if !mark {
                base = *c;
            }
            !mark || is_part_of_letter(base, *c)
        })
        .collect();
    let mut folded = String::with_capacity(kept.len());
    for c in kept.nfc().flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => match plain(c) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(c),
            },
        }
    }
    folded
}

/// Whether a mark makes another letter instead of a variant of the same: vowels and doubled consonants of Indic and
/// Southeast Asian scripts, the voicing of Kana, й, ї and ў. Accents, harakat and points of Hebrew are none.
fn is_part_of_letter(base: char, mark: char) -> bool {
    match (base, mark) {
        ('и' | 'И' | 'у' | 'У', '\u{306}') | ('і' | 'І', '\u{308}') => true,
        _ => !matches!(canonical_combining_class(mark), 1 | 10..=36 | 107 | 122 | 200..=240),
    }
}

/// Letters whose stroke or shape is no mark that could be taken off, and what typing programs make of plain signs.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'ƚ' | 'ɫ' => "l",
        'ø' | 'ɵ' => "o",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' | 'ɨ' => "i",
        'ȷ' => "j",
        'ŋ' => "n",
        'ĸ' => "k",
        'ƀ' | 'ɓ' => "b",
        'ǥ' => "g",
        'ə' | 'ǝ' => "e",
        'ς' => "σ",
        // Persian and Arabic keyboards write different letters for one.
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        'ـ' => "",
        '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | '′' | '`' | '´' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            ("mi\u{200d}na", "mina"),
        ] {
            let (name, typed) = (fold(name), fold(typed));
            assert!(name.contains(&typed), "{name} {typed}");
        }
    }

    #[test]
    fn field_8_other_letters_stay_apart() {
        for (one, other) in [("Андрей", "Андреи"), ("राम", "रम"), ("がく", "かく"), ("สุ", "ส"), ("a", "b"), ("ї", "і")]
        {
            assert_ne!(fold(one), fold(other));
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
        fn spelling_and_case_do_not_matter(text in "[\\p{Latin}\\p{Greek} ]{0,20}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
