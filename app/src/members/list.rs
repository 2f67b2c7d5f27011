//! The list itself: search, table, selection, pages.

use domain::{AccountId, EmailAddress, InvitationId, InviteOutcome, Slug, fold, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{InvitationRow, MembersView},
    context::{Answered, MembersContext},
    invitation_row::InvitationLine,
    link::{LinkDialog, LinkToHandOver},
    member_row::MemberLine,
    new_member::{MayNot, NewMember},
    row_actions::{RowActions, RowForms},
    select_all::SelectAll,
    selection::{self, FORM_ID, Selection},
};
use crate::{
    browser,
    layouts::HEADING_ID,
    notices::use_notices,
    query::use_query,
    text::{
        members::{self, list},
        shell,
    },
    ui::{
        ActionBar, Button, ButtonKind, ButtonSize, Empty, FormError, IconName, LinkButton, Notice, NoticeTone,
        SearchField, Table,
    },
};

/// Id of the button that opens the panel.
const NEW_MEMBER_ID: &str = "add-member";

/// The list.
#[component]
pub fn List(
    /// Of the organization.
    slug: Slug,
    /// The newest answer.
    answer: ReadSignal<Answered>,
    /// What was searched for in that answer.
    searched: Memo<String>,
    /// Whether the panel for a new member is open.
    adding: Memo<bool>,
    /// Asks the server again.
    again: Callback<()>,
) -> impl IntoView {
    let Ok(first) = answer.get_untracked() else { return ().into_any() };
    // Where there is no list any more, the last one stands until something else stands in its place.
    let view = Memo::new(move |before: Option<&MembersView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&first).clone())
    });
    let may_act = Memo::new(move |_| !view.read().assignable.is_empty());
    let shared = MembersContext {
        slug: StoredValue::new(slug.clone()),
        view,
        may_act,
        row_actions: RowActions::new(view, again),
        link: LinkToHandOver::new(slug.clone()),
        selection: Selection::new(),
    };
    // All rows that a search found: invitations count too, they are rows like any other.
    let found = Memo::new(move |_| {
        let (view, find) = (view.read(), wanted(&searched.read()));
        let invited = view.invitations.iter().filter(|row| is_found(row, &find)).count();
        (!find.is_empty()).then(|| view.member_count + i64::try_from(invited).unwrap_or_default())
    });
    let shown = move || match (found.get(), view.read()) {
        (Some(found), view) => members::found_of(found, view.people_count),
        (None, view) => view.member_count.to_string(),
    };
    let status_message = move || match (found.get(), view.read()) {
        (Some(found), view) => members::found_of_people(found, view.people_count),
        (None, view) => members::count(view.member_count),
    };
    let new_member = paths::new_member(&slug);
    // Back closes the panel, too, and leaves the focus nowhere.
    Effect::new(move |before: Option<bool>| {
        let now = adding.get();
        if before == Some(true) && !now {
            request_animation_frame(|| browser::focus_if_lost(NEW_MEMBER_ID));
        }
        now
    });
    view! {
        <p class="members-count num">
            <span aria-hidden="true">{shown}</span>
            <span class="visually-hidden">{status_message}</span>
        </p>
        <Show when=move || may_act.get()>
            <LinkButton
                kind=ButtonKind::Primary icon=IconName::Plus href=new_member.clone()
                attr:id=NEW_MEMBER_ID attr:data-noscroll="true"
            >
                {members::NEW_MEMBER}
            </LinkButton>
        </Show>
        <p class="visually-hidden" role="status">{move || found.get().map(members::found)}</p>
        <div class="members-list">
            <StatusMessage shared/>
            <Search slug=slug.clone()/>
            <People shared/>
            <Pages slug=slug.clone() view/>
            <Selected shared/>
        </div>
        <RowForms slug=shared.slug row_actions=shared.row_actions/>
        <LinkDialog link=shared.link/>
        <Show when=move || adding.get()>
            <Show when=move || may_act.get() fallback=MayNot>
                <NewMember shared again/>
            </Show>
        </Show>
    }
    .into_any()
}

/// What is searched for, whatever its case and marks.
fn wanted(find: &str) -> String {
    fold(find.trim())
}

/// Whether the address of somebody invited holds what is [`wanted`], in either spelling of its domain.
fn is_found(row: &InvitationRow, wanted: &str) -> bool {
    let address = EmailAddress::try_from(row.email.clone());
    address.map_or_else(|_| fold(&row.email), |address| address.searchable()).contains(wanted)
}

/// What was just done, and what did not come through.
#[component]
fn StatusMessage(shared: MembersContext) -> impl IntoView {
    let notices = use_notices();
    // What the address says was done: what became of a list of addresses, and whether that is all that could be hoped for;
    // or that access was revoked.
    let outcomes = Memo::new(move |_| {
        if let Some(count) = notices.get(paths::REVOKED).and_then(|count| count.parse().ok()) {
            return (list::revoked(count), NoticeTone::Ok);
        }
        let count =
            |outcome: InviteOutcome| notices.get(outcome.as_str()).and_then(|count| count.parse().ok()).unwrap_or(0);
        let counts = InviteOutcome::ALL.map(|outcome| (outcome, count(outcome)));
        let well = counts.iter().all(|(outcome, count)| *count == 0 || outcome.went_well());
        let new_role = notices.get(paths::NEW_ROLE).and_then(|role| role.parse().ok());
        (list::outcomes(&counts, new_role), if well { NoticeTone::Ok } else { NoticeTone::Plain })
    });
    let status_message = shared.row_actions.status_message;
    let message = Memo::new(move |_| match status_message.get() {
        status_message if status_message.is_empty() => {
            Some(outcomes.get()).filter(|(sentence, _)| !sentence.is_empty())
        }
        status_message => Some((status_message, NoticeTone::Ok)),
    });
    view! {
        <div class="members-message">
            <div role="status">
                {move || message.get().map(|(sentence, tone)| view! { <Notice tone still=true>{sentence}</Notice> })}
            </div>
            <FormError error=shared.row_actions.error/>
            <FormError error=shared.link.error/>
        </div>
    }
}

/// Looks for a name or an address. Without JavaScript it is an ordinary form.
#[component]
pub(super) fn Search(slug: Slug) -> impl IntoView {
    let query = use_query();
    let find = Memo::new(move |_| query.get(paths::FIND).unwrap_or_default());
    let navigate = use_navigate();
    let action = paths::members(&slug);
    let clear = action.clone();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = selection::typed(&event, paths::FIND);
        navigate(&paths::found_members(&slug, typed.trim(), 1), NavigateOptions::default());
    };
    view! {
        <form class="toolbar" role="search" method="get" action=action on:submit=on_submit>
            <SearchField name=paths::FIND label=list::SEARCH placeholder=list::SEARCH_FOR value=find/>
            <Button submit=true>{list::FIND}</Button>
            <Show when=move || !find.read().is_empty()>
                <LinkButton kind=ButtonKind::Quiet href=clear.clone()>{list::CLEAR_SEARCH}</LinkButton>
            </Show>
        </form>
    }
}

/// The table, or why there is none.
#[component]
fn People(shared: MembersContext) -> impl IntoView {
    let MembersContext { view, may_act, selection, row_actions, .. } = shared;
    // By name and address too, so that a row that is called otherwise is another one.
    let members = Memo::new(move |_| {
        let members = view.read();
        let key = |row: &super::api::MemberRow| (row.id, row.name.clone(), row.email.clone());
        members.members.iter().map(key).collect::<Vec<(AccountId, String, String)>>()
    });
    // All that fit the search are on the first page, above those who are in.
    let query = use_query();
    let find = Memo::new(move |_| wanted(&query.get(paths::FIND).unwrap_or_default()));
    let invitations = Memo::new(move |_| {
        let (view, find) = (view.read(), find.read());
        let shown = view.invitations.iter().filter(|row| view.page == 1 && is_found(row, &find));
        shown.map(|row| row.id).collect::<Vec<InvitationId>>()
    });
    let nobody = Memo::new(move |_| members.read().is_empty() && invitations.read().is_empty());
    // A row that left may have been ticked.
    Effect::new(move |seen: Option<()>| {
        members.track();
        invitations.track();
        if seen.is_some() {
            request_animation_frame(move || {
                selection.count_again();
                if row_actions.leaving.get_value() {
                    row_actions.leaving.set_value(false);
                    browser::focus_if_lost(HEADING_ID);
                }
            });
        }
    });
    let alone = Memo::new(move |_| {
        let view = view.read();
        find.read().is_empty() && view.member_count == 1 && view.invitations.is_empty()
    });
    view! {
        <Show when=move || !nobody.get() fallback=Nobody>
            <div class="bleed" on:change=move |_| selection.count_again()>
                <Table caption=list::CAPTION class="members">
                    <thead>
                        <tr>
                            <Show when=move || may_act.get()><SelectAll selection/></Show>
                            <th scope="col">{list::NAME}</th>
                            <th scope="col" class="col-role wide-only">{list::ROLE}</th>
                            <th scope="col" class="col-date wide-only">{list::JOINED}</th>
                            <th scope="col" class="col-date wide-only">{list::LAST_ACTIVE}</th>
                            <th scope="col" class="col-state">{list::STATE}</th>
                            <Show when=move || may_act.get()>
                                <th scope="col" class="col-menu">
                                    <span class="visually-hidden">{list::ACTIONS}</span>
                                </th>
                            </Show>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || invitations.get() key=|id| *id let:id>
                            <InvitationLine id shared/>
                        </For>
                        <For each=move || members.get() key=Clone::clone let:member>
                            <MemberLine id=member.0 name=member.1 email=member.2 shared/>
                        </For>
                    </tbody>
                </Table>
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

/// The search found nobody.
#[component]
fn Nobody() -> impl IntoView {
    let query = use_query();
    let find = move || query.get(paths::FIND).unwrap_or_default();
    view! { <Empty title=list::NOBODY>{move || list::nobody(&find())}</Empty> }
}

/// From page to page.
#[component]
fn Pages(slug: Slug, view: Memo<MembersView>) -> impl IntoView {
    let query = use_query();
    let at = Memo::new(move |_| view.with(|view| (view.page, view.pages)));
    let words = move || view.with(|view| list::page_of(view.page, view.member_count));
    let slug = StoredValue::new(slug);
    let href = move |page: i64| {
        let find = query.get(paths::FIND).unwrap_or_default();
        slug.with_value(|slug| paths::found_members(slug, &find, page))
    };
    view! {
        <Show when=move || { at.get().1 > 1 }>
            <nav class="page-footer" aria-label=list::PAGES>
                <span>{words}</span>
                <div>
                    <Show when=move || { at.get().0 > 1 }>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || href(at.get().0 - 1))>
                            {list::PREVIOUS}
                        </LinkButton>
                    </Show>
                    <Show when=move || at.get().0 < at.get().1>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || href(at.get().0 + 1))>
                            {list::NEXT}
                        </LinkButton>
                    </Show>
                </div>
            </nav>
        </Show>
    }
}

/// What can be done with those who are ticked: the boxes belong to this form wherever they stand.
#[component]
fn Selected(shared: MembersContext) -> impl IntoView {
    let MembersContext { slug, selection, .. } = shared;
    let navigate = use_navigate();
    selection.clear_on_escape();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let people = Selection::ticked().join(",");
        navigate(&slug.with_value(|slug| paths::revoke_access(slug, &people)), NavigateOptions::default());
    };
    view! {
        <Show when=move || shared.may_act.get()>
            <form
                class="selection" id=FORM_ID method="get" action=slug.with_value(paths::revoke)
                on:submit=on_submit.clone()
                // The boxes are empty once the event is over.
                on:reset=move |_| request_animation_frame(move || selection.count_again())
            >
                <ActionBar
                    label=list::SELECTION count=selection.count
                    words=Signal::derive(move || list::selected(selection.count.get()))
                    hint=list::TICK clear=list::CLEAR
                >
                    <Button kind=ButtonKind::Warning submit=true>{list::REVOKE_ACCESS}</Button>
                </ActionBar>
            </form>
        </Show>
    }
}
