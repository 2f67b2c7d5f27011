//! The list itself: what stands around its table, and from page to page.

use domain::{
    InvitationPage, InvitationPlace, InvitationQuery, InviteOutcome, MemberPage, MemberPlace, Slug, fold, paths,
};
use leptos::prelude::*;

pub(super) use super::toolbar::Search;
use super::{
    context::{Answered, MembersContext},
    invitation_actions::{InvitationActions, InvitationForms},
    link::{LinkDialog, LinkToHandOver},
    list_view::{ListView, Wanted},
    member_row::UndoRole,
    new_member::{MayNot, NewMember},
    recent::RecentlyRevoked,
    recent_changes::RecentChanges,
    row_actions::RowActions,
    selected::{BulkAnswer, Selected},
    selected_people::SelectedPeople,
    selection::Selection,
    table::People,
    toolbar::Views,
};
use crate::{
    browser, focus,
    notices::use_notices,
    organizations::use_current,
    text::members::{self, list, many, row_actions},
    ui::{
        ButtonKind, ButtonSize, FormError, Icon, IconButton, IconName, LinkButton, Menu, MenuLink, Notice, NoticeTone,
        Sentence, use_hydrated, use_now,
    },
};

/// Id of the button that opens the panel.
const NEW_MEMBER_ID: &str = "add-member";
/// What the first row of a page is found by.
const FIRST_ROW: &str = ".members-list tbody > tr";
/// Id of the menu that has, on a phone, what stands beside that button elsewhere.
const MORE_ID: &str = "more-of-members";

/// The list.
#[component]
pub fn List(
    /// Of the organization.
    slug: Slug,
    /// The newest answer.
    answer: ReadSignal<Answered>,
    /// What of it is looked at.
    wanted: Memo<Wanted>,
    /// Whether the panel for a new member is open.
    adding: Memo<bool>,
    /// Asks the server again.
    again: Callback<()>,
) -> impl IntoView {
    let Ok(first) = answer.get_untracked() else { return ().into_any() };
    // Where there is no list any more, the last one stands until something else stands in its place.
    let view =
        Memo::new(move |before: Option<&ListView>| answer.get().unwrap_or_else(|_| before.unwrap_or(&first).clone()));
    let may_act = Memo::new(move |_| !view.read().assignable.is_empty());
    let row_actions = RowActions::new(view, again);
    let shared = MembersContext {
        slug: StoredValue::new(slug.clone()),
        view,
        now: use_now(view.with_untracked(|view| view.now)),
        may_act,
        row_actions,
        invitation_actions: InvitationActions::new(view, row_actions, again),
        link: LinkToHandOver::new(slug.clone()),
        selection: Selection::new(slug.clone()),
        namesakes: Memo::new(move |_| view.read().namesakes()),
        find: Memo::new(move |_| fold(view.read().wanted.find().trim())),
        awake: use_hydrated(),
    };
    // What was done in one of the two lists is not said in the other, nor when one comes back. From a panel one is led to where
    // what was done in it is told.
    Effect::new(move |before: Option<(bool, bool)>| {
        let now = (wanted.read().is_invited(), adding.get());
        if before.is_some_and(|(invited, adding)| invited != now.0 && !adding) {
            shared.row_actions.clear();
            shared.invitation_actions.clear();
        }
        now
    });
    let found = Memo::new(move |_| view.read().wanted.is_filtered().then(|| view.read().found));
    let tally = Signal::derive(move || found.get().map(|found| members::found_of(found, view.read().total())));
    let projects = Signal::derive(move || view.read().projects.clone());
    let new_member = paths::new_member(&slug);
    let who_can = paths::who_can_do_what(&slug);
    let csv = move || shared.slug.with_value(|slug| paths::members_csv(slug, &view.read().wanted.members()));
    // Back closes the panel, too, and leaves the focus nowhere.
    Effect::new(move |before: Option<bool>| {
        let now = adding.get();
        if before == Some(true) && !now {
            request_animation_frame(|| browser::focus_if_lost(NEW_MEMBER_ID));
        }
        now
    });
    view! {
        <div class="members-actions">
            <a class="button button-quiet wide-only" href=who_can.clone()>{members::who_can::TITLE}</a>
            <a class="button wide-only" href=csv download="" rel="external"><Icon name=IconName::Download/>{list::CSV}</a>
            <div class="only-phone">
                <IconButton icon=IconName::More label=list::MORE popovertarget=MORE_ID/>
                <Menu id=MORE_ID label=list::MORE>
                    <MenuLink icon=IconName::Info href=who_can>{members::who_can::TITLE}</MenuLink>
                    {move || view! {
                        <MenuLink icon=IconName::Download href=csv() attr:download="" attr:rel="external">
                            {list::CSV}
                        </MenuLink>
                    }}
                </Menu>
            </div>
            <Show when=move || may_act.get()>
                <LinkButton
                    kind=ButtonKind::Primary icon=IconName::Plus href=new_member.clone()
                    attr:id=NEW_MEMBER_ID attr:data-noscroll="true"
                >
                    {members::NEW_MEMBER}
                </LinkButton>
            </Show>
        </div>
        <p class="visually-hidden" role="status">{move || found.get().map(members::found)}</p>
        <div class="members-list">
            <StatusMessage shared/>
            <ManagedElsewhere shared/>
            <RecentlyRevoked shared again/>
            <RecentChanges shared again/>
            <Views shared/>
            <Search slug=slug.clone() wanted projects tally/>
            <div class="listing">
                <Selected shared/>
                <BulkAnswer shared/>
                <People shared/>
            </div>
            <AlsoInvited shared/>
            <Pages shared/>
        </div>
        <InvitationForms
            slug=shared.slug actions=shared.invitation_actions shown_at=Signal::derive(move || shared.shown_at())
        />
        <LinkDialog link=shared.link/>
        <Show when=move || may_act.get()><SelectedPeople selection=shared.selection/></Show>
        <Show when=move || adding.get()>
            <Show when=move || may_act.get() fallback=MayNot>
                <NewMember shared again/>
            </Show>
        </Show>
    }
    .into_any()
}

/// What was just done, and what did not come through.
#[component]
fn StatusMessage(shared: MembersContext) -> impl IntoView {
    let notices = use_notices();
    // What the address says was done: what became of a list of addresses, and whether that is all that could be hoped for;
    // that access was revoked, or that something was taken back.
    let count = move |name: &str| notices.get(name).and_then(|count| count.parse::<usize>().ok());
    // The list of what can be undone says it, too, with the names: once is enough to see. Notices outlive the page, which may be
    // gone when they change.
    let told_below = Memo::new(move |before: Option<&bool>| {
        let revoked = count(paths::REVOKED).filter(|_| count(paths::ALREADY_REVOKED).is_none());
        let Some((revoked, view)) = revoked.zip(shared.view.try_read()) else { return false };
        let newest = view.recently_revoked.first().filter(|row| row.revoked_by.is_none()).map(|row| row.revoked_at);
        let batch = view.recently_revoked.iter().filter(|row| Some(row.revoked_at) == newest);
        before == Some(&true) || (revoked > 0 && batch.count() == revoked)
    });
    // One who was given another role, as long as they have it: their name, where they are known, and whether it is said in their row.
    let told_role = Memo::new(move |_| {
        let (member, _, now) = paths::role_told(&notices.get(paths::CHANGED)?)?;
        let view = shared.view.try_read()?;
        match view.member(member) {
            Some((row, _)) if row.role != now => None,
            known => Some((known.map(|(row, here)| (row.name.clone(), here)), now)),
        }
    });
    // What is seen elsewhere on the page.
    let only_heard = move || {
        if told_below.try_get() == Some(true) {
            return Some(list::revoked(count(paths::REVOKED).unwrap_or(0), 0));
        }
        if let Some((known, now)) = told_role.try_get().flatten() {
            let (name, _) = known.filter(|(_, here)| *here)?;
            return Some(row_actions::role_changed(&name, now));
        }
        if let Some((count, role)) = notices.get(paths::CHANGED).and_then(|told| paths::roles_told(&told)) {
            return Some(many::changed(count, role));
        }
        count(paths::ADDED).filter(|count| *count > 0).map(many::added)
    };
    let announced = shared.row_actions.announced;
    let heard = Memo::new(move |_| match announced.try_get().unwrap_or_default() {
        announced if announced.is_empty() => only_heard().unwrap_or_default(),
        announced => announced,
    });
    let outcomes = Memo::new(move |_| {
        if let Some(revoked) = count(paths::REVOKED) {
            if told_below.try_get() == Some(true) {
                return (String::new(), NoticeTone::Ok);
            }
            return (list::revoked(revoked, count(paths::ALREADY_REVOKED).unwrap_or(0)), NoticeTone::Ok);
        }
        if let Some(restored) = count(paths::RESTORED) {
            return (list::restored_so_many(restored), NoticeTone::Ok);
        }
        if let Some(undone) = count(paths::UNDONE) {
            return (many::undone(undone).to_owned(), NoticeTone::Ok);
        }
        if count(paths::ADDED) == Some(0) {
            return (many::NOBODY_WAS_ADDED.to_owned(), NoticeTone::Plain);
        }
        let told =
            [(paths::CANCELLED, list::CANCELLED), (paths::DISMISSED, list::DISMISSED), (paths::TRIED, list::TRIED)];
        for (name, sentence) in told {
            if notices.get(name).is_some() {
                return (sentence.to_owned(), NoticeTone::Ok);
            }
        }
        if let Some((None, role)) = told_role.try_get().flatten() {
            return (many::changed(1, role), NoticeTone::Ok);
        }
        let counts = InviteOutcome::ALL.map(|outcome| (outcome, count(outcome.as_str()).unwrap_or(0)));
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
                <RoleOfOther shared/>
            </div>
            <p class="visually-hidden" role="status">{move || heard.get()}</p>
            <FormError error=shared.row_actions.error/>
            <FormError error=shared.link.error/>
        </div>
    }
}

/// That somebody has another role, and the way back, where no row of the page is theirs: by that role the filter may leave them out.
#[component]
fn RoleOfOther(shared: MembersContext) -> impl IntoView {
    let notices = use_notices();
    let told = Memo::new(move |_| {
        let (member, _, now) = paths::role_told(&notices.get(paths::CHANGED)?)?;
        let view = shared.view.try_read()?;
        let (row, here) = view.member(member)?;
        let can_undo = row.can_change_role && !row.me;
        (!here && row.role == now).then(|| (member.to_string(), row.name.clone(), now, can_undo))
    });
    move || {
        told.get().map(|(member, name, now, can_undo)| {
            let (text, names) = (row_actions::role_changed(&name, now), vec![name]);
            view! {
                <Notice tone=NoticeTone::Ok icon=IconName::Check still=true>
                    <span>
                        <Sentence text names/> " "
                        {can_undo.then(|| view! { <UndoRole member shared/> })}
                    </span>
                </Notice>
            }
        })
    }
}

/// Why roles and projects are only shown here, where an identity provider says what people are (ST-5).
#[component]
fn ManagedElsewhere(shared: MembersContext) -> impl IntoView {
    let managed = Memo::new(move |_| shared.view.read().identity_managed);
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    view! {
        <Show when=move || managed.get()>
            <Notice tone=NoticeTone::Plain icon=IconName::Info still=true>
                <Sentence
                    text=move || members::details::identity_managed(&organization())
                    names=Signal::derive(move || vec![organization()])
                />
            </Notice>
        </Show>
    }
}

/// Invitations that the search finds among the others.
#[component]
fn AlsoInvited(shared: MembersContext) -> impl IntoView {
    let view = shared.view;
    let count = Memo::new(move |_| view.read().also_invited.len());
    let href = move || {
        let view = view.read();
        let query = InvitationQuery::default().filtered(|filter| view.wanted.find().clone_into(&mut filter.find));
        shared.slug.with_value(|slug| paths::invited_list(slug, &query))
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <p class="also-invited">
                {move || list::also_invited(view.read().wanted.find(), count.get())} " "
                <a class="link" href=href>{move || list::show_invited(count.get())}</a>
            </p>
        </Show>
    }
}

/// From page to page.
#[component]
fn Pages(shared: MembersContext) -> impl IntoView {
    let view = shared.view;
    let words = move || view.with(|view| list::rows_of(view.before, view.shown(), view.found));
    let there_are = Memo::new(move |_| view.with(|view| (view.previous.is_some(), view.next.is_some())));
    focus::follow_pages(Memo::new(move |_| view.read().wanted.clone()), FIRST_ROW);
    let href = move |back: bool| {
        let view = view.read();
        let word = if back { &view.previous } else { &view.next }.as_deref().unwrap_or_default();
        let wanted = match &view.wanted {
            Wanted::Members(query) => {
                let turn = if back { MemberPage::Before } else { MemberPage::After };
                let page = MemberPlace::read(word, query.order.by).map(turn).unwrap_or_default();
                Wanted::Members(query.at(page))
            }
            Wanted::Invited(query) => {
                let turn = if back { InvitationPage::Before } else { InvitationPage::After };
                Wanted::Invited(query.at(InvitationPlace::read(word).map(turn).unwrap_or_default()))
            }
        };
        shared.slug.with_value(|slug| wanted.path(slug))
    };
    view! {
        <Show when=move || { there_are.get() != (false, false) }>
            <nav class="page-footer" aria-label=list::PAGES>
                <span role="status">{words}</span>
                <div>
                    <Show when=move || there_are.get().0>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || href(true)) attr:rel="prev">
                            {list::PREVIOUS}
                        </LinkButton>
                    </Show>
                    <Show when=move || there_are.get().1>
                        <LinkButton size=ButtonSize::Small href=Signal::derive(move || href(false)) attr:rel="next">
                            {list::NEXT}
                        </LinkButton>
                    </Show>
                </div>
            </nav>
        </Show>
    }
}
