//! One style sheet out of the parts in `style/`, in the order of `style/main.css`'s `@import` lines.
//!
//! Browsers would fetch imports one after the other; joined, the first paint waits for one file. The result also lies
//! where the leptos table of Cargo.toml looks for it, so `cargo leptos watch` serves the same sheet.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::error::{Context, Error, Result};
use crate::files;
use crate::project::Project;

pub(crate) fn write(project: &Project) -> Result<PathBuf> {
    let joined = join(&project.root.join("style"))?;
    let out = project.target.join("parlor.css");
    files::write_if_changed(&out, &joined)?;
    Ok(out)
}

fn join(style: &Path) -> Result<String> {
    let main = style.join("main.css");
    if !main.exists() {
        return Ok(String::new());
    }
    let mut joined = String::new();
    for line in minify(&files::read_text(&main)?).lines() {
        let Some(import) = line.strip_prefix("@import") else {
            joined.push_str(line);
            joined.push('\n');
            continue;
        };
        let (path, layer) = parse_import(import).context(format!("style/main.css: {line}"))?;
        let part = style.join(path);
        let text = minify(&files::read_text(&part)?);
        if text.lines().any(|line| line.starts_with("@import")) {
            return Err(Error::new(format!("{}: only main.css imports", part.display())));
        }
        let part = match layer {
            Some(layer) => write!(joined, "@layer {layer}{{\n{text}}}\n"),
            None => write!(joined, "{text}"),
        };
        part.context("joining style sheets")?;
    }
    Ok(joined)
}

/// ` "path" layer(name);`, the layer being optional.
fn parse_import(text: &str) -> Option<(&str, Option<&str>)> {
    let rest = text.trim().strip_prefix('"')?;
    let (path, rest) = rest.split_once('"')?;
    let rest = rest.trim().strip_suffix(';')?.trim();
    if rest.is_empty() {
        return Some((path, None));
    }
    let layer = rest.strip_prefix("layer(")?.strip_suffix(')')?;
    Some((path, Some(layer)))
}

/// Without comments, indentation and empty lines; brotli does the rest. What stands in quotes is left alone.
fn minify(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut quote = None;
    let mut rest = css.chars().peekable();
    while let Some(c) = rest.next() {
        match quote {
            Some(_) if c == '\\' => {
                bare.push(c);
                bare.extend(rest.next());
                continue;
            }
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '/' && rest.peek() == Some(&'*') => {
                rest.next();
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            _ => {}
        }
        bare.push(c);
    }
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::with_capacity(bare.len()), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_but_quotes_stay() {
        let css = "/* head */\na {\n  content: \"/* kept */ \\\" '\"; /* gone */\n\n}\n";
        assert_eq!(minify(css), "a {\ncontent: \"/* kept */ \\\" '\";\n}\n");
    }

    #[test]
    fn an_import_may_name_its_layer() {
        assert_eq!(parse_import(" \"ui/button.css\";"), Some(("ui/button.css", None)));
        assert_eq!(parse_import(" \"ui/button.css\" layer(ui);"), Some(("ui/button.css", Some("ui"))));
        assert_eq!(parse_import(" url(x.css);"), None);
    }
}
