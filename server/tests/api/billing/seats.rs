//! Seats: who holds one, what needs one, and what is done where none is free (docs/adr/0019-seats.md).

use futures_util::future::join_all;
use serde_json::Value;

use super::{billing, plan};
use crate::{
    races::{people, rounds},
    support::{Answer, App, Browser, DAY, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories},
};

async fn invite(team: &Team, emails: &str, draft: &str) -> Answer {
    let answer =
        team.call(&team.owner, "members/invite", &[("emails", emails), ("role", "member"), ("draft", draft)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

fn outcomes(answer: &Answer) -> Vec<String> {
    let lines = answer.json()["lines"].as_array().unwrap().clone();
    lines.iter().map(|line| line["outcome"].as_str().unwrap().to_owned()).collect()
}

async fn send(team: &Team, email: &str) -> Answer {
    let id = team.id_of(email).await;
    team.call(&team.owner, "members/send-invitation", &[("invitation", &id)]).await
}

/// Members, and invitations that can be accepted.
async fn held(team: &Team) -> (Value, Value) {
    let seats = billing(team).await["seats"].clone();
    (seats["members"].clone(), seats["invited"].clone())
}

fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.error())
}

stories! {
    /// ST-3: members and sent invitations hold seats, drafts do not; with none free a draft is kept, line by line, and the reason
    /// stands beside it.
    async fn st_3_invitations_hold_seats(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "3"]);
        let answer = invite(&team, "a@x.example, b@x.example, c@x.example, no@address@here, d@x.example", "").await;
        assert_eq!(outcomes(&answer), ["invited", "invited", "no-seat", "not-valid", "no-seat"]);
        assert_eq!((answer.json()["unfinished"].clone(), held(&team).await), (true.into(), (1.into(), 2.into())));
        for (email, state) in [("a@x.example", "sent"), ("c@x.example", "draft"), ("d@x.example", "draft")] {
            assert_eq!(team.invitation_of(email).await.unwrap()["state"], state, "{email}");
        }
        assert!(app.mails("c@x.example").await.is_empty());
        // Kept on purpose, and sent again: neither needs a seat more.
        assert_eq!(outcomes(&invite(&team, "e@x.example", "true").await), ["drafted"]);
        assert_eq!(outcomes(&invite(&team, "a@x.example", "").await), ["resent"]);
        assert_eq!(send(&team, "b@x.example").await.status, 200);
        let answer = send(&team, "c@x.example").await;
        assert_eq!(said(&answer), (409, "seats-taken".into()));
        assert_eq!((&answer.json()["limit"], &answer.json()["managers"][0]), (&3.into(), &MINA.name.into()));
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains("All 3 seats are taken.") && message.contains("Your operator sets plan and limits"), "{message}");
        let id = team.id_of("c@x.example").await;
        let edit = [("invitation", id.as_str()), ("role", "admin"), ("send", "true")];
        assert_eq!(said(&team.call(&team.owner, "members/edit-invitation", &edit).await), (409, "seats-taken".into()));
        // The form tells it before anybody is written to.
        let form = team.call(&team.owner, "members/invitation-form", &[]).await.json();
        assert_eq!(form["taken_seats"]["limit"], 3);
        let page = team.owner.get("/o/harbour-finch/members/new").await;
        assert!(page.body.contains("All 3 seats are taken.") && page.body.contains("Save as draft"));
        assert!(!page.body.contains("Send invitation"));
        // Taken back, it gives its seat to another.
        let id = team.id_of("a@x.example").await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        assert_eq!(send(&team, "c@x.example").await.status, 200);
        assert_eq!(held(&team).await, (1.into(), 2.into()));
    }

    /// ST-3: what expired holds no seat, and needs one to be sent again.
    async fn st_3_what_expired_needs_a_seat(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "2"]);
        invite(&team, "a@x.example", "").await;
        app.move_clock(7 * DAY + 1);
        assert_eq!(team.owner.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_eq!(held(&team).await, (1.into(), 0.into()));
        assert_eq!(outcomes(&invite(&team, "b@x.example", "").await), ["invited"]);
        assert_eq!(said(&send(&team, "a@x.example").await), (409, "seats-taken".into()));
        // Left as it is, among those that wait for the team.
        assert_eq!(outcomes(&invite(&team, "a@x.example", "").await), ["no-seat"]);
        assert_eq!(team.invitation_of("a@x.example").await.unwrap()["state"], "expired");
        plan(app, &["set", &team.slug, "--seats", "3"]);
        assert_eq!(send(&team, "a@x.example").await.status, 200);
    }

    /// ST-3, IN-9: where a plan has shrunk since, accepting says that no seat is free, keeps the invitation, makes no account, and
    /// tells whoever sent it, a few times at most; with a seat the same link works.
    async fn st_3_a_plan_that_has_shrunk(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let token = team.invite(app, "sana@x.example", "member").await;
        team.invite(app, JONAS.email, "member").await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "1"]);
        let new = [("token", token.as_str()), ("name", "Sana Idris"), ("password", PASSWORD)];
        let sana = app.browser();
        // Who may accept hears it before anything is asked; somebody else, or by a link that proves nothing, does not.
        let no_seat = async |browser: &Browser, token: &str| {
            browser.call("invitations/view", &[("token", token)]).await.json()["no_seat"].clone()
        };
        let copied = team.copied_link(app, &team.id_of("sana@x.example").await).await;
        assert_eq!(no_seat(&sana, &token).await, true);
        assert_eq!((no_seat(&sana, &copied).await, no_seat(&jonas, &token).await), (false.into(), false.into()));
        let page = sana.get(&format!("/invitations/{token}")).await;
        assert!(page.body.contains("are taken. The invitation is kept") && page.body.contains("Good for 7 more days"));
        assert!(!page.body.contains("name=\"password\""), "nothing is asked in vain");
        assert!(page.body.contains("Tell the team") && !page.body.contains("knows that a seat is wanted"));
        // The team is told by one click, and not by a copied link.
        assert_eq!(sana.call("invitations/ask", &[("token", &copied)]).await.json()["next"], format!("/invitations/{copied}"));
        let asked = sana.submit("invitations/ask", &format!("/invitations/{token}"), &[("token", &token)]).await;
        assert_eq!(asked.header("location"), format!("/invitations/{token}"));
        let passed_on = async || sana.get(&format!("/invitations/{token}?told=1")).await.body.contains("knows that a seat is wanted");
        assert!(passed_on().await);
        app.mail_with(MINA.email, "sana@x.example wants to accept your invitation", 1).await;
        let answer = sana.call("invitations/accept", &new).await;
        assert_eq!((said(&answer), &answer.json()["organization"]), ((409, "no-free-seat".into()), &"Harbour Finch".into()));
        assert!(!sana.is_signed_in().await);
        assert_eq!(app.browser().sign_in("sana@x.example", PASSWORD).await.status, 401, "there is no account");
        let mine = jonas.call("organizations/mine", &[]).await.json();
        let id = mine["invitations"][0]["id"].as_str().unwrap().to_owned();
        for _ in 0..6 {
            let answer = jonas.call("invitations/accept-mine", &[("invitation", &id)]).await;
            assert_eq!(said(&answer), (409, "no-free-seat".into()));
        }
        app.mail_is_out().await;
        let told = app.mails(MINA.email).await;
        let told: Vec<_> = told.iter().filter(|mail| mail.subject.contains("No seat was free")).collect();
        assert_eq!(told.len(), 2, "once for each of them, not at every try");
        assert!(told.iter().any(|mail| mail.text.contains("sana@x.example wants to accept your invitation")), "{told:?}");
        assert_eq!(held(&team).await, (1.into(), 2.into()));
        let page = team.owner.get("/o/harbour-finch/settings/billing").await;
        assert!(page.body.contains("The 2 open ones can’t be accepted until a seat is free."), "{}", page.body);
        // The page of the link is as it was, and says it to browsers without JavaScript, too.
        let fields = [("token", token.as_str()), ("name", "Sana Idris"), ("password", PASSWORD)];
        let back = sana.submit("invitations/accept", &format!("/invitations/{token}"), &fields).await;
        assert!(back.status == 409 && back.body.contains("All seats in Harbour Finch are taken."), "{back:?}");
        assert!(back.body.contains("Sana Idris"));
        plan(app, &["set", &team.slug, "--seats", "2"]);
        assert_eq!(sana.call("invitations/accept", &new).await.status, 200);
        assert_eq!(said(&jonas.call("invitations/accept-mine", &[("invitation", &id)]).await), (409, "no-free-seat".into()));
        plan(app, &["set", &team.slug, "--seats", "none"]);
        assert_eq!(jonas.call("invitations/accept-mine", &[("invitation", &id)]).await.status, 200);
    }

    /// ST-3: who wants in while no seat is free is shown so in *Invited* and at home, to who sees to seats with the way to *Billing*,
    /// to others with who does; tried again within the hour it is noted, told and mailed once, and it ends with the invitation.
    async fn st_3_who_wants_in_is_shown(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "user-admin").await;
        let token = team.invite(app, "sana@x.example", "member").await;
        let path = format!("/o/{}", team.slug);
        let invited = async |browser: &Browser| team.call(browser, "members/invited", &[]).await.json();
        let standing = async || invited(&team.owner).await["invitations"][0]["standing"].clone();
        let told = async || {
            let entries = team.call(&team.owner, "audit-log/list", &[]).await.json()["entries"].clone();
            let wanted = entries.as_array().unwrap().iter().filter(|row| row["event"]["action"] == "invitation-seat-wanted");
            wanted.cloned().collect::<Vec<_>>()
        };
        let ask = async || {
            let asked = app.browser().call("invitations/ask", &[("token", &token)]).await;
            assert_eq!(asked.status, 200, "{asked:?}");
        };
        // With a seat nobody waits for one.
        ask().await;
        assert_eq!((standing().await, told().await.len()), ("underway".into(), 0));
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "2"]);
        assert_eq!(standing().await, "underway", "nobody tried yet");
        let new = [("token", token.as_str()), ("name", "Sana Idris"), ("password", PASSWORD)];
        assert_eq!(said(&app.browser().call("invitations/accept", &new).await), (409, "no-free-seat".into()));
        ask().await;
        let list = invited(&team.owner).await;
        let row = &list["invitations"][0];
        assert_eq!((&row["standing"], row["seat_wanted_at"].is_string(), &row["state"]), (&"no-seat".into(), true, &"sent".into()));
        assert_eq!((&list["groups"][0]["group"], &list["can_manage_billing"]), (&"waiting".into(), &true.into()));
        let found = team.call(&team.owner, "members/invited", &[("state", "no-seat")]).await.json()["found"].clone();
        assert_eq!(found, 1);
        let entries = told().await;
        assert_eq!((entries.len(), &entries[0]["actor"]), (1, &"sana@x.example".into()));
        // Whoever sees to seats goes on to them; who does not reads who does.
        let page = team.owner.get(&format!("{path}/members?view=invited")).await.body;
        assert!(page.contains("Wants in: no seat is free") && page.contains("Billing: "), "{page}");
        let home = team.owner.get(&path).await.body;
        assert!(home.contains("Wants in, and no seat is free.") && home.contains(&format!("{path}/settings/billing")), "{home}");
        let list = invited(&ada).await;
        assert_eq!((&list["can_manage_billing"], &list["seat_managers"][0]), (&false.into(), &MINA.name.into()));
        let page = ada.get(&format!("{path}/members?view=invited")).await.body;
        assert!(page.contains("can ask for more seats") && !page.contains("Billing: "), "{page}");
        assert!(ada.get(&path).await.body.contains("Wants in, and no seat is free."));
        // Not anew before an hour is over.
        let since = row["seat_wanted_at"].clone();
        app.move_clock(HOUR - 60);
        ask().await;
        let kept = invited(&team.owner).await["invitations"][0]["seat_wanted_at"].clone();
        assert_eq!((&kept, told().await.len()), (&since, 1));
        app.move_clock(HOUR + 1);
        ask().await;
        let anew = invited(&team.owner).await["invitations"][0]["seat_wanted_at"].clone();
        assert!(anew != since && told().await.len() == 2);
        app.mail_is_out().await;
        let mails = app.mails(MINA.email).await;
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains("No seat was free")).count(), 2);
        // Another link lets nobody in; once a seat is free, it tells them.
        assert_eq!(send(&team, "sana@x.example").await.status, 200);
        assert_eq!(standing().await, "no-seat");
        plan(app, &["set", &team.slug, "--seats", "3"]);
        assert_eq!(standing().await, "seat-free");
        let page = team.owner.get(&format!("{path}/members?view=invited")).await.body;
        assert!(page.contains("Wants in: a seat is free by now") && page.contains("Send new link"), "{page}");
        assert_eq!(send(&team, "sana@x.example").await.status, 200);
        assert_eq!(standing().await, "underway");
        // Taken back, nothing of it is left.
        plan(app, &["set", &team.slug, "--seats", "2"]);
        let token = app.mail_with("sana@x.example", "/invitations/", 3).await.token();
        app.move_clock(3 * HOUR);
        assert_eq!(app.browser().call("invitations/ask", &[("token", &token)]).await.status, 200);
        assert_eq!(standing().await, "no-seat");
        let id = team.id_of("sana@x.example").await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        let rows = app.tables(&["invitations"]).remove(0).1;
        assert!(rows.iter().all(|row| row["seat_wanted_at"].is_null()), "{rows:?}");
    }

    /// ST-3: a limit below what is used removes nobody, and nothing can be added.
    async fn st_3_a_limit_below_what_is_used(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let hanna = team.join(app, "Hanna", "member").await;
        team.join(app, "Bo", "member").await;
        let said_by_operator = plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "1"]);
        assert!(said_by_operator.contains("more is used than that: nothing is removed"), "{said_by_operator}");
        assert_eq!(hanna.get("/o/harbour-finch").await.status, 200);
        assert_eq!(outcomes(&invite(&team, "x@x.example", "").await), ["no-seat"]);
        let page = team.owner.get("/o/harbour-finch/settings/billing").await;
        assert!(page.body.contains("3 of 1 seats are taken."), "{}", page.body);
        // Going, and what adds nobody, stays possible.
        assert_eq!(team.call(&hanna, "organizations/leave", &[]).await.status, 200);
        let bo = team.id_of(&team.address("Bo")).await;
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &bo), ("role", "admin")]).await.status, 200);
        // An organization that is brought back needs no seats.
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        assert_eq!(held(&team).await, (2.into(), 0.into()));
    }

    /// ST-3, TR-7: who was removed comes back while their seat is free, all or none.
    async fn st_3_who_is_brought_back_needs_a_seat(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut people = Vec::new();
        for name in ["Hanna", "Bo"] {
            team.join(app, name, "member").await;
            people.push(team.id_of(&team.address(name)).await);
        }
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "3"]);
        let both = people.join(",");
        let act = async |call: &str, people: &str| team.call(&team.owner, call, &[("people", people)]).await;
        assert_eq!(act("members/revoke", &both).await.status, 200);
        assert_eq!(act("members/restore", &both).await.status, 200);
        assert_eq!(act("members/revoke", &both).await.status, 200);
        invite(&team, "x@x.example", "").await;
        assert_eq!(said(&act("members/restore", &both).await), (409, "seats-taken".into()));
        assert_eq!(held(&team).await, (1.into(), 1.into()));
        assert_eq!(act("members/restore", &people[0]).await.status, 200);
        assert_eq!(said(&act("members/restore", &people[1]).await), (409, "seats-taken".into()));
    }

    /// ST-3, RAC-3: of twenty acceptances for the last seat one wins, in every round; each of the others is told, and their
    /// invitations are kept.
    async fn st_3_one_wins_the_last_seat(app: &App) {
        let people = people(app, 20).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let emails = people.iter().map(|(_, email)| email.as_str()).collect::<Vec<_>>().join("\n");
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            plan(app, &["set", &team.slug, "--seats", "none"]);
            let answer = invite(&team, &emails, "").await;
            assert!(outcomes(&answer).iter().all(|outcome| ["invited", "resent"].contains(&outcome.as_str())), "{answer:?}");
            let list = team.list().await["invitations"].as_array().unwrap().clone();
            let id_of = |email: &str| list.iter().find(|row| row["email"] == email).unwrap()["id"].as_str().unwrap();
            plan(app, &["set", &team.slug, "--seats", "2"]);
            let accept = async |(browser, email): &(Browser, String)| {
                browser.call("invitations/accept-mine", &[("invitation", id_of(email))]).await
            };
            let answers = join_all(people.iter().map(accept)).await;
            let won: Vec<usize> = (0..20).filter(|number| answers[*number].status == 200).collect();
            assert_eq!(won.len(), 1, "round {round}: {answers:?}");
            let late = |answer: &&Answer| said(answer) == (409, "no-free-seat".into());
            assert_eq!(answers.iter().filter(late).count(), 19, "round {round}: {answers:?}");
            assert_eq!(held(&team).await, (2.into(), 19.into()), "round {round}");
            let id = team.id_of(&people[won[0]].1).await;
            assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        }
    }

    /// ST-3, RAC-2: inviting, accepting, bringing back and shrinking at once never give away more than there is.
    async fn st_3_no_interleaving_gives_more(app: &App) {
        let people = people(app, 4).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--seats", "6"]);
        for round in rounds().take(25) {
            app.move_clock(round * 2 * HOUR);
            for (_, email) in &people[..2] {
                invite(&team, email, "").await;
            }
            let mut waiting = Vec::new();
            for (browser, _) in &people[..2] {
                let mine = browser.call("organizations/mine", &[]).await.json();
                waiting.push((browser, mine["invitations"][0]["id"].as_str().unwrap().to_owned()));
            }
            let guests: Vec<String> = (0..8).map(|number| format!("guest{round}.{number}@x.example")).collect();
            let inviting = join_all(guests.iter().map(|guest| invite(&team, guest, "")));
            let accepting = join_all(waiting.iter().map(|(browser, id)| async move {
                browser.call("invitations/accept-mine", &[("invitation", id)]).await
            }));
            let (invited, accepted) = futures_util::future::join(inviting, accepting).await;
            assert!(accepted.iter().all(|answer| answer.status == 200), "they hold their seats: {accepted:?}");
            let given = invited.iter().filter(|answer| outcomes(answer) == ["invited"]).count();
            assert_eq!((given, held(&team).await), (3, (3.into(), 3.into())), "round {round}");
            // As it was.
            let list = team.list().await;
            let rows = [&list["members"], &list["invitations"]].map(|rows| rows.as_array().unwrap().clone());
            for invitation in &rows[1] {
                let id = invitation["id"].as_str().unwrap();
                assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", id)]).await.status, 200);
            }
            let members: Vec<&str> = rows[0].iter().filter(|row| row["email"] != MINA.email).map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &members.join(","))]).await.status, 200);
        }
    }
}
