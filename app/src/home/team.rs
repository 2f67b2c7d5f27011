//! Who is here: the first members, and while the organization is new, whom they invited.

use domain::{Availability, Permission, paths};
use leptos::prelude::*;

use super::Shown;
use crate::{
    home::api::{MemberView, OpenInvitationView},
    live,
    text::home as words,
    ui::{Person, Presence},
};

/// The section of the home page.
#[component]
pub(super) fn Team(shown: Shown) -> impl IntoView {
    let Shown { view, slug, .. } = shown;
    let lists = Memo::new(move |_| view.read().organization.authority.may(Permission::ReadMembers));
    let count = Memo::new(move |_| view.read().member_count);
    let members = Memo::new(move |_| view.read().members.clone());
    let team = live::Team::of_page();
    let tally = team.tally(move || shown.view.try_with(|view| (view.tally, view.now)));
    let more = Memo::new(move |_| {
        let given_at = shown.view.try_with(|view| view.now)?;
        let is_here =
            |member: &&MemberView| team.seen(member.id, member.availability, given_at) != Availability::Offline;
        let (named, here) = members.try_with(|members| {
            let here = members.iter().filter(is_here).count();
            (i64::try_from(members.len()).unwrap_or(i64::MAX), u32::try_from(here).unwrap_or(u32::MAX))
        })?;
        let more_here = tally.try_get()?.here().saturating_sub(here);
        match count.try_get()?.checked_sub(named).filter(|more| *more > 0) {
            Some(_) if more_here > 0 => Some(words::and_more_online(more_here)),
            Some(more) => Some(words::and_more(more)),
            None => None,
        }
    });
    let counts = Memo::new(move |_| if count.get() > 1 { words::tally(tally.get()) } else { Vec::new() });
    let invited = Memo::new(move |_| {
        let view = view.read();
        if view.first_steps.are_shown() { view.open_invitations.clone() } else { Vec::new() }
    });
    let all = move || if more.read().is_some() { words::all(count.get()) } else { words::ALL_MEMBERS.to_owned() };
    view! {
        <section>
            <h2>
                {words::TEAM}
                <Show when=move || lists.get()>" " <a class="link" href=slug.with_value(paths::members)>{all}</a></Show>
            </h2>
            {move || {
                let counts = counts.get();
                (!counts.is_empty()).then(|| view! {
                    <p class="tally-line">
                        {counts
                            .into_iter()
                            .map(|(state, words)| view! { <span><Presence state/>{words}</span> })
                            .collect_view()}
                    </p>
                })
            }}
            <ul>
                {move || members.get().into_iter().map(|member| view! { <Member member shown/> }).collect_view()}
                {move || invited.get().into_iter().map(|one| view! { <Invited one shown/> }).collect_view()}
                {move || {
                    more.get().map(|more| {
                        let more = if lists.get() {
                            view! { <a class="link" href=slug.with_value(paths::members)>{more}</a> }.into_any()
                        } else {
                            more.into_any()
                        };
                        view! { <li>{more}</li> }
                    })
                }}
            </ul>
        </section>
    }
}

#[component]
fn Member(member: MemberView, shown: Shown) -> impl IntoView {
    let MemberView { id, name, role, availability } = member;
    let state =
        live::Team::of_page().availability(id, move || Some((availability, shown.view.try_with(|view| view.now)?)));
    let words = move || words::member(role, state.get());
    view! { <li><Person name line=move || view! { {words} } presence=state/></li> }
}

#[component]
fn Invited(one: OpenInvitationView, shown: Shown) -> impl IntoView {
    let OpenInvitationView { email, role, expires_at, .. } = one;
    let left = move || words::days_left(expires_at, shown.now.get());
    let line = move || view! { {words::invited_as(role)} " · " {left} };
    view! { <li><Person name=email line pending=true/></li> }
}
