//! How pages look to one person (SI-7).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Light, dark, or as the person's system is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Appearance {
    /// As the system is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Appearance {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A word that names no appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an appearance")]
pub struct UnknownAppearance;

impl FromStr for Appearance {
    type Err = UnknownAppearance;

    fn from_str(text: &str) -> Result<Self, UnknownAppearance> {
        Self::ALL.into_iter().find(|appearance| appearance.as_str() == text).ok_or(UnknownAppearance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for appearance in Appearance::ALL {
            assert_eq!(appearance.as_str().parse(), Ok(appearance));
        }
        assert_eq!("sepia".parse::<Appearance>(), Err(UnknownAppearance));
    }
}
