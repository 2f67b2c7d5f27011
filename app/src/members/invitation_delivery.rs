//! Where an invitation and its mail are, in words (IN-7, FIELD-51).

use chrono::{DateTime, Utc};
use domain::{DeliveryState, InvitationStanding};
use leptos::prelude::*;

use super::{api::invited::InvitationRow, invitation_actions::Sent};
use crate::{
    text::members::invited,
    ui::{Icon, IconName, LocalTime, Sentence, TimeShape},
};

/// What an invitation waits for, or what was just done about it: a word, and below it the rest.
#[component]
pub(super) fn Delivery(
    row: InvitationRow,
    /// That it was sent a moment ago, here.
    sent: Option<Sent>,
    /// Who can ask for more seats, where that is somebody else.
    who_asks: Option<Vec<String>>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let at = |at: Option<DateTime<Utc>>| at.map(|at| view! { <LocalTime at shape=TimeShape::Weekday now/> });
    let ago = |at: Option<DateTime<Utc>>| at.map(|at| view! { <LocalTime at shape=TimeShape::Relative now/> });
    let by = row.inviter.as_deref().map(invited::by);
    let (icon, tone, words, more) = match (row.standing, row.delivery.clone()) {
        // What became of it since counts more.
        (InvitationStanding::Underway, _) if sent.is_some() => {
            let again = sent.is_some_and(|sent| sent.again);
            let more = if again { invited::OLDER_IS_DEAD } else { invited::GOOD_FOR_A_WEEK };
            (IconName::Check, "sent", invited::SENT_NOW, more.into_any())
        }
        (InvitationStanding::Asked, _) => {
            let ended = row.expires_at.filter(|at| *at <= now);
            let ended = ended.map(|at| view! { {invited::ENDED} <LocalTime at shape=TimeShape::Date now/> });
            (IconName::Refresh, "asked", invited::ASKED, view! { {at(row.asked_at)} {ended} }.into_any())
        }
        (InvitationStanding::NoSeat, _) => {
            let way = who_asks.map(|names| {
                view! { <Sentence text=invited::who_asks_for_seats(&names) names/> }
            });
            let tried = view! { {invited::TRIED} {ago(row.seat_wanted_at)} {way} };
            (IconName::Warning, "asked", invited::NO_SEAT, tried.into_any())
        }
        (InvitationStanding::SeatFree, _) => {
            let tried = view! { {invited::TRIED} {ago(row.seat_wanted_at)} {invited::SEND_TO_TELL} };
            (IconName::Refresh, "asked", invited::SEAT_FREE, tried.into_any())
        }
        (InvitationStanding::Unbacked, _) => {
            (IconName::Warning, "asked", invited::UNBACKED, invited::MAY_NOT_GIVE.into_any())
        }
        (InvitationStanding::Refused, Some(DeliveryState::Refused { reason })) => {
            let why = invited::refused(&reason);
            (IconName::Warning, "refused", invited::REFUSED, view! { <span class="verbatim">{why}</span> }.into_any())
        }
        (InvitationStanding::Refused, _) => (IconName::Warning, "refused", invited::DROPPED, invited::DIED.into_any()),
        (InvitationStanding::Delayed, Some(DeliveryState::Queued { next_try: Some(at) })) => {
            let next = view! { {invited::NEXT_TRY} <LocalTime at shape=TimeShape::Clock/> };
            (IconName::Clock, "queued", invited::QUEUED, next.into_any())
        }
        (InvitationStanding::Delayed, _) => (IconName::Clock, "queued", invited::QUEUED, ().into_any()),
        (InvitationStanding::Expired, _) => {
            let was_sent = view! { {invited::SENT_AT} {at(row.sent_at)} {by} };
            (IconName::Clock, "queued", invited::EXPIRED, was_sent.into_any())
        }
        (InvitationStanding::Declined, _) => {
            (IconName::Cross, "gone", invited::DECLINED, at(row.settled_at).into_any())
        }
        (InvitationStanding::Underway, Some(DeliveryState::HandedOver { at: taken })) => {
            let server = row.mail_server.as_deref().map(invited::to_server);
            (IconName::Check, "sent", invited::HANDED_OVER, view! { {at(Some(taken))} {server} }.into_any())
        }
        (InvitationStanding::Underway, Some(DeliveryState::Queued { .. })) => {
            (IconName::Mail, "gone", invited::SENDING, invited::FIRST_TRY.into_any())
        }
        (InvitationStanding::Underway, _) => {
            (IconName::Check, "sent", invited::SENT, view! { {at(row.sent_at)} {by} }.into_any())
        }
        (InvitationStanding::Draft, _) => {
            let written = view! { {at(Some(row.created_at))} {by} };
            (IconName::Edit, "gone", invited::DRAFT, written.into_any())
        }
    };
    view! {
        <span class="sending" data-state=tone>
            <Icon name=icon/>
            <span>{words}</span>
            <small>{more}</small>
        </span>
    }
}
