//! What the parts of the list of projects share.

use domain::{ProjectId, Slug};
use leptos::prelude::*;

use super::api::{self, ProjectRow, ProjectsView};
use crate::{
    form::{Form, on_done},
    text,
};

/// Id of the form that restores a project, which the buttons of all rows send.
pub(super) const RESTORE_FORM: &str = "restore-project";
/// Id of the button that takes archiving back.
pub(super) const UNDO_ID: &str = "undo-archive";

/// What was done last in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Renamed,
    Archived,
    Restored,
}

/// The list as its parts see it.
#[derive(Clone, Copy)]
pub(super) struct ProjectsContext {
    /// Of the organization.
    pub slug: StoredValue<Slug>,
    /// The newest answer.
    pub view: ReadSignal<ProjectsView>,
    /// Asks for the list anew.
    pub again: Callback<()>,
    /// What was done last, and with which project.
    pub done: RwSignal<Option<(ProjectId, Done)>>,
    pub restore: ServerAction<api::RestoreProject>,
    /// Why it was not restored.
    pub error: Signal<Option<String>>,
}

impl ProjectsContext {
    pub fn new(slug: Slug, view: ReadSignal<ProjectsView>, again: Callback<()>) -> Self {
        let restore = Form::<api::RestoreProject>::new();
        let error = restore.form_error();
        let context = Self {
            slug: StoredValue::new(slug),
            view,
            again,
            done: RwSignal::new(None),
            restore: restore.action,
            error,
        };
        on_done(restore.action, move |sent| context.note(&sent.project, Done::Restored));
        context
    }

    /// This was done with the project of this id.
    pub fn note(self, project: &str, done: Done) {
        if let Ok(project) = project.parse() {
            self.done.set(Some((project, done)));
        }
        self.again.run(());
    }

    /// The project in the list, archived or not.
    pub fn row(self, id: ProjectId) -> Option<ProjectRow> {
        self.view.with(|view| view.active.iter().chain(&view.archived).find(|row| row.id == id).cloned())
    }

    /// What was done last, in a sentence, once the list shows it.
    pub fn message(self) -> Option<String> {
        let (id, done) = self.done.get()?;
        let row = self.row(id)?;
        match done {
            Done::Renamed => Some(text::projects::list::of(&row.name, text::projects::list::RENAMED)),
            Done::Restored => Some(text::projects::list::of(&row.name, text::projects::list::RESTORED)),
            Done::Archived => Some(text::projects::list::archived(&row.name)).filter(|_| row.archived_at.is_some()),
        }
    }
}
