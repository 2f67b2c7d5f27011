//! The hint beside a new password while it is typed (SU-2).

use crate::{OwnWords, Password, PasswordProblem};

/// How hard a password is to guess, as far as a browser can tell.
///
/// It never praises what the server refuses (FIELD-48): what the rules of `domain` refuse is told as such, and what may
/// stand on the server's lists of commonly used passwords is [`Strength::Plain`] at most. The lists themselves are too
/// large for a browser; [`may_be_listed`] says what none of their entries is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// Nothing was typed yet.
    #[default]
    None,
    /// Would be refused for this.
    Refused(PasswordProblem),
    /// Long enough; whether it is commonly used, the server knows.
    Plain,
    /// Will be taken.
    Fair,
    /// Takes long to guess.
    Strong,
    /// Takes longer than anybody has.
    Excellent,
}

impl Strength {
    /// Estimates what was typed by the person whose `own` words these are.
    pub fn of(typed: &str, own: &OwnWords) -> Self {
        let password = match Password::choose(typed.to_owned(), own) {
            Ok(password) => password,
            Err(PasswordProblem::Empty) => return Self::None,
            Err(problem) => return Self::Refused(problem),
        };
        let letters: Vec<char> = password.expose().to_lowercase().chars().collect();
        let mut different = letters.clone();
        different.sort_unstable();
        different.dedup();
        match (letters.len(), different.len()) {
            (_, different) if different < 5 || may_be_listed(&letters) => Self::Plain,
            (length, different) if length >= 20 && different >= 9 => Self::Excellent,
            (length, different) if length >= 14 && different >= 8 => Self::Strong,
            _ => Self::Fair,
        }
    }

    /// Filled bars of four.
    pub const fn bars(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Refused(_) | Self::Plain => 1,
            Self::Fair => 2,
            Self::Strong => 3,
            Self::Excellent => 4,
        }
    }
}

/// Characters of the longest entry of the lists, and one.
const LONGER_THAN_LISTED: usize = 24;

/// Whether the password could be one of the server's lists: one word without a blank that is not very long and holds no two
/// signs which stand for no letter; or a walk over the keyboard.
fn may_be_listed(letters: &[char]) -> bool {
    if is_walk(letters) {
        return true;
    }
    let words = letters.split(|c| *c == ' ').filter(|word| word.len() > 1).count();
    let mut signs: Vec<char> = letters.iter().copied().filter(|c| "#&*-=_.,:;?~^'\"/\\`)]}>".contains(*c)).collect();
    signs.sort_unstable();
    signs.dedup();
    let alphabetic = letters.iter().filter(|c| c.is_alphabetic()).count();
    !(words >= 2 || letters.len() >= LONGER_THAN_LISTED || (signs.len() >= 2 && alphabetic >= 3))
}

/// Whether most steps go to a neighbour, on a keyboard or in the alphabet, or stay.
fn is_walk(letters: &[char]) -> bool {
    let steps = letters.windows(2).filter(|pair| {
        let (one, other) = (pair[0], pair[1]);
        let distance = u32::from(one).abs_diff(u32::from(other));
        distance <= 1 || KEYBOARDS.iter().any(|rows| are_neighbours(rows, one, other))
    });
    let deltas: Vec<i64> =
        letters.windows(2).map(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]))).collect();
    let even = deltas.iter().all(|delta| Some(delta) == deltas.first());
    even || steps.count() * 2 >= letters.len().saturating_sub(1).max(1)
}

/// Rows of keys, unshifted and shifted: QWERTY and Dvorak.
const KEYBOARDS: [[[&str; 2]; 4]; 2] = [
    [
        ["`1234567890-=", "~!@#$%^&*()_+"],
        [" qwertyuiop[]\\", "          {}|"],
        [" asdfghjkl;'", "         :\""],
        [" zxcvbnm,./", "        <>?"],
    ],
    [
        ["`1234567890[]", "~!@#$%^&*(){}"],
        [" ',.pyfgcrl/=\\", " \"<>       ?+|"],
        [" aoeuidhtns-", "           _"],
        [" ;qjkxbmwvz", " :"],
    ],
];

fn are_neighbours(rows: &[[&str; 2]; 4], one: char, other: char) -> bool {
    let place = |c: char| {
        let rows = rows.iter().enumerate().flat_map(|(row, layers)| layers.map(|keys| (row, keys)));
        rows.filter(|_| c != ' ')
            .find_map(|(row, keys)| keys.chars().position(|key| key == c).map(|column| (row, column)))
    };
    place(one).zip(place(other)).is_some_and(|((row, column), (other_row, other_column))| {
        row.abs_diff(other_row) <= 1 && column.abs_diff(other_column) <= 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(typed: &str) -> u8 {
        Strength::of(typed, &OwnWords::default()).bars()
    }

    #[test]
    fn strength_rewards_length() {
        assert_eq!(
            ["", "short", "eight888", "to be 8x4", "four plain word", "many plain words are the best"].map(bars),
            [0, 1, 1, 2, 3, 4]
        );
        assert_eq!(Strength::of("aaaaaaaaaaaaaaaaaaaaaaaa", &OwnWords::default()), Strength::Plain);
    }

    #[test]
    fn field_48_what_is_refused_is_not_praised() {
        for typed in [
            "password123",
            "p4$$w0rd",
            "qwertyuiop[]asdfghjkl;'",
            "1qaz2wsx3edc4rfv",
            "internationalization",
            "12345678900987654321",
            "parlor123",
            "',.pyfgcrl/=",
            "абвгдежзик",
            "!@#$%^&*()_+",
            " !\"#$%&'()*+,-./",
            "rock'n'roll",
            "four-and-a-half",
        ] {
            assert_eq!(bars(typed), 1, "{typed}");
        }
        let own = OwnWords { organizations: vec!["Harbour Finch".into()], ..OwnWords::default() };
        assert_eq!(Strength::of("harbour finch 2026", &own), Strength::Refused(PasswordProblem::IsOrganization));
        assert_eq!(Strength::of("seven77", &own), Strength::Refused(PasswordProblem::TooShort));
    }
}
