//! Projects and people who are called alike: what stands beside their names, so that nobody takes one for the other (FIELD-23).

use std::collections::HashMap;

use domain::{Authority, Namesakes, OrganizationId, Permission, ProjectId, ProjectName, ProjectSlug, looks};
use store::{AuditEntry, Project, Reader};

use crate::{OrganizationContext, Result, Services};

/// Those of the projects that are called alike.
pub fn among(projects: &[Project]) -> Namesakes {
    Namesakes::among(projects.iter().map(|project| (project.name.as_str(), project.id)))
}

/// A project as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedProject {
    pub name: ProjectName,
    /// Its place in addresses, where another one is called alike.
    pub slug: Option<ProjectSlug>,
}

impl NamedProject {
    /// Among those of which these are the namesakes.
    pub(crate) fn new(project: &Project, namesakes: &Namesakes) -> Self {
        let slug = namesakes.has(project.name.as_str()).then(|| project.slug.clone());
        Self { name: project.name.clone(), slug }
    }
}

/// What the projects of an organization are called by now, the archived ones too: for those that are named one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProjectNames {
    slugs: HashMap<ProjectId, ProjectSlug>,
    by_look: HashMap<String, Vec<ProjectId>>,
}

impl ProjectNames {
    pub(crate) async fn read(reader: &mut Reader<'_>, organization: OrganizationId) -> Result<Self> {
        let projects = reader.projects(organization).await?;
        Ok(Self::of(projects.into_iter().map(|project| (project.id, project.name.to_string(), project.slug))))
    }

    fn of(projects: impl Iterator<Item = (ProjectId, String, ProjectSlug)>) -> Self {
        let mut names = Self::default();
        for (id, name, slug) in projects {
            names.slugs.insert(id, slug);
            for look in looks(&name) {
                names.by_look.entry(look).or_default().push(id);
            }
        }
        names
    }

    /// The project, which is called like this.
    pub(crate) fn named(&self, project: ProjectId, name: &ProjectName) -> NamedProject {
        NamedProject { name: name.clone(), slug: self.slug_beside(project, name.as_str()) }
    }

    /// The slug that the project has by now, where another one is called like `name`, which it has or had.
    pub(crate) fn slug_beside(&self, project: ProjectId, name: &str) -> Option<ProjectSlug> {
        let others = looks(name).into_iter().filter_map(|look| self.by_look.get(&look)).flatten();
        others.into_iter().any(|other| *other != project).then(|| self.slugs.get(&project).cloned()).flatten()
    }
}

/// Whether somebody who is all this sees addresses of members elsewhere, or reads the whole log.
pub(crate) fn sees_addresses(authority: &Authority) -> bool {
    authority.may(Permission::ReadMembers) || authority.may(Permission::ReadAuditLog)
}

impl Services {
    /// The entries with what stands beside names that others have too: slugs of projects and, for those who see addresses of
    /// members elsewhere or read the whole log, addresses of people (FIELD-23).
    pub(crate) async fn tell_apart(
        &self,
        context: &OrganizationContext,
        mut entries: Vec<AuditEntry>,
    ) -> Result<Vec<AuditEntry>> {
        let sees_addresses = sees_addresses(&context.authority);
        // Read where an entry names a project.
        let mut names = None;
        for entry in &mut entries {
            if !sees_addresses {
                (entry.actor_email, entry.subject_email) = (None, None);
            }
            let Some(event) = entry.event() else { continue };
            let projects = event.projects();
            if !projects.is_empty() && names.is_none() {
                names = Some(ProjectNames::read(&mut self.store.read(), context.organization.id).await?);
            }
            let Some(names) = &names else { continue };
            let beside =
                projects.into_iter().filter_map(|(id, name)| Some((id, names.slug_beside(id, name.as_str())?)));
            entry.slugs = beside.collect();
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_23_a_slug_stands_beside_a_name_that_others_have() {
        let id = |number: u8| format!("00000000-0000-7000-8000-00000000000{number}").parse::<ProjectId>().unwrap();
        let slug = |slug: &str| -> ProjectSlug { slug.parse().unwrap() };
        let names = ProjectNames::of(
            [(1, "Website", "website"), (2, "WEBSITE", "website-2"), (3, "Repairs", "repairs")]
                .map(|(number, name, at)| (id(number), name.to_owned(), slug(at)))
                .into_iter(),
        );
        assert_eq!(names.slug_beside(id(1), "Website"), Some(slug("website")));
        assert_eq!(names.slug_beside(id(2), "WEBSITE"), Some(slug("website-2")));
        assert_eq!(names.slug_beside(id(3), "Repairs"), None);
        // By a name that it had before.
        assert_eq!(names.slug_beside(id(3), "Website"), Some(slug("repairs")));
        assert_eq!(names.slug_beside(id(1), "Shop"), None);
        // Of one that is unknown there is nothing to say.
        assert_eq!(names.slug_beside(id(4), "Website"), None);
    }
}
