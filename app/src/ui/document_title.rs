//! The title of the document. Leptos writes it into the server's HTML as it is, so what somebody typed is escaped here.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ON_SERVER;

/// The title; the only one in the tree, as `TextArea` is the only `<textarea>`.
#[component]
pub fn DocumentTitle(
    /// Its words.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    // Read now: leptos writes it when the page is rendered, and what it was made of may be gone by then.
    let text = if ON_SERVER { written(&text.get()).into() } else { text };
    view! { <Title text/> }
}

/// As it stands in the server's HTML; in the browser a title is text already.
fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn a_title_ends_where_we_end_it() {
        assert_eq!(written("</title><script>&"), "&lt;/title>&lt;script>&amp;");
    }
}
