//! What many do at once.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};

use crate::support::{Answer, App, Browser, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories, timed};

/// Rounds of a race: 100, or as many as fit in 15 s. With `PARLOR_TEST_ALL_ROUNDS` set it is 100, however long they take.
pub fn rounds() -> impl Iterator<Item = i64> {
    let (began, all) = (Instant::now(), std::env::var_os("PARLOR_TEST_ALL_ROUNDS").is_some());
    (0..100).take_while(move |_| all || began.elapsed() < Duration::from_secs(15))
}

/// People who have an account and are in no organization; their addresses, too.
pub async fn people(app: &App, count: usize) -> Vec<(Browser, String)> {
    let mut people = Vec::new();
    for number in 0..count {
        let (browser, email) = (app.browser(), format!("person{number}@parlor.example"));
        browser.join(app, &crate::support::Person { name: "Person", email: &email, password: PASSWORD }).await;
        people.push((browser, email));
    }
    people
}

/// The invitation of this organization that waits for whoever is signed in.
async fn waiting(browser: &Browser) -> String {
    let mine = browser.call("organizations/mine", &[]).await.json();
    mine["invitations"][0]["id"].as_str().unwrap().to_owned()
}

/// A new organization that all of these own, and their ids.
async fn owned_by(owners: &[(Browser, String)], round: i64) -> (Team, Vec<String>) {
    let path = owners[0].0.create(&format!("Team {round}")).await;
    let team = Team { slug: path.trim_start_matches("/o/").into(), owner: owners[0].0.copy() };
    let emails = owners[1..].iter().map(|(_, email)| email.as_str()).collect::<Vec<_>>().join("\n");
    assert_eq!(team.call(&team.owner, "members/invite", &[("emails", &emails), ("role", "owner")]).await.status, 200);
    for (browser, _) in &owners[1..] {
        let invitation = waiting(browser).await;
        assert_eq!(browser.call("invitations/accept-mine", &[("invitation", &invitation)]).await.status, 200);
    }
    let mut ids = Vec::new();
    for (_, email) in owners {
        ids.push(team.id_of(email).await);
    }
    (team, ids)
}

/// One of these people who owns the organization by now.
async fn an_owner<'a>(team: &Team, people: &'a [(Browser, String)]) -> Option<&'a Browser> {
    for (browser, _) in people {
        let mine = browser.call("organizations/mine", &[]).await.json();
        let here = mine["organizations"].as_array().unwrap().iter().find(|row| row["slug"] == team.slug.as_str());
        if here.is_some_and(|row| row["role"] == "owner") {
            return Some(browser);
        }
    }
    None
}

stories! {
    /// RAC-2, ROL-8: of two to five owners who leave or step down at once all but one do, and that one hears why not.
    async fn rac_2_the_last_owner_hears_why(app: &App) {
        let people = people(app, 5).await;
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            let owners = &people[..2 + usize::try_from(round).unwrap() % 4];
            let (team, ids) = owned_by(owners, round).await;
            let goes = async |number: usize| {
                let (browser, fields) = (&owners[number].0, [("member", ids[number].as_str()), ("role", "user-admin")]);
                if (round / 4 + i64::try_from(number).unwrap()) % 2 == 0 {
                    team.call(browser, "organizations/leave", &[]).await
                } else {
                    team.call(browser, "members/change-role", &fields).await
                }
            };
            let answers = join_all((0..owners.len()).map(goes)).await;
            let (gone, stay): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 200);
            assert_eq!((gone.len(), stay.len()), (owners.len() - 1, 1), "round {round}: {answers:?}");
            assert_eq!((stay[0].status.as_u16(), stay[0].error()), (409, "last-owner".into()), "round {round}");
            assert_eq!(stay[0].json()["organizations"][0], format!("Team {round}"));
            let remains = answers.iter().position(|answer| answer.status != 200).unwrap();
            let list = team.call(&owners[remains].0, "members/list", &[]).await.json();
            let rows = list["members"].as_array().unwrap();
            let left: Vec<_> = rows.iter().filter(|row| row["role"] == "owner").map(|row| &row["email"]).collect();
            assert_eq!(left, [owners[remains].1.as_str()], "round {round}");
        }
    }

    /// RAC-2: of two to five owners who leave, step down or remove each other at once, at least one stays, and who is
    /// refused hears why.
    async fn rac_2_an_owner_stays(app: &App) {
        let owners = people(app, 5).await;
        for round in rounds() {
            // Some hours later, so that addresses may be invited again.
            app.move_clock(round * 2 * HOUR);
            let count = 2 + usize::try_from(round).unwrap() % 4;
            let owners = &owners[..count];
            let (team, ids) = owned_by(owners, round).await;
            let goes = async |number: usize| {
                let (browser, next) = (&owners[number].0, &ids[(number + 1) % count]);
                match (round / 4 + i64::try_from(number).unwrap()) % 4 {
                    0 => team.call(browser, "organizations/leave", &[]).await,
                    1 => team.call(browser, "members/change-role", &[("member", &ids[number]), ("role", "member")]).await,
                    2 => team.call(browser, "members/revoke", &[("people", next)]).await,
                    _ => team.call(browser, "members/change-role", &[("member", next), ("role", "admin")]).await,
                }
            };
            let answers = join_all((0..count).map(goes)).await;
            for answer in &answers {
                // Removed or demoted by another one a moment ago is a reason too.
                let said = (answer.status.as_u16(), answer.error());
                let known = [(200, ""), (409, "last-owner"), (404, "not-found"), (403, "forbidden")];
                assert!(known.iter().any(|(status, error)| (*status, *error) == (said.0, said.1.as_str())), "{answer:?}");
            }
            assert!(an_owner(&team, owners).await.is_some(), "round {round}: {answers:?}");
        }
    }

    /// RAC-2, TR-2: two to four owners leave, step down or demote each other while they change what is granted to a member: an
    /// owner stays, and each of those changes began with what the one before it left.
    async fn rac_2_an_owner_stays_while_grants_change(app: &App) {
        const GRANTS: [&str; 4] = ["manage-members", "manage-billing", "create-projects,read-audit-log", "manage-settings"];
        let people = people(app, 5).await;
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            let count = 2 + usize::try_from(round).unwrap() % 3;
            let (owners, (member, address)) = (&people[..count], &people[4]);
            let (team, ids) = owned_by(owners, round).await;
            let invite = [("emails", address.as_str()), ("role", "member")];
            assert_eq!(team.call(&team.owner, "members/invite", &invite).await.status, 200);
            let invitation = waiting(member).await;
            assert_eq!(member.call("invitations/accept-mine", &[("invitation", &invitation)]).await.status, 200);
            let id = team.id_of(address).await;
            // Of each owner two calls at once: first come those by which they go, or those by which they grant.
            let acts = async |act: usize| {
                let (number, goes) = (act / 2, (act + usize::try_from(round).unwrap()).is_multiple_of(2));
                let (browser, next) = (&owners[number].0, &ids[(number + 1) % count]);
                let answer = match (round / 4 + i64::try_from(number).unwrap()) % 3 {
                    _ if !goes => team.call(browser, "members/change-grants", &[("member", &id), ("grants", GRANTS[number])]).await,
                    0 => team.call(browser, "organizations/leave", &[]).await,
                    1 => team.call(browser, "members/change-role", &[("member", &ids[number]), ("role", "member")]).await,
                    _ => team.call(browser, "members/change-role", &[("member", next), ("role", "user-admin")]).await,
                };
                (goes, answer)
            };
            let answers = join_all((0..2 * count).map(acts)).await;
            for (goes, answer) in &answers {
                let said = (answer.status.as_u16(), answer.error());
                let known = [(200, ""), (404, "not-found"), (403, "forbidden"), (409, "last-owner")];
                let known = &known[..if *goes { 4 } else { 3 }];
                assert!(known.iter().any(|(status, error)| (*status, *error) == (said.0, said.1.as_str())), "{answer:?}");
            }
            let owner = an_owner(&team, owners).await.expect("an owner");
            let view = team.call(owner, "members/view", &[("member", &id)]).await.json();
            let history = view["history"].as_array().unwrap().iter().rev().map(|entry| &entry["event"]);
            let changes: Vec<_> = history.filter(|event| event["action"] == "grants-changed").map(|event| &event["detail"]).collect();
            let granted = answers.iter().filter(|(goes, answer)| !goes && answer.status == 200).count();
            assert_eq!(changes.len(), granted, "round {round}: {answers:?}");
            let mut grants = serde_json::json!([]);
            for change in changes {
                assert_eq!(change["before"], grants, "round {round}");
                grants = change["after"].clone();
            }
            assert_eq!(view["member"]["grants"], grants, "round {round}");
        }
    }

    /// RAC-3, IN-9: twenty acceptances at once, by link and by list, make one membership.
    async fn rac_3_one_membership(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let mut id = String::new();
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            let token = team.invite(app, JONAS.email, "member").await;
            let invitation = waiting(&jonas).await;
            let accept = async |number: usize| match number % 2 {
                0 => jonas.call("invitations/accept", &[("token", &token)]).await,
                _ => jonas.call("invitations/accept-mine", &[("invitation", &invitation)]).await,
            };
            let answers = join_all((0..20).map(accept)).await;
            let joined = answers.iter().filter(|answer| answer.status == 200).count();
            assert_eq!(joined, 1, "round {round}: {answers:?}");
            for answer in answers.iter().filter(|answer| answer.status != 200) {
                let reason = answer.json()["reason"].as_str().unwrap_or_default().to_owned();
                assert!(["used", "used-by-you", "member"].contains(&reason.as_str()), "{answer:?}");
            }
            assert_eq!(team.list().await["member_count"], 2);
            if id.is_empty() {
                id = team.id_of(JONAS.email).await;
            }
            assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        }
    }

    /// RAC-3, IN-9: twenty new people with one link make one account and one membership.
    async fn rac_3_one_account(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for round in rounds() {
            let email = format!("guest{round}@guests.example");
            let token = team.invite(app, &email, "member").await;
            let browsers: Vec<Browser> = (0..20).map(|_| app.browser()).collect();
            let passwords: Vec<String> = (0..20).map(|number| format!("plain words {number}")).collect();
            let accept = async |number: usize| {
                let fields = [("token", token.as_str()), ("name", "Guest"), ("password", &passwords[number])];
                browsers[number].call("invitations/accept", &fields).await
            };
            let answers = join_all((0..20).map(accept)).await;
            let joined: Vec<usize> = (0..20).filter(|number| answers[*number].status == 200).collect();
            assert_eq!(joined.len(), 1, "round {round}: {answers:?}");
            assert!(answers.iter().all(|answer| [200, 410, 401, 422, 503].contains(&answer.status.as_u16())), "{answers:?}");
            for (number, browser) in browsers.iter().enumerate() {
                assert_eq!(browser.is_signed_in().await, number == joined[0]);
            }
            assert_eq!(app.browser().sign_in(&email, &passwords[joined[0]]).await.status, 200, "whose words they are");
            assert_eq!(team.list().await["member_count"], 2 + round);
        }
    }

    /// RAC-5: a reset against signing in with the old password: of that nothing survives.
    async fn rac_5_nothing_of_the_old_password_survives(app: &App) {
        app.browser().join(app, &MINA).await;
        let password = |round: i64| if round == 0 { MINA.password.to_owned() } else { format!("plain words {round}") };
        let mut rounded = 0;
        for round in rounds() {
            rounded = round + 1;
            app.move_clock(round * 2 * HOUR);
            let token = app.reset_link(MINA.email).await;
            let (old, new) = (password(round), password(round + 1));
            let (thief, browser) = (app.browser(), app.browser());
            let fields = [("token", token.as_str()), ("password", new.as_str())];
            let (signed_in, set) =
                join(thief.sign_in(MINA.email, &old), browser.call("accounts/reset-password", &fields)).await;
            assert_eq!(set.status, 200, "{set:?}");
            assert!([200, 401].contains(&signed_in.status.as_u16()), "{signed_in:?}");
            assert!(!thief.is_signed_in().await, "round {round}");
            assert_eq!(thief.sign_in(MINA.email, &old).await.status, 401);
        }
        assert_eq!(app.browser().sign_in(MINA.email, &password(rounded)).await.status, 200);
    }

    /// RAC-3: of an acceptance, a refusal and a cancellation at once one counts, and the others hear that they are late.
    async fn rac_3_one_decision_counts(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            team.invite(app, JONAS.email, "member").await;
            let id = waiting(&jonas).await;
            let fields = [("invitation", id.as_str())];
            let decide = async |what: i64| match what {
                0 => jonas.call("invitations/accept-mine", &fields).await,
                1 => jonas.call("invitations/decline-mine", &fields).await,
                _ => team.call(&team.owner, "members/cancel-invitation", &fields).await,
            };
            let order = [0, 1, 2].map(|place| (round + place) % 3);
            let answers = join_all(order.map(decide)).await;
            // 410, or 409: in already.
            let late = |answer: &&Answer| answer.status != 200 && answer.error() == "dead-invitation";
            assert_eq!(answers.iter().filter(late).count(), 2, "round {round}: {answers:?}");
            let won = order[answers.iter().position(|answer| answer.status == 200).unwrap()];
            assert_eq!(team.role_of(JONAS.email).await.is_some(), won == 0, "round {round}");
            if won == 0 {
                let id = team.id_of(JONAS.email).await;
                assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
            }
        }
    }

    /// RAC-2: two who bring each other back at once, each into their own organization, do not wait for each other.
    async fn rac_2_who_bring_each_other_back_both_do(app: &App) {
        let people = people(app, 2).await;
        let reversed: Vec<_> = people.iter().rev().map(|(browser, email)| (browser.copy(), email.clone())).collect();
        let (mine, _) = owned_by(&people, 1).await;
        let (theirs, _) = owned_by(&reversed, 2).await;
        let (them, me) = (mine.id_of(&people[1].1).await, mine.id_of(&people[0].1).await);
        for round in rounds() {
            let (mine_too, theirs_too) = ([("people", them.as_str())], [("people", me.as_str())]);
            for call in ["members/revoke", "members/restore"] {
                let at_once = join(
                    mine.call(&mine.owner, call, &mine_too),
                    theirs.call(&theirs.owner, call, &theirs_too),
                );
                let (ours, others) = at_once.await;
                assert_eq!((ours.status.as_u16(), others.status.as_u16()), (200, 200), "round {round}: {call}");
            }
        }
    }

    /// RAC-9, SI-6: of 200 guesses at once from as many clients five are hashed, later one a pause; all others are told
    /// how long to wait, and that is true.
    async fn rac_9_guesses_at_once_are_few(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().join(&app, &MINA).await;
        let guess = async |round: usize, number: usize| {
            app.browser().from(format!("10.0.{round}.{number}")).sign_in(MINA.email, "wrong plain words").await
        };
        // Seconds to wait, as the header and the body say alike.
        let wait = |answer: &Answer| {
            assert_eq!((answer.status.as_u16(), answer.error()), (429, "throttled".into()), "{answer:?}");
            let seconds = answer.json()["seconds"].as_i64().unwrap();
            assert_eq!(answer.header("retry-after"), seconds.to_string());
            seconds
        };
        let (mut now, mut free, mut told) = (0, 5, 1);
        for round in 0..12 {
            let before = app.hashes();
            let (answers, made) = timed(join_all((0..200).map(|number| guess(round, number)))).await;
            let (tried, refused): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 401);
            assert_eq!(app.hashes() - before, tried.len(), "round {round}");
            // A pause of a few seconds may be over before all 200 are answered.
            let over = i64::try_from(made.took().as_secs()).unwrap() / told;
            let count = i64::try_from(tried.len()).unwrap();
            assert!((free..=free + over).contains(&count), "round {round}: {count} were tried");
            let longest = refused.into_iter().map(wait).max().unwrap();
            assert!((told..=900).contains(&longest), "round {round}: {longest} s after {told} s");
            app.move_clock(now + longest / 2);
            if longest >= 64 {
                assert!(wait(&guess(round, 200).await) <= longest - longest / 2, "round {round}");
            }
            now += longest;
            app.move_clock(now);
            (free, told) = (1, longest);
        }
        assert_eq!(told, 900, "pauses end at a quarter of an hour");
        // Never a lock.
        assert_eq!(app.browser().from("203.0.113.9").sign_in(MINA.email, MINA.password).await.status, 200);
    }
}
