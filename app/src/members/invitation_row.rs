//! The row of somebody who is invited.

use chrono::{DateTime, Utc};
use domain::{DeliveryState, InvitationId, InvitationState, paths};
use leptos::prelude::*;

use super::{
    api::invited::InvitationRow,
    context::MembersContext,
    member_row::Tick,
    row_actions::{CANCEL_FORM, SEND_FORM, menu_id},
};
use crate::{
    text::{
        self, invitations,
        members::{list, row_actions},
    },
    ui::{
        Avatar, AvatarSize, Badge, BadgeTone, Button, ButtonSize, IconButton, IconName, LocalTime, Menu, MenuItem,
        MenuLine, MenuLink, Name, TimeShape,
    },
};

/// The row. What changes about an invitation changes in it, so that an open menu and a ticked box stay.
#[component]
pub fn InvitationLine(
    /// The invitation that the row shows.
    id: InvitationId,
    /// Of the list.
    shared: MembersContext,
) -> impl IntoView {
    let row = Memo::new(move |before: Option<&Option<InvitationRow>>| {
        let row = shared.view.read().invitations.iter().find(|row| row.id == id).cloned();
        // The row goes with its invitation; until then the last that is known counts.
        row.or_else(|| before.cloned().flatten())
    });
    let Some(InvitationRow { email, .. }) = row.get_untracked() else { return ().into_any() };
    let email = StoredValue::new(email);
    let role = Memo::new(move |_| row.read().as_ref().map(|row| row.role));
    // A declined one is over: nothing can be done about it but inviting anew.
    let open = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.state != InvitationState::Declined));
    let can_anything = Memo::new(move |_| row.read().as_ref().is_some_and(InvitationRow::can_anything));
    let undelivered = Memo::new(move |_| row.read().as_ref().is_some_and(InvitationRow::is_undelivered));
    let line = move || row.get().map(|row| view! { <Line row now=shared.view.read_untracked().now/> });
    let state = move || row.get().map(|row| view! { <State row/> });
    view! {
        <tr>
            <Show when=move || shared.may_act.get()>
                <Show when=move || open.get() fallback=|| view! { <td class="col-check"></td> }>
                    <Tick id=id.to_string() name=email.get_value()/>
                </Show>
            </Show>
            <th scope="row" class="clip">
                <span class="person">
                    <Avatar name="" size=AvatarSize::Medium pending=true/>
                    <span><b><Name text=email.get_value() verbatim=true/></b><small>{line}</small></span>
                </span>
                <Show when=move || undelivered.get()><Undelivered id row shared/></Show>
            </th>
            <td class="col-role strong wide-only">{move || role.get().map(text::role)}</td>
            <td class="col-state">{state}</td>
            <Show when=move || shared.may_act.get()>
                <td class="col-menu">
                    <Show when=move || can_anything.get()><InvitationMenu id row shared/></Show>
                </td>
            </Show>
        </tr>
    }
    .into_any()
}

/// Who invited, and what of its time is left.
#[component]
fn Line(row: InvitationRow, now: DateTime<Utc>) -> impl IntoView {
    let from = row.inviter.as_deref().map_or_else(|| list::NO_NAME.to_owned(), list::from);
    let delivery = row.delivery.filter(|_| row.state == InvitationState::Sent).map(|delivery| match delivery {
        DeliveryState::HandedOver { at } => {
            view! { " · " {list::HANDED_OVER} <LocalTime at shape=TimeShape::Weekday now/> }.into_any()
        }
        DeliveryState::Queued { next_try: Some(at) } => {
            view! { " · " {list::NEXT_TRY} <LocalTime at shape=TimeShape::Seconds/> }.into_any()
        }
        // Told in full below.
        DeliveryState::Queued { next_try: None } | DeliveryState::Refused { .. } | DeliveryState::Dropped => {
            ().into_any()
        }
    });
    let when = match (row.state, row.expires_at) {
        (InvitationState::Draft, _) => list::NOT_SENT.into_any(),
        (InvitationState::Sent, Some(at)) => invitations::days_left(at, now).into_any(),
        (InvitationState::Expired, Some(at)) => {
            view! { {list::EXPIRED_AT} <LocalTime at shape=TimeShape::Relative now/> }.into_any()
        }
        _ => return from.into_any(),
    };
    view! { {from} " · " {when} {delivery} }.into_any()
}

/// Why its mail did not arrive, and what to do instead.
#[component]
fn Undelivered(id: InvitationId, row: Memo<Option<InvitationRow>>, shared: MembersContext) -> impl IntoView {
    let why = move || match row.read().as_ref().and_then(|row| row.delivery.clone()) {
        Some(DeliveryState::Refused { reason }) => list::refused(&reason),
        _ => list::DROPPED.to_owned(),
    };
    let email = row.with_untracked(|row| row.as_ref().map(|row| row.email.clone()).unwrap_or_default());
    let can_send = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.can_send && row.can_copy_link));
    let email = StoredValue::new(email);
    let link = shared.link;
    view! {
        <span class="undelivered">
            <small class="verbatim">{why}</small>
            <Show when=move || shared.may_act.get() && can_send.get()>
                <span class="undelivered-ways">
                    <Button
                        size=ButtonSize::Small submit=true name="invitation" value=id.to_string() attr:form=SEND_FORM
                        aria_label=email.with_value(|email| list::for_whom(list::RESEND, email))
                    >
                        {list::RESEND}
                    </Button>
                    <span class="needs-script">
                        <Button
                            size=ButtonSize::Small on_click=move || link.get(id, email.get_value())
                            aria_label=email.with_value(|email| list::for_whom(list::COPY_LINK, email))
                        >
                            {list::COPY_LINK}
                        </Button>
                    </span>
                </span>
            </Show>
        </span>
    }
}

impl InvitationRow {
    /// Whether I may do anything about it.
    fn can_anything(&self) -> bool {
        self.can_send || self.can_copy_link || self.can_cancel
    }

    /// Whether its mail will not arrive, though the invitation stands.
    fn is_undelivered(&self) -> bool {
        let failed = matches!(self.delivery, Some(DeliveryState::Refused { .. } | DeliveryState::Dropped));
        failed && self.state == InvitationState::Sent
    }
}

#[component]
fn State(row: InvitationRow) -> impl IntoView {
    let (tone, word) = match row.state {
        InvitationState::Draft => (BadgeTone::Outline, list::DRAFT),
        InvitationState::Sent if row.is_undelivered() => (BadgeTone::Danger, list::REFUSED),
        InvitationState::Sent if !row.backed && row.asked => (BadgeTone::Warn, list::ASKED),
        InvitationState::Sent if !row.backed => (BadgeTone::Warn, list::UNBACKED),
        InvitationState::Sent => match row.delivery {
            Some(DeliveryState::Queued { next_try: None }) => (BadgeTone::Accent, list::SENDING),
            Some(DeliveryState::Queued { next_try: Some(_) }) => (BadgeTone::Warn, list::QUEUED),
            _ => (BadgeTone::Accent, list::INVITED),
        },
        InvitationState::Expired if row.asked => (BadgeTone::Warn, list::ASKED),
        InvitationState::Expired => (BadgeTone::Warn, list::EXPIRED),
        InvitationState::Declined => (BadgeTone::Plain, list::DECLINED),
        InvitationState::Accepted | InvitationState::Cancelled => (BadgeTone::Plain, list::OVER),
    };
    view! { <Badge tone>{word}</Badge> }
}

/// Send it, hand its link over, take it back.
#[component]
fn InvitationMenu(id: InvitationId, row: Memo<Option<InvitationRow>>, shared: MembersContext) -> impl IntoView {
    let Some(InvitationRow { email, .. }) = row.get_untracked() else { return ().into_any() };
    let label = list::actions_for(&email);
    let row_id = id.to_string();
    let state = Memo::new(move |_| row.read().as_ref().map(|row| row.state));
    let send =
        move || if state.get() == Some(InvitationState::Draft) { row_actions::SEND } else { row_actions::RESEND };
    let can = move |what: fn(&InvitationRow) -> bool| Memo::new(move |_| row.read().as_ref().is_some_and(what));
    let can_send = can(|row| row.can_send);
    let can_copy_link = can(|row| row.can_copy_link);
    let can_cancel = can(|row| row.can_cancel);
    let can_both = Memo::new(move |_| can_cancel.get() && (can_send.get() || can_copy_link.get()));
    let (send_id, cancel_id) = (row_id.clone(), row_id.clone());
    let link = shared.link;
    let edit = shared.slug.with_value(|slug| paths::edit_invitation(slug, id));
    view! {
        <IconButton icon=IconName::More size=ButtonSize::Small label=label.clone() popovertarget=menu_id(&row_id)/>
        <Menu id=menu_id(&row_id) label>
            <Show when=move || can_send.get()>
                <MenuItem
                    icon=IconName::Mail submit=true
                    attr:form=SEND_FORM attr:name="invitation" attr:value=send_id.clone()
                >
                    {send}
                </MenuItem>
            </Show>
            <Show when=move || can_send.get()>
                <MenuLink icon=IconName::Edit href=edit.clone()>{row_actions::EDIT}</MenuLink>
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
            <Show when=move || can_both.get()><MenuLine/></Show>
            <Show when=move || can_cancel.get()>
                <MenuItem
                    icon=IconName::Trash danger=true submit=true
                    attr:form=CANCEL_FORM attr:name="invitation" attr:value=cancel_id.clone()
                >
                    {row_actions::CANCEL}
                </MenuItem>
            </Show>
        </Menu>
    }
    .into_any()
}
