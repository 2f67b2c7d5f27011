//! What the parts of the list of projects share.

use domain::{Namesakes, ProjectAction, ProjectId, Slug};
use leptos::prelude::*;

use super::api::{self, ProjectRow, ProjectsView};
use crate::{
    focus,
    form::Form,
    notices::use_notices,
    text::{self, projects::list},
};

/// Id of the form that restores a project, which the buttons of all rows send.
pub(super) const RESTORE_FORM: &str = "restore-project";
/// What stands in the row of a project that was just archived, with the way back.
const ARCHIVED: Done = Done::Act(ProjectAction::Archive);
/// Id of the button that takes archiving back.
pub(super) const UNDO_ID: &str = "undo-archive";

/// What was done last in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Act(ProjectAction),
    /// The link to the project was copied.
    Copied,
    /// The browser keeps its clipboard to itself.
    NotCopied,
}

impl Done {
    /// What is said of it in the project's row.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Act(action) => list::done(action),
            Self::Copied => Some(list::COPIED),
            Self::NotCopied => Some(list::COPY_YOURSELF),
        }
    }
}

/// A row of the table. By name too, so that a project that is called otherwise has another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Line {
    pub id: ProjectId,
    pub name: String,
    /// Whether it is archived by now.
    pub archived: bool,
}

/// Id of the button of a row's menu.
pub(super) fn actions_id(id: ProjectId) -> String {
    format!("actions-{id}")
}

/// A project that is getting another name here.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Renamed {
    id: ProjectId,
    /// The slug by which the address says so.
    slug: String,
    /// The name of its row.
    name: String,
}

/// Puts the focus there after an act that took its own button away.
pub(super) fn focus_after_act(id: String) {
    request_animation_frame(move || focus::put_after_act(&id));
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
    /// Those that are called alike, archived or not.
    namesakes: Memo<Namesakes>,
    /// What was done last, and with which project.
    pub done: RwSignal<Option<(ProjectId, Done)>>,
    /// The archived project in whose old row the way back stands, until the next act in the list.
    in_place: RwSignal<Option<ProjectId>>,
    /// The project whose row holds a form for its name: the list may hear of another name before the form hears that it is saved.
    being_renamed: RwSignal<Option<Renamed>>,
    pub restore: Form<api::RestoreProject>,
    /// Why it was not restored.
    pub error: Signal<Option<String>>,
}

impl ProjectsContext {
    pub fn new(slug: Slug, view: ReadSignal<ProjectsView>, again: Callback<()>) -> Self {
        let restore = Form::<api::RestoreProject>::new();
        let error = restore.form_error();
        let told = |action: ProjectAction| {
            let id: ProjectId = use_notices().get(action.told_by()?)?.parse().ok()?;
            Some((id, Done::Act(action)))
        };
        let done = ProjectAction::ALL.into_iter().find_map(told);
        let archived = done.filter(|(_, done)| *done == ARCHIVED).map(|(id, _)| id);
        let context = Self {
            slug: StoredValue::new(slug),
            view,
            again,
            namesakes: Memo::new(move |_| {
                let view = view.read();
                Namesakes::among(view.active.iter().chain(&view.archived).map(|row| (row.name.as_str(), row.id)))
            }),
            done: RwSignal::new(done),
            in_place: RwSignal::new(archived),
            being_renamed: RwSignal::new(None),
            restore,
            error,
        };
        restore.on_done(move |sent| context.note(&sent.get("project"), ProjectAction::Restore));
        context
    }

    /// This was done with the project of this id.
    pub fn note(self, project: &str, action: ProjectAction) {
        if let Ok(project) = project.parse() {
            self.tell(project, Done::Act(action));
        }
        self.again.run(());
    }

    /// The same, where the list stays as it is.
    pub fn tell(self, project: ProjectId, done: Done) {
        // One that is brought back from its old row keeps the place until the list shows it.
        if done == ARCHIVED {
            self.in_place.set(Some(project));
        } else if (done, self.in_place.get_untracked()) != (Done::Act(ProjectAction::Restore), Some(project)) {
            self.in_place.set(None);
        }
        self.done.set(Some((project, done)));
    }

    /// The row of this project, which has this name, keeps its form until that is done with.
    pub fn begin_renaming(self, id: ProjectId, slug: String, name: String) {
        self.being_renamed.set(Some(Renamed { id, slug, name }));
    }

    /// The form of this project is done with.
    pub fn end_renaming(self, id: ProjectId) {
        // The page may be gone.
        let is_it = |renamed: &Option<Renamed>| renamed.as_ref().is_some_and(|renamed| renamed.id == id);
        if self.being_renamed.try_with_untracked(is_it) == Some(true) {
            self.being_renamed.try_set(None);
        }
    }

    /// Whether the address asks for the form of this project by this slug, which it may have no more.
    pub fn is_renaming(self, id: ProjectId, slug: &str) -> bool {
        self.being_renamed
            .with(|renamed| renamed.as_ref().is_some_and(|renamed| renamed.id == id && renamed.slug == slug))
    }

    /// The rows of the table: what is worked in, oldest first, and in its old place what was just archived.
    pub fn rows(self) -> Vec<Line> {
        let (in_place, being_renamed) = (self.in_place.get(), self.being_renamed.get());
        self.view.with(|view| {
            let line = |row: &ProjectRow| {
                let kept = being_renamed.as_ref().filter(|renamed| renamed.id == row.id);
                let name = kept.map_or(&row.name, |renamed| &renamed.name).clone();
                Line { id: row.id, name, archived: row.archived_at.is_some() }
            };
            let mut rows: Vec<&ProjectRow> = view.active.iter().collect();
            if let Some(archived) = view.archived.iter().find(|row| Some(row.id) == in_place) {
                let at = rows.partition_point(|row| row.created_at <= archived.created_at);
                rows.insert(at, archived);
            }
            rows.into_iter().map(line).collect()
        })
    }

    /// Whether a project more can be worked in: one that is brought back, too (ST-3).
    pub fn has_room(self) -> bool {
        self.view.read().taken_projects.is_none()
    }

    /// The project in the list, archived or not.
    pub fn row(self, id: ProjectId) -> Option<ProjectRow> {
        self.view.with(|view| view.active.iter().chain(&view.archived).find(|row| row.id == id).cloned())
    }

    /// The same kept true, for what shows it: that goes with its project, and until then the last that is known counts.
    pub fn kept_true(self, id: ProjectId) -> Option<Memo<ProjectRow>> {
        let first = untrack(|| self.row(id))?;
        Some(Memo::new(move |before: Option<&ProjectRow>| {
            self.row(id).unwrap_or_else(|| before.unwrap_or(&first).clone())
        }))
    }

    /// What the project is called where its address does not stand below it (FIELD-23).
    pub fn label(self, row: &ProjectRow) -> String {
        let shares_name = self.namesakes.with_untracked(|namesakes| namesakes.has(&row.name));
        text::told_apart(&row.name, shares_name.then_some(&row.slug))
    }

    /// What was done last, in a sentence, once the list shows it.
    pub fn message(self) -> Option<String> {
        let (id, done) = self.done.get()?;
        let row = self.row(id)?;
        let label = self.label(&row);
        if done == ARCHIVED {
            return Some(list::archived(&label)).filter(|_| row.archived_at.is_some());
        }
        done.words().map(|words| list::of(&label, words))
    }
}
