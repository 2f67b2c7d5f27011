use chrono::TimeDelta;
use uuid::Uuid;

use super::*;

fn place(standing: InvitationStanding, minutes: i64, id: u128) -> InvitationPlace {
    let since = DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
    InvitationPlace { standing, since, id: Uuid::from_u128(id).into() }
}

fn read(search: &str) -> Result<InvitationQuery, UnknownMemberQuery> {
    let pairs: Vec<(&str, &str)> = search.split('&').filter_map(|pair| pair.split_once('=')).collect();
    InvitationQuery::read(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

// IN-4, IN-6, IN-7: what waits for the team, what for the person, and what for being sent.
#[test]
fn in_7_each_state_stands_in_its_group() {
    use InvitationGroup::{Drafts, Underway, Waiting};
    let at = DateTime::UNIX_EPOCH;
    let taken = Some(DeliveryState::HandedOver { at });
    let refused = Some(DeliveryState::Refused { reason: "550".into() });
    for (state, asked, backed, delivery, standing, group) in [
        (InvitationState::Draft, false, true, None, InvitationStanding::Draft, Drafts),
        (InvitationState::Draft, false, false, None, InvitationStanding::Draft, Drafts),
        (InvitationState::Sent, false, true, None, InvitationStanding::Underway, Underway),
        (InvitationState::Sent, false, true, taken.clone(), InvitationStanding::Underway, Underway),
        (
            InvitationState::Sent,
            false,
            true,
            Some(DeliveryState::Queued { next_try: None }),
            InvitationStanding::Underway,
            Underway,
        ),
        (
            InvitationState::Sent,
            false,
            true,
            Some(DeliveryState::Queued { next_try: Some(at) }),
            InvitationStanding::Delayed,
            Waiting,
        ),
        (InvitationState::Sent, false, true, refused.clone(), InvitationStanding::Refused, Waiting),
        (InvitationState::Sent, false, true, Some(DeliveryState::Dropped), InvitationStanding::Refused, Waiting),
        (InvitationState::Sent, true, true, taken.clone(), InvitationStanding::Underway, Underway),
        (InvitationState::Sent, false, false, refused.clone(), InvitationStanding::Unbacked, Waiting),
        (InvitationState::Sent, true, false, taken.clone(), InvitationStanding::Asked, Waiting),
        (InvitationState::Expired, true, true, taken.clone(), InvitationStanding::Asked, Waiting),
        (InvitationState::Expired, true, false, refused.clone(), InvitationStanding::Asked, Waiting),
        (InvitationState::Expired, false, true, refused, InvitationStanding::Expired, Waiting),
        (InvitationState::Declined, false, true, taken, InvitationStanding::Declined, Waiting),
    ] {
        let listed = InvitedState::of(state, asked, backed, SeatWanted::No).unwrap();
        let found = InvitationStanding::of(listed, delivery.as_ref().map(InvitationMail::from));
        assert_eq!((found, found.group()), (standing, group), "{state:?} {asked} {backed} {delivery:?}");
    }
    assert_eq!(InvitedState::of(InvitationState::Accepted, false, true, SeatWanted::No), None);
    assert_eq!(InvitedState::of(InvitationState::Cancelled, true, true, SeatWanted::NoneFree), None);
    // Groups stand together.
    let groups = InvitationStanding::ALL.map(InvitationStanding::group);
    assert!(groups.is_sorted());
    assert!(InvitationStanding::ALL.is_sorted());
}

// ST-3: who wanted in while no seat was free waits for the team, as long as the link works.
#[test]
fn st_3_who_wants_in_waits_for_a_seat() {
    let refused = DeliveryState::Refused { reason: "550".into() };
    for (state, backed, wanted, free, standing) in [
        (InvitationState::Sent, true, true, false, InvitationStanding::NoSeat),
        (InvitationState::Sent, true, true, true, InvitationStanding::SeatFree),
        // Who did not try waits for nothing, and of a dead link the seat is not what is missing.
        (InvitationState::Sent, true, false, false, InvitationStanding::Refused),
        (InvitationState::Sent, false, true, false, InvitationStanding::Unbacked),
        (InvitationState::Expired, true, true, false, InvitationStanding::Expired),
        (InvitationState::Declined, true, true, false, InvitationStanding::Declined),
        (InvitationState::Draft, true, true, false, InvitationStanding::Draft),
    ] {
        let listed = InvitedState::of(state, false, backed, SeatWanted::of(wanted, free)).unwrap();
        assert_eq!(
            InvitationStanding::of(listed, Some(InvitationMail::from(&refused))),
            standing,
            "{state:?} {backed} {wanted} {free}"
        );
    }
    assert_eq!(InvitationStanding::NoSeat.group(), InvitationGroup::Waiting);
    assert_eq!(InvitationStanding::SeatFree.group(), InvitationGroup::Waiting);
}

// TR-3: an address says all of it, and is read as it was written.
#[test]
fn tr_3_an_address_says_which_invitations() {
    let query = InvitationQuery {
        filter: InvitationFilter {
            find: "a&b".into(),
            state: Some(InvitedState::Expired),
            delivery: Some(InvitedDelivery::HandedOver),
            role: Some(Role::Admin),
            project: Some(ProjectFilter::None),
        },
        page: InvitationPage::Before(place(InvitationStanding::Expired, 3, 7)),
    };
    let words = query.words();
    let get = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    assert_eq!(InvitationQuery::read(get), Ok(query.clone()));
    assert_eq!(InvitationQuery::default().search(), "?view=invited");
    assert_eq!(
        query.at(InvitationPage::First).search(),
        "?view=invited&find=a%26b&state=expired&delivery=handed-over&role=admin&project=none"
    );
}

// INP-9: garbage is the first page, or refused; for people a filter that is none is none.
#[test]
fn inp_9_garbage_is_no_place_and_no_filter() {
    let id = "00000000-0000-0000-0000-000000000007";
    for bad in ["", "-1", "0", "9223372036854775808", id, "asked", "asked.x.y", &format!("asked.{id}.x")] {
        assert_eq!(read(&format!("after={bad}")).unwrap().page, InvitationPage::First, "{bad}");
    }
    assert_eq!(read(&format!("before=boss.{id}.2026-01-01T00:00:00Z")).unwrap().page, InvitationPage::First);
    for bad in ["role=boss", "state=x", "delivery=x", "project=x"] {
        assert_eq!(read(bad), Err(UnknownMemberQuery), "{bad}");
        let (name, value) = bad.split_once('=').unwrap();
        let lenient = InvitationQuery::read_leniently(|asked| (asked == name).then(|| value.to_owned()));
        assert_eq!(lenient, InvitationQuery::default(), "{bad}");
    }
}

// TR-3: pages follow one another, the newest of what waits for the same first; a place need not be anybody's.
#[test]
fn tr_3_pages_begin_at_a_place() {
    let mut all = vec![
        place(InvitationStanding::Draft, 9, 1),
        place(InvitationStanding::Underway, 1, 2),
        place(InvitationStanding::Underway, 5, 3),
        place(InvitationStanding::Asked, 2, 4),
        place(InvitationStanding::Declined, 8, 5),
        place(InvitationStanding::Underway, 5, 6),
        place(InvitationStanding::Draft, 3, 7),
    ];
    all.sort_unstable();
    let order: Vec<u128> = all.iter().map(|one| one.id.as_uuid().as_u128()).collect();
    assert_eq!(order, [4, 5, 6, 3, 2, 1, 7]);
    let after = |at: usize| InvitationPage::After(all[at]).range(&all, 3);
    let before = |at: usize| InvitationPage::Before(all[at]).range(&all, 3);
    assert_eq!(InvitationPage::First.range(&all, 3), 0..3);
    assert_eq!((after(2), after(5), after(6)), (3..6, 6..7, 4..7));
    assert_eq!((before(6), before(4), before(1), before(0)), (3..6, 1..4, 0..3, 0..3));
    let gone = place(InvitationStanding::Underway, 4, 8);
    assert_eq!(InvitationPage::After(gone).range(&all, 3), 4..7);
    assert_eq!(InvitationPage::Before(gone).range(&all, 3), 1..4);
    assert_eq!(InvitationPage::After(gone).range(&[], 3), 0..0);
    assert_eq!(InvitationPage::Before(gone).range(&all[..2], 3), 0..2);
}
