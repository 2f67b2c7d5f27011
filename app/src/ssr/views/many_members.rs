//! What is done with many members at once: from what the use cases answer to what pages show.

use domain::Namesakes;
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
        let ReviewedRole { id, name, email, before, loses, problem } = row;
        Self { id, name, email: email.map(String::from), before, loses, problem }
    }
}

impl From<members::ProjectReview> for ProjectReview {
    fn from(review: members::ProjectReview) -> Self {
        let members::ProjectReview { people, projects, namesakes } = review;
        Self {
            people: people.into_iter().map(ProjectReviewRow::from).collect(),
            projects: projects.iter().map(|project| ProjectOption::new(project, &namesakes)).collect(),
        }
    }
}

impl From<ReviewedPlace> for ProjectReviewRow {
    fn from(row: ReviewedPlace) -> Self {
        let ReviewedPlace { id, name, email, role, places, problem } = row;
        Self { id, name, email: email.map(String::from), role, places, problem }
    }
}

impl RecentChangeRow {
    /// With the addresses of those who are called like others of the list.
    pub(crate) fn new(change: RecentChange, namesakes: &Namesakes) -> Self {
        let RecentChange { change, at, undo_until, people } = change;
        let people = people.into_iter().map(|member| FoundPerson {
            id: member.account_id,
            email: namesakes.has(member.name.as_str()).then(|| member.email.to_string()),
            name: member.name.to_string(),
        });
        Self { change, changed_at: at, undo_until, people: people.collect() }
    }
}
