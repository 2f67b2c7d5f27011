//! Grey bars in the shape of what comes, after 200 ms of waiting.

use leptos::prelude::*;

/// How long the line is that will stand there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonWidth {
    /// A word.
    Short,
    /// A name.
    #[default]
    Medium,
    /// A sentence.
    Long,
    /// As wide as what it stands in.
    Full,
}

/// One bar.
#[component]
pub fn Skeleton(
    /// How long.
    #[prop(optional)]
    width: SkeletonWidth,
) -> impl IntoView {
    let width = match width {
        SkeletonWidth::Short => "short",
        SkeletonWidth::Medium => "medium",
        SkeletonWidth::Long => "long",
        SkeletonWidth::Full => "full",
    };
    view! { <span class="skeleton" data-width=width aria-hidden="true"></span> }
}
