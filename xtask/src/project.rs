//! Where things lie in this checkout.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cmd::Cmd;
use crate::error::{Context, Result};

pub(crate) struct Project {
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a config file puts it.
    pub target: PathBuf,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let metadata = metadata(&root, &["--no-deps"])?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?.into();
        Ok(Self { root, target })
    }

    /// Downloaded tools, and notes of what is done.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    pub(crate) fn server(&self) -> PathBuf {
        self.target.join("release/parlor")
    }
}

/// The checkout's root.
pub(crate) fn root() -> Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).context("xtask has no folder above it")
}

/// What cargo knows about the workspace.
pub(crate) fn metadata(root: &Path, args: &[&str]) -> Result<Value> {
    let text = Cmd::cargo("metadata").args(["--format-version", "1"]).args(args).dir(root).read()?;
    serde_json::from_str(&text).context("cargo metadata")
}
