//! What a page's body is made of, as one number that goes along with the page.
//!
//! Before the page wakes up, `app/src/watch.js` reckons the same from what the browser has by then. Where the two differ,
//! somebody else changed the document (an extension, a translation), and the page is built anew instead of being taken
//! over node by node. See `docs/adr/0010-changed-documents.md`.

use std::fmt::Write;

/// Elements without content and without an end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements whose content is no markup, or is not looked at.
const OPAQUE: [&str; 6] = ["noscript", "script", "style", "template", "textarea", "title"];

/// Writes the structure of the body into the place that the document leaves for it, and beside it when the page was made.
pub(super) fn fill_in(html: &str, made: Option<i64>) -> Option<String> {
    let place = html.find(app::ssr::STRUCTURE_PLACE)?;
    let (before, after) = (&html[..place], &html[place + app::ssr::STRUCTURE_PLACE.len()..]);
    let body = body(after)?;
    let made = made.map_or_else(String::new, |made| format!(" {}=\"{made}\"", app::ui::clock::MADE));
    Some(format!("{before}data-structure=\"{}\"{made}{after}", structure(body)))
}

/// What stands between the tags of the body.
fn body(html: &str) -> Option<&str> {
    let html = &html[html.find("<body")?..];
    let begin = end_of_tag(html)? + 1;
    Some(&html[begin..html.rfind("</body>")?])
}

/// The number of nodes directly in the body, and a digest (FNV-1a) over all of them: elements with their names, text,
/// comments.
fn structure(body: &str) -> String {
    let (mut count, mut depth, mut digest) = (0_usize, 0_usize, 0x811c_9dc5_u32);
    let mut add = |part: &str| {
        for byte in part.bytes() {
            digest = (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    let mut rest = body;
    while !rest.is_empty() {
        count += usize::from(depth == 0 && !rest.starts_with("</"));
        if let Some(comment) = rest.strip_prefix("<!") {
            add("!");
            // `<!>` is a comment too.
            let end = if comment.starts_with("--") { "-->" } else { ">" };
            rest = comment.find(end).map_or("", |at| &comment[at + end.len()..]);
        } else if let Some(tag) = rest.strip_prefix("</") {
            add(">");
            depth = depth.saturating_sub(1);
            rest = tag.find('>').map_or("", |at| &tag[at + 1..]);
        } else if rest.starts_with('<') {
            let Some(end) = end_of_tag(rest) else { break };
            let tag = &rest[1..end];
            let name =
                tag.split(|letter: char| letter.is_ascii_whitespace() || letter == '/').next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            add("<");
            add(&name);
            rest = &rest[end + 1..];
            // Only pictures end their tags so; to other elements the stroke means nothing.
            if VOID.contains(&name.as_str()) || tag.ends_with('/') {
                add(">");
            } else if OPAQUE.contains(&name.as_str()) {
                add(">");
                let close = format!("</{name}>");
                rest = rest.find(&close).map_or("", |at| &rest[at + close.len()..]);
            } else {
                depth += 1;
            }
        } else {
            add("t");
            rest = rest.find('<').map_or("", |at| &rest[at..]);
        }
    }
    let mut structure = format!("{count}.");
    // Writing to a string does not fail.
    let _ = write!(structure, "{digest:x}");
    structure
}

/// Where the tag at the beginning ends: the first `>` that is not within the value of an attribute.
fn end_of_tag(html: &str) -> Option<usize> {
    let mut quote = None;
    html.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), _) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> String {
        structure(body)
    }

    #[test]
    fn attributes_and_words_do_not_count() {
        let page = of(r#"<main class="a"><h1>Sign in<!></h1><input name="x"></main><!>"#);
        assert_eq!(page, of(r#"<main><h1 title="1 > 0" data-x='"'>Se connecter<!></h1><input></main><!>"#));
        assert!(page.starts_with("2."), "{page}");
    }

    // FIELD-1, FIELD-2
    #[test]
    fn nodes_that_come_or_go_do() {
        let page = of("<main><h1>Sign in<!></h1><input></main><!>");
        for other in [
            "<main><h1>Sign in<!></h1><input><div></div></main><!>",
            "<main><h1><font><font>Sign in</font></font><!></h1><input></main><!>",
            "<main><h1>Sign in</h1><input></main><!>",
            "<main><h1>Sign in<!></h1><textarea></textarea></main><!>",
            "<div></div><main><h1>Sign in<!></h1><input></main><!>",
            "<main><h1>Sign in<!></h1></main><input><!>",
        ] {
            assert_ne!(page, of(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_markup_is_not_read_as_such() {
        assert_eq!(of("<textarea><b></textarea>"), of("<textarea></textarea>"));
        assert_eq!(of("<noscript><p>No</p></noscript>"), of("<noscript></noscript>"));
        assert_eq!(of("<svg><path d='M1 1'/></svg>"), of("<svg><path></path></svg>"));
        assert_eq!(of("<!--<() />-->"), of("<!>"));
    }

    #[test]
    fn the_place_in_the_document_is_filled() {
        let html = format!(
            "<head><script {}></script></head><body class=\"x\"><p>1</p></body></html>",
            app::ssr::STRUCTURE_PLACE
        );
        let filled = fill_in(&html, None).unwrap();
        assert_eq!(filled, html.replace(app::ssr::STRUCTURE_PLACE, &format!("data-structure=\"{}\"", of("<p>1</p>"))));
        assert_eq!(fill_in("<body></body>", None), None);
        assert!(fill_in(&html, Some(7)).unwrap().contains("\" data-made=\"7\"></script>"));
    }
}
