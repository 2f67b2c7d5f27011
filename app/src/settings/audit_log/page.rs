//! The page: filters, entries by day, and what was written since.

use chrono::{DateTime, Utc};
use domain::{Refusal, Slug, member_list, paths::SettingsTab};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{
    api::AuditLogView,
    export::Files,
    rows::{Entries, nothing},
    toolbar::Toolbar,
    wanted::Wanted,
};
use crate::{
    answers::blocking_resource,
    error::AppError,
    focus,
    layouts::{HEADING_ID, InlineError},
    live::{Answer, Live},
    organizations::{on_change, use_current, use_organization_at},
    query::use_query,
    server,
    settings::SettingsTabs,
    text::settings::audit_log as words,
    ui::{
        ButtonSize, DocumentTitle, Empty, LinkButton, LocalTime, Notice, NoticeTone, Skeleton, SkeletonWidth,
        TimeShape, isolated, suspended,
    },
};

/// What the first entry of a page is found by.
const FIRST_ENTRY: &str = "table.audit tbody > tr:not(.day)";
/// As many newer entries are counted.
const NEWER_COUNTED: usize = 100;

/// A page of the log, and what it is an answer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    wanted: Wanted,
    view: AuditLogView,
}

type Answered = Result<Shown, AppError>;

impl Answer for Shown {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.view.now)
    }
}

/// The audit log. Each organization has its own data and its own place for them, as on the home page (OR-3).
#[component]
pub fn AuditLog() -> impl IntoView {
    let current = use_current();
    let slug = use_organization_at(|slug| SettingsTab::AuditLog.path(slug));
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <DocumentTitle text=move || format!("{} · {}", words::TITLE, isolated(&name()))/>
        <SettingsTabs here=SettingsTab::AuditLog/>
        <div class="page audit-page">
            <h1 id=HEADING_ID tabindex="-1">{words::TITLE}</h1>
            {move || slug.get().map(|slug| view! { <Data slug/> })}
        </div>
    }
}

#[component]
fn Data(slug: Slug) -> impl IntoView {
    let query = use_query();
    let wanted = Memo::new(move |_| Wanted::of(query));
    let first = wanted.get_untracked();
    let data = {
        let (slug, first) = (slug.clone(), first.clone());
        blocking_resource(|| (), move |()| ask(slug.clone(), first.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let (slug, first) = (slug.clone(), first.clone());
                async move {
                    let answer = data.await;
                    view! { <LiveLog slug answer first wanted/> }
                }
            })}
        </Suspense>
    }
}

async fn ask(slug: Slug, wanted: Wanted, quiet: bool) -> Answered {
    let view = wanted.ask(&slug, quiet).await?;
    Ok(Shown { wanted, view })
}

/// What is no filter, and that the log is not for me any more, are answers too.
async fn ask_again(slug: Slug, wanted: Wanted) -> Result<Answered, AppError> {
    match ask(slug, wanted, true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. } | Refusal::Fields { .. })) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="audit-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}

/// The answer, asked for again when something else is looked for. What is written meanwhile is counted, and moves nothing.
#[component]
fn LiveLog(
    slug: Slug,
    answer: Answered,
    /// What the answer is for.
    first: Wanted,
    wanted: Memo<Wanted>,
) -> impl IntoView {
    if let Err(error @ AppError::Refused(Refusal::Fields { .. })) = &answer {
        server::set_status(error.status());
    }
    let live = {
        let slug = slug.clone();
        Live::with_question(first, answer, move || wanted.get(), move |wanted| ask_again(slug.clone(), wanted))
    };
    let again = Callback::new(move |()| live.reload());
    let answer = live.view();
    let slug = StoredValue::new(slug);
    let newer = RwSignal::new(0);
    // An answer holds what was written until then.
    Effect::new(move || {
        answer.track();
        newer.set(0);
    });
    // What is shown, and the newest of it: since then is counted.
    let counted = move || {
        let shown = answer.try_with_untracked(|answer| {
            let shown = answer.as_ref().ok()?;
            Some((shown.wanted.clone(), shown.view.seen.clone()?))
        });
        shown.flatten()
    };
    on_change(move || {
        let Some((shown, seen)) = counted() else { return live.look() };
        let slug = slug.get_value();
        spawn_local(async move {
            let found = shown.ask_newer(&slug, seen.clone()).await;
            // By now it may be another list that is shown, or the answer to a later question be there.
            let is_shown = counted() == Some((shown, seen));
            match found {
                Ok(found) if is_shown => {
                    newer.try_update(|newer| *newer = found.newer.max(*newer));
                }
                // What it says is an answer for the whole page.
                Err(AppError::Refused(_)) => live.look(),
                Ok(_) | Err(_) => {}
            }
        });
    });
    let error = Memo::new(move |_| answer.with(|answer| answer.as_ref().err().cloned()));
    let whole_page = Memo::new(move |_| error.get().filter(is_whole_page));
    move || match whole_page.get() {
        Some(error) => view! { <InlineError error again/> }.into_any(),
        None => view! { <Log slug answer error wanted newer again/> }.into_any(),
    }
}

/// Whether there is no log to filter.
const fn is_whole_page(error: &AppError) -> bool {
    matches!(
        error,
        AppError::Refused(Refusal::SignedOut | Refusal::Unverified | Refusal::NotFound | Refusal::Forbidden { .. })
    )
}

#[component]
fn Log(
    slug: StoredValue<Slug>,
    answer: ReadSignal<Answered>,
    error: Memo<Option<AppError>>,
    wanted: Memo<Wanted>,
    newer: RwSignal<usize>,
    again: Callback<()>,
) -> impl IntoView {
    // Where an answer is an error, the people of the one before can still be chosen.
    let people = Memo::new(move |before: Option<&Vec<_>>| {
        answer.with(|answer| match answer {
            Ok(shown) => shown.view.people.clone(),
            Err(_) => before.cloned().unwrap_or_default(),
        })
    });
    let tally = Signal::derive(move || answer.with(|answer| Some(words::entries(answer.as_ref().ok()?.view.count))));
    let failed =
        Memo::new(move |_| error.get().filter(|error| !matches!(error, AppError::Refused(Refusal::Fields { .. }))));
    let came = Memo::new(move |_| answer.with(Result::is_ok));
    view! {
        <div class="audit-log">
            <p class="visually-hidden" role="status">{move || tally.get()}</p>
            <Toolbar slug wanted people error tally/>
            {move || failed.get().map(|error| view! { <InlineError error heading=words::MISSING again/> })}
            <Show when=move || came.get()><Page slug answer newer again/></Show>
        </div>
    }
}

/// The entries that were found, or that there are none.
#[component]
fn Page(
    slug: StoredValue<Slug>,
    answer: ReadSignal<Answered>,
    newer: RwSignal<usize>,
    again: Callback<()>,
) -> impl IntoView {
    let Ok(first) = answer.get_untracked() else { return ().into_any() };
    let shown =
        Memo::new(move |before: Option<&Shown>| answer.get().unwrap_or_else(|_| before.unwrap_or(&first).clone()));
    let view = Memo::new(move |_| shown.read().view.clone());
    let wanted = Signal::derive(move || shown.read().wanted.clone());
    let count = Memo::new(move |_| view.read().count);
    let none = Memo::new(move |_| view.read().entries.is_empty());
    focus::follow_pages(Memo::new(move |_| shown.read().wanted.clone()), FIRST_ENTRY);
    view! {
        <Files slug wanted count/>
        <div role="status">
            <Show when=move || { newer.get() > 0 }><Newer slug wanted newer again/></Show>
        </div>
        <Show when=move || !none.get() fallback=move || view! { <Nothing slug wanted/> }>
            <Entries slug view/>
        </Show>
        <Foot slug view wanted/>
    }
    .into_any()
}

/// What was written since, and the way to it.
#[component]
fn Newer(
    slug: StoredValue<Slug>,
    wanted: Signal<Wanted>,
    newer: RwSignal<usize>,
    again: Callback<()>,
) -> impl IntoView {
    let href = move || slug.with_value(|slug| wanted.read().first_page().path(slug));
    // The address is the page's own: going there would change nothing.
    let show = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        again.run(());
    };
    view! {
        <Notice tone=NoticeTone::Plain still=true>
            <a class="link" href=href on:click=show>{move || words::newer(newer.get(), NEWER_COUNTED)}</a>
        </Notice>
    }
}

#[component]
fn Nothing(slug: StoredValue<Slug>, wanted: Signal<Wanted>) -> impl IntoView {
    let filtered = Memo::new(move |_| wanted.read().is_filtered());
    let clear = slug.with_value(|slug| SettingsTab::AuditLog.path(slug));
    view! {
        <Empty
            title=words::NOTHING
            action=move || {
                let href = clear.clone();
                view! { <Show when=move || filtered.get()><LinkButton href=href.clone()>{words::CLEAR}</LinkButton></Show> }
            }
        >
            {move || nothing(filtered.get())}
        </Empty>
    }
}

/// From page to page, and how far back the log reaches.
#[component]
fn Foot(slug: StoredValue<Slug>, view: Memo<AuditLogView>, wanted: Signal<Wanted>) -> impl IntoView {
    let rows = move || {
        let view = view.read();
        let shown = i64::try_from(view.entries.len()).unwrap_or_default();
        (view.count.found > 0).then(|| words::rows_of(view.newer, shown, view.count))
    };
    let there_are = Memo::new(move |_| view.with(|view| (view.previous.is_some(), view.next.is_some())));
    let href = move |name: &'static str, place: fn(&AuditLogView) -> Option<String>| {
        Signal::derive(move || {
            let place = view.with(place).unwrap_or_default();
            slug.with_value(|slug| wanted.read().first_page().changed(&[(name, &place)]).path(slug))
        })
    };
    let newer = href(member_list::BEFORE, |view| view.previous.clone());
    let older = href(member_list::AFTER, |view| view.next.clone());
    let now = view.with_untracked(|view| view.now);
    let oldest = Memo::new(move |_| view.read().oldest);
    let kept = move || words::kept(view.read().kept_days);
    view! {
        <nav class="page-footer" aria-label=words::PAGES>
            // Where there is one page, the tally says it.
            <span role=move || (there_are.get() != (false, false)).then_some("status")>{rows}</span>
            <div>
                <Show when=move || there_are.get().0>
                    <LinkButton size=ButtonSize::Small href=newer attr:rel="prev">{words::NEWER}</LinkButton>
                </Show>
                <Show when=move || there_are.get().1>
                    <LinkButton size=ButtonSize::Small href=older attr:rel="next">{words::OLDER}</LinkButton>
                </Show>
            </div>
        </nav>
        <p class="audit-reach">
            {move || oldest.get().map(|at| view! {
                {words::REACHES_BACK} " " <LocalTime at shape=TimeShape::Date now/> ". "
            })}
            {kept}
        </p>
    }
}
