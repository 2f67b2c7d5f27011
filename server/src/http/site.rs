//! Scripts, styles and fonts: files that were compressed when they were built.

use std::{
    fs,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    http::{HeaderValue, Response, StatusCode, header},
};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// What the names of the files begin with.
const NAME: &str = "parlor";
/// Their folder within the site.
const FOLDER: &str = "pkg";
/// Leptos' list of hashes, beside the binary.
const HASHES: &str = "hash.txt";

/// Where the files are.
#[derive(Clone)]
pub(crate) struct Site {
    root: PathBuf,
    /// The files that every page names.
    named: Vec<String>,
    /// What pages need to name them.
    pub options: LeptosOptions,
}

impl Site {
    /// The site in this folder.
    pub(crate) fn new(root: &Path) -> Self {
        let hashes = std::env::current_exe().ok().and_then(|exe| fs::read_to_string(exe.parent()?.join(HASHES)).ok());
        let options = LeptosOptions::builder()
            .output_name(NAME)
            .site_root(root.to_string_lossy().into_owned())
            .site_pkg_dir(FOLDER)
            .hash_files(hashes.is_some())
            .build();
        Self { root: root.to_owned(), named: named_by_pages(hashes.as_deref()), options }
    }

    /// Tells the operator of files that every page names and that are not there: a page without them is there and looks like
    /// none, and nothing else would say so.
    pub(crate) fn tell_missing(&self) {
        let missing = self.missing();
        if missing.is_empty() {
            return;
        }
        tracing::warn!(
            folder = %self.root.join(FOLDER).display(),
            missing = %missing.join(" "),
            "pages have no style or no script: what they name is not there; set PARLOR_SITE_ROOT to the site that was built \
             with this binary, and keep {HASHES} beside the binary"
        );
    }

    fn missing(&self) -> Vec<&str> {
        let folder = self.root.join(FOLDER);
        self.named.iter().map(String::as_str).filter(|name| !folder.join(name).is_file()).collect()
    }

    /// The ways to the files. What has a hash in its name never changes.
    pub(crate) fn router(&self) -> Router {
        let age = if self.options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
        // They are there with brotli, gzip and plain: a cache in front must not give one to whoever cannot read it.
        let vary = SetResponseHeaderLayer::overriding(header::VARY, HeaderValue::from_static("accept-encoding"));
        let cached = ServiceBuilder::new()
            .layer(vary)
            .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, kept(age)));
        let day = ServiceBuilder::new()
            .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, kept("public, max-age=86400")));
        Router::new()
            .nest_service(
                "/pkg",
                cached.service(ServeDir::new(self.root.join(FOLDER)).precompressed_br().precompressed_gzip()),
            )
            .nest_service("/fonts", day.clone().service(ServeDir::new(self.root.join("fonts"))))
            .route_service("/favicon.svg", day.service(ServeFile::new(self.root.join("favicon.svg"))))
    }
}

/// The files that every page names, by leptos' list of hashes. Without one, how the wasm is called is for leptos to know.
fn named_by_pages(hashes: Option<&str>) -> Vec<String> {
    let Some(hashes) = hashes else { return ["css", "js"].map(|kind| format!("{NAME}.{kind}")).into() };
    let hash = |kind: &str| {
        let mut lines = hashes.lines().filter_map(|line| line.trim().split_once(':'));
        lines.find(|(file, _)| *file == kind).map(|(_, hash)| hash.trim())
    };
    let name = |kind: &str| hash(kind).map_or_else(|| format!("{NAME}.{kind}"), |hash| format!("{NAME}.{hash}.{kind}"));
    ["css", "js", "wasm"].map(name).into()
}

/// How long a file is kept. One that is missing is not: while servers are updated, another one has it.
fn kept<B>(age: &'static str) -> impl Fn(&Response<B>) -> Option<HeaderValue> + Clone {
    move |response| {
        let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        Some(HeaderValue::from_static(if there { age } else { "no-store" }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // OP-1
    #[test]
    fn pages_name_files_by_the_list_of_hashes() {
        let list = "js: c679\nwasm: f2ac\n\ncss: 8670\nsplit: c679\nmanifest: ddd0\n";
        assert_eq!(named_by_pages(Some(list)), ["parlor.8670.css", "parlor.c679.js", "parlor.f2ac.wasm"]);
        assert_eq!(named_by_pages(Some("js: c679\n")), ["parlor.css", "parlor.c679.js", "parlor.wasm"]);
        assert_eq!(named_by_pages(None), ["parlor.css", "parlor.js"]);
    }

    #[test]
    fn a_file_that_is_not_there_is_missing() {
        let root = std::env::temp_dir().join(format!("parlor-missing-{}", std::process::id()));
        let site = Site::new(&root);
        assert_eq!(site.missing(), site.named);
        fs::create_dir_all(root.join(FOLDER)).unwrap();
        let (first, others) = site.named.split_first().unwrap();
        for name in others {
            fs::write(root.join(FOLDER).join(name), "").unwrap();
        }
        assert_eq!(site.missing(), [first.as_str()]);
        fs::remove_dir_all(&root).unwrap();
    }
}
