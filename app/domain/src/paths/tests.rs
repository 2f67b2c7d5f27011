use super::*;
use crate::{
    AccountId, BelongingFilter, MemberQuery, ProjectAction, ProjectId, ProjectMemberChange, ProjectSlug, Role,
};

// CT-1
#[test]
fn each_link_has_its_page() {
    for (purpose, page) in [
        (LinkPurpose::Verification, "/verify/abc"),
        (LinkPurpose::Reset, "/reset-password/abc"),
        (LinkPurpose::NewAddress, "/email/abc"),
        (LinkPurpose::UndoAddress, "/email/abc"),
        (LinkPurpose::Invitation, "/invitations/abc"),
        (LinkPurpose::CopiedInvitation, "/invitations/abc"),
    ] {
        assert_eq!(link(purpose, "abc"), page);
    }
}

// SI-3
#[test]
fn the_way_back_is_escaped() {
    assert_eq!(sign_in_and_return("/o/acme"), "/sign-in?return_to=/o/acme");
    assert_eq!(sign_in_and_return("/o/a&b#c%"), "/sign-in?return_to=/o/a%26b%23c%25");
    assert_eq!(
        and_return("/o/acme/members/revoke?people=x", "/o/a&b"),
        "/o/acme/members/revoke?people=x&return_to=/o/a%26b"
    );
}

// ST-2
#[test]
fn an_address_moves_with_its_organization() {
    let (old, now): (Slug, Slug) = ("acme".parse().unwrap(), "acme-tools".parse().unwrap());
    for (address, moved_to) in [
        ("/o/acme", Some("/o/acme-tools")),
        ("/o/acme/members?find=a#x", Some("/o/acme-tools/members?find=a#x")),
        ("/o/acme?x=1", Some("/o/acme-tools?x=1")),
        ("/o/acme-2/members", None),
        ("/account", None),
    ] {
        assert_eq!(moved(address, &old, &now).as_deref(), moved_to, "{address}");
    }
    assert_eq!(danger_zone(&old), "/o/acme/settings/general#danger-zone");
}

// TR-3
#[test]
fn what_is_searched_for_is_escaped() {
    let slug: Slug = "acme".parse().unwrap();
    let query = MemberQuery::default();
    assert_eq!(members_list(&slug, &query), "/o/acme/members");
    let query = query.filtered(|filter| filter.find = "a&b".into());
    assert_eq!(members_list(&slug, &query), "/o/acme/members?find=a%26b");
    assert_eq!(members_csv(&slug, &query), "/o/acme/members.csv?find=a%26b");
    assert_eq!(invited(&slug), "/o/acme/members?view=invited");
}

// PR-3
#[test]
fn a_place_in_the_list_of_project_members_is_an_address() {
    let (slug, project): (Slug, ProjectSlug) = ("acme".parse().unwrap(), "website".parse().unwrap());
    let at = ProjectMembersAt::default();
    assert_eq!(at.path(&slug, &project), "/o/acme/projects/website/members");
    let find = "a b".to_owned();
    let at = ProjectMembersAt { find, show: BelongingFilter::Outside, after: None, saved: 3 };
    let path = at.path(&slug, &project);
    assert_eq!(path, "/o/acme/projects/website/members?find=a%20b&show=outside&saved=3");
    assert_eq!(notices(&path), [("saved".to_owned(), "3".to_owned())]);
}

// PR-2
#[test]
fn what_became_of_a_member_in_a_project_is_told_once() {
    let (slug, project) = ("acme".parse().unwrap(), ProjectId::from(uuid::Uuid::from_u128(7)));
    let member = AccountId::from(uuid::Uuid::from_u128(8));
    let change = ProjectMemberChange { member, before: None, after: Some(crate::ProjectRole::Agent) };
    let path = with_place_told(&self::member(&slug, member), project, &change);
    let told = notices(&path);
    assert_eq!(told.len(), 1);
    assert_eq!(place_told(&told[0].1), Some((project, change)));
    assert_eq!(without_notices(&path), Some(self::member(&slug, member)));
    for other in ["", "1", "1.2", "x.y:none:agent"] {
        assert_eq!(place_told(other), None);
    }
}

// PR-5, FIELD-65
#[test]
fn what_was_done_with_a_project_is_told_once() {
    let (slug, id): (Slug, _) = ("acme".parse().unwrap(), ProjectId::from(uuid::Uuid::from_u128(7)));
    for action in ProjectAction::ALL {
        let told = notices(&projects_telling(&slug, action, id));
        let told: Vec<_> = told.iter().map(|(name, value)| (name.as_str(), value.parse::<ProjectId>().ok())).collect();
        let telling: Vec<_> = action.told_by().map(|name| (name, Some(id))).into_iter().collect();
        assert_eq!(told, telling, "{action:?}");
        let asking = projects_asking(&slug, action, &"website".parse().unwrap());
        let asked = action.asked_by().map(|name| format!("?{name}=website")).unwrap_or_default();
        assert_eq!(asking, format!("/o/acme/projects{asked}"));
        assert_eq!(notices(&asking), [], "{action:?}");
    }
}

// TR-6
#[test]
fn which_role_somebody_was_given_is_told_once() {
    let (slug, member): (Slug, _) = ("acme".parse().unwrap(), AccountId::from(uuid::Uuid::from_u128(8)));
    let page = self::member(&slug, member);
    for at in [members(&slug), page] {
        let path = with_role_told(&at, member, Role::Member, Role::UserAdmin);
        let told = notices(&path);
        assert_eq!(told.len(), 1, "{path}");
        assert_eq!(role_told(&told[0].1), Some((member, Role::Member, Role::UserAdmin)));
        assert_eq!(roles_told(&told[0].1), None);
        assert_eq!(without_notices(&path), Some(at));
    }
    let told = notices(&with_roles_told(&members(&slug), 3, Role::Admin));
    assert_eq!((roles_told(&told[0].1), role_told(&told[0].1)), (Some((3, Role::Admin)), None));
    for other in ["", "admin", "1.2", "3.boss", "x.member.admin"] {
        assert_eq!((role_told(other), roles_told(other)), (None, None), "{other}");
    }
}

// FIELD-65
#[test]
fn what_is_told_once_is_known() {
    for (address, bare) in [
        ("/o/acme/members?invited=1&not-valid=2", "/o/acme/members"),
        ("/o/acme/members?view=invited&invited=1", "/o/acme/members?view=invited"),
        ("/o/acme/members?find=a%26b&revoked=1&page=2", "/o/acme/members?find=a%26b&page=2"),
        ("/o/acme/members?revoked=0&already=1", "/o/acme/members"),
        ("/o/acme/members?find=a&restored=2", "/o/acme/members?find=a"),
        ("/o/acme/members?changed=2.admin", "/o/acme/members"),
        ("/o/acme/members?added=2", "/o/acme/members"),
        ("/o/acme/members?view=invited&tried=1", "/o/acme/members?view=invited"),
        ("/o/acme/members?view=invited&cancelled=1", "/o/acme/members?view=invited"),
        ("/o/acme/members?view=invited&dismissed=1", "/o/acme/members?view=invited"),
        ("/o/acme/members?undone=3", "/o/acme/members"),
        ("/o/acme/members/1?undone=1", "/o/acme/members/1"),
        ("/o/acme/projects?archived=1", "/o/acme/projects"),
        ("/o/acme/projects?renamed=1", "/o/acme/projects"),
        ("/o/acme/projects?restored=1", "/o/acme/projects"),
        ("/o/acme?restored=1", "/o/acme"),
        ("/o/acme/settings/general?saved=2", "/o/acme/settings/general"),
        ("/account?done=name", "/account"),
        ("/account/sign-in?done=password", "/account/sign-in"),
        ("/sign-in?reset=1&return_to=/o/acme", "/sign-in?return_to=/o/acme"),
        ("/sign-up?deleted=1", "/sign-up"),
    ] {
        assert_eq!(without_notices(address).as_deref(), Some(bare));
        assert_eq!((self::bare(address), self::bare(bare)), (bare.to_owned(), bare.to_owned()));
        assert_eq!(notices(bare), []);
    }
    let told = notices("/o/acme/members?invited=1&find=x&not-valid=2");
    assert_eq!(told, [("invited", "1"), ("not-valid", "2")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    for address in [
        "/o/acme/members",
        "/o/acme/members?archived=1",
        "/o/acme/members?find=invited",
        "/sign-in?return_to=/x",
        "/o/acme?done=1",
        "/o?restored=1",
        "/o/acme/settings?restored=1",
        "/?",
    ] {
        assert_eq!(without_notices(address), None, "{address}");
    }
}

// TR-3
#[test]
fn a_members_page_leads_back_to_its_list() {
    let (slug, id): (Slug, _) = ("acme".parse().unwrap(), AccountId::from(uuid::Uuid::from_u128(8)));
    let page = member(&slug, id);
    for (list, back) in [
        ("/o/acme/members?sort=-joined&revoked=1", format!("{page}?return_to=/o/acme/members%3Fsort%3D-joined")),
        ("/o/acme/members", page.clone()),
        ("", page.clone()),
        ("//evil.example", page.clone()),
    ] {
        assert_eq!(member_and_back(&slug, id, list), back, "{list}");
        assert_eq!(list_or_member_to_come_back_to(&slug, &with_notice(&back, UNDONE, 1)), back);
        assert_eq!(list_or_member_to_come_back_to(&slug, list), list_to_come_back_to(&slug, list), "{list}");
    }
    for other in [
        format!("{page}/edit"),
        format!("{page}#x"),
        "/o/acme/members/new".to_owned(),
        page.replacen("acme", "other", 1),
        format!("https://evil.example{page}"),
    ] {
        assert_eq!(list_or_member_to_come_back_to(&slug, &other), members(&slug), "{other}");
    }
}

// TR-3, SI-3
#[test]
fn comes_back_to_the_list_of_its_organization_only() {
    let slug: Slug = "acme".parse().unwrap();
    for (address, list) in [
        ("/o/acme/members", "/o/acme/members"),
        ("/o/acme/members?role=member&sort=-joined", "/o/acme/members?role=member&sort=-joined"),
        ("/o/acme/members?view=invited&invited=1", "/o/acme/members?view=invited"),
        ("/o/acme/members?find=%C3%B6&revoked=2&already=1", "/o/acme/members?find=%C3%B6"),
    ] {
        assert_eq!(list_to_come_back_to(&slug, address), list);
    }
    for other in [
        "",
        "?role=member",
        "/o/acme",
        "/o/acme/members/new",
        "/o/acme/members.csv?role=member",
        "/o/acme/members-of-evil?x",
        "/o/other/members?role=member",
        "//evil.example/o/acme/members",
        "https://evil.example/o/acme/members?role=member",
        "/o/acme/members?find=\r\nSet-Cookie: a",
        "/o/acme/members?find=a#b",
    ] {
        assert_eq!(list_to_come_back_to(&slug, other), "/o/acme/members", "{other:?}");
    }
}

// TR-3, FIELD-65
#[test]
fn a_list_that_one_comes_back_to_tells_what_was_done() {
    let slug: Slug = "acme".parse().unwrap();
    let done = members_after_revoking(&slug, 2, 1);
    assert_eq!(telling("/o/acme/members", &done), "/o/acme/members?revoked=2&already=1");
    assert_eq!(telling("/o/acme/members?role=member", &done), "/o/acme/members?role=member&revoked=2&already=1");
    assert_eq!(telling("/o/acme/members?role=member", "/o/acme/members?find=x"), "/o/acme/members?role=member");
}

// SI-3
#[test]
fn comes_back_to_this_site_only() {
    for path in ["/o/acme", "/choose", "/verify/abc?x=1"] {
        assert!(is_own_path(path), "{path}");
    }
    for path in [
        "",
        "o/acme",
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/..//evil.example",
        "/o/../x",
        "/a\r\nb",
        "/\tevil",
        "/api/accounts/sign-out",
    ] {
        assert!(!is_own_path(path) && !is_page(path), "{path:?}");
    }
}

// SI-3, TR-3
#[test]
fn an_address_to_come_back_to_has_its_length() {
    let slug: Slug = "acme".parse().unwrap();
    let longest = format!("/o/acme/members?find={}", "a".repeat(RETURN_TO_MAX - "/o/acme/members?find=".len()));
    let longer = format!("{longest}a");
    assert!(is_page(&longest) && !is_page(&longer));
    assert_eq!(list_to_come_back_to(&slug, &longest), longest);
    assert_eq!(list_to_come_back_to(&slug, &longer), "/o/acme/members");
    let people = vec![AccountId::from(uuid::Uuid::nil()).to_string(); crate::limits::REVOKED_AT_ONCE];
    assert!(is_page(&add_people_to_project(&slug, &people.join("%2C"))), "as many as are dealt with at once");
}

// SI-3
#[test]
fn comes_back_to_pages_only() {
    for page in
        ["/", "/o/acme", "/o/acme/members?find=a.csv", "/choose", "/verify/abc?x=1", "/account/sessions#x", "/?x=1"]
    {
        assert!(is_page(page), "{page}");
    }
    for other in [
        EVENTS,
        EVENTS_WORKER,
        ACCOUNT_EXPORT,
        "/events?page=x",
        "/healthz",
        "/readyz",
        "/o/acme/members.csv?role=owner",
        "/o/acme/settings/audit-log.json",
        "/api/accounts/sign-out",
        "/pkg/parlor.js",
        "/favicon.svg",
        "/dev/mailbox",
        "/organizations",
        "/accounts",
    ] {
        assert!(!is_page(other), "{other}");
    }
    assert_eq!(page_of_file("/o/acme/members.csv?role=owner"), "/o/acme/members?role=owner");
    assert_eq!(page_of_file("/o/acme/settings/audit-log.json"), "/o/acme/settings/audit-log");
    assert_eq!(page_of_file("/o/acme?find=.csv"), "/o/acme?find=.csv");
}
