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
    /// What the list that is shown answers to.
    question: ReadSignal<paths::ProjectMembersAt>,
    /// Whether the answer to another search is long in coming.
    waiting: Signal<bool>,
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
    let options = Memo::new(move |_| {
        let (name, total) = view.with(|view| (view.label(), view.total));
        let option = |filter: BelongingFilter| (filter.as_str().to_owned(), members::filter(filter, &name, total));
        BelongingFilter::ALL.into_iter().map(option).collect::<Vec<(String, String)>>()
    });
    let follows = Signal::derive(move || place.read().show.as_str().to_owned());
    let on_change = Callback::new(move |(word,): (String,)| {
        let find = place.read_untracked().find.clone();
        go.run((paths::ProjectMembersAt { find, show: BelongingFilter::of(&word), ..Default::default() }, false));
    });
    let narrowed = Memo::new(move |_| {
        let question = question.read();
        !question.find.is_empty() || question.show != BelongingFilter::Everyone
    });
    // The count goes with the list that is shown.
    let found = move |words: fn(i64, i64) -> String| match (waiting.get(), narrowed.get()) {
        (true, _) => Some(members::SEARCHING.to_owned()),
        (false, true) => Some(view.with(|view| words(view.count, view.total))),
        (false, false) => None,
    };
    view! {
        <form class="toolbar" role="search" method="get" action=action on:input=on_input on:submit=on_submit>
            <SearchField name=paths::FIND label=members::SEARCH placeholder=members::SEARCH_FOR value=shown/>
            {move || {
                let options = options.get();
                view! {
                    <Select
                        name=paths::SHOW label=members::SHOW hide_label=true quiet=true options
                        value=place.read_untracked().show.as_str() follows on_change
                    />
                }
            }}
            <span class="no-script"><Button submit=true>{members::FIND}</Button></span>
            <span class="quiet num" aria-hidden="true">{move || found(members::tally)}</span>
            <span class="visually-hidden" role="status">{move || found(members::tally_said)}</span>
        </form>
    }
}
