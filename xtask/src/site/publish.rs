//! Puts the site together in `target/site`: names that carry their content's hash, so that browsers may keep them for
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

pub struct Parts {
    /// The folder that wasm-bindgen wrote: JavaScript, its snippets, and wasm.
    pub bound: PathBuf,
    pub css: PathBuf,
}

/// Pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

pub fn publish(project: &Project, steps: &Steps, parts: &Parts) -> Result<()> {
    let public = project.root.join("public");
    let stamp = Stamp::new(project.target.join("site-parts/site.stamp"), &[&inputs(&public, parts)?]);
    if stamp.is_set() && project.site().is_dir() && hashes_beside(project).exists() {
        return Ok(());
    }
    steps.run("site", "names by content, brotli and gzip", || {
        let (old, new) = (project.site(), project.target.join("site.new"));
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

/// The three files under their hashed names; gives leptos' list of the hashes.
fn package(parts: &Parts, pkg: &Path) -> Result<String> {
    let wasm = files::read(&parts.bound.join(format!("{NAME}_bg.wasm")))?;
    let css = files::read(&parts.css)?;
    let wasm_hash = hash(&[&wasm]);
    // leptos hands the script the wasm's name; its own default should be no dead end either.
    let js = files::read_text(&parts.bound.join(format!("{NAME}.js")))?;
    let js = js.replace(&format!("{NAME}_bg.wasm"), &format!("{NAME}.{wasm_hash}.wasm"));
    let (js_hash, css_hash) = (hash(&[js.as_bytes()]), hash(&[&css]));
    files::write(&pkg.join(format!("{NAME}.{wasm_hash}.wasm")), &wasm)?;
    files::write(&pkg.join(format!("{NAME}.{js_hash}.js")), js)?;
    files::write(&pkg.join(format!("{NAME}.{css_hash}.css")), &css)?;
    // JavaScript that crates bring along; the script imports it by relative path.
    let snippets = parts.bound.join("snippets");
    for file in files::walk(&snippets)? {
        let name = file.strip_prefix(&parts.bound).context(file.display())?;
        files::copy(&file, &pkg.join(name))?;
    }
    Ok(format!("js: {js_hash}\nwasm: {wasm_hash}\ncss: {css_hash}\n"))
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
