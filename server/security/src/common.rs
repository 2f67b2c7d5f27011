//! Which passwords are commonly used.

use domain::{OwnWords, Password, PasswordProblem};
use zxcvbn::matching::patterns::MatchPattern;

/// Takes what was typed for a new password: the rules of `domain`, and not one of the commonly used (SU-2).
///
/// The lists are zxcvbn's, 47,000 passwords and words; a match counts when it is the whole password,
/// with letters swapped for digits too.
pub fn choose_password(typed: String, own: &OwnWords) -> Result<Password, PasswordProblem> {
    let password = Password::choose(typed, own)?;
    if is_common(password.expose()) { Err(PasswordProblem::Common) } else { Ok(password) }
}

fn is_common(password: &str) -> bool {
    let entropy = zxcvbn::zxcvbn(password, &[]);
    match entropy.sequence() {
        // The estimate reads 100 characters: nothing longer is on a list, but it can be one character many times.
        [whole] if password.chars().count() <= 100 => match &whole.pattern {
            MatchPattern::Dictionary(_) | MatchPattern::Sequence(_) => true,
            MatchPattern::Spatial(pattern) => pattern.turns <= 2,
            MatchPattern::Repeat(pattern) => pattern.base_token.chars().count() == 1,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::Strength;

    use super::*;

    // SU-2
    #[test]
    fn common_ones_are_refused() {
        for typed in ["password", "P4ssw0rd", "iloveyou", "qwertyuiop", "12345678", "abcdefgh", "aaaaaaaa", "trustno1"]
        {
            assert_eq!(
                choose_password(typed.into(), &OwnWords::default()).map(drop),
                Err(PasswordProblem::Common),
                "{typed}"
            );
        }
    }

    // SU-2, INP-5
    #[test]
    fn plain_words_are_taken() {
        for typed in ["four plain words", "        ", "correct horse", "🦀🦀🦀🦀🦀🦀🦀🦀", "x9$kq!2p"] {
            let result = choose_password(typed.into(), &OwnWords::default()).map(drop);
            let wanted = if typed.chars().all(|c| c == typed.chars().next().unwrap_or_default()) {
                Err(PasswordProblem::Common)
            } else {
                Ok(())
            };
            assert_eq!(result, wanted, "{typed:?}");
        }
    }

    // FIELD-48: whatever the meter calls fair or better is taken. Walks, lists and spellings of them are mixed at random.
    #[test]
    fn field_48_the_meter_praises_nothing_that_is_refused() {
        let pieces = [
            "password",
            "P4ssw0rd",
            "dragon",
            "iloveyou",
            "qwertyuiop",
            "asdfghjkl;'",
            "1qaz2wsx",
            "!QAZ@WSX",
            "123456",
            "aaaaaa",
            "abcdefgh",
            "internationalization",
            "rock'n'roll",
            "four-and-a-half",
            "',.pyfgcrl/",
            "aoeuidhtns-_",
            "789/456*123-",
            "!@#$%^&*()_+",
            "zxcvbnm,./",
            " ",
            "parlor",
            "2024",
            "!",
            "1",
            "drowssap",
            "ch4r4ct3r1st1c4lly",
            "абвгдежз",
            "-",
            ".",
            "x",
            "colspan=3|total",
        ];
        let mut praised = 0;
        for one in pieces {
            for two in pieces {
                for three in ["", " ", "1", "!", "password", "=-"] {
                    let typed = format!("{one}{two}{three}");
                    let own = OwnWords::default();
                    if Strength::of(&typed, &own).bars() > 1 {
                        praised += 1;
                        assert!(choose_password(typed.clone(), &own).is_ok(), "{typed}");
                    }
                }
            }
        }
        assert!(praised > 100, "{praised}");
    }
}
