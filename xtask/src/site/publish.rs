//! Puts the site together: names that carry their content's hash, so that browsers may keep them for
//! ever, and compressed twins, so that the server compresses nothing.
//!
//! It is made beside the old one and then takes its place, so a running server never serves half of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::NAME;
use crate::cmd::Cmd;
use crate::error::{Context, Result};
use crate::files::{self, Stamp, hash};
use crate::project::Project;
use crate::steps::Steps;

/// Leptos' name for its list of hashes.
const HASHES: &str = "hash.txt";
/// Leptos' name for the script that loads areas, and for the list of their files.
const LOADER: &str = "__wasm_split";
const MANIFEST: &str = "__wasm_split_manifest";
/// What the names of areas begin with, and of what several of them share.
const AREAS: [&str; 2] = ["split_", "chunk_"];

pub(super) struct Parts {
    /// The folder that wasm-bindgen wrote: JavaScript, its snippets, and wasm.
    pub bound: PathBuf,
    pub css: PathBuf,
}

/// Pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

pub(super) fn publish(project: &Project, steps: &Steps, parts: &Parts) -> Result<()> {
    let public = project.root.join("public");
    let stamp = Stamp::new(project.site_parts().join("site.stamp"), &[&inputs(&public, parts)?]);
    if stamp.is_set() && project.site().is_dir() && hashes_beside(project).exists() {
        return Ok(());
    }
    steps.run("site", "names by content, brotli and gzip", || {
        let (old, new) = (project.site(), project.site_parts().join("site.new"));
        files::fresh_dir(&new)?;
        for file in files::walk(&public)? {
            let name = file.strip_prefix(&public).context(file.display())?;
            files::copy(&file, &new.join(name))?;
        }
        let names = package(parts, &new.join("pkg"))?;
        compress(project, &old, &new)?;
        // By default leptos reads the hashes from beside the server's binary; a site that travels has its own.
        files::write(&new.join(HASHES), &names)?;
        files::write(&hashes_beside(project), &names)?;
        files::remove_dir(&old)?;
        files::rename(&new, &old)?;
        stamp.set()
    })?;
    tell_sizes(&project.site().join("pkg"))
}

fn hashes_beside(project: &Project) -> PathBuf {
    project.server().with_file_name(HASHES)
}

fn inputs(public: &Path, parts: &Parts) -> Result<Vec<u8>> {
    let mut all = String::new();
    for file in files::walk(public)?.iter().chain(&files::walk(&parts.bound)?).chain([&parts.css]) {
        all.push_str(&file.display().to_string());
        all.push_str(&hash(&[&files::read(file)?]));
    }
    Ok(all.into_bytes())
}

/// Every file under its hashed name; gives leptos' list of the hashes.
fn package(parts: &Parts, pkg: &Path) -> Result<String> {
    let css = files::read(&parts.css)?;
    let css_hash = hash(&[&css]);
    files::write(&pkg.join(format!("{NAME}.{css_hash}.css")), &css)?;

    let wasm = files::read(&parts.bound.join(format!("{NAME}_bg.wasm")))?;
    let wasm_hash = hash(&[&wasm]);
    files::write(&pkg.join(format!("{NAME}.{wasm_hash}.wasm")), &wasm)?;

    // Scripts and the manifest name the areas' files.
    let mut loader = files::read_text(&parts.bound.join(format!("{LOADER}.js")))?;
    let mut manifest = files::read_text(&parts.bound.join(format!("{MANIFEST}.json")))?;
    for file in files::list(&parts.bound)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !AREAS.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        let area = files::read(&file)?;
        let hashed = format!("{name}.{}", hash(&[&area]));
        files::write(&pkg.join(format!("{hashed}.wasm")), &area)?;
        loader = loader.replace(&format!("\"./{name}.wasm\""), &format!("\"./{hashed}.wasm\""));
        manifest = manifest.replace(&format!("\"{name}\""), &format!("\"{hashed}\""));
    }
    let manifest_hash = hash(&[manifest.as_bytes()]);
    files::write(&pkg.join(format!("{MANIFEST}.{manifest_hash}.json")), manifest)?;

    // leptos hands the script the wasm's name; its own default should be no dead end either.
    let js = files::read_text(&parts.bound.join(format!("{NAME}.js")))?;
    let js = js.replace(&format!("{NAME}_bg.wasm"), &format!("{NAME}.{wasm_hash}.wasm"));
    // The two scripts import each other, so they share a hash.
    let js_hash = hash(&[js.as_bytes(), loader.as_bytes()]);
    let [js, loader] = [js, loader].map(|script| {
        [NAME, LOADER].into_iter().fold(script, |script, name| {
            script.replace(&format!("from \"./{name}.js\""), &format!("from \"./{name}.{js_hash}.js\""))
        })
    });
    files::write(&pkg.join(format!("{NAME}.{js_hash}.js")), js)?;
    files::write(&pkg.join(format!("{LOADER}.{js_hash}.js")), loader)?;
    // JavaScript that crates bring along; the script imports it by relative path.
    let snippets = parts.bound.join("snippets");
    for file in files::walk(&snippets)? {
        let name = file.strip_prefix(&parts.bound).context(file.display())?;
        files::copy(&file, &pkg.join(name))?;
    }
    Ok(format!("js: {js_hash}\nwasm: {wasm_hash}\ncss: {css_hash}\nsplit: {js_hash}\nmanifest: {manifest_hash}\n"))
}

fn compress(project: &Project, old: &Path, new: &Path) -> Result<()> {
    let mut wanted = Vec::new();
    for file in files::walk(new)? {
        let extension = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !COMPRESSIBLE.contains(&extension.as_str()) {
            continue;
        }
        let name = file.strip_prefix(new).context(file.display())?;
        if !keep(&old.join(name), &file)? {
            wanted.push(file);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    Cmd::new("node").arg(project.root.join("xtask/precompress.mjs")).args(wanted).quiet()
}

/// Takes over the compressed twins of the last site when the content is the same.
fn keep(old: &Path, new: &Path) -> Result<bool> {
    let twins = |path: &Path| ["br", "gz"].map(|kind| PathBuf::from(format!("{}.{kind}", path.display())));
    let (have, want) = (twins(old), twins(new));
    if !old.exists() || !have.iter().all(|twin| twin.exists()) || files::read(old)? != files::read(new)? {
        return Ok(false);
    }
    for (have, want) in have.iter().zip(&want) {
        files::copy(have, want)?;
    }
    Ok(true)
}

fn tell_sizes(pkg: &Path) -> Result<()> {
    let size = |path: &Path| fs::metadata(path).map(|file| file.len()).context(path.display());
    for file in files::list(pkg)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let brotli = file.with_file_name(format!("{name}.br"));
        if file.is_file() && brotli.exists() {
            println!("    {name}: {} bytes, {} with brotli", size(&file)?, size(&brotli)?);
        }
    }
    Ok(())
}
