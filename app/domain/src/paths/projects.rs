//! The pages of projects.

use super::FIND;
use crate::{AccountId, BelongingFilter, ProjectAction, ProjectId, ProjectSlug, Slug, percent::escape};

/// Query parameter of the list of a project's members: whom it shows.
pub const SHOW: &str = "show";
/// Query parameter of the list of a project's members: behind whom the page begins.
pub const AFTER: &str = "after";
/// Query parameter of the list of a project's members, and of settings: how many changes were saved.
pub const SAVED: &str = "saved";
/// Query parameter of the list of projects: the form for a new one.
pub const NEW: &str = "new";

/// The projects of an organization.
pub fn projects(slug: &Slug) -> String {
    format!("/o/{slug}/projects")
}

/// The same, with the form for a new one.
pub fn new_project(slug: &Slug) -> String {
    format!("{}?{NEW}=1", projects(slug))
}

/// The same, with the form or the question that stands before this is done with the project; nothing else where none does.
pub fn projects_asking(slug: &Slug, action: ProjectAction, project: &ProjectSlug) -> String {
    let list = projects(slug);
    action.asked_by().map_or_else(|| list.clone(), |name| format!("{list}?{name}={project}"))
}

/// The same, which tells that this was done with the project.
pub fn projects_telling(slug: &Slug, action: ProjectAction, project: ProjectId) -> String {
    let list = projects(slug);
    action.told_by().map_or_else(|| list.clone(), |name| format!("{list}?{name}={project}"))
}

/// A project (PR-6).
pub fn project(slug: &Slug, project: &ProjectSlug) -> String {
    format!("{}/{project}", projects(slug))
}

/// Who belongs to a project (CT-1).
pub fn project_members(slug: &Slug, project: &ProjectSlug) -> String {
    format!("{}/members", self::project(slug, project))
}

/// A place in the list of a project's members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectMembersAt {
    /// What name or address contains.
    pub find: String,
    /// Whom the list shows.
    pub show: BelongingFilter,
    /// Behind whom the page begins.
    pub after: Option<AccountId>,
    /// How many changes were saved there; for browsers without JavaScript.
    pub saved: usize,
}

impl ProjectMembersAt {
    /// Its address.
    pub fn path(&self, slug: &Slug, project: &ProjectSlug) -> String {
        let find = Some(&self.find).filter(|find| !find.is_empty()).map(|find| format!("{FIND}={}", escape(find)));
        let show = Some(self.show).filter(|show| *show != BelongingFilter::default());
        let show = show.map(|show| format!("{SHOW}={}", show.as_str()));
        let after = self.after.map(|after| format!("{AFTER}={after}"));
        let saved = Some(self.saved).filter(|saved| *saved > 0).map(|saved| format!("{SAVED}={saved}"));
        let query: Vec<String> = [find, show, after, saved].into_iter().flatten().collect();
        let path = project_members(slug, project);
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}
