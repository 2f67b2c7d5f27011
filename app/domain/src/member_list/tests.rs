use uuid::Uuid;

use super::*;

fn read(search: &str) -> Result<MemberQuery, UnknownMemberQuery> {
    let pairs: Vec<(&str, &str)> = search.split('&').filter_map(|pair| pair.split_once('=')).collect();
    MemberQuery::read(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

// TR-3: an address says all of it, and is read as it was written.
#[test]
fn tr_3_an_address_says_what_is_looked_at() {
    let id = Uuid::from_u128(7).into();
    let place = MemberPlace { key: MemberKey::Text("vera & co".into()), id };
    let query = MemberQuery {
        filter: MemberFilter {
            find: "ver".into(),
            role: Some(Role::Member),
            state: Some(MemberState::NoProject),
            project: Some(ProjectFilter::One(Uuid::from_u128(8).into())),
            permission: Some(Grant::ManageBilling),
        },
        order: MemberOrder { by: MemberSort::Name, descending: true },
        page: MemberPage::After(place),
    };
    let words = query.words();
    let get = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    assert_eq!(MemberQuery::read(get), Ok(query.clone()));
    assert!(query.search().ends_with("after=00000000-0000-0000-0000-000000000007.vera%20%26%20co"));
    assert_eq!(MemberQuery::default().search(), "");
    let joined = MemberQuery {
        order: MemberOrder { by: MemberSort::Joined, descending: false },
        page: MemberPage::Before(MemberPlace { key: MemberKey::Time(DateTime::UNIX_EPOCH), id }),
        ..MemberQuery::default()
    };
    let words = joined.words();
    let get = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    assert_eq!(MemberQuery::read(get), Ok(joined));
}

// INP-9: garbage is the first page, or refused; for people a filter that is none is none.
#[test]
fn inp_9_garbage_is_no_place_and_no_filter() {
    let id = "00000000-0000-0000-0000-000000000007";
    let long = "x".repeat(KEY_MAX + 1);
    for place in ["", "-1", "0", "9223372036854775808", "x.y", id, &format!("{id}.{long}"), &format!("{id}.\0")] {
        assert_eq!(read(&format!("after={place}")).unwrap().page, MemberPage::First, "{place}");
        assert_eq!(read(&format!("sort=joined&before={place}")).unwrap().page, MemberPage::First, "{place}");
    }
    for at in ["x", "+262142-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "9223372036854775808"] {
        assert_eq!(read(&format!("sort=-last-active&after={id}.{at}")).unwrap().page, MemberPage::First, "{at}");
    }
    // Who was never here has a place too.
    assert_ne!(read(&format!("sort=last-active&after={id}.0001-01-01T00:00:00Z")).unwrap().page, MemberPage::First);
    for bad in ["role=boss", "state=x", "project=x", "permission=everything", "sort=x", "sort=--name"] {
        assert_eq!(read(bad), Err(UnknownMemberQuery), "{bad}");
        let (name, value) = bad.split_once('=').unwrap();
        let lenient = MemberQuery::read_leniently(|asked| (asked == name).then(|| value.to_owned()));
        assert_eq!(lenient, MemberQuery::default(), "{bad}");
    }
}

// TR-2, TR-3
#[test]
fn tr_3_what_somebody_may_do_in_a_word() {
    let of = |role, grants: &[Grant]| {
        PermissionSummary::of(&Authority::new(role, grants.iter().copied().collect(), crate::ProjectRoles::default()))
    };
    assert_eq!(of(Role::Owner, &[]), PermissionSummary::All);
    assert_eq!(of(Role::Admin, &[]), PermissionSummary::All);
    assert_eq!(of(Role::BillingAdmin, &[]), PermissionSummary::ByRole);
    assert_eq!(of(Role::UserAdmin, &[Grant::ManageBilling]), PermissionSummary::ByRole);
    assert_eq!(of(Role::Member, &[]), PermissionSummary::None);
    assert_eq!(of(Role::Member, &[Grant::ManageBilling, Grant::ReadAuditLog]), PermissionSummary::Some(2));
}

// TR-3: a head sorts by its column, and then from the other end.
#[test]
fn tr_3_a_head_sorts_and_turns_round() {
    let sorted = MemberQuery::default().sorted(MemberSort::Role);
    assert_eq!(sorted.search(), "?sort=role");
    assert_eq!(sorted.sorted(MemberSort::Role).search(), "?sort=-role");
    assert_eq!(sorted.sorted(MemberSort::Role).sorted(MemberSort::Name).search(), "");
    assert_eq!(MemberQuery::default().sorted(MemberSort::Name).search(), "?sort=-name");
}
