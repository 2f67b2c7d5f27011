//! The title of the document. Leptos writes it into the server's HTML as it is, so what somebody typed is escaped here.

use leptos::prelude::*;
use leptos_meta::Title;

/// The title; the only one in the tree, as `TextArea` is the only `<textarea>`.
#[component]
pub fn DocumentTitle(
    /// Its words.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! { <Title text=move || written(&text.get())/> }
}

/// As it stands in HTML on the server; in the browser a title is text already.
fn written(text: &str) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text.to_owned() }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::written;

    #[test]
    fn a_title_ends_where_we_end_it() {
        assert_eq!(written("</title><script>&"), "&lt;/title>&lt;script>&amp;");
    }
}
