//! Every pair of colours that the interface puts on one another can be read, in light and in dark.
//!
//! The rules stand in words at the head of `style/tokens.css`; this is the same list, reckoned by WCAG 2's formula.

use std::collections::BTreeMap;
use std::path::Path;

use super::Problems;
use crate::error::{Context, Error, Result};
use crate::files;

const GROUND: &[&str] = &["canvas", "surface", "surface-raised"];
const FILLS: &[&str] = &["fill", "fill-strong", "fill-raised"];
/// Where a hovered row or a menu may put a link or an input.
const LIGHT_FILLS: &[&str] = &["fill", "fill-raised"];
const SOFT: &[&str] = &["accent-soft", "danger-soft", "ok-soft", "warn-soft"];
const TILES: &[&str] = &["tile-1", "tile-2", "tile-3", "tile-4", "tile-5", "tile-6"];

/// Smallest ratio, what is drawn, and on what.
type Rule = (f64, &'static [&'static str], &'static [&'static [&'static str]]);

const RULES: [Rule; 12] = [
    (4.5, &["text", "text-quiet"], &[GROUND, FILLS, SOFT]),
    (4.5, &["accent-text", "danger-text"], &[GROUND, LIGHT_FILLS, &["accent-soft"]]),
    (4.5, &["ok-text", "warn-text"], &[GROUND, LIGHT_FILLS]),
    (4.5, &["accent-text"], &[&["accent-soft"]]),
    (4.5, &["danger-text"], &[&["danger-soft"]]),
    (4.5, &["ok-text"], &[&["ok-soft"]]),
    (4.5, &["warn-text"], &[&["warn-soft"]]),
    (4.5, &["on-accent"], &[&["accent", "accent-strong"]]),
    (4.5, &["on-danger"], &[&["danger", "danger-strong"]]),
    (4.5, &["on-tile"], &[TILES]),
    (3.0, &["line-control", "focus"], &[GROUND, LIGHT_FILLS, &["accent-soft"]]),
    (3.0, &["accent", "danger", "ok", "warn"], &[GROUND]),
];

type Colour = [u8; 3];

/// Each token's colour in light and in dark.
type Tokens = BTreeMap<String, [Colour; 2]>;

pub(super) fn check(root: &Path) -> Result<Problems> {
    let tokens = parse(&files::read_text(&root.join("style/tokens.css"))?);
    let get = |name: &str| tokens.get(name).context(format!("style/tokens.css gives `--{name}` no colour"));
    let mut problems = Vec::new();
    for (least, drawn, grounds) in RULES {
        for (front, back) in drawn.iter().flat_map(|front| grounds.iter().copied().flatten().map(move |b| (*front, *b)))
        {
            let modes = ["light", "dark"].iter().zip(get(front)?).zip(get(back)?);
            for ((mode, drawn), ground) in modes {
                let ratio = contrast(*drawn, *ground);
                if ratio < least {
                    problems.push(format!("{mode}: --{front} on --{back} has {ratio:.2}:1, needs {least}:1"));
                }
            }
        }
    }
    Ok(problems)
}

/// The first definition of each token counts: later ones are for people who ask for more contrast.
fn parse(css: &str) -> Tokens {
    let mut tokens = Tokens::new();
    for declaration in css.split([';', '{', '}']) {
        // A comment may stand before the declaration that follows it.
        let declaration = declaration.rsplit("*/").next().unwrap_or_default();
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let Some(name) = name.trim().strip_prefix("--") else { continue };
        if let Ok(colours) = colours(value.trim()) {
            tokens.entry(name.to_owned()).or_insert(colours);
        }
    }
    tokens
}

fn colours(value: &str) -> Result<[Colour; 2]> {
    match value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')) {
        Some(pair) => {
            let (light, dark) = pair.split_once(',').context("light-dark() wants two colours")?;
            Ok([colour(light)?, colour(dark)?])
        }
        None => colour(value).map(|both| [both, both]),
    }
}

fn colour(value: &str) -> Result<Colour> {
    let hex = value.trim().strip_prefix('#').filter(|hex| hex.len() == 6);
    let hex = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let [_, red, green, blue] = hex.ok_or_else(|| Error::new(format!("`{value}` is no #rrggbb")))?.to_be_bytes();
    Ok([red, green, blue])
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_can_be_read() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    #[test]
    fn the_formula_is_wcags() {
        let close = |ratio: f64, known: f64| (ratio - known).abs() < 0.01;
        assert!(close(contrast([0; 3], [255; 3]), 21.0));
        assert!(close(contrast([0x77; 3], [255; 3]), 4.48));
    }

    #[test]
    fn tokens_are_read_once() {
        let css = ":root { --a: light-dark(#000000, #ffffff); /* b */ --b: #010203; --c: var(--a); }\n\
                   @media x { :root { --a: #111111; } }";
        let tokens = parse(css);
        assert_eq!(tokens.get("a"), Some(&[[0; 3], [255; 3]]));
        assert_eq!(tokens.get("b"), Some(&[[1, 2, 3]; 2]));
        assert_eq!(tokens.len(), 2);
    }
}
