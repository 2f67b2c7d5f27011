//! Memberships on both engines.

use domain::{Grant, Grants, Permission, ProjectRole, ProjectRoles, Role};

use super::*;
use crate::{
    StoreError,
    fixtures::{NOW, account, join, organization, project, project_id},
    statements::stores,
};

// TR-1, OR-1: by whichever way a membership is read, it says the same.
#[tokio::test]
async fn tr_1_a_membership_is_read_whole() {
    for store in stores().await {
        let (mina, leo) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Leo Marchetti").await);
        let (harbour, other) = (organization(&store, 1, mina).await, organization(&store, 2, mina).await);
        let parts = project(&store, harbour, 1, "Spare parts").await;
        let projects = ProjectRoles::from_iter([(parts, ProjectRole::Agent), (project_id(100), ProjectRole::Viewer)]);
        let given = Authority::new(Role::Member, [Grant::CreateProjects].into_iter().collect(), projects);
        join(&store, harbour, leo, &given).await;
        join(&store, other, leo, &Authority::of_role(Role::BillingAdmin)).await;

        let slug = "team-1".parse().unwrap();
        let mut read = vec![store.membership(&slug, leo).await.unwrap().unwrap().authority];
        read.extend(store.memberships(leo, NOW).await.unwrap().into_iter().map(|found| found.authority).take(1));
        let own = store.own_memberships(leo, NOW).await.unwrap();
        assert_eq!(own.iter().map(|own| own.only_owner).collect::<Vec<_>>(), [false, false]);
        read.extend(own.into_iter().map(|own| own.membership.authority).take(1));
        read.extend(store.first_members(harbour, 2).await.unwrap().into_iter().map(|found| found.authority).skip(1));
        let found = store.read().first_members_by_name(harbour, "leo", 1).await.unwrap();
        read.extend(found.into_iter().map(|found| found.authority));
        assert_eq!(read, vec![given.clone(); 5]);
        // A row for each project is one member on a page.
        let page = store.read().first_members_by_name(harbour, "", 2).await.unwrap();
        assert_eq!(page.iter().map(|member| member.account_id).collect::<Vec<_>>(), [leo, mina]);
        let billing = store.membership(&"team-2".parse().unwrap(), leo).await.unwrap().unwrap();
        assert_eq!(billing.authority, Authority::of_role(Role::BillingAdmin));

        // TR-2: grants are a member's alone, in the database too.
        let mut tx = store.begin().await.unwrap();
        assert!(tx.set_role(harbour, leo, Role::UserAdmin, given.grants()).await.is_err());
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        tx.set_role(harbour, leo, Role::UserAdmin, Grants::NONE).await.unwrap();
        let now = tx.read().member(harbour, leo).await.unwrap().unwrap();
        assert_eq!(
            (now.role(), now.authority.grants(), now.authority.projects()),
            (Role::UserAdmin, Grants::NONE, given.projects())
        );
        let gone = tx.set_role(harbour, Uuid::from_u128(99).into(), Role::Member, Grants::NONE).await;
        assert!(matches!(gone, Err(StoreError::Gone)));
    }
}

// FIELD-32, OR-1: what was opened while the clock was ahead does not stay the last for ever.
#[tokio::test]
async fn field_32_one_organization_is_opened_last() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let (harbour, other) = (organization(&store, 1, mina).await, organization(&store, 2, mina).await);
        let opened = async |id, at| {
            let mut tx = store.begin().await.unwrap();
            tx.opened(id, mina, at).await.unwrap();
            tx.commit().await.unwrap();
            let all = store.memberships(mina, NOW).await.unwrap();
            all.into_iter().map(|found| (found.organization.id, found.opened_at)).collect::<Vec<_>>()
        };
        let ahead = NOW + TimeDelta::days(2);
        assert_eq!(opened(harbour, ahead).await[0], (harbour, Some(ahead)));
        assert_eq!(opened(other, NOW).await, [(other, Some(NOW)), (harbour, Some(NOW - JUST_BEFORE))]);
        let later = NOW + TimeDelta::minutes(5);
        assert_eq!(opened(harbour, later).await, [(harbour, Some(later)), (other, Some(NOW))]);
    }
}

// OR-2, LOAD-6: of very many those come that were opened last, and the one that is open, by an old slug too.
#[tokio::test]
async fn or_2_the_first_of_many_come_and_the_one_that_is_open() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let mut all = Vec::new();
        for number in 1..=60 {
            all.push(organization(&store, number, mina).await);
        }
        let mut tx = store.begin().await.unwrap();
        for (minutes, id) in (1..).zip(all[..55].iter().rev()) {
            tx.opened(*id, mina, NOW + TimeDelta::minutes(minutes)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let first = async |open: Option<&str>| {
            let open = open.map(|slug| slug.parse().unwrap());
            let (found, count) = store.first_memberships(mina, open.as_ref()).await.unwrap();
            assert_eq!(count, 60);
            found.into_iter().map(|found| found.organization.id).collect::<Vec<_>>()
        };
        assert_eq!(first(None).await, all[..50]);
        assert_eq!(first(Some("team-3")).await, all[..50]);
        assert_eq!(first(Some("team-60")).await, [&all[..50], &all[59..]].concat());
        assert_eq!(first(Some("team-99")).await, all[..50]);
        let leo = account(&store, 2, "Leo Marchetti").await;
        let few = organization(&store, 61, leo).await;
        let (found, count) = store.first_memberships(leo, Some(&"team-1".parse().unwrap())).await.unwrap();
        assert_eq!(count, 1);
        assert_eq!(found.into_iter().map(|found| found.organization.id).collect::<Vec<_>>(), [few], "none of others");
    }
}

// TR-8: those who are named can do something about it.
#[tokio::test]
async fn tr_8_who_can_provide_is_named() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let harbour = organization(&store, 1, mina).await;
        let parts = project(&store, harbour, 1, "Spare parts").await;
        let manager = ProjectRoles::from_iter([(parts, ProjectRole::Manager)]);
        let people = [
            ("Ada", Authority::of_role(Role::Admin)),
            ("Bea", Authority::of_role(Role::BillingAdmin)),
            ("Uma", Authority::of_role(Role::UserAdmin)),
            ("Max", Authority::new(Role::Member, Grants::NONE, manager)),
            ("Mo", Authority::of_role(Role::Member)),
        ];
        for (number, (name, given)) in (2..).zip(people) {
            join(&store, harbour, account(&store, number, name).await, &given).await;
        }
        let provide = async |permission| store.read().providers(harbour, permission).await.unwrap();
        assert_eq!(provide(Permission::DeleteOrganization).await, ["Mina Okafor"]);
        assert_eq!(provide(Permission::ManageBilling).await, ["Mina Okafor", "Ada"]);
        assert_eq!(provide(Permission::ReadMembers).await, ["Mina Okafor", "Ada", "Uma"]);
        assert_eq!(provide(Permission::ReadSettings).await, ["Mina Okafor", "Ada"]);
        // Three are named at most: Max is the fourth.
        assert_eq!(store.read().providers_in(harbour, parts).await.unwrap(), ["Mina Okafor", "Ada", "Uma"]);
        let mut tx = store.begin().await.unwrap();
        tx.delete_member(harbour, Uuid::from_u128(2).into()).await.unwrap();
        tx.delete_member(harbour, Uuid::from_u128(4).into()).await.unwrap();
        assert_eq!(tx.read().providers_in(harbour, parts).await.unwrap(), ["Mina Okafor", "Max"]);
        assert_eq!(tx.read().providers_in(harbour, project_id(100)).await.unwrap(), ["Mina Okafor"]);
    }
}
