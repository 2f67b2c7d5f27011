//! What follows of what an event is about: who may know of it, and by what it is found.

use super::{AuditEvent, ProjectPlace};
use crate::{AuditKind, Authority, Permission, ProjectId, ProjectName};

impl AuditEvent {
    /// What it is about, as a person looks for it.
    pub fn kind(&self) -> AuditKind {
        self.about().kind
    }

    /// The project that it is about.
    pub fn project(&self) -> Option<ProjectId> {
        match self.about().audience {
            Audience::Project(project) => Some(project),
            _ => None,
        }
    }

    /// The names that organization and projects had in it, by which it is found beside those of people.
    pub fn names(&self) -> Vec<&str> {
        let About { names, projects, .. } = self.about();
        names.into_iter().chain(projects.into_iter().map(|(_, name)| name.as_str())).collect()
    }

    /// The projects that it names, each by the name that it had.
    pub fn projects(&self) -> Vec<(ProjectId, &ProjectName)> {
        self.about().projects
    }

    /// Whether a member with this authority may know of it: who reads the audit log, of everything; else its audience.
    pub fn is_visible_to(&self, authority: &Authority) -> bool {
        authority.may(Permission::ReadAuditLog)
            || match self.about().audience {
                Audience::Everybody => true,
                Audience::Having(permission) => authority.may(permission),
                Audience::Project(id) => {
                    authority.may(Permission::ReadProjects) || authority.projects().role_in(id).is_some()
                }
                Audience::Auditors => false,
            }
    }
}

/// What is said of an event beside its words.
pub(super) struct About<'a> {
    /// What it is about, as a person looks for it.
    pub kind: AuditKind,
    /// Who may know of it.
    pub audience: Audience,
    /// The names in it that are of no project which goes by its id there.
    pub names: Vec<&'a str>,
    /// The projects in it, each by the name that it had.
    pub projects: Vec<(ProjectId, &'a ProjectName)>,
}

/// Who may know of an event beside those who read the audit log.
pub(super) enum Audience {
    /// All members.
    Everybody,
    /// Members with this permission.
    Having(Permission),
    /// Members who see the list of projects, or are in this one.
    Project(ProjectId),
    /// Only those who read the audit log.
    Auditors,
}

impl<'a> About<'a> {
    pub(super) const fn new(kind: AuditKind, audience: Audience) -> Self {
        Self { kind, audience, names: Vec::new(), projects: Vec::new() }
    }

    pub(super) fn naming(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().collect(), ..self }
    }

    pub(super) fn naming_projects(self, places: impl IntoIterator<Item = &'a ProjectPlace>) -> Self {
        Self { projects: places.into_iter().map(|place| (place.project, &place.name)).collect(), ..self }
    }
}
