//! What nobody uses goes: components that only the gallery shows, classes without a look, looks without a class.
//!
//! A class is written out whole, as a word of a string: one that is put together of parts would not be found here, nor by
//! whoever looks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Problems;
use super::text::{bare, strings, tokens};
use crate::error::Result;
use crate::files;

/// Where components and classes are used.
const USERS: [&str; 3] = ["app/src", "frontend/src", "server/src"];
/// Shows every piece, and so is no use of one.
const GALLERY: &str = "app/src/dev_ui";

/// Classes without a look, each with the reason.
const BARE: [(&str, &str); 0] = [];

pub(super) fn check(root: &Path) -> Result<Problems> {
    let mut sources = BTreeMap::new();
    for folder in USERS {
        sources.extend(texts(root, folder, "rs")?);
    }
    let mut problems = components(&sources);
    problems.extend(classes(&sources, &texts(root, "style", "css")?));
    Ok(problems)
}

/// The files below a folder that end so, by their paths from the root.
fn texts(root: &Path, folder: &str, end: &str) -> Result<BTreeMap<String, String>> {
    let files = files::walk(&root.join(folder))?.into_iter().filter(|file| file.extension().is_some_and(|e| e == end));
    files
        .map(|file| Ok((file.strip_prefix(root).unwrap_or(&file).display().to_string(), files::read_text(&file)?)))
        .collect()
}

fn components(sources: &BTreeMap<String, String>) -> Problems {
    let mut declared = Vec::new();
    let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (file, text) in sources {
        let code = bare(text);
        let tokens = tokens(&code);
        let words: Vec<&str> = tokens.iter().map(|(word, _)| *word).collect();
        let mut passed_on = false;
        for (at, word) in words.iter().enumerate() {
            match *word {
                "use" => passed_on = true,
                ";" => passed_on = false,
                _ => {}
            }
            let before = words.get(at.saturating_sub(8)..at).unwrap_or_default();
            let is_declared = before.ends_with(&["pub", "fn"]) && before.contains(&"component");
            if is_declared {
                declared.push(((*word).to_owned(), file));
            } else if !passed_on && !file.starts_with(GALLERY) && word.starts_with(|c: char| c.is_ascii_uppercase()) {
                users.entry((*word).to_owned()).or_default().insert(file);
            }
        }
    }
    let is_used = |name: &str, own: &str| users.get(name).is_some_and(|files| files.iter().any(|file| *file != own));
    let unused = declared.iter().filter(|(name, file)| !file.starts_with(GALLERY) && !is_used(name, file));
    unused.map(|(name, file)| format!("{file}: no page uses the component `{name}`")).collect()
}

fn classes(sources: &BTreeMap<String, String>, sheets: &BTreeMap<String, String>) -> Problems {
    let mut problems = Vec::new();
    let mut styled = BTreeSet::new();
    let mut written: BTreeSet<&str> =
        sources.values().flat_map(|text| strings(text)).flat_map(str::split_whitespace).collect();
    written.extend(sources.values().flat_map(|text| given(text)));
    for (sheet, text) in sheets {
        for class in selected(text) {
            if !written.contains(class.as_str()) && styled.insert(class.clone()) {
                problems.push(format!("{sheet}: nothing has the class `{class}`"));
            }
            styled.insert(class);
        }
    }
    for (file, text) in sources {
        for class in given(text) {
            if !styled.contains(class) && !BARE.iter().any(|(bare, _)| *bare == class) {
                problems.push(format!("{file}: no sheet knows the class `{class}`"));
            }
        }
    }
    problems
}

/// The classes in a sheet's selectors.
fn selected(sheet: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let uncommented = sheet.split("*/").filter_map(|part| part.split("/*").next()).collect::<String>();
    for selector in uncommented.split('{').filter_map(|part| part.rsplit([';', '}']).next()) {
        for part in selector.split('.').skip(1) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(part.len());
            let name = part.get(..end).unwrap_or_default();
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

/// The classes that elements are given: in `class="…"`, by `class:name`, and by what a function `class` answers.
fn given(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    for line in text.lines() {
        for after in line.split("class=").skip(1) {
            // An expression goes to the end of the line; other attributes have strings of their own.
            let expression = if after.starts_with('"') { after } else { after.split(" role=").next().unwrap_or(after) };
            let all = strings(expression);
            let own = if after.starts_with("if ") { all.as_slice() } else { all.get(..1).unwrap_or_default() };
            found.extend(own.iter().flat_map(|literal| literal.split_whitespace()));
        }
        found.extend(line.split(" class:").skip(1).filter_map(|after| after.split(['=', ' ', '>']).next()));
    }
    for body in text.split("fn class(").skip(1) {
        let end = body.find("\n    }\n").or_else(|| body.find("\n}\n")).unwrap_or(body.len());
        let literals = strings(body.get(..end).unwrap_or_default());
        found.extend(literals.into_iter().flat_map(str::split_whitespace));
    }
    found.retain(|class| class.starts_with(|c: char| c.is_ascii_alphabetic()) && !class.contains('{'));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_unused() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_component_is_used_by_a_page() {
        let sources = files(&[
            ("app/src/ui.rs", "pub use a::{Used, Shown};"),
            (
                "app/src/ui/a.rs",
                "#[component]\npub fn Used() { view! { <Own/> } }\n#[component]\npub fn Shown() {}\n#[component]\nfn Own() {}",
            ),
            ("app/src/dev_ui/b.rs", "view! { <Used/><Shown/> }"),
            ("app/src/page.rs", "use ui::Shown;\nview! { <Used/> } // <Shown/>"),
        ]);
        assert_eq!(components(&sources), ["app/src/ui/a.rs: no page uses the component `Shown`"]);
    }

    #[test]
    fn classes_and_looks_belong_together() {
        let sources = files(&[(
            "a.rs",
            "<p class=\"a lost\" title=\"x\"><p class=if b { \"c\" } else { \"d\" } role=\"e\"><p class:f=g>\n\
             <p class=format!(\"h{i}\")>",
        )]);
        let sheets = files(&[("a.css", "/* .no */ .a > .c:hover, .f { margin: .5rem }\n@media x { .d.gone { } }")]);
        assert_eq!(
            classes(&sources, &sheets),
            ["a.css: nothing has the class `gone`", "a.rs: no sheet knows the class `lost`"]
        );
    }
}
