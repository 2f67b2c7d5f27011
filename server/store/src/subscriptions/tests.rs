//! Plans, and who holds the seats of one (ST-3).

use chrono::TimeDelta;
use domain::{AuditEntryId, InvitationId, audit::AuditEvent};
use uuid::Uuid;

use super::*;
use crate::{
    NewAuditEntry, NewInvitation,
    db::Db,
    fixtures::{NOW, account, organization, project},
    statements::{plan, stores},
};

fn team(seats: Option<u32>, projects: Option<u32>) -> Subscription {
    let limit = |number: Option<u32>| number.map(|number| number.try_into().unwrap());
    Subscription::begin(Plan { name: "Team".parse().unwrap(), seats: limit(seats), projects: limit(projects) })
}

// ST-3
#[tokio::test]
async fn st_3_what_is_stored_is_read_again() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        assert_eq!(store.read().subscription(id).await.unwrap(), None);
        let ends_on = NaiveDate::from_ymd_opt(2026, 1, 31);
        let ending = Subscription { ends_on, status: SubscriptionStatus::PastDue, ..team(Some(5), None) };
        for subscription in [team(Some(150), Some(5)), ending, team(None, Some(1))] {
            let mut tx = store.begin().await.unwrap();
            tx.set_subscription(id, &subscription).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(store.read().subscription(id).await.unwrap(), Some(subscription));
        }
        let plan = team(Some(3), Some(2)).plan;
        let contact = |name: Option<&str>, email: &str| BillingContact {
            name: name.map(|name| name.parse().unwrap()),
            email: email.parse().unwrap(),
        };
        let contacts = [contact(None, "a@harbour.example"), contact(Some("Accounts"), "b@harbour.example")];
        for (plan, contact) in [
            (Some(plan.clone()), Some(contacts[0].clone())),
            (Some(team(None, None).plan), Some(contacts[1].clone())),
            (None, None),
        ] {
            let mut tx = store.begin().await.unwrap();
            tx.set_default_plan(plan.as_ref()).await.unwrap();
            tx.set_billing_contact(id, contact.as_ref()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(store.read().default_plan().await.unwrap(), plan);
            assert_eq!(store.read().billing_contact(id).await.unwrap(), contact);
        }
    }
}

// ST-3: members and open invitations hold seats; drafts, and what time ended, hold none. To the second.
#[tokio::test]
async fn st_3_who_holds_a_seat() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        project(&store, id, 1, "Spare parts").await;
        let until = NOW + TimeDelta::days(7);
        let mut tx = store.begin().await.unwrap();
        for number in 0..3_u128 {
            let email: EmailAddress = format!("guest{number}@harbour.example").parse().unwrap();
            let invitation = InvitationId::from(Uuid::from_u128(number + 1));
            let (first_name, last_name) = (None, None);
            let new = NewInvitation {
                id: invitation,
                organization_id: id,
                email: &email,
                first_name,
                last_name,
                invited_by: mina,
                now: NOW,
            };
            tx.insert_invitation(&new).await.unwrap();
            if number > 0 {
                tx.mark_invitation_sent(invitation, mina, NOW, until).await.unwrap();
            }
        }
        assert_eq!(tx.read().limited_seats(id, NOW).await.unwrap(), None, "nothing is limited");
        tx.set_subscription(id, &team(None, Some(1))).await.unwrap();
        assert_eq!(tx.read().limited_seats(id, NOW).await.unwrap(), None);
        tx.set_subscription(id, &team(Some(3), Some(1))).await.unwrap();
        let included = Some(3.try_into().unwrap());
        for (now, invited) in [(until - TimeDelta::seconds(1), 2), (until, 0)] {
            let seats = tx.read().limited_seats(id, now).await.unwrap();
            assert_eq!(seats, Some(SeatUse { members: 1, invited, included }));
            let subscription = tx.read().subscription(id).await.unwrap();
            let used = tx.read().plan_use(id, subscription.as_ref(), now).await.unwrap();
            assert_eq!((Some(used.seats), used.projects.active), (seats, 2));
        }
        tx.commit().await.unwrap();
        let listed = store.read().subscriptions_after("", NOW, 10).await.unwrap();
        assert_eq!((listed.len(), listed[0].used.seats.invited, listed[0].used.projects.is_full()), (1, 2, true));
        assert!(store.read().subscriptions_after(listed[0].slug.as_str(), NOW, 10).await.unwrap().is_empty());
    }
}

// ST-3, ST-4: what changed about a plan is found without looking at all that ever happened.
#[tokio::test]
async fn st_3_the_history_has_its_own_index() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        let mut tx = store.begin().await.unwrap();
        let told = [
            AuditEvent::PlanChanged { before: None, after: team(Some(5), None) },
            AuditEvent::MemberLeft(domain::audit::Departure::of_role(domain::Role::Member)),
            AuditEvent::BillingContactChanged { before: None, after: None },
        ];
        for (number, event) in told.iter().enumerate() {
            let at = NOW + TimeDelta::minutes(i64::try_from(number).unwrap());
            let entry = AuditEntryId::from(Uuid::from_u128(u128::try_from(number).unwrap() + 1));
            let (actor_id, subject_id, subject) = (None, None, None);
            let new =
                NewAuditEntry { id: entry, organization_id: id, actor_id, subject_id, subject, event, client: "", at };
            tx.insert_entries(&[new]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let history = store.audit_of_billing(id, NOW, 10).await.unwrap();
        let events: Vec<_> = history.iter().filter_map(crate::AuditEntry::event).collect();
        assert_eq!(events, [told[2].clone(), told[0].clone()]);
        if matches!(store.db, Db::Sqlite { .. }) {
            let statement = crate::audit::STATEMENTS.iter().find(|one| one.name.ends_with("OF_BILLING")).unwrap();
            let steps = plan(&store, statement.sql).await;
            assert!(steps.iter().any(|step| step.contains("audit_entries_billing_idx")), "{steps:?}");
        }
    }
}
