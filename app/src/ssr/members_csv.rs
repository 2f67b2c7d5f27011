//! The list of members in words, for a file (TR-10).

use chrono::SecondsFormat;
use domain::{MemberState, Permission, PermissionSummary, ProjectId};
use services::{members::Member, projects::Project};

use crate::{
    members::api::ProjectOption,
    text::{self, members::list},
};

/// Lines of the file.
pub struct MemberLines {
    /// The projects that are worked in, with their names.
    projects: Vec<(ProjectId, String)>,
}

impl MemberLines {
    /// Of an organization with these projects.
    pub fn new(projects: &[Project]) -> Self {
        // Of those that are called alike it is said which (FIELD-23).
        let options = ProjectOption::among(projects).into_iter();
        Self { projects: options.map(|option| (option.id, option.label())).collect() }
    }

    /// The first line.
    pub const HEAD: [&str; 8] = [
        list::NAME,
        list::EMAIL,
        list::ROLE,
        list::PERMISSIONS,
        list::PROJECTS,
        list::JOINED,
        list::LAST_ACTIVE,
        list::STATE,
    ];

    /// The line of one member.
    pub fn of(&self, member: &Member) -> [String; 8] {
        let authority = &member.authority;
        let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let granted: Vec<&str> = authority.grants().iter().map(text::members::grant).collect();
        let permissions = match PermissionSummary::of(authority) {
            PermissionSummary::Some(_) => granted.join(", "),
            summary => list::permissions(summary),
        };
        let added = self.projects.iter().filter(|(id, _)| authority.projects().role_in(*id).is_some());
        let added: Vec<&str> = added.map(|(_, name)| name.as_str()).collect();
        let projects = if authority.may(Permission::ReachEveryProject) {
            list::EVERY_PROJECT.to_owned()
        } else if added.is_empty() {
            list::NO_PROJECT.to_owned()
        } else {
            added.join(", ")
        };
        let state = MemberState::of(authority, |project| self.projects.iter().any(|(id, _)| *id == project));
        [
            member.name.to_string(),
            member.email.to_string(),
            text::role(member.role()).to_owned(),
            permissions,
            projects,
            time(member.joined_at),
            member.opened_at.map(time).unwrap_or_default(),
            list::state(state).to_owned(),
        ]
    }
}
