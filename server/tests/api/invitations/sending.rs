//! Sending invitations: drafts, lists, sending again.

use reqwest::Method;
use serde_json::Value;

use crate::support::{App, Browser, DAY, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories};

const GUEST: &str = "priya@guests.example";

/// Invites, and answers what became of each line.
async fn invite(team: &Team, who: &Browser, emails: &str, role: &str, draft: &str) -> Vec<(String, String)> {
    let fields = [("emails", emails), ("role", role), ("draft", draft)];
    let answer = team.call(who, "members/invite", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer.json()["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (text(&line["typed"]), text(&line["outcome"])))
        .collect()
}

fn outcomes(lines: &[(String, String)]) -> Vec<&str> {
    lines.iter().map(|(_, outcome)| outcome.as_str()).collect()
}

/// A list of addresses, one a line.
fn crowd(addresses: impl Iterator<Item = String>) -> String {
    addresses.collect::<Vec<_>>().join("\n")
}

stories! {
    /// IN-7, IN-8: an open invitation or a draft that gets another role by being invited again says so, in its line and
    /// where the list is a page.
    async fn in_8_no_role_changes_without_a_word(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.invite(app, GUEST, "admin").await;
        invite(&team, &team.owner, "draft@guests.example", "admin", "true").await;
        let again = async |emails: &str, role: &str| {
            let answer = team.call(&team.owner, "members/invite", &[("emails", emails), ("role", role)]).await;
            answer.json()["lines"].as_array().unwrap().iter().map(|line| line["new_role"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(again(GUEST, "admin").await, [Value::Null], "it kept its role");
        let pasted = format!("new@guests.example, {GUEST}, draft@guests.example, nobody@");
        let new_roles = again(&pasted, "member").await;
        assert_eq!(new_roles, [Value::Null, "member".into(), "member".into(), Value::Null]);
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["role"], "member");
        let fields = [("organization", "harbour-finch"), ("emails", GUEST), ("role", "billing-admin")];
        let submitted = team.owner.submit("members/invite", "/o/harbour-finch/members/new", &fields).await;
        assert_eq!(submitted.header("location"), "/o/harbour-finch/members?view=invited&resent=1&new-role=billing-admin");
        let page = team.owner.get("/o/harbour-finch/members?view=invited&resent=1&new-role=billing-admin").await;
        assert!(page.body.contains("and was sent a new link. The role is now billing admin."));
    }

    /// IN-8: a pasted list is read line by line, never all or nothing.
    async fn in_8_a_pasted_list(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Hanna", "member").await;
        team.invite(app, GUEST, "member").await;
        let pasted = "new@guests.example, Priya Raman <PRIYA@guests.example>;\r\n\nnobody@\r\nhanna@harbour-finch.example\n\
                      one@guests.example two@guests.example\nNew@Guests.example";
        let lines = invite(&team, &team.owner, pasted, "user-admin", "").await;
        let expected = [
            ("new@guests.example", "invited"),
            ("Priya Raman <PRIYA@guests.example>", "resent"),
            ("nobody@", "not-valid"),
            ("hanna@harbour-finch.example", "member"),
            ("one@guests.example", "invited"),
            ("two@guests.example", "invited"),
        ];
        assert_eq!(lines, expected.map(|(typed, outcome)| (typed.to_owned(), outcome.to_owned())));
        for email in ["new@guests.example", "one@guests.example", "two@guests.example"] {
            app.mail_with(email, "/invitations/", 1).await;
            assert_eq!(team.invitation_of(email).await.unwrap()["role"], "user-admin");
        }
        app.mail_with(GUEST, "/invitations/", 2).await;
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["role"], "user-admin", "the newest word counts");
        assert_eq!(team.role_of("hanna@harbour-finch.example").await.as_deref(), Some("member"));
        // Without JavaScript the list says how many became what, where all went well.
        let submit = async |emails: &str| {
            let fields = [("organization", "harbour-finch"), ("emails", emails), ("role", "user-admin")];
            team.owner.submit("members/invite", "/o/harbour-finch/members/new?many=1", &fields).await
        };
        let submitted = submit("three@guests.example, four@guests.example").await;
        assert_eq!(submitted.header("location"), "/o/harbour-finch/members?view=invited&invited=2");
        let page = team.owner.get(submitted.header("location")).await;
        assert!(page.body.contains("2 invitations are on their way"));
        for (emails, role, field) in
            [("", "member", "emails"), (" ,;\n", "member", "emails"), (GUEST, "boss", "role"), (GUEST, "", "role")]
        {
            let answer = team.call(&team.owner, "members/invite", &[("emails", emails), ("role", role)]).await;
            assert!(answer.status == 422 && answer.field(field).is_some(), "{emails:?} {role:?}");
        }
    }

    /// IN-8, SI-11: without JavaScript the form comes back with what became of each line, and with those that failed.
    async fn in_8_without_javascript_each_line_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let page = "/o/harbour-finch/members/new?many=1";
        let pasted = "good@guests.example\nnobody@\n@leo\nPeter Fine\nmina.okafor@harbourfinch.example";
        let pasted = pasted.replace("mina.okafor@harbourfinch.example", MINA.email);
        let fields = [("organization", "harbour-finch"), ("emails", &*pasted), ("role", "user-admin"), ("draft", "true")];
        let submitted = team.owner.submit("members/invite", page, &fields).await;
        assert_eq!((submitted.status.as_u16(), submitted.header("location")), (200, ""));
        let field = submitted.body.split("<textarea").nth(1).and_then(|rest| rest.split("</textarea>").next());
        let field = field.and_then(|rest| rest.split('>').nth(1)).unwrap_or_default();
        assert_eq!(field.trim(), "nobody@\n@leo\nPeter Fine", "the lines that failed are still there");
        let lines: Vec<&str> = submitted.body.split("<li>").collect();
        let told = |line: &str, what: &str| {
            lines.iter().any(|shown| shown.replace("<wbr>", "").contains(line) && shown.contains(what))
        };
        for (line, what) in [
            ("good@guests.example", "Kept as a draft"),
            ("nobody@", "Not an address"),
            ("@leo", "Not an address"),
            ("Peter Fine", "No email address in it"),
            (MINA.email, "A member already"),
        ] {
            assert!(told(line, what), "{line}: {what}");
        }
        let mut radios = submitted.body.split("<input").filter(|input| input.contains("type=\"radio\""));
        let checked = radios.find(|input| input.contains("value=\"user-admin\""));
        assert!(checked.is_some_and(|input| input.contains("checked")), "the role too");
        assert_eq!(team.invitation_of("good@guests.example").await.unwrap()["state"], "draft");
        // Whoever does not say which page the form stands on gets the one with such a form.
        let headers = [
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = "organization=harbour-finch&emails=other%40guests.example%2C+Peter+Fine&role=member&draft=true";
        let bare = team.owner.send(Method::POST, "/api/members/invite", &headers, body.into()).await;
        let again = bare.body.split("<textarea").nth(1).and_then(|rest| rest.split("</textarea>").next());
        assert!(bare.status == 200 && again.is_some_and(|field| field.ends_with("Peter Fine")), "{bare:?}");
        // A page without the form leads to the list, as ever.
        let elsewhere = team.owner.submit("members/invite", "/account", &fields).await;
        assert_eq!(elsewhere.status, 303);
    }

    /// IN-8: a line without an address is told to who calls as well, and takes nobody's place among the 200.
    async fn in_8_a_line_without_an_address_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let pasted = format!("Our new people\n{}", crowd((0..200).map(|n| format!("p{n}@crowd.example"))));
        let lines = invite(&team, &team.owner, &pasted, "member", "true").await;
        assert_eq!(lines[0], ("Our new people".to_owned(), "not-valid".to_owned()));
        assert!(lines.len() == 201 && lines[1..].iter().all(|(_, outcome)| outcome == "drafted"), "{lines:?}");
        let fields = [("emails", "one@guests.example, Peter Fine"), ("role", "member"), ("draft", "true")];
        let answer = team.call(&team.owner, "members/invite", &fields).await.json();
        assert_eq!((&answer["lines"][1]["problem"], &answer["unfinished"]), (&"no-address".into(), &true.into()));
    }

    /// IN-5: what becomes of an address tells the inviter nothing about its account.
    async fn in_5_nobody_learns_who_has_an_account(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.browser().join(app, &JONAS).await;
        let mut seen = Vec::new();
        for email in ["nobody@northlight.example", JONAS.email] {
            let lines = invite(&team, &team.owner, email, "member", "").await;
            app.mail_with(email, "/invitations/", 1).await;
            app.mail_is_out().await;
            let mut row = team.invitation_of(email).await.unwrap();
            assert_eq!(row["delivery"]["state"], "handed-over");
            row["delivery"]["at"] = "plain".into();
            for part in ["id", "email", "created_at", "sent_at", "expires_at"] {
                row[part] = "plain".into();
            }
            seen.push((lines[0].1.clone(), row));
        }
        assert_eq!(seen[0], seen[1]);
        assert!(!team.owner.get("/o/harbour-finch/members").await.body.contains(JONAS.name));
    }

    /// IN-7: a draft sends nothing, is sent later as the same record, and is not sent back to a draft.
    async fn in_7_a_draft_is_sent_later(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let draft = async |role: &str| outcomes(&invite(&team, &team.owner, GUEST, role, "true").await)[0].to_owned();
        assert_eq!(draft("member").await, "drafted");
        let row = team.invitation_of(GUEST).await.unwrap();
        assert_eq!((&row["state"], &row["sent_at"], &row["expires_at"]), (&"draft".into(), &Value::Null, &Value::Null));
        assert_eq!(draft("admin").await, "drafted");
        let again = team.invitation_of(GUEST).await.unwrap();
        assert_eq!((&again["id"], &again["role"]), (&row["id"], &"admin".into()));
        app.mail_is_out().await;
        assert!(app.mails(GUEST).await.is_empty());
        // Nobody finds a draft, not even the right person.
        let form = [("name", "Priya"), ("email", GUEST), ("password", PASSWORD)];
        let priya = app.browser();
        priya.call("accounts/sign-up", &form).await;
        let token = app.mail(GUEST, 1).await.token();
        priya.call("accounts/confirm", &[("token", &token)]).await;
        priya.call("accounts/resume", &[]).await;
        let mine = async || priya.call("organizations/mine", &[]).await.json()["invitations"].as_array().unwrap().len();
        assert_eq!(mine().await, 0);
        let id = row["id"].as_str().unwrap();
        let found = priya.call("invitations/accept-mine", &[("invitation", id)]).await;
        assert!(found.status == 404 && !found.body.contains("Harbour"), "{found:?}");
        assert_eq!(team.call(&team.owner, "members/invitation-link", &[("invitation", id)]).await.status, 404);

        assert_eq!(team.call(&team.owner, "members/send-invitation", &[("invitation", id)]).await.status, 200);
        app.mail_with(GUEST, "/invitations/", 1).await;
        let sent = team.invitation_of(GUEST).await.unwrap();
        assert_eq!((&sent["id"], &sent["state"], &sent["role"]), (&row["id"], &"sent".into(), &"admin".into()));
        assert_eq!(draft("member").await, "kept");
        assert_eq!(mine().await, 1);
        assert_eq!(priya.call("invitations/accept-mine", &[("invitation", id)]).await.status, 200);
    }

    /// IN-7: sent again, it is the same row for a full 7 days; the newest link works, and copies of the older one explain
    /// themselves.
    async fn in_7_sending_again_keeps_the_row(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let old = team.invite(app, GUEST, "member").await;
        let before = team.invitation_of(GUEST).await.unwrap();
        let id = before["id"].as_str().unwrap();
        let copied = team.copied_link(app, id).await;
        app.move_clock(3 * DAY);
        let fields = [("invitation", id)];
        let send = team.call(&team.owner, "members/send-invitation", &fields);
        let new = app.mailed(GUEST, "/invitations/", send).await;
        let after = team.invitation_of(GUEST).await.unwrap();
        assert_eq!(after["id"], before["id"]);
        assert!(after["expires_at"].as_str() > before["expires_at"].as_str());
        for dead in [&old, &copied] {
            let answer = app.browser().call("invitations/view", &[("token", dead)]).await;
            assert_eq!(answer.why(), (410, "superseded".into()));
        }
        assert_ne!(team.copied_link(app, id).await, copied, "a new one to copy");
        app.move_clock(10 * DAY - HOUR);
        assert_eq!(app.browser().call("invitations/view", &[("token", &new)]).await.status, 200, "a full 7 days");
    }

    /// IN-8: limits for one recipient and for one inviter say so line by line; drafts and others are not held up.
    /// At the edge of `INVITED_AT_ONCE`.
    async fn in_8_limits_are_said_line_by_line(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for _ in 0..5 {
            team.invite(app, GUEST, "member").await;
        }
        let lines = invite(&team, &team.owner, &format!("{GUEST} other@guests.example"), "member", "").await;
        assert_eq!(outcomes(&lines), ["limit-reached", "invited"]);
        let id = team.id_of(GUEST).await;
        let late = team.call(&team.owner, "members/send-invitation", &[("invitation", &id)]).await;
        assert_eq!((late.status.as_u16(), late.error()), (429, "too-soon".into()));
        assert!((1..=3_600).contains(&late.header("retry-after").parse::<i64>().unwrap()));
        app.move_clock(HOUR);
        assert_eq!(outcomes(&invite(&team, &team.owner, GUEST, "member", "").await), ["resent"]);
        // 200 at once from one person; seven went out, and an hour gave them back.
        let many = |from: usize, count: usize| crowd((from..from + count).map(|n| format!("p{n}@crowd.example")));
        let lines = invite(&team, &team.owner, &many(0, 199), "member", "").await;
        assert!(lines.iter().all(|(_, outcome)| outcome == "invited"));
        let lines = invite(&team, &team.owner, &many(199, 3), "member", "").await;
        assert_eq!(outcomes(&lines).last(), Some(&"limit-reached"));
        assert_eq!(outcomes(&invite(&team, &team.owner, &many(300, 1), "member", "true").await), ["drafted"]);
        // 200 lines at once, and each further one says so.
        let lines = invite(&team, &team.owner, &many(400, 203), "member", "true").await;
        assert_eq!(outcomes(&lines[199..]), ["drafted", "limit-reached", "limit-reached", "limit-reached"]);
    }

    /// IN-8: nobody mails one address more often by doing so for many organizations, and what they sent is in nobody's way.
    async fn in_8_one_person_has_one_limit_for_an_address(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (mut sent, mut refused) = (0, 0);
        for number in 0..8 {
            let here = team.another(&format!("Harbour {number}")).await;
            match *outcomes(&invite(&here, &here.owner, GUEST, "member", "").await) {
                ["invited"] => sent += 1,
                ["limit-reached"] => refused += 1,
                ref other => panic!("{other:?}"),
            }
        }
        assert_eq!((sent, refused), (5, 3));
        let lines = invite(&team, &team.owner, &format!("{GUEST} other@guests.example"), "member", "").await;
        assert_eq!(outcomes(&lines), ["limit-reached", "invited"]);
        let jonas = Team::new(app, &JONAS, "Northlight").await;
        assert_eq!(outcomes(&invite(&jonas, &jonas.owner, GUEST, "member", "").await), ["invited"]);
        app.move_clock(HOUR);
        assert_eq!(outcomes(&invite(&team, &team.owner, GUEST, "member", "").await), ["invited"]);
        assert_eq!(outcomes(&invite(&team, &team.owner, GUEST, "member", "").await), ["limit-reached"]);
    }

    /// FIELD-11, FIELD-12: every address that stands in the text is a line, names are none, and a text without an address
    /// says so.
    async fn field_11_field_12_every_address_is_a_line(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let pasted = "Berg, Anna <anna.berg@guests.example>; Ek, Bo <bo.ek@guests.example>\n\
                      Cy <cy@guests.example> Di<di@guests.example>Eve<eve@guests.example>, fay@guests";
        let lines = invite(&team, &team.owner, pasted, "member", "").await;
        assert_eq!(outcomes(&lines), ["invited", "invited", "invited", "invited", "invited", "not-valid"]);
        assert_eq!(lines[5].0, "fay@guests");
        for name in ["anna.berg", "bo.ek", "cy", "di", "eve"] {
            app.mail_with(&format!("{name}@guests.example"), "/invitations/", 1).await;
        }
        let fields = [("emails", "Anna Berg\nBo Ek"), ("role", "member")];
        let refused = team.call(&team.owner, "members/invite", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("no email address in that"), "{}", refused.body);
    }

    /// FIELD-7, FIELD-12: a line that is no address says why, and nothing is mailed to a part of it.
    async fn field_7_field_12_a_line_says_why_it_is_no_address(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let pasted = "{anna,bo}@guests.example; an\u{200b}na@guests.example; cy@guests; ed@guests.example／fi@guests.example";
        let fields = [("emails", pasted), ("role", "member")];
        let answer = team.call(&team.owner, "members/invite", &fields).await.json();
        let lines: Vec<_> = answer["lines"].as_array().unwrap().iter().map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            (text("typed"), text("outcome"), text("problem"))
        }).collect();
        let wanted = [
            ("{anna,bo}@guests.example", "not-valid", "unclear"),
            ("an\u{200b}na@guests.example", "not-valid", "invisible"),
            ("cy@guests", "not-valid", "shape"),
            ("ed@guests.example", "invited", ""),
            ("fi@guests.example", "invited", ""),
        ];
        assert_eq!(lines, wanted.map(|(typed, outcome, why)| (typed.to_owned(), outcome.to_owned(), why.to_owned())));
    }

    /// IN-8: an organization has 1,000 open invitations at most.
    /// At the edge of `OPEN_INVITATIONS`.
    async fn in_8_an_organization_has_its_limit(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for round in 0..5 {
            let list = crowd((0..200).map(|n| format!("p{round}-{n}@crowd.example")));
            let lines = invite(&team, &team.owner, &list, "member", "true").await;
            assert!(lines.iter().all(|(_, outcome)| outcome == "drafted"));
        }
        let lines = invite(&team, &team.owner, "one-more@crowd.example, p0-0@crowd.example, nobody@", "member", "").await;
        assert_eq!(outcomes(&lines), ["limit-reached", "invited", "not-valid"], "what is open already may be sent");
        let id = team.id_of("p1-1@crowd.example").await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        assert_eq!(outcomes(&invite(&team, &team.owner, "one-more@crowd.example", "member", "").await), ["invited"]);
    }

    /// IN-6: who invites may grant what they may assign; an invitation beyond that is theirs neither to send nor to take
    /// back, nor to copy.
    async fn in_6_nobody_grants_more_than_they_hold(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let admin = team.join(app, "Ada", "admin").await;
        let user_admin = team.join(app, "Uma", "user-admin").await;
        for (who, granted, refused) in [
            (&team.owner, ["owner", "admin", "billing-admin", "user-admin", "member"].as_slice(), [].as_slice()),
            (&admin, &["admin", "billing-admin", "user-admin", "member"], &["owner"]),
            (&user_admin, &["user-admin", "member"], &["owner", "admin", "billing-admin"]),
        ] {
            let assignable = team.call(who, "members/list", &[]).await.json()["assignable"].clone();
            assert_eq!(assignable, serde_json::json!(granted));
            for role in granted {
                let lines = invite(&team, who, &format!("{role}@guests.example"), role, "true").await;
                assert!(["drafted", "kept"].contains(&outcomes(&lines)[0]), "{role}");
            }
            for role in refused {
                let answer = team.call(who, "members/invite", &[("emails", GUEST), ("role", role)]).await;
                assert_eq!((answer.status.as_u16(), answer.error()), (403, "forbidden".into()), "{role}");
            }
        }
        team.invite(app, GUEST, "owner").await;
        assert_eq!(outcomes(&invite(&team, &admin, GUEST, "member", "").await), ["kept"]);
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["role"], "owner");
        let id = team.id_of(GUEST).await;
        for call in ["members/send-invitation", "members/cancel-invitation", "members/invitation-link"] {
            let answer = team.call(&admin, call, &[("invitation", &id)]).await;
            assert_eq!((answer.status.as_u16(), answer.json()["permission"].clone()), (403, "manage-owners".into()), "{call}");
        }
    }
}
