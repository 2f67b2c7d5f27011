//! The entries themselves, day by day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{AuditQuery, Slug, paths};
use leptos::prelude::*;

use super::api::{AuditLogView, AuditRow};
use crate::{
    audit::AuditDeed,
    text::{
        audit::{Change, EventWords, SOMEBODY},
        settings::audit_log as words,
    },
    ui::{Avatar, Icon, IconName, LocalTime, Logo, Name, Sentence, Table, TimeShape, local_day, use_hydrated},
};

/// What was done on one day.
type Day = (NaiveDate, Vec<AuditRow>);

/// Entries by days, which are those of whoever reads them once their browser says which that are.
fn by_day(entries: &[AuditRow], day: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for row in entries {
        let date = day(row.entry.at);
        match days.last_mut() {
            Some((last, rows)) if *last == date => rows.push(row.clone()),
            _ => days.push((date, vec![row.clone()])),
        }
    }
    days
}

/// The table, a list on a phone. Roles are said, since a list is no table any more for some browsers.
#[component]
pub(super) fn Entries(slug: StoredValue<Slug>, view: Memo<AuditLogView>) -> impl IntoView {
    let hydrated = use_hydrated();
    let days = Memo::new(move |_| {
        let here = hydrated.get();
        let utc = |at: DateTime<Utc>| at.date_naive();
        view.with(|view| {
            by_day(&view.entries, |at| if here { local_day(at).unwrap_or_else(|| utc(at)) } else { utc(at) })
        })
    });
    let now = view.with_untracked(|view| view.now);
    let organization = StoredValue::new(view.with_untracked(|view| view.organization.clone()));
    let key = |(date, rows): &Day| (*date, rows.iter().map(|row| row.id).collect::<Vec<_>>());
    view! {
        <div class="bleed">
            <Table caption=words::CAPTION class="audit" attr:role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col" class="col-time">{words::TIME}</th>
                        <th role="columnheader" scope="col" class="col-who">{words::WHO}</th>
                        <th role="columnheader" scope="col">{words::WHAT}</th>
                        <th role="columnheader" scope="col" class="col-change">{words::CHANGE}</th>
                        <th role="columnheader" scope="col" class="col-from">{words::FROM}</th>
                    </tr>
                </thead>
                <For each=move || days.get() key=key let((_, rows))>
                    {
                        let at = rows.first().map(|row| row.entry.at);
                        view! {
                            <tbody role="rowgroup">
                                <tr role="row" class="day">
                                    <th role="rowheader" colspan="5" scope="rowgroup">
                                        {at.map(|at| view! { <LocalTime at shape=TimeShape::Day now/> })}
                                    </th>
                                </tr>
                                {rows
                                    .into_iter()
                                    .map(|row| view! { <Entry slug row organization=organization.get_value()/> })
                                    .collect_view()}
                            </tbody>
                        }
                    }
                </For>
            </Table>
        </div>
    }
}

#[component]
fn Entry(slug: StoredValue<Slug>, row: AuditRow, organization: String) -> impl IntoView {
    let AuditRow { entry, actor_id, client, .. } = row;
    let at = entry.at;
    let by_operator = entry.is_by_operator();
    let from = if by_operator { words::COMMAND_LINE.to_owned() } else { client };
    let actor = entry.actor.clone().unwrap_or_else(|| SOMEBODY.to_owned());
    let name = entry.actor_label().unwrap_or_else(|| actor.clone());
    let who = if let Some(id) = actor_id {
        let href = slug.with_value(|slug| paths::audit_log(slug, &AuditQuery::of_person(id)));
        view! { <a class="name-link" href=href><Name text=name/></a> }.into_any()
    } else {
        // Somebody invited, who is known by their address: it has its places to break.
        let is_address = name.contains('@');
        view! { <Name text=name verbatim=is_address/> }.into_any()
    };
    let names: Vec<String> = entry
        .deed
        .event
        .as_ref()
        .map(|event| event.names().into_iter().map(str::to_owned).collect())
        .unwrap_or_default();
    let EventWords { deed, change, .. } = entry.words_in(organization);
    view! {
        <tr role="row">
            <td role="cell" class="when"><LocalTime at shape=TimeShape::Seconds/></td>
            <td role="cell" class="who strong">
                <span class="person">
                    {if by_operator {
                        view! { <span class="avatar" aria-hidden="true"><Logo/></span> }.into_any()
                    } else {
                        view! { <Avatar name=actor/> }.into_any()
                    }}
                    <span>{who}</span>
                </span>
            </td>
            <td role="cell" class="what"><AuditDeed deed/></td>
            <td role="cell" class="delta">{(change != Change::default()).then(|| view! { <Delta change names/> })}</td>
            <td role="cell" class="from num">{from}</td>
        </tr>
    }
}

/// What was before, struck out, and what is after it.
#[component]
fn Delta(change: Change, names: Vec<String>) -> impl IntoView {
    let Change { before, after } = change;
    let names = Signal::stored(names);
    let arrow = before.is_some() && after.is_some();
    view! {
        <span class="change">
            {before.map(|text| view! { <s><Sentence text names/></s> " " })}
            {arrow.then(|| view! {
                <Icon name=IconName::ArrowRight/> <span class="visually-hidden">{words::BECAME}</span> " "
            })}
            {after.map(|text| view! { <ins><Sentence text names/></ins> })}
        </span>
    }
}

/// What stands in the place of the table where nothing was found.
pub(super) fn nothing(filtered: bool) -> &'static str {
    if filtered { words::NOTHING_FILTERED } else { words::NOTHING_YET }
}
