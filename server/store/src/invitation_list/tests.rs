//! The list of invitations, on both engines.

use chrono::TimeDelta;
use domain::{Grant, LinkId, LinkPurpose, MailId, ProjectRole};

use super::*;
use crate::{
    MailOutcome, NewInvitation, NewLink, NewMail, Store,
    db::Db,
    fixtures::{NOW, account, join, organization, project, ten_thousand},
    statements::{analyze, plan, run, stores},
};

fn id(number: u128) -> InvitationId {
    Uuid::from_u128(number).into()
}

/// What is listed in an organization that says itself what its people are.
async fn keys(store: &Store, id: OrganizationId, since: DateTime<Utc>) -> Vec<InvitationKey> {
    let (slug, name) = ("harbour".parse().unwrap(), "Harbour".parse().unwrap());
    let organization = Organization { id, slug, name, identity_managed: false };
    store.read().invitation_keys(&organization, since).await.unwrap()
}

/// Writes a draft that gives this.
async fn draft(
    store: &Store,
    organization: OrganizationId,
    (number, address): (u128, &str),
    (by, given): (domain::AccountId, &Authority),
) {
    let email: EmailAddress = format!("{address}@harbour.example").parse().unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.insert_invitation(&NewInvitation {
        id: id(number),
        organization_id: organization,
        email: &email,
        first_name: None,
        last_name: None,
        invited_by: by,
        now: NOW,
    })
    .await
    .unwrap();
    tx.set_invitation(organization, id(number), given, by).await.unwrap();
    tx.commit().await.unwrap();
}

async fn settle(store: &Store, number: u128, state: InvitationState) {
    let mut tx = store.begin().await.unwrap();
    assert!(tx.settle_invitation(id(number), state, None, NOW).await.unwrap());
    tx.commit().await.unwrap();
}

// IN-7: what is over is not listed; what was declined is, until time passes, the team takes note, or does something about it.
#[tokio::test]
async fn in_7_what_is_over_is_not_listed() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let (harbour, other) = (organization(&store, 1, mina).await, organization(&store, 2, mina).await);
        let member = Authority::of_role(Role::Member);
        for (number, address, state) in [
            (11, "draft", None),
            (12, "taken-back", Some(InvitationState::Cancelled)),
            (13, "declined", Some(InvitationState::Declined)),
            (14, "again", Some(InvitationState::Declined)),
            (15, "again", None),
            (16, "noted", Some(InvitationState::Declined)),
            (17, "in", Some(InvitationState::Accepted)),
        ] {
            draft(&store, harbour, (number, address), (mina, &member)).await;
            if let Some(state) = state {
                settle(&store, number, state).await;
            }
        }
        draft(&store, other, (20, "elsewhere"), (mina, &member)).await;
        let listed = async |since| {
            let keys = keys(&store, harbour, since).await;
            let mut reader = store.read();
            let count = reader.count_invitations(harbour, since).await.unwrap();
            let addresses = reader.invited_addresses(harbour, since, 100).await.unwrap();
            assert_eq!((keys.len(), addresses.len()), (usize::try_from(count).unwrap(), keys.len()));
            let mut ids: Vec<_> = keys.iter().map(|key| key.id.as_uuid().as_u128()).collect();
            ids.sort_unstable();
            ids
        };
        let before = NOW - TimeDelta::days(7);
        assert_eq!(listed(before).await, [11, 13, 15, 16]);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.dismiss_invitation(id(16), NOW).await.unwrap());
        assert!(!tx.dismiss_invitation(id(16), NOW).await.unwrap(), "once");
        assert!(!tx.dismiss_invitation(id(11), NOW).await.unwrap(), "nobody declined it");
        tx.commit().await.unwrap();
        assert_eq!(listed(before).await, [11, 13, 15]);
        assert_eq!(listed(NOW).await, [11, 15], "the time for declined ones is over");
        // The rows of a page come in the order that is asked for, and from this organization alone.
        let page = store.read().invitations_page(harbour, &[15, 11, 20, 99].map(id)).await.unwrap();
        assert_eq!(page.iter().map(|one| one.id).collect::<Vec<_>>(), [15, 11].map(id));
    }
}

// IN-1, IN-6: each with all that it gives, and whether who invited could give it still.
#[tokio::test]
async fn in_6_what_is_backed_no_more_is_told() {
    for store in stores().await {
        let (mina, leo) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Leo Marchetti").await);
        let harbour = organization(&store, 1, mina).await;
        let parts = project(&store, harbour, 1, "Spare parts").await;
        let repairs = project(&store, harbour, 2, "Repairs").await;
        let manages = [(parts, ProjectRole::Manager), (repairs, ProjectRole::Manager)];
        let of = |grants: &[Grant], projects: &[_]| {
            Authority::new(Role::Member, grants.iter().copied().collect(), projects.iter().copied().collect())
        };
        join(&store, harbour, leo, &of(&[Grant::ManageMembers], &manages)).await;
        let given = of(&[], &[(parts, ProjectRole::Agent), (repairs, ProjectRole::Viewer)]);
        draft(&store, harbour, (11, "sana"), (leo, &given)).await;
        draft(&store, harbour, (12, "emil"), (mina, &Authority::of_role(Role::Admin))).await;
        let keys = async || keys(&store, harbour, NOW).await;
        let found: Vec<_> = keys().await.into_iter().map(|key| (key.id, key.given, key.backed)).collect();
        assert_eq!(found, [(id(11), given, true), (id(12), Authority::of_role(Role::Admin), true)]);
        let mut tx = store.begin().await.unwrap();
        tx.delete_member(harbour, leo).await.unwrap();
        tx.commit().await.unwrap();
        join(&store, harbour, leo, &of(&[Grant::ManageMembers], &manages[..1])).await;
        assert_eq!(keys().await.iter().map(|key| key.backed).collect::<Vec<_>>(), [false, true]);
    }
}

// IN-7, OP-5: of several mails of an invitation the newest tells where it is, whatever else it gives; a link that was copied has none.
#[tokio::test]
async fn in_7_the_newest_mail_tells() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let harbour = organization(&store, 1, mina).await;
        let (parts, repairs) =
            (project(&store, harbour, 1, "Spare parts").await, project(&store, harbour, 2, "Repairs").await);
        let places = [(parts, ProjectRole::Agent), (repairs, ProjectRole::Viewer)];
        let given = Authority::new(Role::Member, Grants::NONE, places.into_iter().collect());
        for (number, address) in [(11, "sana"), (12, "emil")] {
            draft(&store, harbour, (number, address), (mina, &given)).await;
        }
        let mut tx = store.begin().await.unwrap();
        for number in 1..=3 {
            let (link, now) =
                (LinkId::from(Uuid::from_u128(number)), NOW + TimeDelta::minutes(number.try_into().unwrap()));
            tx.insert_link(&NewLink {
                id: link,
                purpose: LinkPurpose::Invitation,
                digest: &[u8::try_from(number).unwrap(); 32],
                account_id: None,
                invitation_id: Some(id(11)),
                email: None,
                created_at: now,
                expires_at: now,
            })
            .await
            .unwrap();
            // The third was copied.
            if number == 3 {
                continue;
            }
            // Ids in the other order than times.
            let mail = MailId::from(Uuid::from_u128(10 - number));
            let recipient = "sana@harbour.example".parse().unwrap();
            let new = NewMail {
                id: mail,
                recipient: &recipient,
                message: "{}",
                link_id: Some(link),
                now,
                due_at: now,
                expires_at: now,
            };
            tx.insert_mails(&[new]).await.unwrap();
            if number == 2 {
                tx.settle_mail(mail, MailOutcome::Refused { reply: "550 nobody" }, now).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let found = keys(&store, harbour, NOW).await;
        assert_eq!(found.iter().map(|key| key.mail).collect::<Vec<_>>(), [Some(InvitationMail::Refused), None]);
        assert!(found.iter().all(|key| key.given == given), "{found:?}");
    }
}

// LOAD-6: among as many people as ever came, the list looks at what is open, by an index.
#[tokio::test]
async fn load_6_no_statement_scans_a_table() {
    for store in stores().await {
        ten_thousand(&store).await;
        let (one, many) = match &store.db {
            Db::Sqlite { .. } => ("CAST(printf('%016d', n.i) AS BLOB)", "printf('%05d', n.i)"),
            Db::Postgres(_) => ("lpad(to_hex(n.i), 32, '0')::uuid", "lpad(n.i::text, 5, '0')"),
        };
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 11000)";
        let at = "'2026-01-01T00:00:00+00:00'";
        let sql = format!(
            "{numbers} INSERT INTO invitations (id, organization_id, email, role, state, created_at)
             SELECT {one}, (SELECT id FROM organizations ORDER BY slug LIMIT 1), 'p' || {many} || '@crowd.example', 'member',
                    CASE WHEN n.i <= 10000 THEN 'accepted' ELSE 'draft' END, {at} FROM n"
        );
        run(&store, sql).await;
        analyze(&store).await;
        let harbour = OrganizationId::from(Uuid::from_u128(100));
        assert_eq!(keys(&store, harbour, NOW).await.len(), 1_000);
        for statement in STATEMENTS {
            let plan = plan(&store, statement.sql).await;
            let scans = |step: &String| step.contains("Seq Scan") || step.starts_with("SCAN");
            assert!(!plan.iter().any(scans), "{}: {plan:#?}", statement.name);
            // Addresses come in their order; a page by the ids on it.
            let index = match statement.name.rsplit("::").next() {
                Some("PAGE") => continue,
                Some("ADDRESSES") => "invitations_",
                _ => "invitations_listed_idx",
            };
            assert!(plan.iter().any(|step| step.contains(index)), "{}: {plan:#?}", statement.name);
        }
    }
}
