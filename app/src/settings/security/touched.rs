//! Whom a policy touches: would, while it is off; will, while it is switched and not saved; does, while it is on.

use domain::{
    InvitationFilter, InvitationQuery, InvitedState, MemberFilter, MemberQuery, MemberState, Policy, ProjectFilter,
    Slug, paths,
};
use leptos::prelude::*;

use super::{
    api::{OnSinceView, SecurityView},
    editing::Editing,
};
use crate::{
    text::settings::security as words,
    ui::{Avatar, Icon, IconName, LocalTime, Name, TimeShape},
};

/// How a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Off,
    /// It is switched on, and will be on once that is saved.
    GoingOn,
    On,
    /// It is switched off, and will be off once that is saved.
    GoingOff,
}

impl Standing {
    fn of(policy: Policy, editing: Editing) -> Self {
        match (editing.wants(policy).get(), editing.is_changed(policy)) {
            (true, true) => Self::GoingOn,
            (true, false) => Self::On,
            (false, true) => Self::GoingOff,
            (false, false) => Self::Off,
        }
    }
}

/// Id of what says whom it touches.
pub(super) fn touched_id(policy: Policy) -> String {
    format!("{}-touches", policy.field())
}

/// The box below a switch.
#[component]
pub(super) fn Touched(
    policy: Policy,
    editing: Editing,
    view: Memo<SecurityView>,
    slug: StoredValue<Slug>,
) -> impl IntoView {
    let standing = Memo::new(move |_| Standing::of(policy, editing));
    let changing = move || matches!(standing.get(), Standing::GoingOn | Standing::GoingOff).then_some("on");
    let icon = move || if standing.get() == Standing::On { IconName::Check } else { IconName::People };
    let since = Memo::new(move |_| {
        let view = view.read();
        let on = match policy {
            Policy::InvitationsNeedProject => view.invitations.on.clone(),
            Policy::MembersNeedProject => view.members.on.clone(),
        };
        on.filter(|_| standing.get() == Standing::On)
    });
    let sentences = move || {
        let view = view.read();
        let impossible = policy == Policy::InvitationsNeedProject && view.invitations.identity_managed;
        match (policy, standing.get()) {
            _ if impossible => words::identity_managed(view.policies.is_on(policy)).to_owned(),
            (_, Standing::GoingOff) => words::going_off(policy).to_owned(),
            (Policy::InvitationsNeedProject, standing) => {
                let (drafts, sent) = (view.invitations.draft_count, view.invitations.sent_count);
                match standing {
                    Standing::On => words::invitations_wait(drafts, sent),
                    Standing::GoingOn => words::invitations_will(drafts, sent),
                    Standing::Off | Standing::GoingOff => words::invitations_would(drafts, sent),
                }
            }
            (Policy::MembersNeedProject, standing) => {
                let (count, of) = (view.members.count, view.members.of);
                match standing {
                    Standing::On => words::members_stay(count),
                    Standing::GoingOn => words::members_will(count, of),
                    Standing::Off | Standing::GoingOff => words::members_would(count, of),
                }
            }
        }
    };
    view! {
        <div class="touches" id=touched_id(policy) data-state=changing>
            <p>
                {move || view! { <Icon name=icon()/> }}
                <span>
                    {move || since.get().map(|since| view! { <OnSince since now=view.read().now/> " " })}
                    {sentences}
                </span>
            </p>
            {match policy {
                Policy::InvitationsNeedProject => view! { <Drafts view slug/> }.into_any(),
                Policy::MembersNeedProject => view! { <People view slug/> }.into_any(),
            }}
        </div>
    }
}

/// "On since 4 November, by Jonas."
#[component]
fn OnSince(since: OnSinceView, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let OnSinceView { by, at } = since;
    let at = at?;
    Some(view! {
        {words::ON_SINCE} <LocalTime at shape=TimeShape::Date now/>
        {by.map(|by| view! { {words::BY} <Name text=by/> })} {words::END}
    })
}

/// The drafts without a project; each leads to where it gets one.
#[component]
fn Drafts(view: Memo<SecurityView>, slug: StoredValue<Slug>) -> impl IntoView {
    let drafts = Memo::new(move |_| view.read().invitations.drafts.clone());
    let more = Memo::new(move |_| {
        let view = view.read();
        view.invitations.draft_count.saturating_sub(view.invitations.drafts.len())
    });
    let all = move || {
        let filter = InvitationFilter {
            state: Some(InvitedState::Draft),
            project: Some(ProjectFilter::None),
            ..InvitationFilter::default()
        };
        let query = InvitationQuery { filter, ..InvitationQuery::default() };
        slug.with_value(|slug| paths::invited_list(slug, &query))
    };
    let some = Memo::new(move |_| !drafts.read().is_empty());
    view! {
        <Show when=move || some.get()>
            <span class="names">
                <For each=move || drafts.get() key=|draft| draft.id let(draft)>
                    <a class="link" href=slug.with_value(|slug| paths::edit_invitation(slug, draft.id))>
                        <Name text=draft.email verbatim=true/>
                    </a>
                </For>
                <Show when=move || { more.get() > 0 }>
                    <a class="link" href=all>{move || words::and_more(more.get())}</a>
                </Show>
            </span>
        </Show>
    }
}

/// The members without a project, and where they are added to one.
#[component]
fn People(view: Memo<SecurityView>, slug: StoredValue<Slug>) -> impl IntoView {
    let people = Memo::new(move |_| view.read().members.people.clone());
    let more = Memo::new(move |_| {
        let view = view.read();
        usize::try_from(view.members.count).unwrap_or_default().saturating_sub(view.members.people.len())
    });
    let can_read = Memo::new(move |_| view.read().members.can_read_members);
    let some = Memo::new(move |_| !people.read().is_empty());
    let all = move || {
        let filter = MemberFilter { state: Some(MemberState::NoProject), ..MemberFilter::default() };
        let query = MemberQuery { filter, ..MemberQuery::default() };
        slug.with_value(|slug| paths::members_list(slug, &query))
    };
    view! {
        <Show when=move || some.get()>
            <span class="names">
                <For each=move || people.get() key=|person| person.id let(person)>
                    <span class="person">
                        <Avatar name=person.name.clone()/>
                        <span><b><Name text=person.name/></b></span>
                    </span>
                </For>
                <Show when=move || { more.get() > 0 }><span>{move || words::and_more(more.get())}</span></Show>
                <Show when=move || can_read.get()>
                    <a class="link" href=all>{words::ADD_TO_PROJECT}</a>
                </Show>
            </span>
        </Show>
    }
}
