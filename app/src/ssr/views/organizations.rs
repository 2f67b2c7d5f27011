//! Organizations: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use domain::{Authority, TileColor};

use crate::organizations::api::OrganizationView;

impl OrganizationView {
    pub(crate) fn new(
        organization: services::organizations::Organization,
        authority: Authority,
        opened_at: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            color: TileColor::of(organization.id),
            slug: organization.slug,
            name: organization.name.to_string(),
            authority,
            opened_at,
        }
    }
}

impl From<services::organizations::Membership> for OrganizationView {
    fn from(membership: services::organizations::Membership) -> Self {
        Self::new(membership.organization, membership.authority, membership.opened_at)
    }
}
