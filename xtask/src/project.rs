//! Where things lie in this checkout.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cmd::Cmd;
use crate::error::{Context, Result};

/// How server and site are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Soon: to be run from the checkout, and tested.
    Quick,
    /// Small and fast: to be carried to where it serves people.
    Dist,
}

pub(crate) struct Project {
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a config file puts it.
    pub target: PathBuf,
    pub profile: Profile,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let metadata = metadata(&root, &["--no-deps"])?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?.into();
        Ok(Self { root, target, profile: Profile::Quick })
    }

    pub(crate) fn find_for(profile: Profile) -> Result<Self> {
        Ok(Self { profile, ..Self::find()? })
    }

    /// The server's profile in Cargo.toml.
    pub(crate) fn server_profile(&self) -> &'static str {
        match self.profile {
            Profile::Quick => "quick",
            Profile::Dist => "dist",
        }
    }

    /// The frontend's.
    pub(crate) fn wasm_profile(&self) -> &'static str {
        match self.profile {
            Profile::Quick => "wasm",
            Profile::Dist => "wasm-dist",
        }
    }

    /// Downloaded tools, and notes of what is done.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The folder of what is made beside what cargo makes.
    fn made(&self) -> PathBuf {
        match self.profile {
            Profile::Quick => self.target.clone(),
            Profile::Dist => self.target.join(self.server_profile()),
        }
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.made().join("site")
    }

    /// What the site is made from, kept for the next time.
    pub(crate) fn site_parts(&self) -> PathBuf {
        self.made().join("site-parts")
    }

    pub(crate) fn server(&self) -> PathBuf {
        self.target.join(self.server_profile()).join("parlor")
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
