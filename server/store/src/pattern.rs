//! What a person looks for among names, as SQL's `LIKE` takes it.

use domain::fold;

/// The pattern for what holds `find` when both are folded, taken literally (INP-8).
pub(crate) fn holding(find: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(find.trim()).chars().take(100) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        // No text in PostgreSQL holds a NUL, so nothing is found by one.
        pattern.push(if c == '\0' { '\u{fffd}' } else { c });
    }
    pattern + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    // INP-8
    #[test]
    fn patterns_are_literal() {
        assert_eq!(holding(" 50%_Ä\\b "), "%50\\%\\_a\\\\b%");
        assert_eq!(holding(""), "%%");
    }
}
