//! The row of somebody who is invited.

use chrono::{DateTime, Utc};
use domain::{
    InvitationId, InvitationStanding, InvitationState, Role,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

use super::{
    api::invited::InvitationRow,
    context::MembersContext,
    invitation_actions::{CANCEL_FORM, DISMISS_FORM, SEND_FORM, TRY_NOW_FORM, menu_button_id},
    invitation_delivery::Delivery,
    list_view::ListView,
    member_row::Tick,
    terms_fields::PROJECTS_ID,
};
use crate::{
    form::{PageField, PostForm},
    text::{
        members::{invited, list, row_actions},
        settings,
    },
    ui::{
        Avatar, AvatarSize, Button, ButtonKind, ButtonSize, FormError, IconButton, IconName, LinkButton, LocalTime,
        Menu, MenuItem, MenuLine, MenuLink, Name, TimeShape,
    },
};

/// The row. What changes about an invitation changes in it, so that an open menu and a ticked box stay.
#[component]
pub(super) fn InvitationLine(
    /// The invitation that the row shows.
    id: InvitationId,
    shared: MembersContext,
) -> impl IntoView {
    let row = Memo::new(move |before: Option<&Option<InvitationRow>>| {
        let row = shared.view.read().invitations.iter().find(|row| row.id == id).cloned();
        // The row goes with its invitation; until then the last that is known counts.
        row.or_else(|| before.cloned().flatten())
    });
    let Some(InvitationRow { email, .. }) = row.get_untracked() else { return ().into_any() };
    let email = StoredValue::new(email);
    // A declined one is over: there is no access to revoke.
    let open = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.state != InvitationState::Declined));
    let can_menu =
        Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.can_edit || row.can_copy_link || row.can_cancel));
    let given = move || row.read().as_ref().map(|row| shared.view.with(|view| given(row, view)));
    let now = move || shared.view.read_untracked().now;
    let ends_at = Memo::new(move |_| row.read().as_ref().and_then(until));
    let in_days = Memo::new(move |_| Some(invited::good_until(ends_at.get()?, shared.now.get())));
    let good_until = move || {
        let at = ends_at.get()?;
        Some(view! { {move || in_days.get()} <small><LocalTime at shape=TimeShape::Weekday now=now()/></small> })
    };
    let until_in_words = Memo::new(move |_| Some(invited::and_good_until(ends_at.get()?, shared.now.get())));
    let sent = Memo::new(move |_| shared.invitation_actions.sent.get().filter(|sent| sent.id == id));
    let who_asks = Memo::new(move |_| {
        let view = shared.view.read();
        (!view.can_manage_billing).then(|| view.seat_managers.clone())
    });
    let delivery =
        move || row.get().map(|row| view! { <Delivery row sent=sent.get() who_asks=who_asks.get() now=now()/> });
    let failure = shared.invitation_actions.failure(id);
    view! {
        <tr role="row" data-answered=move || sent.read().is_some().then_some("true")>
            <Show when=move || open.get() fallback=|| view! { <td role="cell" class="col-check"></td> }>
                <Tick id=id.to_string() name=email.get_value() attr:role="cell"/>
            </Show>
            <th scope="row" role="rowheader" class="clip">
                <span class="person">
                    <Avatar name="" size=AvatarSize::Medium pending=true/>
                    <span>
                        <b><Name text=email.get_value() verbatim=true find=shared.find/></b>
                        <small>{given} <span class="snug-only">{move || until_in_words.get()}</span></small>
                    </span>
                </span>
            </th>
            <td role="cell" class="col-sent">
                {delivery}
                <FormError error=Signal::derive(move || failure.get())/>
            </td>
            <td role="cell" class="col-until roomy-only">{good_until}</td>
            <td role="cell" class="col-acts"><NextSteps id row shared/></td>
            <td role="cell" class="col-menu">
                <Show when=move || can_menu.get()><InvitationMenu id row shared/></Show>
            </td>
        </tr>
    }
    .into_any()
}

/// What it gives, in words.
fn given(row: &InvitationRow, view: &ListView) -> String {
    let named = view.projects.iter();
    let places: Vec<_> =
        named.filter_map(|project| Some((project.label(), row.projects.role_in(project.id)?))).collect();
    invited::given(row.role, row.every_project, &places)
}

/// Until when its link is good, or was.
fn until(row: &InvitationRow) -> Option<DateTime<Utc>> {
    row.expires_at.filter(|_| row.state != InvitationState::Declined)
}

/// The one or two acts that make sense, as buttons.
#[component]
fn NextSteps(id: InvitationId, row: Memo<Option<InvitationRow>>, shared: MembersContext) -> impl IntoView {
    let steps = Memo::new(move |_| {
        let billing = shared.view.read().can_manage_billing;
        row.read().as_ref().map(|row| Steps::of(row, billing))
    });
    let email =
        StoredValue::new(row.with_untracked(|row| row.as_ref().map(|row| row.email.clone()).unwrap_or_default()));
    let label = move |button: &str| email.with_value(|email| invited::for_whom(button, email));
    let edit = shared.slug.with_value(|slug| paths::edit_invitation(slug, id));
    let billing = shared.slug.with_value(|slug| SettingsTab::Billing.path(slug));
    let to_projects = format!("{edit}#{PROJECTS_ID}");
    let link = shared.link;
    let sending = shared.invitation_actions.is_sending(id);
    move || {
        let Steps {
            send,
            billing: seats,
            fix_address,
            try_now,
            copy_link,
            invite_again,
            dismiss,
            add_to_project,
            edit: edits,
        } = steps.get()?;
        let (edit, fix, add, billing) = (edit.clone(), edit.clone(), to_projects.clone(), billing.clone());
        Some(view! {
            <span>
                {seats.then(|| view! {
                    <LinkButton size=ButtonSize::Small href=billing aria_label=label(settings::tab(SettingsTab::Billing))>
                        {settings::tab(SettingsTab::Billing)}
                    </LinkButton>
                })}
                {fix_address.then(|| view! {
                    <LinkButton
                        size=ButtonSize::Small href=fix aria_label=label(invited::FIX_ADDRESS) attr:data-noscroll="true"
                    >
                        {invited::FIX_ADDRESS}
                    </LinkButton>
                })}
                {add_to_project.then(|| view! {
                    <LinkButton
                        size=ButtonSize::Small href=add aria_label=label(invited::ADD_TO_PROJECT)
                        attr:data-noscroll="true"
                    >
                        {invited::ADD_TO_PROJECT}
                    </LinkButton>
                })}
                {try_now.then(|| view! {
                    <Button
                        size=ButtonSize::Small submit=true name="invitation" value=id.to_string() attr:form=TRY_NOW_FORM
                        aria_label=label(invited::TRY_NOW)
                    >
                        {invited::TRY_NOW}
                    </Button>
                })}
                {send.map(|words| view! {
                    <Button
                        size=ButtonSize::Small submit=true name="invitation" value=id.to_string() busy=sending
                        attr:form=SEND_FORM aria_label=label(words)
                    >
                        {words}
                    </Button>
                })}
                {copy_link.then(|| view! {
                    <span class="needs-script">
                        <Button
                            size=ButtonSize::Small icon=IconName::Link
                            on_click=move || link.get(id, email.get_value()) aria_label=label(invited::COPY_LINK)
                        >
                            {invited::COPY_LINK}
                        </Button>
                    </span>
                })}
                {edits.then(|| view! {
                    <LinkButton
                        kind=ButtonKind::Quiet size=ButtonSize::Small href=edit aria_label=label(invited::EDIT)
                        attr:data-noscroll="true"
                    >
                        {invited::EDIT}
                    </LinkButton>
                })}
                {invite_again.then(|| view! { <InviteAgain row shared label=label(invited::INVITE_AGAIN)/> })}
                {dismiss.then(|| view! {
                    <Button
                        kind=ButtonKind::Quiet size=ButtonSize::Small submit=true name="invitation" value=id.to_string()
                        attr:form=DISMISS_FORM aria_label=label(invited::DISMISS)
                    >
                        {invited::DISMISS}
                    </Button>
                })}
            </span>
        })
    }
}

/// Which buttons a row has.
#[expect(clippy::struct_excessive_bools, reason = "each of them is there or not")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Steps {
    /// Sending it, in these words.
    send: Option<&'static str>,
    /// To where seats are seen to.
    billing: bool,
    fix_address: bool,
    try_now: bool,
    copy_link: bool,
    invite_again: bool,
    dismiss: bool,
    add_to_project: bool,
    edit: bool,
}

impl Steps {
    /// `billing`: whether I see to seats.
    fn of(row: &InvitationRow, billing: bool) -> Self {
        let draft = row.standing == InvitationStanding::Draft;
        let words = match row.standing {
            InvitationStanding::Draft => invited::SEND,
            InvitationStanding::Asked
            | InvitationStanding::SeatFree
            | InvitationStanding::Unbacked
            | InvitationStanding::Expired => invited::SEND_NEW_LINK,
            InvitationStanding::NoSeat
            | InvitationStanding::Refused
            | InvitationStanding::Delayed
            | InvitationStanding::Underway
            | InvitationStanding::Declined => invited::RESEND,
        };
        // The link of one that nobody stands behind opens nothing.
        let opens = row.standing != InvitationStanding::Asked && row.standing != InvitationStanding::Unbacked;
        let no_seat = row.standing == InvitationStanding::NoSeat;
        // As it was sent it would be refused, or wait, once more: that stays in the menu.
        let instead = row.can_fix_address || row.can_try_now || no_seat;
        Self {
            send: (row.can_send && !instead).then_some(words),
            billing: no_seat && billing,
            fix_address: row.can_fix_address && !no_seat,
            try_now: row.can_try_now && !no_seat,
            copy_link: row.can_copy_link && opens && !no_seat,
            invite_again: row.can_invite_again,
            dismiss: row.can_dismiss,
            add_to_project: row.can_edit && row.lacks_project,
            edit: draft && row.can_send,
        }
    }
}

/// The same invitation anew, for somebody who declined it.
#[component]
fn InviteAgain(row: Memo<Option<InvitationRow>>, shared: MembersContext, label: String) -> impl IntoView {
    let row = row.get_untracked()?;
    let projects =
        row.projects.iter().map(|(id, role)| format!("{id}:{}", role.as_str())).collect::<Vec<_>>().join(",");
    Some(view! {
        <PostForm form=shared.invitation_actions.invite_again>
            <PageField/>
            <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
            <input type="hidden" name="emails" value=row.email/>
            <input type="hidden" name="role" value=row.role.as_str()/>
            <input type="hidden" name="grants" value=row.grants.to_string()/>
            <input type="hidden" name="projects" value=projects/>
            <input type="hidden" name="first_name" value=row.first_name/>
            <input type="hidden" name="last_name" value=row.last_name/>
            <Button size=ButtonSize::Small submit=true aria_label=label>{invited::INVITE_AGAIN}</Button>
        </PostForm>
    })
}

/// Send it, hand its link over, change what it gives, take it back.
#[component]
fn InvitationMenu(id: InvitationId, row: Memo<Option<InvitationRow>>, shared: MembersContext) -> impl IntoView {
    let Some(InvitationRow { email, .. }) = row.get_untracked() else { return ().into_any() };
    let label = list::actions_for(&email);
    let row_id = id.to_string();
    let menu_id = format!("menu-{row_id}");
    let draft = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.state == InvitationState::Draft));
    let send = move || if draft.get() { row_actions::SEND } else { row_actions::RESEND };
    let can = move |what: fn(&InvitationRow) -> bool| Memo::new(move |_| row.read().as_ref().is_some_and(what));
    let can_send = can(|row| row.can_send);
    let can_edit = can(|row| row.can_edit);
    // Where there is a project that it does not add to yet.
    let can_add = Memo::new(move |_| {
        let (view, row) = (shared.view.read(), row.read());
        let more = |row: &InvitationRow| view.projects.iter().any(|project| row.projects.role_in(project.id).is_none());
        !view.identity_managed
            && row
                .as_ref()
                .is_some_and(|row| row.can_edit && row.role == Role::Member && !row.every_project && more(row))
    });
    let can_copy_link = can(|row| row.can_copy_link);
    let can_cancel = can(|row| row.can_cancel);
    let can_both = Memo::new(move |_| can_cancel.get() && (can_edit.get() || can_copy_link.get()));
    let (send_id, cancel_id) = (row_id.clone(), row_id.clone());
    let link = shared.link;
    let edit = shared.slug.with_value(|slug| paths::edit_invitation(slug, id));
    let add = format!("{edit}#{PROJECTS_ID}");
    view! {
        <IconButton
            icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id.clone()
            attr:id=menu_button_id(id)
        />
        <Menu id=menu_id label>
            <Show when=move || can_send.get()>
                <MenuItem
                    icon=IconName::Refresh submit=true
                    attr:form=SEND_FORM attr:name="invitation" attr:value=send_id.clone()
                >
                    {send}
                </MenuItem>
            </Show>
            <Show when=move || can_copy_link.get()>
                {
                    let email = email.clone();
                    view! {
                        <div class="needs-script">
                            <MenuItem icon=IconName::Link on_click=move || link.get(id, email.clone())>
                                {row_actions::COPY_LINK}
                            </MenuItem>
                        </div>
                    }
                }
            </Show>
            <Show when=move || can_add.get()>
                <MenuLink icon=IconName::Project href=add.clone()>{row_actions::ADD_TO_PROJECT}</MenuLink>
            </Show>
            <Show when=move || can_edit.get()>
                <MenuLink icon=IconName::Edit href=edit.clone()>{row_actions::EDIT}</MenuLink>
            </Show>
            <Show when=move || can_both.get()><MenuLine/></Show>
            <Show when=move || can_cancel.get()>
                <MenuItem
                    icon=IconName::Cross danger=true submit=true
                    attr:form=CANCEL_FORM attr:name="invitation" attr:value=cancel_id.clone()
                >
                    {row_actions::CANCEL}
                </MenuItem>
            </Show>
        </Menu>
    }
    .into_any()
}
