//! What the log is filtered by. Without JavaScript it is an ordinary form.

use std::time::Duration;

use chrono::NaiveDate;
use domain::{AuditKind, AuditQuery, AuditSpan, AuditZone, Slug, audit_log as names, member_list, paths};
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{api::PersonOption, wanted::Wanted};
use crate::{
    error::AppError,
    location,
    text::{self, audit as audit_text, settings::audit_log as words, told_apart},
    ui::{
        Button, Icon, IconName, SearchField, chosen_early, clock, isolated, local_day, minutes_ahead, minutes_ahead_on,
    },
};

/// How long after the last key is searched.
const PAUSE: Duration = Duration::from_millis(250);

/// Where the filters lead: to another address of the log. What is typed is one step of the history, not one a key.
#[derive(Clone, Copy)]
struct Leads {
    slug: StoredValue<Slug>,
    wanted: Memo<Wanted>,
    typing: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    to: Callback<(String, bool)>,
}

impl Leads {
    fn new(slug: StoredValue<Slug>, wanted: Memo<Wanted>) -> Self {
        let (navigate, location) = (use_navigate(), use_location());
        let to = Callback::new(move |(path, replace): (String, bool)| {
            if path != location::here_untracked(&location) {
                navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
            }
        });
        let leads = Self { slug, wanted, typing: StoredValue::new(false), timer: StoredValue::new(None), to };
        on_cleanup(move || leads.stop());
        leads
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// The address with another word of this name. Days are those of whoever chooses them.
    fn path(self, name: &str, word: &str) -> String {
        let wanted = self.wanted.get_untracked().with(name, word);
        let zone = zone_of(&wanted).map(AuditZone::word).unwrap_or_default();
        let days =
            if wanted.word(names::TIME) == names::DATES { &[][..] } else { &[(names::FROM, ""), (names::TO, "")] };
        let wanted = wanted.changed(days).changed(&[(names::ZONE, &zone)]);
        self.slug.with_value(|slug| wanted.path(slug))
    }

    /// Goes there at once.
    fn go(self, name: &str, word: &str) {
        self.stop();
        let typing = self.typing.get_value();
        self.typing.set_value(false);
        self.to.run((self.path(name, word), typing));
    }

    /// Goes there once nothing more is typed.
    fn go_after_pause(self, name: &'static str, word: String) {
        self.stop();
        let later = move || {
            let replace = self.typing.get_value();
            self.typing.set_value(true);
            self.to.run((self.path(name, &word), replace));
        };
        self.timer.set_value(set_timeout_with_handle(later, PAUSE).ok());
    }
}

/// How the days that are chosen are reckoned where somebody is; none where nothing need be said of it.
fn zone_of(wanted: &Wanted) -> Option<AuditZone> {
    let now = minutes_ahead();
    let day = |name: &str| wanted.word(name).parse::<NaiveDate>().ok();
    // Clocks are put forward and back: each end goes by those of its own day.
    let (first, last) = match wanted.word(names::TIME) {
        names::DATES => {
            let last = day(names::TO).and_then(|day| minutes_ahead_on(day.succ_opt()?)).unwrap_or(now);
            (day(names::FROM).and_then(minutes_ahead_on).unwrap_or(last), last)
        }
        time if time == AuditSpan::Today.as_str() => {
            (clock::moment().and_then(local_day).and_then(minutes_ahead_on).unwrap_or(now), now)
        }
        _ => return None,
    };
    AuditZone::new(first, last).filter(|zone| *zone != AuditZone::default())
}

/// Search and filters, what is wrong with them, and the way out.
#[component]
pub(super) fn Toolbar(
    slug: StoredValue<Slug>,
    wanted: Memo<Wanted>,
    /// By whom the log can be filtered.
    #[prop(into)]
    people: Signal<Vec<PersonOption>>,
    /// Why nothing came, where that is so.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// What was found, in words; nothing while nothing is looked for.
    tally: Signal<Option<String>>,
) -> impl IntoView {
    let leads = Leads::new(slug, wanted);
    let find = Signal::derive(move || wanted.read().word(member_list::FIND).to_owned());
    let typed = StoredValue::new(find.get_untracked());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        leads.go(member_list::FIND, typed.get_value().trim());
    };
    let on_type = Callback::new(move |text: String| {
        typed.set_value(text.clone());
        leads.go_after_pause(member_list::FIND, text.trim().to_owned());
    });
    let kinds = AuditKind::ALL.map(|kind| (kind.as_str().to_owned(), words::kind(kind).to_owned())).to_vec();
    let spans = AuditSpan::ALL.map(|span| (span.as_str().to_owned(), words::span(span).to_owned()));
    let spans = spans.into_iter().chain([(names::DATES.to_owned(), words::DATES.to_owned())]).collect::<Vec<_>>();
    let people = Signal::derive(move || {
        let option = |PersonOption { id, name, email }: PersonOption| {
            (id.to_string(), isolated(&told_apart(&name, email.as_deref())))
        };
        let mut options: Vec<(String, String)> = people.get().into_iter().map(option).collect();
        let chosen = wanted.read().word(names::PERSON).to_owned();
        let known = options.iter().any(|(id, _)| *id == chosen);
        // Nobody of whom the log tells: as everybody whose account is gone.
        if !known && chosen.parse::<domain::AccountId>().is_ok() {
            options.push((chosen, audit_text::SOMEBODY.to_owned()));
        }
        options
    });
    let is_filtered = Memo::new(move |_| wanted.read().is_filtered());
    let zone = Memo::new(move |_| wanted.read().word(names::ZONE).to_owned());
    let action = slug.with_value(|slug| paths::audit_log(slug, &AuditQuery::default()));
    let clear = action.clone();
    view! {
        <form
            class="toolbar" role="search" method="get" action=action on:submit=on_submit
            on:focusout=move |_| leads.typing.set_value(false)
        >
            <SearchField
                name=member_list::FIND value=find on_type label=Signal::stored(words::SEARCH.to_owned())
                placeholder=Signal::stored(words::SEARCH_FOR.to_owned())
            />
            <div class="filters">
                <Choice leads error name=names::PERSON label=words::WHO any=words::ANYBODY options=people/>
                <Choice
                    leads error name=names::KIND label=words::WHAT any=words::ANYTHING options=Signal::stored(kinds)
                />
                <Choice
                    leads error name=names::TIME label=words::WHEN any=words::ANY_TIME options=Signal::stored(spans)
                />
            </div>
            <Days leads error/>
            {move || Some(zone.get()).filter(|zone| !zone.is_empty()).map(|zone| view! {
                <input type="hidden" name=names::ZONE value=zone/>
            })}
            <span class="no-script"><Button submit=true>{words::FIND}</Button></span>
            <Show when=move || is_filtered.get()>
                <span class="tally">
                    <span>{move || tally.get()}</span>
                    <a class="link" href=clear.clone() data-noscroll="true">{words::CLEAR}</a>
                </span>
            </Show>
        </form>
        <div class="audit-problems" aria-live="polite">
            {names::NAMES.map(|name| view! { <Problem name error/> }).into_iter().collect_view()}
        </div>
    }
}

/// What is wrong with the word of this name.
fn problem(error: Signal<Option<AppError>>, name: &str) -> Option<String> {
    error.with(|error| text::field_error(error.as_ref()?, name))
}

/// Id of the sentence about what is wrong with it.
fn problem_id(name: &str) -> String {
    format!("audit-{name}-error")
}

#[component]
fn Problem(name: &'static str, error: Signal<Option<AppError>>) -> impl IntoView {
    move || {
        problem(error, name).map(|sentence| {
            view! {
                <p class="error" id=problem_id(name)><Icon name=IconName::Warning/><span>{sentence}</span></p>
            }
        })
    }
}

/// One filter that is chosen.
#[component]
fn Choice(
    leads: Leads,
    error: Signal<Option<AppError>>,
    name: &'static str,
    label: &'static str,
    /// The words for not filtering by it.
    any: &'static str,
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    let wanted = leads.wanted;
    let value = Memo::new(move |_| {
        let word = wanted.read().word(name).to_owned();
        // Days that are named are chosen, whether or not that is said.
        let days = name == names::TIME && word.is_empty();
        let named = days && [names::FROM, names::TO].iter().any(|day| !wanted.read().word(day).is_empty());
        let chosen = if named { names::DATES.to_owned() } else { word };
        // An address may have any word.
        let is_offered = options.read().iter().any(|(word, _)| *word == chosen);
        if is_offered { chosen } else { String::new() }
    });
    // Follows the address; the element stays, so that the focus does.
    Effect::new(move |seen: Option<()>| {
        options.track();
        let value = value.get();
        let Some(select) = node.get() else { return };
        match chosen_early(&select, &value).filter(|_| seen.is_none()) {
            Some(early) => leads.go(name, &early),
            None => select.set_value(&value),
        }
    });
    let is_set = Memo::new(move |_| !value.read().is_empty());
    let wrong = Memo::new(move |_| problem(error, name).is_some());
    view! {
        <span class="filter" data-set=move || is_set.get().then_some("true")>
            <span class="select select-quiet">
                <select
                    name=name aria-label=label node_ref=node autocomplete="off"
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby=move || wrong.get().then(|| problem_id(name))
                    on:change:target=move |event| leads.go(name, &event.target().value())
                >
                    <option value="">{any}</option>
                    <For each=move || options.get() key=Clone::clone let:option>
                        {
                            let word = option.0.clone();
                            view! {
                                <option value=option.0 selected=move || value.get() == word dir="auto">{option.1}</option>
                            }
                        }
                    </For>
                </select>
                <Icon name=IconName::Down/>
            </span>
        </span>
    }
}

/// The first and the last day, where days are named.
#[component]
fn Days(leads: Leads, error: Signal<Option<AppError>>) -> impl IntoView {
    let wanted = leads.wanted;
    let named = Memo::new(move |_| {
        let wanted = wanted.read();
        wanted.word(names::TIME) == names::DATES
            || [names::FROM, names::TO].iter().any(|day| !wanted.word(day).is_empty())
    });
    let day = move |name: &'static str, label: &'static str| {
        let node = NodeRef::<html::Input>::new();
        let value = Memo::new(move |_| wanted.read().word(name).to_owned());
        Effect::new(move |_| {
            let value = value.get();
            if let Some(input) = node.get().filter(|input| input.value() != value) {
                input.set_value(&value);
            }
        });
        let wrong = Memo::new(move |_| problem(error, name).is_some());
        let go = move |word: String| {
            // A day is named, and with it that days are.
            let named = leads.wanted.get_untracked().word(names::TIME) == names::DATES;
            if named || !word.is_empty() {
                leads.go(name, &word);
            }
        };
        view! {
            <label>
                <span>{label}</span>
                <input
                    class="input" type="date" name=name value=value.get_untracked() node_ref=node autocomplete="off"
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby=move || wrong.get().then(|| problem_id(name))
                    on:change:target=move |event| go(event.target().value())
                />
            </label>
        }
    };
    view! {
        // Without JavaScript they are there from the beginning.
        <div class="audit-days" class:no-script=move || !named.get()>
            {day(names::FROM, words::FROM_DAY)} {day(names::TO, words::TO_DAY)}
        </div>
    }
}
