//! Names that people cannot tell apart by looking at them (FIELD-23).

use crate::{fold, normal_form::nfkd};

/// What a name is taken for: two names are taken for each other where they share one of these. The first is the name without
/// case and marks; the second what its letters look like, since `Аcme` may begin with a Cyrillic or a Greek letter.
pub fn looks(name: &str) -> [String; 2] {
    let drawn: String = nfkd(name).chars().map(latin).collect();
    // Two kinds that do not meet.
    [fold(name), format!("\n{}", fold(&drawn))]
}

/// Whether one name may be taken for the other.
pub fn look_alike(one: &str, other: &str) -> bool {
    let (one, other) = (looks(one), looks(other));
    one.iter().any(|look| other.contains(look))
}

/// The Latin letter that a letter or digit is drawn like, in this very case: В is drawn like B, в like no b. After Unicode's
/// list of confusables (UTS 39), as far as names in Latin, Cyrillic, Greek and Armenian letters go.
fn latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'а' | 'α' | 'ɑ' => 'a',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'Е' | 'Ε' => 'E',
        'е' => 'e',
        'ɡ' | 'ց' => 'g',
        'Н' | 'Η' => 'H',
        'һ' | 'հ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'Ј' | 'Ϳ' => 'J',
        'ј' | 'ϳ' => 'j',
        'К' | 'Κ' => 'K',
        'к' | 'κ' => 'k',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'ո' | 'η' => 'n',
        'О' | 'Ο' | 'Օ' | '0' => 'O',
        'о' | 'ο' | 'օ' => 'o',
        'Р' | 'Ρ' => 'P',
        'р' | 'ρ' => 'p',
        'Ԛ' => 'Q',
        'ԛ' | 'զ' => 'q',
        'Ѕ' | 'Տ' => 'S',
        'ѕ' => 's',
        'Т' | 'Τ' => 'T',
        'Ս' => 'U',
        'υ' | 'ս' => 'u',
        'Ѵ' => 'V',
        'ν' | 'ѵ' => 'v',
        'Ԝ' => 'W',
        'ԝ' => 'w',
        'Х' | 'Χ' => 'X',
        'х' | 'χ' => 'x',
        'У' | 'Υ' | 'Ү' => 'Y',
        'у' | 'γ' | 'ү' => 'y',
        'Ζ' => 'Z',
        'І' | 'Ι' | 'Ӏ' | 'ӏ' | 'I' | '1' | '|' => 'l',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_23_letters_that_look_alike() {
        for (one, other) in [
            ("Acme", "Аcme"),
            ("Acme", "Αcme"),
            ("Acme", "ÁCME"),
            ("BMW", "ВМW"),
            ("Paypal", "Раураl"),
            ("Illum", "lllum"),
            ("Team 1", "Team l"),
            ("Zoo 100", "Ζоо lOO"),
            ("Zoë", "Ζοë"),
            ("Нина", "нина"),
            ("Їжак", "їжак"),
        ] {
            assert!(look_alike(one, other), "{one} {other}");
        }
        for (one, other) in [("Acme", "Acme 2"), ("Вова", "bova"), ("Нина", "Hina"), ("Quill", "Quail"), ("Ада", "Ида")]
        {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }
}
