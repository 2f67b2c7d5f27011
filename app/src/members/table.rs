//! The table of members or invitations, or why there is none.

use domain::{AccountId, InvitationId, MemberSort, paths};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    api, context::MembersContext, invited_table::InvitedTable, list_view::Wanted, member_row::MemberLine,
    row_menu::RowMenu, select_all::SelectAll,
};
use crate::{
    text::{members::list, shell},
    ui::{Empty, Icon, IconName, LinkButton, Table},
};

/// A head of the table that sorts: by its column, and then from the other end.
#[component]
fn SortHead(shared: MembersContext, by: MemberSort, words: &'static str, class: &'static str) -> impl IntoView {
    let query = Memo::new(move |_| shared.view.read().wanted.members());
    let sorted = Memo::new(move |_| (query.read().order.by == by).then(|| query.read().order.descending));
    let direction = move || sorted.get().map(|descending| if descending { "descending" } else { "ascending" });
    let href = move || shared.slug.with_value(|slug| paths::members_list(slug, &query.read().sorted(by)));
    view! {
        <th scope="col" class=class aria-sort=direction>
            <a href=href data-noscroll="true">
                {words} <Show when=move || sorted.get().is_some()><Icon name=IconName::Sort/></Show>
            </a>
        </th>
    }
}

/// The table, or why there is none.
#[component]
pub(super) fn People(shared: MembersContext) -> impl IntoView {
    let MembersContext { view, may_act, selection, row_actions, .. } = shared;
    // By name and address too, so that a row that is called otherwise is another one.
    let members = Memo::new(move |_| {
        let members = view.read();
        let key = |row: &api::MemberRow| (row.id, row.name.clone(), row.email.clone());
        members.members.iter().map(key).collect::<Vec<(AccountId, String, String)>>()
    });
    let invitations =
        Memo::new(move |_| view.read().invitations.iter().map(|row| row.id).collect::<Vec<InvitationId>>());
    let nobody = Memo::new(move |_| members.read().is_empty() && invitations.read().is_empty());
    let is_invited = Memo::new(move |_| view.read().wanted.is_invited());
    // Boxes of rows that came are ticked as they were; a row that left the same page takes its tick along.
    Effect::new(move |seen: Option<(Wanted, Vec<String>)>| {
        let ids = members.with(|members| members.iter().map(|member| member.0.to_string()).collect::<Vec<_>>());
        let invited = invitations.with(|ids| ids.iter().map(ToString::to_string).collect::<Vec<_>>());
        let (wanted, now) = (view.with(|view| view.wanted.clone()), [ids, invited].concat());
        if let Some((before, shown)) = seen {
            let gone = shown.into_iter().filter(|id| before == wanted && !now.contains(id)).collect::<Vec<_>>();
            selection.drop_gone(&gone);
            request_animation_frame(move || {
                selection.show();
                // None where the page is gone before the frame.
                if let Some(beside) = row_actions.leaving.try_update_value(Option::take).flatten() {
                    beside.focus();
                }
            });
        }
        (wanted, now)
    });
    let alone = Memo::new(move |_| {
        let view = view.read();
        !view.wanted.is_filtered() && view.member_count == 1 && view.invited_count.unwrap_or_default() == 0
    });
    let ticked = move |event: leptos::ev::MouseEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.name() == paths::PEOPLE) {
            selection.ticked(&input, event.shift_key());
        }
    };
    view! {
        <Show when=move || !nobody.get() fallback=move || view! { <Nobody shared/> }>
            <div class="bleed" on:click=ticked>
                <Show when=move || !is_invited.get() fallback=move || view! { <InvitedTable shared/> }>
                    <Table caption=list::CAPTION class="members">
                        <thead>
                            <tr>
                                <Show when=move || may_act.get()><SelectAll selection/></Show>
                                <SortHead shared by=MemberSort::Name words=list::NAME class=""/>
                                <SortHead shared by=MemberSort::Role words=list::ROLE class="col-role wide-only"/>
                                <th scope="col" class="col-permissions wide-only roomy-only">{list::PERMISSIONS}</th>
                                <th scope="col" class="col-projects wide-only mid-only">{list::PROJECTS}</th>
                                <SortHead
                                    shared by=MemberSort::Joined words=list::JOINED
                                    class="col-date wide-only roomy-only"
                                />
                                <SortHead
                                    shared by=MemberSort::LastActive words=list::LAST_ACTIVE
                                    class="col-date wide-only mid-only"
                                />
                                <th scope="col" class="col-state">{list::STATE}</th>
                                <Show when=move || may_act.get()>
                                    <th scope="col" class="col-menu">
                                        <span class="visually-hidden">{list::ACTIONS}</span>
                                    </th>
                                </Show>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || members.get() key=Clone::clone let:member>
                                <MemberLine id=member.0 name=member.1 email=member.2 shared/>
                            </For>
                        </tbody>
                    </Table>
                    <Show when=move || may_act.get()><RowMenu shared/></Show>
                </Show>
            </div>
        </Show>
        <Show when=move || alone.get()><Alone shared/></Show>
    }
}

/// Nobody else is in, and nobody is invited.
#[component]
fn Alone(shared: MembersContext) -> impl IntoView {
    let href = shared.slug.with_value(paths::new_member);
    view! {
        <Show
            when=move || shared.may_act.get()
            fallback=|| view! { <Empty title=list::ALONE>{list::ALONE_READER}</Empty> }
        >
            {
                let href = href.clone();
                view! {
                    <Empty
                        title=list::ALONE
                        action=move || view! {
                            <LinkButton icon=IconName::PersonPlus href=href.clone()>{shell::INVITE_PEOPLE}</LinkButton>
                        }
                    >
                        {list::ALONE_INTRO}
                    </Empty>
                }
            }
        </Show>
    }
}

/// Nobody was found, or nobody is invited.
#[component]
fn Nobody(shared: MembersContext) -> impl IntoView {
    let words = move || {
        let view = shared.view.read();
        match (&view.wanted, view.wanted.is_filtered(), view.wanted.find()) {
            (Wanted::Invited(_), false, _) => list::NOBODY_INVITED.to_owned(),
            (_, _, "") => list::NOBODY_FILTERED.to_owned(),
            (wanted, _, find) if wanted.searched("").is_filtered() => list::nobody_among(find),
            (Wanted::Invited(_), _, find) => list::nobody_invited(find),
            (Wanted::Members(_), _, find) => list::nobody(find),
        }
    };
    let is_filtered = Memo::new(move |_| shared.view.read().wanted.is_filtered());
    let all = move || shared.slug.with_value(|slug| shared.view.read().wanted.cleared().path(slug));
    let clear = move || {
        view! {
            <Show when=move || is_filtered.get()>
                <LinkButton href=Signal::derive(all) attr:data-noscroll="true">{list::CLEAR}</LinkButton>
            </Show>
        }
    };
    view! { <Empty title=list::NOBODY action=clear>{words}</Empty> }
}
