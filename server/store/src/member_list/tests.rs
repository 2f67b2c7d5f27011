use std::collections::HashSet;

use chrono::TimeDelta;
use domain::{Authority, Grant, Grants, MemberState, ProjectFilter, ProjectRole, ProjectRoles};

use super::*;
use crate::{
    Store,
    db::Db,
    fixtures::{NOW, account, join, organization, project, ten_thousand},
    lost, members, project_members,
    statements::{plan, stores},
};

const SORTS: [MemberSort; 4] = MemberSort::ALL;

async fn page(
    store: &Store,
    id: OrganizationId,
    filter: &MemberFilter,
    order: MemberOrder,
    page: &MemberPage,
) -> MembersPage {
    store.read().members_page(id, filter, order, page, 3).await.unwrap()
}

fn names(page: &MembersPage) -> Vec<&str> {
    page.members.iter().map(|member| member.name.as_str()).collect()
}

// TR-3: forwards and backwards by every column, each row once, and the number of those before it told truly.
#[tokio::test]
async fn tr_3_pages_follow_one_another() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        let people = ["Zoë", "zoe", "Ada", "Öner", "Bo", "Ada"];
        for (number, name) in (2..).zip(people) {
            let role = Role::ALL[usize::try_from(number).unwrap() % 5];
            let person = account(&store, number, name).await;
            let mut tx = store.begin().await.unwrap();
            let joined = NOW + TimeDelta::milliseconds(i64::try_from(number % 3).unwrap());
            assert!(tx.insert_member(id, person, &Authority::of_role(role), joined).await.unwrap());
            if number % 2 == 0 {
                tx.opened(id, person, NOW + TimeDelta::minutes(i64::try_from(number).unwrap())).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let everybody = MemberFilter::default();
        for (by, descending) in SORTS.into_iter().flat_map(|by| [(by, false), (by, true)]) {
            let order = MemberOrder { by, descending };
            let (mut seen, mut at, mut pages) = (Vec::new(), MemberPage::First, Vec::new());
            loop {
                let now = page(&store, id, &everybody, order, &at).await;
                assert_eq!((now.found, now.before), (7, i64::try_from(seen.len()).unwrap()), "{order:?}");
                seen.extend(now.members.iter().map(|member| member.account_id));
                pages.push(names(&now).join(","));
                if seen.len() == 7 {
                    break;
                }
                at = MemberPage::After(place_of(now.members.last().unwrap(), by));
            }
            assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 7, "{order:?}");
            assert_eq!(pages.len(), 3);
            // Behind everybody is the last page; and back from there.
            let last = MemberPage::After(end(by, !descending));
            assert_eq!(page(&store, id, &everybody, order, &last).await.before, 4);
            let back = page(
                &store,
                id,
                &everybody,
                order,
                &MemberPage::Before({
                    let third = store.read().member(id, seen[6]).await.unwrap().unwrap();
                    place_of(&third, by)
                }),
            )
            .await;
            assert_eq!((names(&back).join(","), back.before), (pages[1].clone(), 3), "{order:?}");
            // Before a page that is not full is the first.
            let second = store.read().member(id, seen[1]).await.unwrap().unwrap();
            let first = page(&store, id, &everybody, order, &MemberPage::Before(place_of(&second, by))).await;
            assert_eq!((names(&first).join(","), first.before), (pages[0].clone(), 0), "{order:?}");
        }
        let by_name = page(&store, id, &everybody, MemberOrder::default(), &MemberPage::First).await;
        assert_eq!(names(&by_name), ["Ada", "Ada", "Bo"]);
        let by_role = MemberOrder { by: MemberSort::Role, descending: false };
        assert_eq!(page(&store, id, &everybody, by_role, &MemberPage::First).await.members[0].role(), Role::Owner);
        // A name that changes is found and sorted by the new one.
        let mut tx = store.begin().await.unwrap();
        tx.rename_account(mina, &"Aaron".parse().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let by_name = page(&store, id, &everybody, MemberOrder::default(), &MemberPage::First).await;
        assert_eq!(names(&by_name), ["Aaron", "Ada", "Ada"]);
    }
}

// TR-3: every filter, alone and together.
#[tokio::test]
async fn tr_3_filters_find_whom_they_say() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        let other = organization(&store, 2, mina).await;
        let parts = project(&store, id, 1, "Spare parts").await;
        let old = project(&store, id, 2, "Old").await;
        let manager = |project| ProjectRoles::from_iter([(project, ProjectRole::Manager)]);
        let billing = Grants::from_iter([Grant::ManageBilling]);
        let people = [
            ("Ada", Authority::new(Role::Admin, Grants::NONE, manager(parts))),
            ("Bea", Authority::of_role(Role::BillingAdmin)),
            ("Leo", Authority::new(Role::Member, billing, manager(parts))),
            ("Max", Authority::new(Role::Member, Grants::NONE, manager(old))),
            ("Mo", Authority::of_role(Role::Member)),
        ];
        for (number, (name, given)) in (2..).zip(&people) {
            join(&store, id, account(&store, number, name).await, given).await;
        }
        join(&store, other, account(&store, 20, "Leonie").await, &Authority::of_role(Role::Member)).await;
        let mut tx = store.begin().await.unwrap();
        tx.set_project_archived(id, old, Some((NOW, mina))).await.unwrap();
        tx.commit().await.unwrap();
        let none = MemberFilter::default;
        for (filter, expected) in [
            (none(), vec!["Ada", "Bea", "Leo", "Max", "Mina Okafor", "Mo"]),
            (MemberFilter { find: "LÉO".into(), ..none() }, vec!["Leo"]),
            (MemberFilter { find: "%".into(), ..none() }, vec![]),
            (MemberFilter { role: Some(Role::Member), ..none() }, vec!["Leo", "Max", "Mo"]),
            (
                MemberFilter { permission: Some(Grant::ManageBilling), ..none() },
                vec!["Ada", "Bea", "Leo", "Mina Okafor"],
            ),
            (MemberFilter { permission: Some(Grant::ReadAuditLog), ..none() }, vec!["Ada", "Mina Okafor"]),
            (MemberFilter { project: Some(ProjectFilter::One(parts)), ..none() }, vec!["Leo"]),
            (MemberFilter { project: Some(ProjectFilter::Every), ..none() }, vec!["Ada", "Mina Okafor"]),
            (MemberFilter { project: Some(ProjectFilter::None), ..none() }, vec!["Bea", "Max", "Mo"]),
            (MemberFilter { state: Some(MemberState::NoProject), ..none() }, vec!["Max", "Mo"]),
            (MemberFilter { state: Some(MemberState::Active), ..none() }, vec!["Ada", "Bea", "Leo", "Mina Okafor"]),
            (MemberFilter { role: Some(Role::Member), state: Some(MemberState::Active), ..none() }, vec!["Leo"]),
        ] {
            let found = store.read().members_page(id, &filter, MemberOrder::default(), &MemberPage::First, 50).await;
            let found = found.unwrap();
            assert_eq!(
                (names(&found), found.found),
                (expected.clone(), i64::try_from(expected.len()).unwrap()),
                "{filter:?}"
            );
        }
        assert_eq!(store.read().count_members(id).await.unwrap(), 6);
    }
}

// LOAD-6: no statement of the lists of people reads a table from end to end, and a page by name, date of joining or last use begins
// at its place.
#[tokio::test]
async fn load_6_no_statement_scans_a_table() {
    for store in stores().await {
        ten_thousand(&store).await;
        let harbour = OrganizationId::from(Uuid::from_u128(100));
        let filter = MemberFilter { find: "99".into(), ..MemberFilter::default() };
        let found = store.read().members_page(harbour, &filter, MemberOrder::default(), &MemberPage::First, 50).await;
        let expected = (1001..=11_000).filter(|number| format!("{number:05}").contains("99")).count();
        assert_eq!(found.unwrap().found, i64::try_from(expected).unwrap());
        for statement in STATEMENTS.iter().chain(project_members::STATEMENTS) {
            let plan = plan(&store, statement.sql).await;
            for step in &plan {
                // What SQLite calls `page` is the page itself, of fifty rows.
                let scans = step.contains("Seq Scan") || (step.starts_with("SCAN") && step != "SCAN page");
                assert!(!scans, "{}: {plan:#?}", statement.name);
            }
            let index = match statement.name.rsplit("::").next() {
                Some("NAME" | "NAME_BACK" | "FOUND") => "memberships_name_idx",
                Some("JOINED" | "JOINED_BACK") => "memberships_joined_idx",
                Some("LAST_ACTIVE" | "LAST_ACTIVE_BACK") => "memberships_last_active_idx",
                _ => continue,
            };
            assert!(plan.iter().any(|step| step.contains(index)), "{}: {plan:#?}", statement.name);
        }
    }
}

// LOAD-6: a few of ten thousand are read by their ids, however small the average organization is.
#[tokio::test]
async fn load_6_a_few_members_are_read_by_their_ids() {
    let among = members::STATEMENTS.iter().find(|statement| statement.name.ends_with("::AMONG")).unwrap();
    for store in stores().await {
        ten_thousand(&store).await;
        let plan = plan(&store, among.sql).await;
        let by_ids = |step: &String| {
            step.contains("memberships_1 (organization_id=? AND account_id=?)")
                || step.contains("Index Cond: ((organization_id = $1) AND (account_id = ANY")
        };
        assert!(plan.iter().any(by_ids), "{plan:#?}");
    }
}

// OR-6: the answer to somebody whom nothing concerns takes as long whether or not there is such an organization: it begins with
// what concerns them.
#[tokio::test]
async fn or_6_why_an_organization_is_lost_begins_with_the_person() {
    let removal = lost::STATEMENTS.iter().find(|statement| statement.name.ends_with("::REMOVAL")).unwrap();
    // PostgreSQL goes by what is in the tables.
    for store in stores().await.into_iter().filter(|store| matches!(store.db, Db::Sqlite { .. })) {
        ten_thousand(&store).await;
        let plan = plan(&store, removal.sql).await;
        let at = |table: &str| {
            plan.iter().position(|step| step.contains(table)).unwrap_or_else(|| panic!("{table}: {plan:#?}"))
        };
        assert!(at("audit_entries_subject_idx") < at("organizations"), "{plan:#?}");
    }
}
