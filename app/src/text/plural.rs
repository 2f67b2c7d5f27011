//! One and many: the one place that decides which.

use std::fmt::Display;

/// "1 second", "3 seconds": the count with its word.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let word = of(&count, one, many);
    format!("{count} {word}")
}

/// The word or sentence for one, or the one for every other count.
pub fn of<N: PartialEq + From<u8>, T>(count: &N, one: T, many: T) -> T {
    if *count == N::from(1) { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-66
    #[test]
    fn one_is_one_and_everything_else_is_many() {
        assert_eq!(counted(0_usize, "member", "members"), "0 members");
        assert_eq!(counted(1_i64, "member", "members"), "1 member");
        assert_eq!(counted(21_u32, "member", "members"), "21 members");
        assert_eq!(of(&1_usize, "Its link stops", "Their links stop"), "Its link stops");
    }
}
