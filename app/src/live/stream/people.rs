//! What the stream says of people: who is there, and what the reader chose to be ([ADR 21](../../../../docs/adr/0021-availability.md)).

use std::{rc::Rc, sync::Arc};

use domain::{Availability, Slug, TeamNews};
use leptos::prelude::*;

use super::STREAM;
use crate::answers;

/// Hears what became of the people that are shown.
pub(super) type TeamListener = Rc<dyn Fn(TeamNews)>;
/// What the reader chose to be, by the slugs of their organizations.
type Choices = Vec<(Slug, Availability)>;
/// Hears what was chosen in any tab.
pub(super) type ChoiceListener = Arc<dyn Fn(Choices) + Send + Sync>;

/// Tells `hear` what the reader chose to be, in any tab, until the component is gone.
pub(in crate::live) fn on_choice(hear: impl Fn(Choices) + Send + Sync + 'static) {
    let listener: ChoiceListener = Arc::new(hear);
    Effect::new(move || {
        STREAM.with_borrow_mut(|stream| stream.chosen = Some(Arc::clone(&listener)));
        let gone = Arc::clone(&listener);
        on_cleanup(move || {
            STREAM.with_borrow_mut(|stream| {
                // The next page may listen already.
                stream.chosen.take_if(|known| Arc::ptr_eq(known, &gone));
            });
        });
    });
}

/// What is shown from here on are the people of this organization, and `hear` is told what becomes of them.
pub(in crate::live) fn show_team(slug: &Slug, hear: impl Fn(TeamNews) + 'static) {
    STREAM.with_borrow_mut(|stream| {
        stream.team = Some((slug.to_string(), Rc::new(hear)));
        stream.say(&stream.team_word());
    });
}

/// No organization's people are shown any more.
pub(in crate::live) fn hide_team() {
    STREAM.with_borrow_mut(|stream| {
        if stream.team.take().is_some() {
            stream.say("team");
        }
    });
}

/// What became of people, behind the slug of their organization.
pub(super) fn hear_of_team(news: &str) {
    let heard = STREAM.with_borrow(|stream| {
        let (slug, listener) = stream.team.as_ref()?;
        let (of, news) = news.split_once(' ')?;
        // A newer server may say what we do not know.
        let news = (of == slug).then(|| answers::read(news)).flatten()?;
        Some((Rc::clone(listener), news))
    });
    if let Some((listener, news)) = heard {
        listener(news);
    }
}

/// What the reader chose to be, here or in another tab.
pub(super) fn hear_of_choice(choices: &str) {
    let listener = STREAM.with_borrow(|stream| stream.chosen.clone());
    // A newer server may say what we do not know.
    if let (Some(listener), Some(choices)) = (listener, answers::read(choices)) {
        listener(choices);
    }
}
