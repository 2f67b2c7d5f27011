//! What is done with many members at once: from what the use cases answer to what pages show.

use services::members::{self, RecentChange, ReviewedPlace, ReviewedRole, RoleReview};

use crate::members::api::{
    ProjectOption,
    many::{ProjectReview, ProjectReviewRow, RecentChangeRow, RolesReview, RolesReviewRow},
    revoking::FoundPerson,
};

impl From<RoleReview> for RolesReview {
    fn from(review: RoleReview) -> Self {
        let RoleReview { people, assignable, is_grave } = review;
        Self { people: people.into_iter().map(RolesReviewRow::from).collect(), assignable, is_grave }
    }
}

impl From<ReviewedRole> for RolesReviewRow {
    fn from(row: ReviewedRole) -> Self {
        let ReviewedRole { id, name, before, loses, problem } = row;
        Self { id, name, before, loses, problem }
    }
}

impl From<members::ProjectReview> for ProjectReview {
    fn from(review: members::ProjectReview) -> Self {
        let members::ProjectReview { people, projects } = review;
        let option =
            |project: services::projects::Project| ProjectOption { id: project.id, name: project.name.to_string() };
        Self {
            people: people.into_iter().map(ProjectReviewRow::from).collect(),
            projects: projects.into_iter().map(option).collect(),
        }
    }
}

impl From<ReviewedPlace> for ProjectReviewRow {
    fn from(row: ReviewedPlace) -> Self {
        let ReviewedPlace { id, name, role, places, problem } = row;
        Self { id, name, role, places, problem }
    }
}

impl From<RecentChange> for RecentChangeRow {
    fn from(change: RecentChange) -> Self {
        let RecentChange { change, at, undo_until, people } = change;
        let people = people.into_iter().map(|(id, name)| FoundPerson { id, name: name.to_string() });
        Self { change, changed_at: at, undo_until, people: people.collect() }
    }
}
