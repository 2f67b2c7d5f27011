//! The list of invitations.

use chrono::{DateTime, Utc};
use domain::{InvitationGroup, InvitedDelivery, InvitedState, ProjectRole, Role};

use crate::{
    text::{first_name, invitations, listed, members::list, projects::a_project_role, role as role_name},
    ui::isolated,
};

/// What the table lists.
pub const CAPTION: &str = "Invitations";
/// Heads of columns.
pub const ADDRESS: &str = "Address";
pub const DELIVERY: &str = "Delivery";
pub const GOOD_UNTIL: &str = "Good until";
/// Head of a column, said only.
pub const NEXT_STEP: &str = "Next step";
/// Filter that is not set, and the way out of one that is.
pub const ANY_DELIVERY: &str = "Any delivery";

/// Buttons of a row.
pub const SEND: &str = "Send";
pub const SEND_NEW_LINK: &str = "Send new link";
pub const RESEND: &str = "Resend";
pub const FIX_ADDRESS: &str = "Fix address…";
pub const TRY_NOW: &str = "Try now";
pub const COPY_LINK: &str = "Copy link";
pub const INVITE_AGAIN: &str = "Invite again";
pub const DISMISS: &str = "Dismiss";
pub const EDIT: &str = "Edit…";
pub const ADD_TO_PROJECT: &str = "Add to project…";

/// What an invitation waits for, and where its mail is.
pub const ASKED: &str = "Asked for a new one";
pub const NO_SEAT: &str = "Wants in: no seat is free";
pub const SEAT_FREE: &str = "Wants in: a seat is free by now";
pub const UNBACKED: &str = "Needs resending";
pub const REFUSED: &str = "Refused";
pub const DROPPED: &str = "Not delivered";
pub const QUEUED: &str = "Queued";
pub const EXPIRED: &str = "Expired";
pub const DECLINED: &str = "Declined";
pub const SENDING: &str = "Being sent";
pub const HANDED_OVER: &str = "Handed over";
pub const SENT: &str = "Sent";
pub const DRAFT: &str = "Draft, not sent";
/// Below [`UNBACKED`].
pub const MAY_NOT_GIVE: &str = "Who sent it can’t give all of it any more";
/// Below [`NO_SEAT`] and [`SEAT_FREE`], before the time.
pub const TRIED: &str = "Tried ";
/// Below [`SEAT_FREE`], after the time.
pub const SEND_TO_TELL: &str = ". A new link tells them";
/// Below [`DROPPED`].
pub const DIED: &str = "Its link died before the mail server took the mail";
/// Below [`SENDING`].
pub const FIRST_TRY: &str = "On its way to the mail server";
/// Below [`ASKED`], before when the earlier link ended.
pub const ENDED: &str = ". The earlier link ended ";
/// Below [`QUEUED`], before the time.
pub const NEXT_TRY: &str = "The mail server didn’t take it. Next try at ";
/// Below [`EXPIRED`], before the time.
pub const SENT_AT: &str = "Sent ";

/// In the row of an invitation, once it was sent by its button.
pub const SENT_NOW: &str = "Sent a moment ago";
pub const OLDER_IS_DEAD: &str = "The earlier link no longer works";
/// Below it, of what was a draft.
pub const GOOD_FOR_A_WEEK: &str = "Good for 7 days";

/// The groups, in their order.
pub const fn group(group: InvitationGroup) -> &'static str {
    match group {
        InvitationGroup::Waiting => "Waiting for you",
        InvitationGroup::Underway => "On their way",
        InvitationGroup::Drafts => "Drafts",
    }
}

/// A state to filter by.
pub const fn state(state: InvitedState) -> &'static str {
    match state {
        InvitedState::Sent => SENT,
        InvitedState::Asked => ASKED,
        InvitedState::NoSeat => NO_SEAT,
        InvitedState::SeatFree => SEAT_FREE,
        InvitedState::Unbacked => UNBACKED,
        InvitedState::Expired => EXPIRED,
        InvitedState::Declined => DECLINED,
        InvitedState::Draft => "Draft",
    }
}

/// Where mails are that are filtered by it.
pub const fn delivery(delivery: InvitedDelivery) -> &'static str {
    match delivery {
        InvitedDelivery::HandedOver => HANDED_OVER,
        InvitedDelivery::Queued => QUEUED,
        InvitedDelivery::Refused => REFUSED,
    }
}

/// What the mail server said.
pub fn refused(reason: &str) -> String {
    format!("The mail server said: {reason}")
}

/// Below [`NO_SEAT`], after the time: who can see to it that there is one.
pub fn who_asks_for_seats(managers: &[String]) -> String {
    let managers = if managers.is_empty() { "An owner".into() } else { listed(managers, "or") };
    format!(". {managers} can ask for more seats")
}

/// After the time at which this mail server took a mail.
pub fn to_server(server: &str) -> String {
    format!(", to {}", isolated(server))
}

/// After the time of what was done by somebody.
pub fn by(inviter: &str) -> String {
    format!(", by {}", isolated(first_name(inviter)))
}

/// What an invitation gives: "Member, Website as an agent".
pub fn given(role: Role, every_project: bool, places: &[(String, ProjectRole)]) -> String {
    let role = role_name(role);
    if every_project {
        return role.to_owned();
    }
    let place = |(name, role): &(String, ProjectRole)| format!("{} as {}", isolated(name), a_project_role(*role));
    let places: Vec<String> = places.iter().map(place).collect();
    if places.is_empty() { format!("{role}, no project yet") } else { format!("{role}, {}", places.join(", ")) }
}

/// How long its link is good: "In 6 days".
pub fn good_until(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if expires_at <= now { EXPIRED.to_owned() } else { format!("In {}", invitations::left(expires_at, now)) }
}

/// How long a link is good, after what the invitation gives, where there is no column for it.
pub fn and_good_until(expires_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!(" · {}", good_until(expires_at, now).to_lowercase())
}

/// Fuller name of a button.
pub fn for_whom(button: &str, email: &str) -> String {
    list::for_whom(button, &isolated(email))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    // IN-1
    #[test]
    fn in_1_what_an_invitation_gives() {
        let places = [("Website".to_owned(), ProjectRole::Agent), ("Repairs".to_owned(), ProjectRole::Viewer)];
        let said = given(Role::Member, false, &places).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(said, "Member, Website as an agent, Repairs as a viewer");
        assert_eq!(given(Role::BillingAdmin, false, &[]), "Billing admin, no project yet");
        assert_eq!(given(Role::Admin, true, &places), "Admin");
    }

    // IN-7
    #[test]
    fn in_7_how_long_it_is_good() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(good_until(now + TimeDelta::days(6), now), "In 6 days");
        assert_eq!(good_until(now + TimeDelta::minutes(20), now), "In less than an hour");
        assert_eq!(good_until(now, now), "Expired");
        assert_eq!(and_good_until(now + TimeDelta::days(1), now), " · in 1 day");
    }
}
