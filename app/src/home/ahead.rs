//! The home of an organization that somebody is about to open, asked for while its line in the switcher is pointed at: a switch
//! shows it at once (OR-3).

use std::time::Duration;

use domain::Slug;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use super::api::{self, HomeView};
use crate::organizations::{Upcoming, on_change, use_current, use_upcoming};

/// A pointer on its way across the list asks for nothing.
const PAUSE: Duration = Duration::from_millis(60);
/// For how long an answer is shown at a switch. It is asked for anew in any case, and what changes meanwhile is felt.
const FRESH: Duration = Duration::from_secs(10);

/// What was asked for ahead.
#[derive(Clone, Copy)]
pub(super) struct Ahead {
    answer: StoredValue<Option<(Slug, HomeView)>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// None outside the shell, where nothing is asked for ahead.
    upcoming: Option<Upcoming>,
}

impl Ahead {
    /// Asks for whichever organization comes next, from now on.
    pub(super) fn follow() -> Self {
        let (upcoming, current) = (use_upcoming(), use_current());
        let ahead = Self { answer: StoredValue::new(None), timer: StoredValue::new(None), upcoming };
        let next = Memo::new(move |_| upcoming?.slug());
        Effect::new(move || {
            let slug = next.get();
            ahead.stop();
            let open = current.with_untracked(|current| current.as_ref().map(|current| current.slug.clone()));
            let known = ahead.answer.with_value(|answer| answer.as_ref().map(|(slug, _)| slug.clone()));
            if let Some(slug) = slug.filter(|slug| ![&open, &known].contains(&&Some(slug.clone()))) {
                ahead.timer.set_value(set_timeout_with_handle(move || ahead.ask(slug), PAUSE).ok());
            }
        });
        on_change(move || ahead.forget());
        on_cleanup(move || ahead.stop());
        ahead
    }

    /// What came for this one, once.
    pub(super) fn take(self, slug: &Slug) -> Option<HomeView> {
        let (asked, view) = self.answer.try_update_value(Option::take)??;
        (asked == *slug).then_some(view)
    }

    fn ask(self, slug: Slug) {
        spawn_local(async move {
            // It counts as opened only once it is.
            if let Ok(view) = api::organization_home(slug.to_string(), true).await {
                // The sidebar lists the same projects.
                if let Some(upcoming) = self.upcoming {
                    upcoming.has_projects(Some((slug.clone(), view.open_projects())));
                }
                self.answer.try_set_value(Some((slug, view)));
                self.timer.try_set_value(set_timeout_with_handle(move || self.forget(), FRESH).ok());
            }
        });
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn forget(self) {
        self.answer.try_set_value(None);
        if let Some(upcoming) = self.upcoming {
            upcoming.has_projects(None);
        }
    }
}
