//! Answers as they are read: those of calls, those that come along with a page, and what a tab keeps in their form.
//!
//! All of them are read by one reader. The code that reads a type is compiled anew for each reader, and leptos takes two: one
//! for the answers of calls, and another one for those that come with a page.

use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};

/// What this JSON says; none where it says something else.
pub fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_slice(json.as_bytes()).ok()
}

/// How answers stand in a page.
pub struct InPage;

impl<T: Serialize> Encoder<T> for InPage {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(answer: &T) -> Result<String, Self::Error> {
        serde_json::to_string(answer)
    }
}

impl<T: DeserializeOwned> Decoder<T> for InPage {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(json: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(json.as_bytes())
    }
}

/// Asks, and again whenever `source` changes. A page waits for it on the server, and its answer comes along.
pub fn blocking_resource<S, F, T>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T, InPage>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Resource::new_with_options(source, ask, true)
}
