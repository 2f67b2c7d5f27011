//! How much a browser may download for what it opens first, and for each area that it opens then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::error::{Context, Result};
use crate::files;

/// Bytes, compressed with brotli, of what is downloaded when something is opened.
struct Budget {
    opened: &'static str,
    /// The area that it is in, by its name in `app/src/areas.rs`; none for what is in the main part.
    area: Option<&'static str>,
    /// The area that is there by then.
    after: Option<&'static str>,
    /// Of wasm.
    wasm: u64,
    /// Of all files, where nothing is there yet. The page itself comes on top.
    all: Option<u64>,
}

const fn first(opened: &'static str, area: Option<&'static str>, wasm: u64, all: u64) -> Budget {
    Budget { opened, area, after: None, wasm, all: Some(all) }
}

const fn further(area: &'static str, wasm: u64) -> Budget {
    Budget { opened: area, area: Some(area), after: Some("organization"), wasm, all: None }
}

/// What was measured last, and a hundredth more. Who raises one says why in `docs/PERFORMANCE.md`.
const BUDGETS: [Budget; 13] = [
    first("sign-up", None, 289_000, 345_100),
    first("a mailed link", Some("links"), 395_600, 451_700),
    first("a way into an organization", Some("joining"), 439_300, 495_400),
    first("an organization", Some("organization"), 650_100, 706_200),
    first("the account", Some("account"), 511_400, 567_500),
    further("members", 286_300),
    further("member", 167_500),
    further("projects", 123_900),
    further("project_members", 132_800),
    further("settings", 101_700),
    further("billing", 82_400),
    further("security", 82_400),
    further("audit_log", 120_100),
];

/// The font of the first page; the others come when a name needs them.
const FONT: &str = "fonts/inter-basic.woff2";

/// Tells them all; whether each is kept.
pub(super) fn check(site: &Path) -> Result<bool> {
    let site = Site::read(site)?;
    println!("\nWhat a browser downloads, in bytes with brotli:");
    println!("  {:<28}{:>10}{:>10}{:>10}{:>10}", "", "wasm", "budget", "in all", "budget");
    let mut kept = true;
    for Budget { opened, area, after, wasm, all } in BUDGETS {
        let there = if after.is_some() { site.wasm_of(after)? } else { BTreeMap::new() };
        let came: u64 =
            site.wasm_of(area)?.iter().filter(|(name, _)| !there.contains_key(*name)).map(|(_, size)| size).sum();
        let whole = came + if after.is_some() { 0 } else { site.beside };
        let is_kept = came <= wasm && all.is_none_or(|all| whole <= all);
        let (whole, all) = match all {
            Some(all) => (whole.to_string(), all.to_string()),
            None => (String::new(), String::new()),
        };
        let word = if is_kept { "" } else { "  over its budget" };
        println!("  {opened:<28}{came:>10}{wasm:>10}{whole:>10}{all:>10}{word}");
        kept &= is_kept;
    }
    Ok(kept)
}

/// Sizes of what the site is made of.
struct Site {
    /// The main part, which comes always, by its file's name.
    main: (String, u64),
    /// The files of each area.
    areas: BTreeMap<String, BTreeSet<String>>,
    sizes: BTreeMap<String, u64>,
    /// Of scripts, styles and the font.
    beside: u64,
}

impl Site {
    fn read(root: &Path) -> Result<Self> {
        let pkg = root.join("pkg");
        let mut sizes = BTreeMap::new();
        let (mut areas, mut main, mut beside) = (BTreeMap::new(), None, size(&root.join(FONT))?);
        for file in files::list(&pkg)?.into_iter().filter(|file| file.is_file()) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(plain) = name.strip_suffix(".br") else { continue };
            let size = size(&file)?;
            if let Some(part) = plain.strip_suffix(".wasm") {
                if part.starts_with("parlor.") {
                    main = Some((part.to_owned(), size));
                }
                sizes.insert(part.to_owned(), size);
                continue;
            }
            if Path::new(plain).extension().is_some_and(|extension| extension == "json") {
                areas = serde_json::from_str(&files::read_text(&pkg.join(plain))?).context("the list of areas")?;
            }
            beside += size;
        }
        Ok(Self { main: main.context("the site has no main part")?, areas, sizes, beside })
    }

    /// The wasm that is there once this area is.
    fn wasm_of(&self, area: Option<&str>) -> Result<BTreeMap<&str, u64>> {
        let mut all = BTreeMap::from([(self.main.0.as_str(), self.main.1)]);
        if let Some(area) = area {
            for name in self.areas.get(area).context(format!("there is no area {area}"))? {
                all.insert(name, *self.sizes.get(name).context(format!("{name} is not there"))?);
            }
        }
        Ok(all)
    }
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).context(path.display())?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_counted_without_what_is_there_already() {
        let areas = [
            ("organization", vec!["chunk_1", "split_organization"]),
            ("members", vec!["chunk_1", "chunk_2", "split_members"]),
        ];
        let site = Site {
            main: ("parlor".to_owned(), 100),
            areas: areas
                .into_iter()
                .map(|(area, files)| (area.to_owned(), files.into_iter().map(str::to_owned).collect()))
                .collect(),
            sizes: ["chunk_1", "chunk_2", "split_organization", "split_members"]
                .map(|name| (name.to_owned(), 10))
                .into(),
            beside: 5,
        };
        let sum = |area| site.wasm_of(area).map(|files| files.values().sum::<u64>()).ok();
        assert_eq!(sum(None), Some(100));
        assert_eq!(sum(Some("organization")), Some(120));
        assert_eq!(sum(Some("members")), Some(130));
        assert_eq!(sum(Some("nothing")), None);
    }
}
