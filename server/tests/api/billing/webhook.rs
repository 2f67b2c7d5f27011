//! The webhook to the operator's own billing, told to a real receiver (docs/WEBHOOK.md).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::plan;
use crate::support::{App, DAY, Delivered, Engine, JONAS, MINA, PASSWORD, Receiver, Team, stories};

/// What each event said, in the order of their revisions, each once. Each begins with what the one before it left.
fn chain(delivered: &[Delivered]) -> Vec<(String, Value)> {
    let by_revision: BTreeMap<i64, &Delivered> =
        delivered.iter().map(|one| (one.event["data"]["revision"].as_i64().unwrap(), one)).collect();
    let revisions: Vec<i64> = by_revision.keys().copied().collect();
    let ids: BTreeSet<&str> = delivered.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(revisions, (1..=i64::try_from(ids.len()).unwrap()).collect::<Vec<_>>(), "{delivered:#?}");
    let mut before = Value::Null;
    let mut chain = Vec::new();
    for one in by_revision.values() {
        assert_eq!(one.event["data"]["before"], before, "{one:#?}");
        before = one.event["data"]["after"].clone();
        let kind = one.event["type"].as_str().unwrap();
        chain.push((kind.strip_prefix("organization.").unwrap().to_owned(), before.clone()));
    }
    chain
}

/// Members and open invitations that an event tells of.
fn seats(after: &Value) -> (u64, u64) {
    let seats = &after["seats"];
    let (members, invited) = (seats["members"].as_u64().unwrap(), seats["invited"].as_u64().unwrap());
    assert_eq!(seats["used"], members + invited);
    (members, invited)
}

/// What the last event said, once it tells of so many members and open invitations, after so many events in all.
async fn told(receiver: &Receiver, app: &App, count: usize) -> (String, (u64, u64)) {
    let delivered = receiver.count(app, count).await;
    assert_eq!(delivered.len(), count, "{delivered:#?}");
    let (kind, after) = chain(&delivered).pop().unwrap();
    (kind, seats(&after))
}

async fn act(team: &Team, call: &str, fields: &[(&str, &str)]) {
    let answer = team.call(&team.owner, call, fields).await;
    assert_eq!(answer.status, 200, "{call}: {answer:?}");
}

fn webhook(app: &App, command: &str) -> String {
    let (done, said) = app.run_beside(&["admin", "webhook", command]);
    assert!(done, "{said}");
    said.split_inclusive('\n').filter(|line| !line.starts_with('{')).collect()
}

stories! {
    /// ST-3: each change of seats and plan is told once, signed, with what was before and after; what changes neither is not.
    async fn st_3_billing_is_told_of_each_change(app: &App) {
        let receiver = Receiver::start().await;
        let app = &receiver.told_by(app.engine).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let seats_changed = |members, invited| ("seats_changed".to_owned(), (members, invited));
        assert_eq!(told(&receiver, app, 1).await, seats_changed(1, 0));
        // Many in one call are one event; a draft takes no seat.
        let many = [("emails", "a@x.example, b@x.example, c@x.example, d@x.example"), ("role", "member")];
        act(&team, "members/invite", &many).await;
        assert_eq!(told(&receiver, app, 2).await, seats_changed(1, 4));
        act(&team, "members/invite", &[("emails", "draft@x.example"), ("role", "member"), ("draft", "true")]).await;
        act(&team, "members/cancel-invitation", &[("invitation", &team.id_of("a@x.example").await)]).await;
        assert_eq!(told(&receiver, app, 3).await, seats_changed(1, 3));
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let token = team.invite(app, JONAS.email, "member").await;
        assert_eq!(told(&receiver, app, 4).await, seats_changed(1, 4));
        assert_eq!(jonas.call("invitations/decline", &[("token", &token)]).await.status, 200);
        assert_eq!(told(&receiver, app, 5).await, seats_changed(1, 3));
        let hanna = team.join(app, "Hanna", "member").await;
        assert_eq!(told(&receiver, app, 7).await, seats_changed(2, 3), "invited, then in");
        let id = team.id_of(&team.address("Hanna")).await;
        act(&team, "members/change-role", &[("member", &id), ("role", "admin")]).await;
        act(&team, "projects/create", &[("name", "Repairs")]).await;
        act(&team, "members/revoke", &[("people", &id)]).await;
        assert_eq!(told(&receiver, app, 8).await, seats_changed(1, 3), "roles and projects are no seats");
        act(&team, "members/restore", &[("people", &id)]).await;
        assert_eq!(told(&receiver, app, 9).await, seats_changed(2, 3));
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "9", "--projects", "4"]);
        // Said twice, it is told once.
        plan(app, &["set", &team.slug, "--seats", "9"]);
        assert_eq!(told(&receiver, app, 10).await, ("plan_changed".to_owned(), (2, 3)));
        let last = receiver.delivered().pop().unwrap().event;
        assert_eq!(last["data"]["organization"]["slug"], "harbour-finch");
        assert_eq!(last["data"]["before"]["subscription"], Value::Null);
        let now = json!({
            "seats": { "used": 5, "members": 2, "invited": 3, "included": 9 },
            "subscription": {
                "plan": { "name": "Team", "seats": 9, "projects": 4 }, "status": "active", "ends_on": null,
            },
            "deleted": false,
        });
        assert_eq!(last["data"]["after"], now);
        plan(app, &["set", &team.slug, "--status", "past-due", "--until", "2030-01-31"]);
        assert_eq!(told(&receiver, app, 11).await, ("plan_changed".to_owned(), (2, 3)));
        assert_eq!(team.call(&hanna, "organizations/leave", &[]).await.status, 200);
        assert_eq!(told(&receiver, app, 12).await, seats_changed(1, 3));
        act(&team, "organizations/delete", &[("name", "Harbour Finch")]).await;
        assert_eq!(told(&receiver, app, 13).await, ("deleted".to_owned(), (0, 0)));
        act(&team, "organizations/restore", &[]).await;
        assert_eq!(told(&receiver, app, 14).await, ("restored".to_owned(), (1, 3)));
        // Nobody does anything, and the time of the invitations is over.
        app.move_clock(8 * DAY);
        assert_eq!(told(&receiver, app, 15).await, seats_changed(1, 0));
        assert!(!app.log().contains(&Receiver::SECRET[6..]) && !app.log().contains("key=1"));
        assert_eq!(webhook(app, "show").lines().last(), Some("0 wait, 0 are parked"));
    }

    /// ST-3, SI-9: who deletes their account gives their seats back, the ones that were kept for their address too.
    async fn st_3_a_deleted_account_gives_its_seats_back(app: &App) {
        let receiver = Receiver::start().await;
        let app = &receiver.told_by(app.engine).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        team.invite(app, JONAS.email, "member").await;
        assert_eq!(told(&receiver, app, 2).await.1, (1, 1));
        assert_eq!(jonas.call("account/delete", &[("password", JONAS.password)]).await.status, 200);
        assert_eq!(told(&receiver, app, 3).await.1, (1, 0));
        let hanna = team.join(app, "Hanna", "member").await;
        assert_eq!(told(&receiver, app, 5).await.1, (2, 0));
        assert_eq!(hanna.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        assert_eq!(told(&receiver, app, 6).await.1, (1, 0));
    }

    /// ST-3, OP-5: while the receiver is away, and the server is killed meanwhile, nothing is lost, and nothing is told twice.
    async fn st_3_nothing_is_lost_while_the_receiver_is_away(app: &App) {
        let receiver = Receiver::away().await;
        let app = &receiver.told_by(app.engine).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Hanna", "member").await;
        app.logged("a billing event has to wait").await;
        app.kill_and_start().await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "9"]);
        let shown = webhook(app, "show");
        assert!(shown.starts_with("events are sent to http://127.0.0.99:") && !shown.contains("key"), "{shown}");
        assert!(shown.contains("\n4 wait, 0 are parked, the oldest from 2"), "{shown}");
        assert!(shown.contains("\nlast problem: the receiver cannot be reached: "), "{shown}");
        receiver.open().await;
        // The longest pause is a quarter of an hour.
        app.move_clock(16 * 60);
        assert_eq!(told(&receiver, app, 4).await, ("plan_changed".to_owned(), (2, 0)));
        assert_eq!(receiver.delivered().iter().map(|one| &one.id).collect::<BTreeSet<_>>().len(), 4);
    }

    /// ST-3: what the receiver does not take is tried again, the same under the same id, with a new time; redirects are not
    /// followed.
    async fn st_3_another_try_is_the_same_event(app: &App) {
        let receiver = Receiver::start().await;
        receiver.answers(&[500, 302, 404, 200]);
        let app = &receiver.told_by(app.engine).await;
        Team::new(app, &MINA, "Harbour Finch").await;
        for (tries, clock) in [(1, 10), (2, 100), (3, 200)] {
            receiver.count(app, tries).await;
            app.logged(["answered 500", "answered 302", "answered 404"][tries - 1]).await;
            if tries == 1 {
                let soon = "0 events are tried again, 1 within 30 seconds as it is their turn\n";
                assert_eq!(webhook(app, "retry"), soon);
            }
            app.move_clock(clock);
        }
        let delivered = receiver.count(app, 4).await;
        assert!(delivered.iter().all(|one| (&one.id, &one.text) == (&delivered[0].id, &delivered[0].text)), "{delivered:#?}");
        assert!(delivered.windows(2).all(|pair| pair[0].tried_at < pair[1].tried_at), "{delivered:#?}");
        app.move_clock(DAY);
        let (_, said) = app.run_beside(&["admin", "webhook", "show"]);
        assert!(said.contains("0 wait, 0 are parked"), "{said}");
        assert_eq!(receiver.delivered().len(), 4, "taken, it is tried no more");
    }

    /// ST-3: an event that is told to be gone for good is parked, until the operator has it tried again.
    async fn st_3_gone_is_parked(app: &App) {
        let receiver = Receiver::start().await;
        receiver.answers(&[410]);
        let app = &receiver.told_by(app.engine).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        receiver.count(app, 1).await;
        app.logged("a billing event is parked").await;
        app.move_clock(DAY);
        // Others are tried, and this one is not.
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        let delivered = receiver.count(app, 2).await;
        assert_ne!(delivered[0].id, delivered[1].id);
        let shown = webhook(app, "show");
        assert!(shown.contains("\n0 wait, 1 are parked") && shown.contains("last problem: the receiver answered 410 Gone"), "{shown}");
        assert_eq!(webhook(app, "retry"), "1 events are tried again\n");
        let delivered = receiver.count(app, 3).await;
        assert_eq!((&delivered[2].id, &delivered[2].text), (&delivered[0].id, &delivered[0].text));
        assert_eq!(delivered.len(), 3);
    }

    /// ST-3, OP-5: a receiver that is slow to answer does not keep others waiting; when the server is killed meanwhile, what
    /// it took without saying so comes again under the same id.
    async fn st_3_a_slow_receiver(app: &App) {
        let receiver = Receiver::start().await;
        let app = &receiver.told_by(app.engine).await;
        receiver.holds(true);
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let first = receiver.count(app, 1).await[0].clone();
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        let second = receiver.count(app, 2).await[1].clone();
        assert_ne!(first.id, second.id, "while the first waits for its answer");
        app.kill_and_start().await;
        receiver.holds(false);
        // The dead worker's time is over.
        app.move_clock(60);
        let delivered = receiver.count(app, 4).await;
        let tries = |event: &Delivered| delivered.iter().filter(|one| (&one.id, &one.text) == (&event.id, &event.text)).count();
        assert_eq!((tries(&first), tries(&second), delivered.len()), (2, 2, 4));
        chain(&delivered);
    }

    /// ST-3, OP-4: of servers on one database each event is told by one.
    async fn st_3_each_event_is_told_by_one_server(app: &App) {
        if app.engine == Engine::Sqlite {
            return;
        }
        let receiver = Receiver::start().await;
        let app = &receiver.told_by(app.engine).await;
        let other = app.second().await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let there = other.browser();
        assert_eq!(there.sign_in(MINA.email, MINA.password).await.status, 200);
        for number in 0..12 {
            let here = if number % 2 == 0 { &team.owner } else { &there };
            let email = format!("guest{number}@x.example");
            let invite = [("emails", email.as_str()), ("role", "member")];
            assert_eq!(team.call(here, "members/invite", &invite).await.status, 200);
        }
        assert_eq!(told(&receiver, app, 13).await.1, (1, 12));
        // Both count, and one tells.
        app.move_clock(8 * DAY);
        assert_eq!(told(&receiver, app, 14).await.1, (1, 0));
    }

    /// ST-3: set for the first time, the webhook tells of all that there is; set again, of what happened meanwhile; and what a
    /// command did that did not know of it is told by the server.
    async fn st_3_what_happened_without_it_is_told(app: &App) {
        let receiver = Receiver::start().await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let quill = team.another("Quill").await;
        act(&quill, "organizations/delete", &[("name", "Quill")]).await;
        let settings = receiver.settings();
        app.kill_and_start_with(&settings.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
        let delivered = receiver.count(app, 1).await;
        assert_eq!((delivered.len(), &delivered[0].event["data"]["before"]), (1, &Value::Null));
        let (done, said) = app.run_beside_without("PARLOR_BILLING", &["admin", "plan", "set", &team.slug, "--plan", "Team"]);
        assert!(done, "{said}");
        assert_eq!(told(&receiver, app, 2).await, ("plan_changed".to_owned(), (1, 0)));
        app.kill_and_start().await;
        assert_eq!(team.call(&team.owner, "members/list", &[]).await.status, 200);
        assert_eq!(receiver.delivered().len(), 2, "what was told is not told again");
    }

    /// ST-3, OP-1: settings that are wrong are named in one line, which does not tell the secret.
    async fn st_3_wrong_settings_of_the_webhook_are_named(app: &App) {
        let (url, secret) = ("https://billing.example.com/parlor", Receiver::SECRET);
        for (url, secret, said) in [
            ("http://billing.example.com/", secret, "PARLOR_BILLING_WEBHOOK_URL: must begin with https://; http:// is for a loopback address, such as http://127.0.0.1:8080/"),
            ("billing", secret, "PARLOR_BILLING_WEBHOOK_URL: must be an address like https://billing.example.com/parlor"),
            ("https://me:word@billing.example.com/", secret, "PARLOR_BILLING_WEBHOOK_URL: must have no user, no password and no #"),
            (url, "", "PARLOR_BILLING_WEBHOOK_SECRET: is needed beside PARLOR_BILLING_WEBHOOK_URL"),
            ("", secret, "PARLOR_BILLING_WEBHOOK_URL: is needed beside PARLOR_BILLING_WEBHOOK_SECRET"),
            (url, "c2VjcmV0IG9m", "PARLOR_BILLING_WEBHOOK_SECRET: must begin with whsec_"),
            (url, "whsec_c2VjcmV0IG9m", "PARLOR_BILLING_WEBHOOK_SECRET: must hold 24 to 64 bytes, as base64, after whsec_"),
            (url, "whsec_c2VjcmV0!", "PARLOR_BILLING_WEBHOOK_SECRET: must be base64 after whsec_"),
        ] {
            let mut arguments = vec!["migrate"];
            let pairs = [("--billing-webhook-url", url), ("--billing-webhook-secret", secret)];
            arguments.extend(pairs.iter().filter(|(_, value)| !value.is_empty()).flat_map(|(flag, value)| [*flag, *value]));
            assert_eq!(app.run_beside(&arguments), (false, format!("parlor: {said}\n")));
        }
    }
}
