//! Rust's text, word by word: as much of its grammar as the checks need.

/// Blanks comments and the contents of literals; lines stay where they are.
pub(super) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = literal(rest, out.chars().next_back()) {
            let (gone, after) = rest.split_at(length);
            out.push(' ');
            out.extend(gone.chars().filter(|&c| c == '\n'));
            rest = after;
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// What stands in double quotes, as it is written.
pub(super) fn strings(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut rest, mut before) = (text, None);
    while let Some(c) = rest.chars().next() {
        let length = literal(rest, before).unwrap_or(c.len_utf8());
        let (token, after) = rest.split_at(length);
        found.extend(token.strip_prefix('"').and_then(|token| token.strip_suffix('"')));
        before = token.chars().next_back();
        rest = after;
    }
    found
}

/// How long the comment or literal is that begins here.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let raw = rest.strip_prefix('b').unwrap_or(rest);
    if let Some(hashed) = raw.strip_prefix('r') {
        let hashes = hashed.len() - hashed.trim_start_matches('#').len();
        if hashed.get(hashes..).is_some_and(|after| after.starts_with('"')) {
            let open = rest.len() - hashed.len() + hashes + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest.get(open..)?.find(&close)?;
            return Some(open + end + close.len());
        }
    }
    if let Some(text) = raw.strip_prefix('"') {
        return Some(rest.len() - text.len() + closed(text, '"')?);
    }
    // A character; a lifetime has no second quote so near.
    let inner = rest.strip_prefix('\'')?;
    if inner.starts_with('\\') {
        return closed(inner, '\'').map(|end| end + 1);
    }
    let mut chars = inner.chars();
    let c = chars.next()?;
    (chars.next()? == '\'').then_some(c.len_utf8() + 2)
}

/// Behind the quote that closes.
fn closed(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// A word or one sign, and its line.
pub(super) type Token<'a> = (&'a str, usize);

pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let len = if rest.starts_with("::") { 2 } else { word.max(c.len_utf8()) };
            let (token, after) = rest.split_at(len);
            if !token.trim().is_empty() {
                found.push((token, number + 1));
            }
            rest = after;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_told_apart_from_code() {
        let code = "let a = ('x', '\\'', \"y\\\"z\", r#\"w\"#); /* \"v\" */ fn f<'a>(b: &'a str) {} // \"u\"";
        assert_eq!(bare(code).split_whitespace().collect::<String>(), "leta=(,,,);fnf<'a>(b:&'astr){}");
        assert_eq!(strings(code), ["y\\\"z"]);
    }
}
