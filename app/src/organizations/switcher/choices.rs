//! The list of the switcher, and what is chosen in it.

use domain::{Namesakes, Slug, fold, limits::ORGANIZATIONS_AT_ONCE as AT_ONCE, paths::Section};
use leptos::prelude::*;

use super::{LIST_ID, option_id};
use crate::{
    browser,
    organizations::{MyOrganizations, api::OrganizationView},
    ui::{keep_order, use_hydrated},
};

/// The list and what is chosen in it.
#[derive(Clone, Copy)]
pub(super) struct Choices {
    /// The one that is open.
    pub current: Memo<Option<OrganizationView>>,
    /// All of mine.
    pub all: Memo<Vec<OrganizationView>>,
    /// Those that fit what was typed. Their order stands still while the switcher is open.
    found: Memo<Vec<OrganizationView>>,
    /// What was typed.
    pub find: RwSignal<String>,
    /// The one that Enter opens.
    pub active: RwSignal<Option<Slug>>,
    /// The order as of the last opening.
    order: RwSignal<Vec<Slug>>,
    /// Whether Enter was pressed while nothing was known of what fits: it opens what comes then.
    pub enter_waits: RwSignal<bool>,
    /// How many of those that fit stand in the list by now: more come as somebody goes on.
    reach: RwSignal<usize>,
    /// The part of an organization that is open; a switch keeps it.
    pub section: Memo<Section>,
    /// Those of mine that are called alike.
    pub namesakes: Memo<Namesakes>,
    pub hydrated: Signal<bool>,
}

impl Choices {
    pub fn new(current: Memo<Option<OrganizationView>>, mine: MyOrganizations, section: Memo<Section>) -> Self {
        let find = RwSignal::new(String::new());
        let order = RwSignal::new(Vec::new());
        let all = mine.organizations();
        let found = Memo::new(move |_| {
            let wanted = fold(find.read().trim());
            let found = all.with(|all| {
                let fits =
                    |organization: &&OrganizationView| wanted.is_empty() || fold(&organization.name).contains(&wanted);
                all.iter().filter(fits).cloned().collect()
            });
            order.with(|order| keep_order(order, found, |organization| organization.slug.clone()))
        });
        let active = RwSignal::new(None);
        let choices = Self {
            current,
            all,
            found,
            find,
            active,
            order,
            enter_waits: RwSignal::new(false),
            reach: RwSignal::new(AT_ONCE),
            section,
            namesakes: mine.namesakes(),
            hydrated: use_hydrated(),
        };
        // What comes with the rest of them is chosen as if it had been there when it was looked for.
        Effect::new(move || {
            let some_fit = found.with(|found| !found.is_empty());
            if some_fit && active.with_untracked(Option::is_none) && !find.with_untracked(String::is_empty) {
                choices.choose(0);
            }
        });
        choices
    }

    /// Starts anew, on the first organization that is not open already.
    pub fn open(self) {
        self.find.set(String::new());
        self.enter_waits.set(false);
        self.reach.set(AT_ONCE);
        self.order.set(self.all.with_untracked(|all| all.iter().map(|one| one.slug.clone()).collect()));
        let open = self.current.get_untracked().map(|current| current.slug);
        self.found.with_untracked(|found| {
            let other = found.iter().find(|one| Some(&one.slug) != open.as_ref()).or(found.first());
            self.active.set(other.map(|other| other.slug.clone()));
        });
    }

    /// Something was typed: the first that fits is chosen.
    pub fn look_for(self, typed: String) {
        self.find.set(typed);
        self.enter_waits.set(false);
        self.reach.set(AT_ONCE);
        self.choose(0);
    }

    /// Goes where a key leads.
    pub fn follow_key(self, key: &str) -> Followed {
        let (at, count) = self.found.with_untracked(|found| {
            let active = self.active.get_untracked();
            (found.iter().position(|one| Some(&one.slug) == active.as_ref()), found.len())
        });
        let followed = next(key, at, count, browser::rows_in_view(LIST_ID));
        if let Followed::To(to) = followed {
            self.choose(to);
        }
        followed
    }

    /// Chooses the one at this place, and has it in view.
    fn choose(self, at: usize) {
        self.reach.update(|reach| *reach = (*reach).max(at + AT_ONCE));
        self.active.set(self.found.with_untracked(|found| found.get(at).map(|one| one.slug.clone())));
        self.show();
    }

    /// Chooses the first, for somebody who comes back to the list from above, or the last.
    pub fn come_back(self, to_last: bool) {
        let count = self.found.with_untracked(Vec::len);
        self.choose(if to_last { count.saturating_sub(1) } else { 0 });
    }

    /// The pointer moved over this one: it is chosen, and the list stands still.
    pub fn point_at(self, slug: &Slug) {
        if self.active.with_untracked(|active| active.as_ref() != Some(slug)) {
            self.active.set(Some(slug.clone()));
        }
    }

    /// None is chosen: the focus is elsewhere in the switcher.
    pub fn choose_none(self) {
        self.active.set(None);
    }

    /// The list was scrolled: more of it is there before its end is seen.
    pub fn go_on(self) {
        if browser::is_near_end(LIST_ID) {
            self.reach.update(|reach| *reach += AT_ONCE);
        }
    }

    /// Those that fit and stand in the list by now.
    pub fn listed(self) -> Vec<OrganizationView> {
        self.found.with(|found| found.iter().take(self.reach.get()).cloned().collect())
    }

    /// How many fit.
    pub fn count(self) -> usize {
        self.found.with(Vec::len)
    }

    /// The place of this one among them, counted from 1.
    pub fn place(self, slug: &Slug) -> Option<usize> {
        self.found.with(|found| found.iter().position(|one| one.slug == *slug)).map(|at| at + 1)
    }

    /// The one that Enter opens.
    pub fn chosen(self) -> Option<OrganizationView> {
        let active = self.active.get_untracked()?;
        self.found.with_untracked(|found| found.iter().find(|one| one.slug == active).cloned())
    }

    /// Id of its line.
    pub fn active_id(self) -> Option<String> {
        let active = self.active.get()?;
        self.found.with(|found| found.iter().any(|one| one.slug == active)).then(|| option_id(&active))
    }

    /// Moves the list so that the chosen line is seen.
    pub fn show(self) {
        if let Some(active) = self.active.get_untracked() {
            request_animation_frame(move || browser::scroll_to(&option_id(&active)));
        }
    }
}

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    /// To this line of the list.
    To(usize),
    /// Out of the list, to the first of what stands below it.
    Below,
    /// Out of the list, to the last of what stands below it: the arrows go round.
    ToEnd,
    /// Nowhere: it is somebody's typing.
    Nowhere,
}

/// Where a key leads from one line of `count`, of which `page` are seen at once.
fn next(key: &str, at: Option<usize>, count: usize, page: usize) -> Followed {
    let page = page.saturating_sub(1).max(1);
    let Some(last) = count.checked_sub(1) else {
        return match key {
            "ArrowDown" => Followed::Below,
            "ArrowUp" => Followed::ToEnd,
            _ => Followed::Nowhere,
        };
    };
    match (key, at) {
        ("ArrowDown", Some(at)) if at == last => Followed::Below,
        ("ArrowUp", Some(0)) => Followed::ToEnd,
        ("ArrowDown", Some(at)) => Followed::To(at + 1),
        ("ArrowUp", Some(at)) => Followed::To(at - 1),
        ("PageDown", Some(at)) => Followed::To((at + page).min(last)),
        ("PageUp", Some(at)) => Followed::To(at.saturating_sub(page)),
        ("Home" | "ArrowDown" | "PageDown" | "PageUp", _) => Followed::To(0),
        ("End" | "ArrowUp", _) => Followed::To(last),
        _ => Followed::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::{Followed, next};

    // FIELD-61
    #[test]
    fn keys_lead_through_the_list_and_out_of_it() {
        assert_eq!(next("ArrowDown", Some(28), 30, 9), Followed::To(29));
        assert_eq!(next("ArrowDown", Some(29), 30, 9), Followed::Below);
        assert_eq!(next("ArrowUp", Some(0), 30, 9), Followed::ToEnd);
        assert_eq!(next("PageDown", Some(0), 30, 9), Followed::To(8));
        assert_eq!(next("PageDown", Some(25), 30, 9), Followed::To(29));
        assert_eq!(next("PageUp", Some(3), 30, 9), Followed::To(0));
        assert_eq!(next("Home", Some(3), 30, 9), Followed::To(0));
        assert_eq!(next("End", None, 30, 9), Followed::To(29));
        assert_eq!(next("ArrowDown", None, 30, 9), Followed::To(0));
        assert_eq!(next("PageDown", Some(0), 3, 0), Followed::To(1), "no line is measured yet");
        assert_eq!(next("ArrowDown", None, 0, 9), Followed::Below, "nothing fits");
        assert_eq!(next("End", None, 0, 9), Followed::Nowhere);
        assert_eq!(next("x", Some(3), 30, 9), Followed::Nowhere);
    }
}
