//! The organization that somebody is about to open: its line in the switcher is pointed at, or chosen by the keys.

use domain::Slug;
use leptos::prelude::*;

use super::api::projects::OpenProjectsView;

/// In the context of everything below the shell.
#[derive(Clone, Copy)]
pub struct Upcoming {
    slug: RwSignal<Option<Slug>>,
    /// What a page that asked ahead heard of the sidebar's projects there.
    projects: StoredValue<Option<(Slug, OpenProjectsView)>>,
}

impl Upcoming {
    pub(super) fn provide() -> Self {
        let upcoming = Self { slug: RwSignal::new(None), projects: StoredValue::new(None) };
        provide_context(upcoming);
        upcoming
    }

    /// It is this one from now on, or none any more.
    pub(super) fn expect(self, slug: Option<Slug>) {
        if self.slug.with_untracked(|expected| *expected != slug) {
            self.slug.set(slug);
        }
    }

    /// Which one; none while the switcher is closed.
    pub fn slug(self) -> Option<Slug> {
        self.slug.try_get()?
    }

    /// Its projects came with what was asked for ahead; none: what came is worth nothing any more.
    pub fn has_projects(self, projects: Option<(Slug, OpenProjectsView)>) {
        self.projects.try_set_value(projects);
    }

    /// What came for this one, once.
    pub(super) fn take_projects(self, slug: &Slug) -> Option<OpenProjectsView> {
        let (asked, view) = self.projects.try_update_value(Option::take)??;
        (asked == *slug).then_some(view)
    }
}

/// For pages below the shell, so that they can ask ahead.
pub fn use_upcoming() -> Option<Upcoming> {
    use_context()
}
