//! What becomes of mail on its way to a mail server: told where somebody waits for it, and hardly ever sent twice.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::support::{App, Engine, MINA, Team, stories};

/// A mail server that says no to `nobody@…`, not yet to `later@…` unless it is ready, and takes the rest; while it holds, it takes
/// a mail and does not say so.
#[derive(Clone)]
struct Post {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
    holds: watch::Sender<bool>,
    ready: Arc<AtomicBool>,
}

impl Post {
    async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, ready) = (Arc::default(), Arc::default());
        let office = Self { port, taken, holds: watch::Sender::new(false), ready };
        let server = office.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(server.clone().talk(client));
            }
        });
        office
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    async fn talk(self, client: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = client.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut to = String::new();
        let mut in_mail = false;
        write.write_all(b"220 mail.test\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let reply = match line.split([' ', ':']).next().unwrap_or_default() {
                "." if in_mail => {
                    in_mail = false;
                    self.taken.lock().unwrap().push(to.clone());
                    let mut holds = self.holds.subscribe();
                    // Fails only when nobody can let go any more.
                    let _ = holds.wait_for(|holds| !holds).await;
                    "250 taken"
                }
                _ if in_mail => continue,
                "DATA" => {
                    in_mail = true;
                    "354 go on"
                }
                "RCPT" => {
                    to = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                    match to.split('@').next().unwrap_or_default() {
                        "nobody" => "550 5.1.1 No such person here",
                        "later" if !self.ready.load(Ordering::Relaxed) => "451 4.7.1 Come back in a while",
                        _ => "250 yes",
                    }
                }
                _ => "250 yes",
            };
            write.write_all(format!("{reply}\r\n").as_bytes()).await?;
        }
        Ok(())
    }

    /// How many mails for each address were taken, once `done` says that these are all.
    async fn taken(&self, app: &App, done: impl Fn(&BTreeMap<String, usize>) -> bool) -> BTreeMap<String, usize> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let mut counts = BTreeMap::new();
            for to in self.taken.lock().unwrap().iter() {
                *counts.entry(to.clone()).or_default() += 1;
            }
            if done(&counts) {
                return counts;
            }
            assert!(Instant::now() < deadline, "{counts:?}\n{}", app.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn invite(team: &Team, email: &str) {
    let answer = team.call(&team.owner, "members/invite", &[("emails", email), ("role", "member")]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// Where the mail of the invitation for this address is, once that is `state`.
async fn delivery(app: &App, team: &Team, email: &str, state: &str) -> Value {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let row = team.invitation_of(email).await.expect("a row");
        if row["delivery"]["state"] == state {
            return row["delivery"].clone();
        }
        assert!(Instant::now() < deadline, "{row}\n{}", app.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

stories! {
    /// FIELD-51: the list of members tells where an invitation's mail is, as the waiting screen does.
    async fn field_51_the_list_tells_the_deliverys_truth(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let post = Post::listen().await;
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &post.url()), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        for email in ["nobody@guests.example", "later@guests.example", "vera@guests.example"] {
            invite(&team, email).await;
        }
        let refused = delivery(app, &team, "nobody@guests.example", "refused").await;
        assert_eq!(refused["reason"], "550 5.1.1 No such person here");
        let taken = delivery(app, &team, "vera@guests.example", "handed-over").await;
        assert!(taken["at"].is_string(), "{taken}");
        let row = team.invitation_of("vera@guests.example").await.expect("a row");
        assert_eq!((&row["mail_server"], &row["standing"]), (&"127.0.0.1".into(), &"underway".into()));
        let deadline = Instant::now() + Duration::from_secs(20);
        while delivery(app, &team, "later@guests.example", "queued").await["next_try"].is_null() {
            assert!(Instant::now() < deadline, "never tried");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Sent again, the newest mail counts; a draft has none.
        post.holds.send_replace(true);
        let id = team.id_of("vera@guests.example").await;
        assert_eq!(team.call(&team.owner, "members/send-invitation", &[("invitation", &id)]).await.status, 200);
        assert_eq!(delivery(app, &team, "vera@guests.example", "queued").await["next_try"], Value::Null);
        post.holds.send_replace(false);
        delivery(app, &team, "vera@guests.example", "handed-over").await;
        team.call(&team.owner, "members/invite", &[("emails", "draft@guests.example"), ("role", "member"), ("draft", "true")]).await;
        let draft = team.invitation_of("draft@guests.example").await.expect("a row");
        assert_eq!(draft["delivery"], Value::Null);

        let page = team.owner.get(&format!("/o/{}/members?view=invited", team.slug)).await.body;
        for said in [
            "Refused",
            "550 5.1.1 No such person here",
            "Fix address…: nobody@guests.example",
            "Copy link: nobody@guests.example",
            "Queued",
            "Next try at ",
            "Handed over",
            ", to 127.0.0.1",
            "Draft, not sent",
        ] {
            assert!(page.contains(said), "{said}");
        }
        // What did not arrive waits for the team; and is found by where its mail is.
        let found = async |delivery: &str| {
            let list = team.call(&team.owner, "members/invited", &[("delivery", delivery)]).await.json();
            let rows = list["invitations"].as_array().unwrap().iter();
            rows.map(|row| format!("{} {}", row["email"].as_str().unwrap(), row["standing"].as_str().unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(found("refused").await, ["nobody@guests.example refused"]);
        assert_eq!(found("queued").await, ["later@guests.example delayed"]);
        assert_eq!(found("handed-over").await, ["vera@guests.example underway"]);
    }

    /// IN-7, OP-5: a mail that waits long for another try is tried at once when somebody says so who could send it, and once.
    async fn in_7_what_waits_is_tried_now(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let post = Post::listen().await;
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &post.url()), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let later = "later@guests.example";
        invite(&team, later).await;
        let id = team.id_of(later).await;
        let row = async || team.invitation_of(later).await.expect("a row");
        let now = async |who: &crate::support::Browser| {
            team.call(who, "members/try-invitation-now", &[("invitation", &id)]).await.status.as_u16()
        };
        // Each try that fails puts the next one off twice as long; in a moment it comes by itself.
        let deadline = Instant::now() + Duration::from_secs(40);
        let mut clock = 0;
        let waiting = loop {
            let row = row().await;
            if row["can_try_now"] == true {
                break row;
            }
            assert!(Instant::now() < deadline, "{row}\n{}", app.log());
            clock += 1;
            app.move_clock(clock);
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        assert_eq!((&waiting["standing"], &waiting["can_fix_address"]), (&"delayed".into(), &false.into()));
        let page = team.owner.get(&format!("/o/{}/members?view=invited", team.slug)).await.body;
        assert!(page.contains("Try now: later@guests.example"), "{page}");
        post.ready.store(true, Ordering::Relaxed);
        assert_eq!(now(&leo).await, 403);
        assert_eq!(row().await["can_try_now"], true);
        assert_eq!(now(&team.owner).await, 200);
        delivery(app, &team, later, "handed-over").await;
        // Said twice, it is done once.
        assert_eq!(now(&team.owner).await, 200);
        assert_eq!((&row().await["can_try_now"], &row().await["delivery"]["state"]), (&false.into(), &"handed-over".into()));
        assert_eq!(post.taken(app, |counts| counts.contains_key(later)).await[later], 1);
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        assert_eq!(now(&team.owner).await, 410);
    }

    /// IN-1, IN-7: an address that the mail server refused for good is put right in one call: the invitation is taken back, and one
    /// to the other address stands in its place, with the same terms. No other invitation gets another address.
    async fn in_7_a_refused_address_is_put_right(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Leo", "member").await;
        let post = Post::listen().await;
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &post.url()), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let (wrong, right) = ("nobody@guests.example", "sana@guests.example");
        for email in [wrong, "vera@guests.example"] {
            let fields = [("emails", email), ("role", "member"), ("grants", "manage-billing"), ("first_name", "Sana")];
            assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        }
        delivery(app, &team, wrong, "refused").await;
        delivery(app, &team, "vera@guests.example", "handed-over").await;
        let id = team.id_of(wrong).await;
        let token = team.copied_link(app, &id).await;
        let fix = async |id: &str, email: &str, send: &str| {
            let fields = [("invitation", id), ("email", email), ("role", "member"), ("grants", "manage-billing"), ("first_name", "Sana"), ("send", send)];
            team.call(&team.owner, "members/edit-invitation", &fields).await
        };
        let row = team.invitation_of(wrong).await.expect("a row");
        assert_eq!((&row["can_fix_address"], &row["can_try_now"]), (&true.into(), &false.into()));
        let vera = team.id_of("vera@guests.example").await;
        assert_eq!(team.invitation_of("vera@guests.example").await.expect("a row")["can_fix_address"], false);
        assert_eq!(fix(&vera, right, "true").await.status, 404, "its mail arrived");
        let leo = team.address("Leo");
        for (email, problem) in [("sana@", "email"), (leo.as_str(), "already-member"), ("VERA@guests.example", "already-invited")] {
            let refused = fix(&id, email, "true").await;
            assert_eq!((refused.status.as_u16(), refused.error()), (422, "fields".into()), "{email}: {refused:?}");
            let field = &refused.json()["fields"][0];
            assert_eq!(field["field"], "email");
            assert!(field["problem"].to_string().contains(problem), "{field}");
        }
        assert!(team.invitation_of(wrong).await.is_some(), "nothing was changed");
        let page = team.owner.get(&format!("/o/{}/members/invitations/{id}", team.slug)).await.body;
        assert!(page.contains("The mail server refused it for good."), "{page}");

        assert_eq!(fix(&id, &format!(" {} ", right.to_uppercase()), "false").await.status, 200);
        assert_eq!(team.invitation_of(wrong).await, None);
        let dead = app.browser().call("invitations/view", &[("token", &token)]).await;
        assert_eq!((dead.status.as_u16(), &dead.json()["reason"]), (410, &"cancelled".into()));
        let draft = team.invitation_of(right).await.expect("a row");
        let terms = (&draft["state"], &draft["grants"], &draft["first_name"]);
        assert_eq!(terms, (&"draft".into(), &row["grants"], &"Sana".into()));

        // Or sent at once.
        invite(&team, wrong).await;
        delivery(app, &team, wrong, "refused").await;
        assert_eq!(fix(&team.id_of(wrong).await, "emil@guests.example", "true").await.status, 200);
        delivery(app, &team, "emil@guests.example", "handed-over").await;
        assert_eq!(team.invitation_of(wrong).await, None);
    }

    /// FIELD-53, MAIL-5: a worker is killed with four mails in hand, all but the answer to the dot of one. Within 60 s
    /// everybody has theirs, and at most one mail is there twice.
    async fn field_53_a_killed_worker_leaves_one_mail_in_doubt(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let post = Post::listen().await;
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &post.url()), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let guests: Vec<String> = (0..6).map(|number| format!("guest{number}@guests.example")).collect();
        for round in 1..=2 {
            post.holds.send_replace(true);
            for guest in &guests {
                invite(&team, guest).await;
            }
            let before = post.taken(app, |taken| taken.values().sum::<usize>() > 6 * (round - 1)).await;
            // Time for the other three to come as far as they may.
            tokio::time::sleep(Duration::from_millis(500)).await;
            app.kill_and_start().await;
            post.holds.send_replace(false);
            app.move_clock(i64::try_from(round).unwrap() * 60);
            let most = round * guests.len() + round;
            let after = post.taken(app, |taken| guests.iter().all(|guest| taken.get(guest).is_some_and(|n| *n >= round))).await;
            assert!(after.values().sum::<usize>() <= most, "{before:?} {after:?}");
            for guest in &guests {
                delivery(app, &team, guest, "handed-over").await;
            }
        }
    }

    /// FIELD-53: while a mail server takes its time, no other worker takes the mail, however long that is.
    async fn field_53_a_mail_on_its_way_stays_ours(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let post = Post::listen().await;
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &post.url()), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        post.holds.send_replace(true);
        invite(&team, "vera@guests.example").await;
        post.taken(app, |taken| taken.len() == 1).await;
        // The clock jumps over the lease; the workers look several times.
        app.move_clock(45);
        tokio::time::sleep(Duration::from_secs(3)).await;
        post.holds.send_replace(false);
        delivery(app, &team, "vera@guests.example", "handed-over").await;
        invite(&team, "last@guests.example").await;
        let taken = post.taken(app, |taken| taken.contains_key("last@guests.example")).await;
        assert_eq!(taken["vera@guests.example"], 1, "{taken:?}");
    }

    /// FIELD-52, PRV-7: whoever is touched by a change is mailed: whose role it is, and everybody in an organization that is
    /// deleted or brought back; whoever did it is not, but for ownership that goes.
    async fn field_52_those_whom_it_touches_are_mailed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Ada Lind", "member").await;
        let (ada, bo) = (team.address("Ada Lind"), team.address("Bo Ek"));
        let bos = team.join(app, "Bo Ek", "admin").await;
        let id = team.id_of(&ada).await;
        let role = async |who, id: &str, role| {
            let answer = team.call(who, "members/change-role", &[("member", id), ("role", role)]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        };
        role(&bos, &id, "user-admin").await;
        let mail = app.mail_with(&ada, "Your role in Harbour Finch", 1).await;
        for said in ["Bo Ek made you a user admin", "you were a member before", "UTC"] {
            assert!(mail.text.contains(said), "{}", mail.text);
        }
        // The same role once more is no change.
        role(&bos, &id, "user-admin").await;
        // One's own steps down are one's own, until it is ownership.
        role(&bos, &team.id_of(&bo).await, "member").await;
        role(&team.owner, &team.id_of(&bo).await, "owner").await;
        app.mail_with(&bo, "You are an owner of Harbour Finch", 1).await;
        role(&team.owner, &team.id_of(MINA.email).await, "admin").await;
        app.mail_with(MINA.email, "Your role in Harbour Finch on Parlor is admin now", 1).await;
        app.mail_is_out().await;
        assert_eq!(app.mails(&ada).await.iter().filter(|mail| mail.subject.contains("Your role")).count(), 1);
        assert_eq!(app.mails(&bo).await.iter().filter(|mail| mail.subject.contains("Your role")).count(), 0);

        let deleted = team.call(&bos, "organizations/delete", &[("name", "Harbour Finch")]).await;
        assert_eq!(deleted.status, 200, "{deleted:?}");
        for email in [ada.as_str(), MINA.email] {
            let mail = app.mail_with(email, "Harbour Finch on Parlor was deleted", 1).await;
            assert!(mail.text.contains("Bo Ek deleted Harbour Finch"), "{}", mail.text);
        }
        let restored = team.call(&bos, "organizations/restore", &[]).await;
        assert_eq!(restored.status, 200, "{restored:?}");
        for email in [ada.as_str(), MINA.email] {
            app.mail_with(email, "Harbour Finch on Parlor is back", 1).await;
        }
        app.mail_is_out().await;
        assert!(!app.mails(&bo).await.iter().any(|mail| mail.subject.contains("deleted") || mail.subject.contains("back")));
    }

    /// FIELD-52: the last mail to an address says that its account is gone; it is forgotten once it is handed over.
    async fn field_52_a_deleted_account_is_told(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let answer = browser.call("account/delete", &[("password", MINA.password)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mail = app.mail_with(MINA.email, "Your Parlor account was deleted", 1).await;
        assert!(mail.text.contains("Your account was deleted on"), "{}", mail.text);
        if let Some(rows) = app.rows() {
            assert!(!rows.contains(MINA.email), "the address stays in the database");
        }
    }
}
