//! What stands above the list: its two views, search as one types, and filters. Without JavaScript it is an ordinary form.

use std::time::Duration;

use domain::{
    Grant, InvitationFilter, InvitedDelivery, InvitedState, MemberFilter, MemberOrder, MemberState, ProjectFilter,
    Role, Slug, invitation_list, member_list, paths,
};
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{api::ProjectOption, context::MembersContext, list_view::Wanted, selection};
use crate::{
    location,
    text::{
        self,
        members::{self, invited, list},
    },
    ui::{Button, Icon, IconName, SearchField, chosen_early},
};

/// How long after the last key is searched.
const PAUSE: Duration = Duration::from_millis(250);

/// The two lists, each with its number; searching never changes that number.
#[component]
pub(super) fn Views(shared: MembersContext) -> impl IntoView {
    let view = shared.view;
    let at_invited = Memo::new(move |_| view.read().wanted.is_invited());
    let here = move |invited: bool| (at_invited.get() == invited).then_some("page");
    let (members, invited) = shared.slug.with_value(|slug| (paths::members(slug), paths::invited(slug)));
    let invited = StoredValue::new(invited);
    view! {
        <nav class="views" aria-label=list::VIEWS>
            <a href=members aria-current=move || here(false)>
                {members::TITLE} " " <span class="num">{move || view.read().member_count}</span>
            </a>
            <Show when=move || view.read().invited_count.is_some()>
                <a href=invited.get_value() aria-current=move || here(true)>
                    {list::INVITED} " " <span class="num">{move || view.read().invited_count}</span>
                </a>
            </Show>
        </nav>
    }
}

/// Where the toolbar leads: to another address of the list. What is typed is one step of the history, not one a key.
#[derive(Clone, Copy)]
struct Leads {
    slug: StoredValue<Slug>,
    typing: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    to: Callback<(String, bool)>,
}

impl Leads {
    fn new(slug: Slug) -> Self {
        let (navigate, location) = (use_navigate(), use_location());
        let to = Callback::new(move |(path, replace): (String, bool)| {
            if path != location::here_untracked(&location) {
                navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
            }
        });
        let leads =
            Self { slug: StoredValue::new(slug), typing: StoredValue::new(false), timer: StoredValue::new(None), to };
        on_cleanup(move || leads.stop());
        leads
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Goes there at once.
    fn go(self, wanted: &Wanted) {
        self.stop();
        let typing = self.typing.get_value();
        self.typing.set_value(false);
        self.to.run((self.slug.with_value(|slug| wanted.path(slug)), typing));
    }

    /// Goes there once nothing more is typed.
    fn go_after_pause(self, wanted: &Wanted) {
        self.stop();
        let path = self.slug.with_value(|slug| wanted.path(slug));
        let later = move || {
            let replace = self.typing.get_value();
            self.typing.set_value(true);
            self.to.run((path.clone(), replace));
        };
        self.timer.set_value(set_timeout_with_handle(later, PAUSE).ok());
    }
}

/// Search, filters, and the way out of them.
#[component]
pub(super) fn Search(
    slug: Slug,
    /// What is looked at.
    wanted: Memo<Wanted>,
    /// The projects that are worked in.
    projects: Signal<Vec<ProjectOption>>,
    /// What was found, in words; nothing while nothing is looked for.
    #[prop(optional, into)]
    tally: Signal<Option<String>>,
) -> impl IntoView {
    let find = Memo::new(move |_| wanted.read().find().to_owned());
    let leads = Leads::new(slug.clone());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = selection::typed(&event, paths::FIND);
        leads.go(&wanted.read_untracked().searched(typed.trim()));
    };
    let on_type =
        Callback::new(move |typed: String| leads.go_after_pause(&wanted.read_untracked().searched(typed.trim())));
    let clear = {
        let slug = slug.clone();
        move || wanted.read().cleared().path(&slug)
    };
    let clear = StoredValue::new(clear);
    let is_invited = Memo::new(move |_| wanted.read().is_invited());
    let is_filtered = Memo::new(move |_| wanted.read().is_filtered());
    view! {
        <form
            class="toolbar" role="search" method="get" action=paths::members(&slug) on:submit=on_submit
            on:focusout=move |_| leads.typing.set_value(false)
        >
            <Show when=move || is_invited.get()><input type="hidden" name=paths::VIEW value=paths::INVITED/></Show>
            <SearchField
                name=paths::FIND value=find on_type
                label=Signal::derive(move || if is_invited.get() { list::SEARCH_INVITED } else { list::SEARCH }.to_owned())
                placeholder=Signal::derive(move || {
                    if is_invited.get() { invited::ADDRESS } else { list::SEARCH_FOR }.to_owned()
                })
            />
            <Show
                when=move || is_invited.get()
                fallback=move || view! { <MemberFilters leads wanted projects/> }
            >
                <InvitationFilters leads wanted projects/>
            </Show>
            <span class="no-script"><Button submit=true>{list::FIND}</Button></span>
            // Its room is there before, so that the first search moves nothing.
            <span class="tally">
                <Show when=move || is_filtered.get()>
                    <span>{move || tally.get()}</span>
                    <a class="link" href=move || clear.with_value(|clear| clear()) data-noscroll="true">{list::CLEAR_ALL}</a>
                </Show>
            </span>
        </form>
    }
}

/// The words of a filter by project.
fn project_options(projects: Signal<Vec<ProjectOption>>) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let named = projects.get().into_iter().map(|project| (project.id.to_string(), project.label()));
        let kinds = [(ProjectFilter::Every, list::EVERY_PROJECT), (ProjectFilter::None, list::NO_PROJECT)];
        let kinds = kinds.into_iter().map(|(kind, words)| (kind.word(), words.to_owned()));
        named.chain(kinds).collect::<Vec<_>>()
    })
}

#[component]
fn MemberFilters(leads: Leads, wanted: Memo<Wanted>, projects: Signal<Vec<ProjectOption>>) -> impl IntoView {
    let members = Memo::new(move |_| wanted.read().members());
    let states = MemberState::ALL.map(|state| (state.as_str().to_owned(), list::state(state).to_owned())).to_vec();
    let grants = Grant::ALL.map(|grant| (grant.as_str().to_owned(), members::grant(grant).to_owned())).to_vec();
    let project_options = project_options(projects);
    let set = move |change: &dyn Fn(&mut MemberFilter)| {
        Wanted::Members(members.get_untracked().filtered(|filter| change(filter)))
    };
    let chosen = move |word: fn(&MemberFilter) -> Option<String>| {
        Signal::derive(move || word(&members.read().filter).unwrap_or_default())
    };
    let sort =
        move || Some(members.read().order).filter(|order| *order != MemberOrder::default()).map(MemberOrder::word);
    view! {
        <div class="filters">
            <RoleFilter leads wanted/>
            <Filter
                leads name=member_list::STATE label=list::STATE any=list::ANY_STATE options=Signal::stored(states)
                value=chosen(|filter| filter.state.map(|state| state.as_str().to_owned()))
                to=Callback::new(move |word: String| set(&|filter| filter.state = word.parse().ok()))
            />
            <Filter
                leads name=member_list::PROJECT label=list::PROJECT any=list::ANY_PROJECT options=project_options
                value=chosen(|filter| filter.project.map(ProjectFilter::word))
                to=Callback::new(move |word: String| set(&|filter| filter.project = word.parse().ok()))
            />
            <Filter
                leads name=member_list::PERMISSION label=list::PERMISSION any=list::ANY_PERMISSION
                options=Signal::stored(grants)
                value=chosen(|filter| filter.permission.map(|grant| grant.as_str().to_owned()))
                to=Callback::new(move |word: String| set(&|filter| filter.permission = word.parse().ok()))
            />
            {move || sort().map(|sort| view! { <input type="hidden" name=member_list::SORT value=sort/> })}
        </div>
    }
}

#[component]
fn InvitationFilters(leads: Leads, wanted: Memo<Wanted>, projects: Signal<Vec<ProjectOption>>) -> impl IntoView {
    let invitations = Memo::new(move |_| wanted.read().invitations());
    let states = InvitedState::ALL.map(|state| (state.as_str().to_owned(), invited::state(state).to_owned())).to_vec();
    let deliveries = InvitedDelivery::ALL
        .map(|delivery| (delivery.as_str().to_owned(), invited::delivery(delivery).to_owned()))
        .to_vec();
    let set = move |change: &dyn Fn(&mut InvitationFilter)| {
        Wanted::Invited(invitations.get_untracked().filtered(|filter| change(filter)))
    };
    let chosen = move |word: fn(&InvitationFilter) -> Option<String>| {
        Signal::derive(move || word(&invitations.read().filter).unwrap_or_default())
    };
    view! {
        <div class="filters">
            <Filter
                leads name=member_list::STATE label=list::STATE any=list::ANY_STATE options=Signal::stored(states)
                value=chosen(|filter| filter.state.map(|state| state.as_str().to_owned()))
                to=Callback::new(move |word: String| set(&|filter| filter.state = word.parse().ok()))
            />
            <Filter
                leads name=invitation_list::DELIVERY label=invited::DELIVERY any=invited::ANY_DELIVERY
                options=Signal::stored(deliveries)
                value=chosen(|filter| filter.delivery.map(|delivery| delivery.as_str().to_owned()))
                to=Callback::new(move |word: String| set(&|filter| filter.delivery = word.parse().ok()))
            />
            <RoleFilter leads wanted/>
            <Filter
                leads name=member_list::PROJECT label=list::PROJECT any=list::ANY_PROJECT
                options=project_options(projects)
                value=chosen(|filter| filter.project.map(ProjectFilter::word))
                to=Callback::new(move |word: String| set(&|filter| filter.project = word.parse().ok()))
            />
        </div>
    }
}

#[component]
fn RoleFilter(leads: Leads, wanted: Memo<Wanted>) -> impl IntoView {
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), text::role(role).to_owned())).to_vec();
    let value = Signal::derive(move || {
        let role = match &*wanted.read() {
            Wanted::Members(query) => query.filter.role,
            Wanted::Invited(query) => query.filter.role,
        };
        role.map(|role| role.as_str().to_owned()).unwrap_or_default()
    });
    let to = Callback::new(move |word: String| {
        let role = word.parse().ok();
        match wanted.get_untracked() {
            Wanted::Members(query) => Wanted::Members(query.filtered(|filter| filter.role = role)),
            Wanted::Invited(query) => Wanted::Invited(query.filtered(|filter| filter.role = role)),
        }
    });
    view! { <Filter leads name=member_list::ROLE label=list::ROLE any=list::ANY_ROLE options=Signal::stored(roles) value to/> }
}

/// One filter: a select, which is a chip with its own way out while it is set.
#[component]
fn Filter(
    leads: Leads,
    name: &'static str,
    label: &'static str,
    /// The words for not filtering by it.
    any: &'static str,
    options: Signal<Vec<(String, String)>>,
    /// The word that is set; empty for none.
    value: Signal<String>,
    /// What is looked at with another word.
    to: Callback<String, Wanted>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    let choose = move |word: String| leads.go(&to.run(word));
    // Follows the address; the element stays, so that the focus does.
    Effect::new(move |seen: Option<()>| {
        options.track();
        let value = value.get();
        let Some(select) = node.get() else { return };
        match chosen_early(&select, &value).filter(|_| seen.is_none()) {
            Some(early) => choose(early),
            None => select.set_value(&value),
        }
    });
    let is_set = Memo::new(move |_| !value.read().is_empty());
    let without = move || leads.slug.with_value(|slug| to.run(String::new()).path(slug));
    view! {
        <span class="filter" data-set=move || is_set.get().then_some("true")>
            <span class="select select-quiet">
                <select
                    name=name aria-label=label node_ref=node autocomplete="off"
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="">{any}</option>
                    <For each=move || options.get() key=Clone::clone let:option>
                        {
                            let word = option.0.clone();
                            view! {
                                <option value=option.0 selected=move || value.get() == word>{option.1}</option>
                            }
                        }
                    </For>
                </select>
                <Icon name=IconName::Down/>
            </span>
            <Show when=move || is_set.get()>
                <a class="button button-quiet button-icon" href=without aria-label=any data-noscroll="true">
                    <Icon name=IconName::Cross/>
                </a>
            </Show>
        </span>
    }
}
