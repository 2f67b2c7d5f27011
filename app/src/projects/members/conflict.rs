//! Lines that somebody else changed to something else meanwhile: of each it is asked whose change counts, and nothing is saved
//! until all are decided. And lines that cannot be saved at all.

use std::collections::BTreeMap;

use domain::{AccountId, ConflictingLine};
use leptos::prelude::*;

use super::editing::{Choice, Editing, choice_of};
use crate::{
    browser,
    projects::api::members::ProjectMembersView,
    text::{
        self,
        projects::{self, members},
    },
    ui::{Button, ButtonSize, IconName, LocalTime, Notice, NoticeTone, Sentence, TimeShape},
};

/// Id of what says that somebody else saved.
const CONFLICT_ID: &str = "saved-meanwhile";

/// Id of what says that nothing was saved.
const REFUSED_ID: &str = "nothing-saved";

/// Id of what says why nothing can be changed.
pub(super) const WHY_ID: &str = "why-not-changed";

/// Leads to it, once it is there.
pub(super) fn focus_conflict() {
    focus_later(CONFLICT_ID);
}

/// Leads to who cannot be saved, once that is said.
pub(super) fn focus_refused() {
    focus_later(REFUSED_ID);
}

/// Leads to why nothing can be changed any more, once that is said.
pub(super) fn focus_why() {
    focus_later(WHY_ID);
}

fn focus_later(id: &'static str) {
    request_animation_frame(move || request_animation_frame(move || browser::focus_on(id)));
}

/// Who saved when, and what is to be decided; lines of other pages can be decided here.
#[component]
pub(super) fn Conflict(editing: Editing, view: Memo<ProjectMembersView>) -> impl IntoView {
    move || {
        let meanwhile = editing.meanwhile.get()?;
        let mut names = members::called(&meanwhile.lines);
        names.extend(meanwhile.by.iter().flat_map(|by| short(by)));
        let others = editing.changes.with_untracked(BTreeMap::len).saturating_sub(meanwhile.lines.len());
        let both = members::both_changed(&meanwhile, others);
        let now = view.with_untracked(|view| view.now);
        let by = meanwhile.by.clone();
        let lines = meanwhile.lines.clone();
        let several = Some(lines.len()).filter(|lines| *lines > 1);
        let (keep, take) =
            (several.map(members::keep_mine), several.map(|lines| members::take_theirs(by.as_deref(), lines)));
        let elsewhere = Memo::new(move |_| {
            let view = view.read();
            let here = |line: &&ConflictingLine| !view.members.iter().any(|row| row.id == line.member);
            lines.iter().filter(here).map(|line| line.member).collect::<Vec<AccountId>>()
        });
        Some(view! {
            <div class="conflict-head">
                <Notice tone=NoticeTone::Warn icon=IconName::People>
                    <b id=CONFLICT_ID tabindex="-1">
                        <Sentence text=members::saved_at(&meanwhile) names=names.clone()/>
                        {meanwhile.at.map(|at| view! { <LocalTime at shape=TimeShape::Clock now/> })}
                        {members::WHILE_EDITING}
                    </b>
                    " " {members::NOTHING_IS_LOST} " " <Sentence text=both names/>
                    {several.is_some().then(|| view! {
                        <div class="row-actions needs-script">
                            <Button size=ButtonSize::Small on_click=move || editing.choose_all(Choice::Mine)>{keep}</Button>
                            <Button size=ButtonSize::Small on_click=move || editing.choose_all(Choice::Theirs)>{take}</Button>
                        </div>
                    })}
                    <ul class="conflict-elsewhere needs-script">
                        <For each=move || elsewhere.get() key=|member| *member let:member>
                            <Elsewhere member editing/>
                        </For>
                    </ul>
                </Notice>
            </div>
        })
    }
}

/// A name, and how it is called in short.
fn short(name: &str) -> [String; 2] {
    [name.to_owned(), crate::text::first_name(name).to_owned()]
}

#[component]
fn Elsewhere(member: AccountId, editing: Editing) -> impl IntoView {
    let line = Memo::new(move |_| editing.conflict(member));
    move || {
        line.get().map(|line| {
            // Their line, in which the address stands, is on another page.
            let name = text::told_apart(&line.name, Some(&line.email));
            view! { <li><Sentence text=name.clone() names=vec![name.clone()]/> <Choosing line name editing/></li> }
        })
    }
}

/// *Mine* or *theirs*, of one line.
#[component]
pub(super) fn Choosing(
    line: ConflictingLine,
    /// What the person is called beside others.
    name: String,
    editing: Editing,
) -> impl IntoView {
    let ConflictingLine { member, before, theirs, .. } = line;
    let by = editing.meanwhile.with_untracked(|meanwhile| meanwhile.as_ref()?.by.clone());
    let mine =
        Memo::new(move |_| editing.changes.with(|changes| changes.get(&member).map_or(theirs, |change| change.after)));
    let group = format!("choice-{member}");
    let is = move |choice| move || editing.choice(member) == Some(choice);
    view! {
        <span class="choosing needs-script" role="radiogroup" aria-label=members::choice(&name, before)>
            <label>
                <input
                    class="radio" type="radio" name=group.clone() value="mine" id=choice_of(member) prop:checked=is(Choice::Mine)
                    on:change=move |_| editing.choose(member, Choice::Mine)
                />
                {move || members::mine(mine.get())}
            </label>
            <label>
                <input
                    class="radio" type="radio" name=group value="theirs" prop:checked=is(Choice::Theirs)
                    on:change=move |_| editing.choose(member, Choice::Theirs)
                />
                {members::choice_of(by.as_deref(), theirs)}
            </label>
        </span>
    }
}

/// Who cannot be saved, and why.
#[component]
pub(super) fn RefusedLines(editing: Editing) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let refused = editing.refused.get();
        editing.changes.with(|changes| {
            let line = |(member, problem): (&AccountId, &domain::ProjectMemberProblem)| {
                let name = changes.get(member)?.name.clone();
                Some((*member, members::line(&name, projects::line_problem(*problem)), name))
            };
            refused.iter().filter_map(line).collect::<Vec<_>>()
        })
    });
    let leave_out = move || {
        let refused = editing.refused.get_untracked();
        editing.changes.update(|changes| changes.retain(|member, _| !refused.contains_key(member)));
        editing.refused.update(BTreeMap::clear);
    };
    move || {
        (!lines.read().is_empty()).then(|| view! {
            <div class="conflict-head">
                <Notice tone=NoticeTone::Danger>
                    <span id=REFUSED_ID tabindex="-1">{members::REFUSED}</span>
                    <ul>
                        {lines
                            .get()
                            .into_iter()
                            .map(|(_, sentence, name)| view! { <li><Sentence text=sentence names=vec![name]/></li> })
                            .collect_view()}
                    </ul>
                    <div class="row-actions">
                        <Button size=ButtonSize::Small on_click=leave_out>{members::LEAVE_OUT}</Button>
                    </div>
                </Notice>
            </div>
        })
    }
}
