//! Files: read, written and walked with errors that name the path; stamps that say what is already done.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::error::{Context, Result};

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).context(path.display())
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(path.display())
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(dir) = path.parent() {
        create_dir(dir)?;
    }
    fs::write(path, content).context(path.display())
}

/// Writes only when the content differs, so that time stamps stay true.
pub(crate) fn write_if_changed(path: &Path, content: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    write(path, content)
}

pub(crate) fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).context(path.display())
}

/// An empty folder, whatever was there before.
pub(crate) fn fresh_dir(path: &Path) -> Result<()> {
    remove_dir(path)?;
    create_dir(path)
}

pub(crate) fn remove_dir(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_dir_all(path).context(path.display()) } else { Ok(()) }
}

pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(dir) = to.parent() {
        create_dir(dir)?;
    }
    fs::copy(from, to).context(format!("{} to {}", from.display(), to.display()))?;
    Ok(())
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).context(format!("{} to {}", from.display(), to.display()))
}

/// The entries of a folder, in order; none when it is missing.
pub(crate) fn list(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).context(dir.display())? {
        found.push(entry.context(dir.display())?.path());
    }
    found.sort();
    Ok(found)
}

/// Every file below a folder, in order; none when it is missing.
pub(crate) fn walk(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in list(dir)? {
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Sixteen hex digits of the content: enough to tell versions apart, no defence against an adversary.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// Remembers by a small file that a step was done with these very inputs.
pub(crate) struct Stamp {
    file: PathBuf,
    key: String,
}

impl Stamp {
    pub(crate) fn new(file: PathBuf, inputs: &[&[u8]]) -> Self {
        Self { file, key: hash(inputs) }
    }

    pub(crate) fn is_set(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|key| key == self.key)
    }

    pub(crate) fn set(&self) -> Result<()> {
        write(&self.file, &self.key)
    }
}
