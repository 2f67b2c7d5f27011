//! What everybody guesses first of a person's password: their own words (FIELD-48).

use crate::{PasswordProblem, fold, host::spellings};

/// The words that a person's password must not be made of. The product's own are always among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// The email address of the person.
    pub email: String,
    /// The name of the person.
    pub name: String,
    /// Names of their organizations.
    pub organizations: Vec<String>,
    /// The host that they know the product by.
    pub host: String,
}

/// Letters of the shortest word that counts: shorter ones stand in every other text.
const WORD_MIN: usize = 3;
/// Characters that have to be left of a password without its own words, without what is commonly put beside them, and
/// without digits that are counted up or are a year.
const LEFT_MIN: usize = 6;
/// Characters of a text that are looked at: no name or address that is taken has more.
const LONGEST: usize = 256;
/// The product's names.
const PRODUCT: [&str; 2] = ["parlor", "parlour"];
/// What is commonly put beside a word to make a password of it.
const FILLERS: [&str; 26] = [
    "password",
    "passwort",
    "passwd",
    "welcome",
    "willkommen",
    "qwerty",
    "qwertz",
    "letmein",
    "secret",
    "account",
    "admin",
    "login",
    "hello",
    "https",
    "pass",
    "love",
    "user",
    "team",
    "chat",
    "test",
    "asdf",
    "http",
    "the",
    "www",
    "abc",
    "my",
];

impl OwnWords {
    /// What of these words makes up the password; none when enough of it is something else.
    ///
    /// Case, marks, digits that stand for letters (`parl0r`) and reading backwards make no difference.
    pub(crate) fn make_up(&self, password: &str) -> Option<PasswordProblem> {
        let folded: Vec<char> = fold(password).chars().collect();
        let words = self.words();
        ['i', 'l'].into_iter().find_map(|one| {
            let read: Vec<char> = folded.iter().map(|c| letter(*c, one)).collect();
            let mut taken = vec![false; read.len()];
            let mut found = None;
            for (word, problem) in &words {
                for text in [&folded, &read] {
                    if take(text, word, &mut taken) {
                        found = found.or(*problem);
                    }
                }
            }
            found.filter(|_| left(&folded, &taken) < LEFT_MIN)
        })
    }

    /// The words, the longest first, each forwards and backwards.
    fn words(&self) -> Vec<(Vec<char>, Option<PasswordProblem>)> {
        let mut words: Vec<(Vec<char>, Option<PasswordProblem>)> = Vec::new();
        let mut add = |text: &str, problem: Option<PasswordProblem>| {
            let word: Vec<char> = text.chars().collect();
            if word.len() >= WORD_MIN && word.iter().any(|c| c.is_alphabetic()) {
                words.push((word.iter().rev().copied().collect(), problem));
                words.push((word, problem));
            }
        };
        let mut add_all = |text: &str, problem: PasswordProblem| {
            let text: String = fold(text.trim()).chars().take(LONGEST).collect();
            add(&text, Some(problem));
            add(&text.chars().filter(|c| c.is_alphanumeric()).collect::<String>(), Some(problem));
            for piece in text.split(|c: char| !c.is_alphanumeric()) {
                add(piece, Some(problem));
            }
        };
        add_all(&self.name, PasswordProblem::IsName);
        let (local, domain) = self.email.rsplit_once('@').unwrap_or((&self.email, ""));
        add_all(local, PasswordProblem::IsPartOfEmail);
        let spelt = spellings(domain);
        for domain in &spelt {
            add_all(without_ending(domain), PasswordProblem::IsPartOfEmail);
        }
        add_all(&self.email, PasswordProblem::IsEmail);
        for domain in &spelt {
            add_all(&format!("{local}@{domain}"), PasswordProblem::IsEmail);
        }
        for organization in &self.organizations {
            add_all(organization, PasswordProblem::IsOrganization);
        }
        let name = without_port(&self.host);
        for host in spellings(name) {
            add_all(without_ending(&host), PasswordProblem::IsProduct);
            add_all(&host, PasswordProblem::IsProduct);
        }
        for product in PRODUCT {
            add_all(product, PasswordProblem::IsProduct);
        }
        // A machine's number has no letter in it, and is what everybody sees all the same.
        if name.len() >= WORD_MIN {
            words.push((fold(name).chars().take(LONGEST).collect(), Some(PasswordProblem::IsProduct)));
        }
        for filler in FILLERS {
            words.push((filler.chars().collect(), None));
        }
        // Stable: of two that are alike, the one that was added first is named.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        words
    }
}

/// A host without its port, and without the brackets of a number.
fn without_port(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((number, _)) => number,
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// A domain without its last label: `com` is nobody's own.
fn without_ending(domain: &str) -> &str {
    domain.rsplit_once('.').map_or(domain, |(first, _)| first)
}

/// The letter that a digit or sign stands for; `one` is what `1` does.
fn letter(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        c => c,
    }
}

/// Takes the word out wherever it stands; whether it did.
fn take(text: &[char], word: &[char], taken: &mut [bool]) -> bool {
    let mut found = false;
    for start in 0..=text.len().saturating_sub(word.len()) {
        let place = start..start + word.len();
        if text.get(place.clone()) == Some(word) && !taken[place.clone()].contains(&true) {
            taken[place].fill(true);
            found = true;
        }
    }
    found
}

/// How many characters are left that had to be thought of.
fn left(text: &[char], taken: &[bool]) -> usize {
    let kept = |place: usize| !taken[place] && text[place].is_alphanumeric();
    let mut left = 0;
    let mut place = 0;
    while place < text.len() {
        let digits = text[place].is_ascii_digit();
        let end =
            (place..text.len()).find(|at| !kept(*at) || text[*at].is_ascii_digit() != digits).unwrap_or(text.len());
        let chunk = &text[place..end];
        let mut different = chunk.to_vec();
        different.sort_unstable();
        different.dedup();
        let counted = chunk.windows(2).all(|pair| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1);
        left += match digits {
            // A year, a day, 123456, 777777.
            true if chunk.len() <= 4 || counted => 0,
            true => chunk.len(),
            false => different.len(),
        };
        place = end.max(place + 1);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Password;

    fn choose(typed: &str) -> Result<(), PasswordProblem> {
        let own = OwnWords {
            email: "mina.okafor@harbour.example".into(),
            name: "Mina Okafor".into(),
            organizations: vec!["Finch & Söhne".into()],
            host: "chat.northlight.example:8443".into(),
        };
        Password::choose(typed.to_owned(), &own).map(drop)
    }

    #[test]
    fn field_48_is_not_made_of_ones_own_words() {
        use PasswordProblem::{IsEmail, IsName, IsOrganization, IsPartOfEmail, IsProduct};
        for (typed, problem) in [
            ("Mina.Okafor@harbour.example", IsEmail),
            ("mina.okafor", IsPartOfEmail),
            ("harbour2026", IsPartOfEmail),
            ("mina OKAFOR", IsName),
            ("okafor1984!", IsName),
            ("MinaMina1", IsName),
            ("M1n@0kaf0r", IsName),
            ("rofako99", IsName),
            ("Okáfor!!!", IsName),
            ("parlor123", IsProduct),
            ("Parlor2026!", IsProduct),
            ("p@rl0r1234", IsProduct),
            ("parlour!!", IsProduct),
            ("123456parlor", IsProduct),
            ("my-parlor-password", IsProduct),
            ("parlorparlor", IsProduct),
            ("parlorrrrrr", IsProduct),
            ("rolrap123", IsProduct),
            ("northlight", IsProduct),
            ("northlight.example", IsProduct),
            ("chat.northlight.example", IsProduct),
            ("Finch123", IsOrganization),
            ("finch&söhne", IsOrganization),
            ("FinchSohne1", IsOrganization),
            ("welcome to finch", IsOrganization),
        ] {
            assert_eq!(choose(typed), Err(problem), "{typed}");
        }
    }

    // The host and the address in the spelling that is not the one they are kept in.
    #[test]
    fn field_48_both_spellings_of_a_domain_are_own_words() {
        use PasswordProblem::{IsEmail, IsPartOfEmail, IsProduct};
        for host in ["bücher.example:5032", "xn--bcher-kva.example:5032"] {
            for email in ["kai@käsehaus.example", "kai@xn--ksehaus-5wa.example"] {
                let own = OwnWords { email: email.into(), host: host.into(), ..OwnWords::default() };
                for (typed, problem) in [
                    ("bücher.example", IsProduct),
                    ("BÜCHER.EXAMPLE", IsProduct),
                    ("bücher123", IsProduct),
                    ("bucher123", IsProduct),
                    ("xn--bcher-kva", IsProduct),
                    ("xn--bcher-kva.example:5032", IsProduct),
                    ("kai@käsehaus.example", IsEmail),
                    ("KAI@xn--ksehaus-5wa.example", IsEmail),
                    ("käsehaus99", IsPartOfEmail),
                    ("xn--ksehaus-5wa", IsPartOfEmail),
                ] {
                    assert_eq!(Password::choose(typed.into(), &own).map(drop), Err(problem), "{host} {email} {typed}");
                }
            }
        }
        for (host, typed) in [
            ("127.0.0.1:3000", "127.0.0.1"),
            ("127.0.0.1:3000", "127.0.0.1:3000"),
            ("192.168.178.20", "192.168.178.20!"),
            ("[2001:db8::7]:8080", "2001:db8::7"),
            ("[2001:db8::7]", "[2001:db8::7]"),
            ("localhost:3000", "localhost:3000"),
        ] {
            let own = OwnWords { host: host.into(), ..OwnWords::default() };
            assert_eq!(Password::choose(typed.into(), &own).map(drop), Err(IsProduct), "{host} {typed}");
        }
    }

    #[test]
    fn field_48_own_words_among_others_are_fine() {
        for typed in [
            "mina okafor likes tea",
            "parlor games in winter",
            "four plain words",
            "finch8372915",
            "x9$kq!2p",
            "        ",
        ] {
            assert_eq!(choose(typed), Ok(()), "{typed}");
        }
        let nobody = OwnWords { name: "Li".into(), email: "li@x.example".into(), ..OwnWords::default() };
        assert!(Password::choose("delightful".into(), &nobody).is_ok(), "two letters stand in every other text");
        assert!(Password::choose("li@x.example".into(), &nobody).is_err());
    }
}
