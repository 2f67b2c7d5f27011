//! Projects that are chosen: from those of the use cases to options that are told apart (FIELD-23).

use domain::Namesakes;
use services::{namesakes, projects::Project};

use crate::members::api::ProjectOption;

impl ProjectOption {
    /// As it is chosen, where others are called alike with its slug.
    pub(crate) fn new(project: &Project, namesakes: &Namesakes) -> Self {
        let slug = namesakes.has(project.name.as_str()).then(|| project.slug.clone());
        Self { id: project.id, name: project.name.to_string(), slug }
    }

    /// Those that one chooses among.
    pub(crate) fn among(projects: &[Project]) -> Vec<Self> {
        let namesakes = namesakes::among(projects);
        projects.iter().map(|project| Self::new(project, &namesakes)).collect()
    }
}
