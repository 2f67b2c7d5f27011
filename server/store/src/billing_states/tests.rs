//! What billing was told, and what there is to tell (ST-3).

use chrono::TimeDelta;
use domain::WebhookEventId;

use super::*;
use crate::{
    NewWebhookEvent,
    fixtures::{NOW, account, organization},
    statements::{analyze, plan, stores},
};

// ST-3
#[tokio::test]
async fn st_3_what_was_told_is_read_beside_what_is_so() {
    for store in stores().await {
        let mina = account(&store, 1, "Mina Okafor").await;
        let id = organization(&store, 1, mina).await;
        let counted = async || store.read().counted_organization(id, NOW).await.unwrap().unwrap();
        let before = counted().await;
        assert_eq!((before.told, before.revision, before.seats.members, before.deleted), (None, 0, 1, false));
        let mut tx = store.begin().await.unwrap();
        for _ in 0..2 {
            tx.lock_billing_state(id).await.unwrap();
        }
        tx.save_billing_state(id, 1, "{}", Some(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        let after = counted().await;
        assert_eq!((after.told.as_deref(), after.revision, after.recount_at), (Some("{}"), 1, Some(NOW)));
        let due = async |at| store.organization_to_recount(at).await.unwrap();
        assert_eq!((due(NOW - TimeDelta::seconds(1)).await, due(NOW).await), (None, Some(id)));
        let all = async |after| store.read().counted_organizations(after, NOW, 5).await.unwrap();
        assert_eq!(all(None).await.iter().map(|found| found.id).collect::<Vec<_>>(), [id]);
        assert!(all(Some(id)).await.is_empty());
    }
}

// ST-3: what is looked at every second costs the same however many organizations there are.
#[tokio::test]
async fn st_3_no_statement_scans_a_table() {
    for store in stores().await {
        analyze(&store).await;
        for statement in STATEMENTS {
            let plan = plan(&store, statement.sql).await;
            let scans = |step: &String| step.contains("Seq Scan") || step.starts_with("SCAN");
            assert!(!plan.iter().any(scans), "{}: {plan:#?}", statement.name);
        }
    }
}

// ST-3, OP-5: of several workers that saw the same event one owns it; what fails, waits; what is parked, stays.
#[tokio::test]
async fn st_3_an_event_has_one_owner() {
    for store in stores().await {
        let second = TimeDelta::seconds(1);
        let id = WebhookEventId::from(Uuid::from_u128(1));
        let mut tx = store.begin().await.unwrap();
        tx.insert_webhook_event(&NewWebhookEvent { id, body: "{}", now: NOW }).await.unwrap();
        tx.commit().await.unwrap();
        let due = async |at| store.due_webhook_events(at, 8).await.unwrap();
        assert!(due(NOW - second).await.is_empty());
        let seen = due(NOW).await;
        let mut tx = store.begin().await.unwrap();
        assert!(tx.lease_webhook_event(&seen[0], NOW + second * 30).await.unwrap());
        assert!(!tx.lease_webhook_event(&seen[0], NOW + second * 60).await.unwrap());
        tx.commit().await.unwrap();
        assert!(due(NOW + second * 29).await.is_empty());
        let again = due(NOW + second * 30).await;
        assert_eq!((again[0].id, again[0].tries), (id, 1));
        // Written while the clock was an hour ahead, its turn is now.
        assert_eq!(due(NOW - TimeDelta::hours(1)).await.len(), 1);
        let mut tx = store.begin().await.unwrap();
        tx.park_webhook_event(id, "gone").await.unwrap();
        tx.commit().await.unwrap();
        assert!(due(NOW + second * 60).await.is_empty());
        let backlog = store.webhook_backlog().await.unwrap();
        assert_eq!((backlog.waiting, backlog.parked, backlog.oldest), (0, 1, Some(NOW)));
        assert_eq!(backlog.problem.as_deref(), Some("gone"));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.retry_webhook_events(NOW, NOW + second * 30).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(due(NOW).await[0].tries, 0);
        let mut tx = store.begin().await.unwrap();
        tx.delete_webhook_event(id).await.unwrap();
        tx.commit().await.unwrap();
        let backlog = store.webhook_backlog().await.unwrap();
        assert_eq!((backlog.waiting, backlog.parked, backlog.oldest, backlog.problem), (0, 0, None, None));
    }
}
