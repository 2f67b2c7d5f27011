//! Whom the list shows: a search as one types, and a filter. Without JavaScript an ordinary form.

use std::time::Duration;

use domain::{BelongingFilter, ProjectSlug, Slug, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::{
    projects::api::members::ProjectMembersView,
    query::use_query,
    text::projects::members,
    ui::{Button, SearchField, Select},
};

/// So long after the last letter the list is asked for.
const PAUSE: Duration = Duration::from_millis(200);

/// What is looked at by the page's address.
pub(super) fn use_place() -> Memo<paths::ProjectMembersAt> {
    let query = use_query();
    Memo::new(move |_| paths::ProjectMembersAt {
        find: query.get(paths::FIND).unwrap_or_default(),
        show: BelongingFilter::of(&query.get(paths::SHOW).unwrap_or_default()),
        after: query.get(paths::AFTER).and_then(|after| after.parse().ok()),
        saved: 0,
    })
}

#[component]
pub(super) fn Search(
    slug: StoredValue<Slug>,
    project: StoredValue<ProjectSlug>,
    place: Memo<paths::ProjectMembersAt>,
    view: Memo<ProjectMembersView>,
    /// What was just done, said beside the filters.
    message: Signal<String>,
) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |(at, replace): (paths::ProjectMembersAt, bool)| {
        let path = slug.with_value(|slug| project.with_value(|project| at.path(slug, project)));
        navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    // What stands in the field follows the address, but not while somebody types what will stand there.
    let shown = RwSignal::new(place.read_untracked().find.clone());
    let asked = StoredValue::new(place.read_untracked().find.clone());
    Effect::new(move || {
        let find = place.read().find.clone();
        if asked.get_value() != find {
            asked.set_value(find.clone());
            shown.set(find);
        }
    });
    let look = move || {
        let find = shown.get_untracked().trim().to_owned();
        if find != place.read_untracked().find {
            asked.set_value(find.clone());
            let show = place.read_untracked().show;
            go.run((paths::ProjectMembersAt { find, show, ..Default::default() }, true));
        }
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    let on_input = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        shown.set(input.value());
        stop();
        timer.set_value(set_timeout_with_handle(look, PAUSE).ok());
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        stop();
        look();
    };
    let action = slug.with_value(|slug| project.with_value(|project| paths::project_members(slug, project)));
    let name = view.read_untracked().name.clone();
    let options: Vec<(String, String)> = BelongingFilter::ALL
        .into_iter()
        .map(|filter| (filter.as_str().to_owned(), members::filter(filter, &name)))
        .collect();
    let follows = Signal::derive(move || place.read().show.as_str().to_owned());
    let on_change = Callback::new(move |(word,): (String,)| {
        let find = place.read_untracked().find.clone();
        go.run((paths::ProjectMembersAt { find, show: BelongingFilter::of(&word), ..Default::default() }, false));
    });
    let narrowed = Memo::new(move |_| {
        let place = place.read();
        !place.find.is_empty() || place.show != BelongingFilter::Everyone
    });
    let tally = move || view.with(|view| (view.count, view.total));
    view! {
        <form class="toolbar" role="search" method="get" action=action on:input=on_input on:submit=on_submit>
            <SearchField name=paths::FIND label=members::SEARCH placeholder=members::SEARCH_FOR value=shown/>
            <Select
                name=paths::SHOW label=members::SHOW hide_label=true quiet=true options
                value=place.read_untracked().show.as_str() follows on_change
            />
            <span class="no-script"><Button submit=true>{members::FIND}</Button></span>
            <span class="quiet num" aria-hidden="true">
                {move || narrowed.get().then(|| members::tally(tally().0, tally().1))}
            </span>
            <span class="visually-hidden" role="status">
                {move || narrowed.get().then(|| members::tally_said(tally().0, tally().1))}
            </span>
            <span class="belongs-message" role="status">{message}</span>
        </form>
    }
}
