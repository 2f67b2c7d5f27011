//! The colour of an organization's tile.

use serde::{Deserialize, Serialize};

use crate::OrganizationId;

/// One of six colours, numbered from 1; which one follows from the organization's id, so that it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct TileColor(u8);

/// A number that names no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a colour of a tile")]
pub struct UnknownTileColor;

impl TileColor {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6)];

    /// The colour of the organization with this id.
    pub fn of(organization: OrganizationId) -> Self {
        let last = organization.as_uuid().as_bytes().last().copied().unwrap_or_default();
        Self(last % 6 + 1)
    }
}

impl From<TileColor> for u8 {
    fn from(color: TileColor) -> Self {
        color.0
    }
}

impl TryFrom<u8> for TileColor {
    type Error = UnknownTileColor;

    fn try_from(number: u8) -> Result<Self, UnknownTileColor> {
        Self::ALL.into_iter().find(|color| color.0 == number).ok_or(UnknownTileColor)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn every_organization_has_one_of_six_colors() {
        for last in 0..=u8::MAX {
            let color = TileColor::of(OrganizationId::new(DateTime::UNIX_EPOCH, [last; 10]));
            assert_eq!(TileColor::try_from(u8::from(color)), Ok(color));
        }
        for number in [0, 7] {
            assert_eq!(TileColor::try_from(number), Err(UnknownTileColor));
        }
    }
}
