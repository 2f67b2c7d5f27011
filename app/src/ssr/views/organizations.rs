//! Organizations: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use domain::{Authority, Availability, TileColor};
use services::organizations::{Contents, KeptOutside, Member, Organization, Ownership, Whereabouts};

use crate::organizations::api::{
    KeptOutsideView, OrganizationView,
    leaving::{ContentsView, DeletionView, LostAccessView, OwnershipCandidateView, OwnershipView, WhereaboutsView},
    projects::OpenProjectView,
};

impl OrganizationView {
    pub(crate) fn new(
        organization: services::organizations::Organization,
        authority: Authority,
        availability: Availability,
        opened_at: Option<DateTime<Utc>>,
        kept_outside: bool,
    ) -> Self {
        Self {
            id: organization.id,
            color: TileColor::of(organization.id),
            slug: organization.slug,
            name: organization.name.to_string(),
            authority,
            availability,
            opened_at,
            kept_outside,
        }
    }
}

impl From<services::projects::Project> for OpenProjectView {
    fn from(project: services::projects::Project) -> Self {
        Self { id: project.id, slug: project.slug, name: project.name.to_string() }
    }
}

impl From<services::organizations::Membership> for OrganizationView {
    fn from(membership: services::organizations::Membership) -> Self {
        let services::organizations::Membership {
            organization, authority, availability, opened_at, kept_outside, ..
        } = membership;
        Self::new(organization, authority, availability, opened_at, kept_outside)
    }
}

impl From<KeptOutside> for KeptOutsideView {
    fn from(KeptOutside { added_by, archived, identity_managed }: KeptOutside) -> Self {
        Self { added_by, archived, identity_managed }
    }
}

impl From<Member> for OwnershipCandidateView {
    fn from(member: Member) -> Self {
        Self { id: member.account_id, name: member.name.to_string(), email: member.email.to_string() }
    }
}

impl From<Contents> for ContentsView {
    fn from(contents: Contents) -> Self {
        let Contents { people, invitations, projects, archived_projects } = contents;
        Self { people, invitations, projects, archived_projects }
    }
}

impl OwnershipView {
    pub(crate) fn new(organization: Organization, ownership: Ownership, now: DateTime<Utc>) -> Self {
        let Ownership { role, can_transfer, contents, owners, candidates, until } = ownership;
        Self {
            slug: organization.slug,
            name: organization.name.to_string(),
            role,
            can_transfer,
            contents: contents.map(ContentsView::from),
            owners,
            candidates: candidates.into_iter().map(OwnershipCandidateView::from).collect(),
            until,
            now,
        }
    }
}

impl WhereaboutsView {
    pub(crate) fn new(whereabouts: Whereabouts, now: DateTime<Utc>) -> Self {
        match whereabouts {
            Whereabouts::Moved(moved_to) => Self::Moved { moved_to },
            Whereabouts::Lost(lost) => Self::Lost(LostAccessView {
                organization: lost.name.to_string(),
                by: lost.by,
                deleted: lost.deleted,
                deletion: lost.deletion.map(|deletion| DeletionView {
                    color: TileColor::of(deletion.organization),
                    contents: deletion.contents.into(),
                    owners: deletion.owners,
                    until: deletion.until,
                }),
                at: lost.at,
                now,
            }),
        }
    }
}
