//! Organizations are squares, each in one of six colours fixed by its id.

use domain::TileColor;
use leptos::prelude::*;

/// How big a square is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TileSize {
    /// 24 px: the sidebar, the switcher.
    #[default]
    Medium,
    /// 36 px: lists on entry pages.
    Large,
    /// 48 px: above a title.
    ExtraLarge,
}

impl TileSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Medium => "tile",
            Self::Large => "tile tile-lg",
            Self::ExtraLarge => "tile tile-xl",
        }
    }
}

/// One organization's square: the first letter of its name. The name stands beside it, so screen
/// readers skip it.
#[component]
pub fn Tile(
    /// Name of the organization.
    #[prop(into)]
    name: String,
    /// Its colour.
    color: TileColor,
    /// How big.
    #[prop(optional)]
    size: TileSize,
    /// Not a member yet: a dashed square.
    #[prop(optional)]
    pending: bool,
) -> impl IntoView {
    let dashed = if pending { " tile-pending" } else { "" };
    view! {
        <span
            class=format!("{}{dashed}", size.class())
            data-color=(!pending).then(|| u8::from(color).to_string())
            aria-hidden="true"
        >
            {letter(&name)}
        </span>
    }
}

fn letter(name: &str) -> String {
    name.chars()
        .find(|letter| letter.is_alphanumeric())
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn the_letter_is_the_first_one_there_is() {
        assert_eq!(letter("Harbour & Finch"), "H");
        assert_eq!(letter("  \"élan\""), "É");
        assert_eq!(letter("7 Seas"), "7");
        assert_eq!(letter("…"), "");
    }
}
