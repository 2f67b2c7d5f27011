//! Scripts, styles and fonts: files that were compressed when they were built.

use std::path::{Path, PathBuf};

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

/// Where the files are.
#[derive(Clone)]
pub(crate) struct Site {
    root: PathBuf,
    /// What pages need to name them.
    pub options: LeptosOptions,
}

impl Site {
    /// The site in this folder.
    pub(crate) fn new(root: &Path) -> Self {
        let hashes = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("hash.txt")));
        let options = LeptosOptions::builder()
            .output_name("parlor")
            .site_root(root.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .hash_files(hashes.is_some_and(|file| file.exists()))
            .build();
        Self { root: root.to_owned(), options }
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
                cached.service(ServeDir::new(self.root.join("pkg")).precompressed_br().precompressed_gzip()),
            )
            .nest_service("/fonts", day.clone().service(ServeDir::new(self.root.join("fonts"))))
            .route_service("/favicon.svg", day.service(ServeFile::new(self.root.join("favicon.svg"))))
    }
}

/// How long a file is kept. One that is missing is not: while servers are updated, another one has it.
fn kept<B>(age: &'static str) -> impl Fn(&Response<B>) -> Option<HeaderValue> + Clone {
    move |response| {
        let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        Some(HeaderValue::from_static(if there { age } else { "no-store" }))
    }
}
