//! The font that every page waits for draws whatever Parlor itself says, so that no page of its own words fetches another.
//!
//! Which characters it has is its `unicode-range` in `style/base.css`, of which `xtask/fonts.py` makes it.

use std::ops::RangeInclusive;
use std::path::Path;

use super::Problems;
use super::text::strings;
use crate::error::{Context, Result};
use crate::files;

const DOCUMENT: &str = "app/src/ssr/document.rs";
const SHEET: &str = "style/base.css";

/// Files that may say more, each with the reason.
const EXCEPTIONS: [(&str, &str); 1] =
    [("app/src/text/settings/countries.rs", "some countries have accents: one list of one page")];

/// They set a direction, and are never drawn.
const ISOLATES: RangeInclusive<char> = '\u{2066}'..='\u{2069}';

pub(super) fn check(root: &Path) -> Result<Problems> {
    let document = files::read_text(&root.join(DOCUMENT))?;
    let preloaded =
        between(&document, "rel=\"preload\" href=\"", "\"").context(format!("{DOCUMENT} preloads no font"))?;
    let sheet = files::read_text(&root.join(SHEET))?;
    let face = sheet.split("@font-face").find(|face| face.contains(&format!("url(\"{preloaded}\")")));
    let ranges = face.and_then(|face| between(face, "unicode-range:", ";")).and_then(parse);
    let ranges = ranges.context(format!("{SHEET} gives {preloaded} no range"))?;
    let mut problems = Problems::new();
    for file in
        files::walk(&root.join("app/src"))?.iter().filter(|file| file.extension().is_some_and(|end| end == "rs"))
    {
        let path = file.strip_prefix(root).unwrap_or(file).display().to_string();
        if EXCEPTIONS.iter().all(|(excepted, _)| *excepted != path) {
            let missing = missing(&files::read_text(file)?, &ranges);
            problems.extend(
                missing
                    .into_iter()
                    .map(|c| format!("{path} says `{c}` (U+{:X}), which {preloaded} lacks: see {SHEET}", u32::from(c))),
            );
        }
    }
    Ok(problems)
}

/// What the strings of a file say, its tests apart, that no range holds; written out or as `\u{…}`.
fn missing(text: &str, ranges: &[RangeInclusive<u32>]) -> Vec<char> {
    let told = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut found: Vec<char> = Vec::new();
    for string in strings(told) {
        let escaped = string.split("\\u{").skip(1).filter_map(|rest| hex(rest.split('}').next()?));
        found.extend(string.chars().chain(escaped.filter_map(char::from_u32)));
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|c| {
        !c.is_control() && !ISOLATES.contains(c) && !ranges.iter().any(|range| range.contains(&u32::from(*c)))
    });
    found
}

/// `U+20-7E, U+A0`.
fn parse(ranges: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let range = |range: &str| {
        let range = range.trim().strip_prefix("U+")?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(hex(first)?..=hex(last)?)
    };
    ranges.split(',').map(range).collect()
}

fn hex(digits: &str) -> Option<u32> {
    u32::from_str_radix(digits, 16).ok()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(within, _)| within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_font_has_what_the_texts_say() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    #[test]
    fn what_is_missing_is_told() -> Result<()> {
        let ranges = parse("\n  U+20-7E,\n  U+2026").context("ranges")?;
        let text = "const A: &str = \"a…\\n\\u{201c}é\\u{2068}é\"; // “ü”\n#[cfg(test)]\nmod tests { \"ß\" }";
        assert_eq!(missing(text, &ranges), ['é', '\u{201c}']);
        assert!(parse("U+20-7E, 7F").is_none());
        Ok(())
    }
}
