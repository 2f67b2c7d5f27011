//! Organizations are kept apart, whoever asks for what.
//!
//! Who gets what from every call stands in tables with the stories of its area (TEN-1), one line a case:
//! `call | fields | status for each of seven people`, who are, in this order,
//!
//! - signed out,
//! - somebody whose address is unproven,
//! - somebody in no organization,
//! - a member,
//! - an admin,
//! - the owner of another organization,
//! - the owner.
//!
//! A call without a line fails a test. A `*` after a call: it changes who is who, so the next line begins anew. In fields stand
//!
//! - `{here}`: the organization of member, admin and owner; `{member}`: a member of it; `{project}`: a project of it, whose slug
//!   is website; `{invitation}`: an open invitation into it; `{declined}`: one that was declined; `{mailed}`, `{copied}`: the
//!   mailed link of one, and the copied one; `{deleted}`: an organization of the same owner that was deleted,
//! - `{there}`, `{their member}`, `{their invitation}`, `{their project}`: the same of the other owner's organization,
//! - `{fresh}`: an address that nobody has; `{fresh name}`: a name that nothing has; `{me}`: one's own address; `{session}`:
//!   somebody else's session; `{unknown}`: a token that never was.

mod world;

use std::collections::BTreeSet;

use base64ct::{Base64UrlUnpadded, Encoding};
use security::{Purpose, Token};

use crate::{
    calls,
    requests::PAGES,
    support::{App, Engine, JONAS, MINA, Team, stories},
};
use world::World;

/// The column of the table for the owner.
const OWNER: usize = 6;
/// What stands in the table for an id.
const IDS: [&str; 4] = ["{session}", "{invitation}", "{member}", "{project}"];
/// An id of nothing.
const UNKNOWN: &str = "00000000-0000-7000-8000-000000000000";

/// One line of the table: a call with these fields, and the status for each of seven people.
pub struct Row {
    /// The call.
    pub call: &'static str,
    /// Its fields; what stands in braces is filled in.
    pub fields: Vec<(String, String)>,
    /// For signed out, unproven, in no organization, member, admin, owner elsewhere, owner.
    pub statuses: [u16; 7],
    /// Whether it changes who is who.
    changes: bool,
}

/// The tables of all areas.
pub fn rows() -> Vec<Row> {
    let tables = calls::TABLES.into_iter().flat_map(|(reads, writes)| [reads, writes]);
    tables.flat_map(str::lines).filter(|line| !line.is_empty()).map(read).collect()
}

fn read(line: &'static str) -> Row {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let mut fields: Vec<(String, String)> = Vec::new();
    for word in parts[1].split(' ').filter(|word| !word.is_empty()) {
        // Values may hold spaces.
        match (word.split_once('='), fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => value.extend([" ", word]),
            (None, None) => panic!("{line}"),
        }
    }
    let statuses: Vec<u16> = parts[2].split(' ').map(|status| status.parse().expect(line)).collect();
    let call = parts[0].trim_end_matches('*').trim();
    Row { call, fields, statuses: statuses.try_into().expect(line), changes: parts[0].ends_with('*') }
}

/// TEN-1: a call without a line in the table fails here.
#[test]
fn ten_1_no_call_is_left_out() {
    let mut listed: Vec<&str> = rows().iter().map(|row| row.call).collect();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed, calls::all());
}

stories! {
    /// TEN-1: every call, by everybody, with ids of one's own organization and of another one, as the table says.
    async fn ten_1_everybody_gets_their_own(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let mut world = World::new(app, 0).await;
        let mut wrong = Vec::new();
        for (number, row) in rows().into_iter().enumerate() {
            for (who, expected) in row.statuses.into_iter().enumerate() {
                let answer = world.call(app, &row, who).await;
                if answer.status != expected {
                    let Row { call, fields, .. } = &row;
                    wrong.push(format!("{call} {fields:?}: {expected} for {who}, but {} {}", answer.status, answer.body));
                }
                // Who is not inside reads nothing of it but what an invitation says.
                let outside = [0, 1, 2, 5].contains(&who) && !row.call.starts_with("invitations/");
                assert!(!outside || !answer.body.contains("Harbour Finch"), "{} tells {who}: {}", row.call, answer.body);
            }
            if row.changes {
                world.untouched().await;
                world = World::new(app, number + 1).await;
            }
        }
        world.untouched().await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// CT-2: an id that is none is a mistake of whoever calls; one that stands for nothing is not found.
    async fn ct_2_a_malformed_id_is_400_and_an_unknown_one_404(app: &App) {
        let world = World::new(app, 0).await;
        let mut tried = BTreeSet::new();
        for row in rows() {
            // Whoever may act on what is there gets as far as the id.
            let [.., owner] = row.statuses;
            // In a list of people, what is no id is passed over.
            let fields = || row.fields.iter().filter(|(name, _)| name != "people");
            let names = |id: &str| fields().find(|(_, value)| value == id).map(|(name, _)| name.clone());
            // What an address of a page names is not found, whatever its shape.
            let writes = calls::writes().any(|call| call == row.call);
            let id = IDS.into_iter().find_map(names).filter(|_| writes && owner != 403);
            let Some(field) = id.filter(|_| tried.insert(row.call)) else { continue };
            // Where people choose from a list, nothing chosen has a message beside the list; who is gone from the members of a
            // project is told at their line.
            let none = if row.call == "organizations/transfer" { (422, "fields") } else { (400, "malformed") };
            let gone = if row.call == "members/change-project" { (422, "refused-lines") } else { (404, "not-found") };
            for (id, expected) in [("7", none), ("", none), (UNKNOWN, gone)] {
                let value = |name: &str, value: &str| if name == field { id.to_owned() } else { value.to_owned() };
                let fields = row.fields.iter().map(|(name, filled)| (name.clone(), value(name, filled))).collect();
                let answer = world.call(app, &Row { fields, ..row }, OWNER).await;
                assert_eq!((answer.status.as_u16(), answer.error().as_str()), expected, "{} {id}", row.call);
            }
        }
        assert!(tried.len() >= 14, "{tried:?}");
    }

    /// TEN-4: an organization that is named twice, elsewhere or otherwise opens nothing.
    async fn ten_4_a_forged_organization_is_refused(app: &App) {
        let harbour = Team::new(app, &MINA, "Harbour Finch").await;
        let northlight = Team::new(app, &JONAS, "Northlight").await;
        let jonas = &northlight.owner;
        let (spy, role) = (("emails", "spy@northlight.example"), ("role", "member"));
        let (mine, theirs) = (("organization", "northlight"), ("organization", "harbour-finch"));
        for call in ["organizations/home", "members/list", "members/invite"] {
            for mut fields in [
                vec![theirs],
                vec![mine, theirs],
                vec![theirs, mine],
                vec![("organization", "harbour-finch,northlight")],
                vec![("organization", "HARBOUR-FINCH")],
                vec![("organization", "northlight/../harbour-finch")],
                vec![("organization", "harbour-finch\0")],
                vec![("organization[]", "harbour-finch")],
                vec![("organization[slug]", "harbour-finch")],
                vec![("slug", "harbour-finch"), ("organization_id", "harbour-finch")],
            ] {
                fields.extend([spy, role]);
                let answer = jonas.call(call, &fields).await;
                assert!(answer.status.is_client_error(), "{call} {fields:?}: {answer:?}");
                assert!(!answer.body.contains("Harbour Finch"), "{call} {fields:?}");
            }
            // Where else it could be named, it counts for nothing.
            let body = serde_urlencoded::to_string([mine, spy, role]).unwrap().into_bytes();
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", "same-origin"),
                ("x-organization", "harbour-finch"),
                ("referer", "/o/harbour-finch"),
            ];
            let path = format!("/api/{call}?organization=harbour-finch");
            let answer = jonas.send(reqwest::Method::POST, &path, &headers, body).await;
            assert!(answer.status == 200 && !answer.body.contains("Harbour Finch"), "{call}: {answer:?}");
        }
        for page in ["harbour-finch", "harbour-finch/members", "northlight/../harbour-finch", "northlight%2f..%2fharbour-finch"] {
            let page = jonas.get(&format!("/o/{page}")).await;
            assert!(page.status == 404 && !page.body.contains("Harbour Finch"), "{page:?}");
        }
        assert_eq!(harbour.list().await["invitations"].as_array().unwrap().len(), 0);
        assert!(northlight.invitation_of("spy@northlight.example").await.is_some());
    }

    /// TEN-6: no page, its data for the browser included, holds anything of another organization, or a secret.
    async fn ten_6_pages_hold_their_own(app: &App) {
        let harbour = Team::new(app, &MINA, "Harbour Finch").await;
        harbour.join(app, "Hanna", "admin").await;
        harbour.invite(app, "guest@harbour.example", "member").await;
        let northlight = Team::new(app, &JONAS, "Northlight").await;
        // Ruth is in both: what she sees of the one holds of the other its name and place, for the switcher.
        let ruth = northlight.join(app, "Ruth", "owner").await;
        let token = harbour.invite(app, "ruth@northlight.example", "owner").await;
        assert_eq!(ruth.call("invitations/accept", &[("token", &token)]).await.status, 200);
        let foreign = [MINA.name, MINA.email, "Hanna", "hanna@", "guest@"].map(str::to_owned).into_iter();
        let ids = [harbour.id_of(MINA.email).await, harbour.id_of("guest@harbour.example").await];
        let foreign: Vec<String> = foreign.chain(ids).collect();
        for (browser, names) in [(&northlight.owner, ["Harbour Finch", "harbour-finch"].as_slice()), (&ruth, &[])] {
            let mut secrets = vec!["argon2".to_owned(), JONAS.password.to_owned()];
            for (cookie, purpose) in [("parlor-session", Purpose::Session), ("parlor-device", Purpose::Device)] {
                let cookie = browser.cookie(cookie).unwrap();
                let digest = Token::parse(&cookie).unwrap().digest(purpose);
                secrets.push(digest.as_bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")));
                secrets.push(Base64UrlUnpadded::encode_string(digest.as_bytes()));
                secrets.push(cookie);
            }
            for (_, page) in PAGES {
                let page = page.replace("{slug}", "northlight");
                let answer = browser.get(&page).await;
                assert!(answer.status.as_u16() < 500, "{page}");
                let held = foreign.iter().chain(&secrets).map(String::as_str).chain(names.iter().copied());
                for word in held {
                    assert!(!answer.body.contains(word), "{page} holds {word}");
                }
            }
            assert!(browser.get("/o/northlight/members").await.body.contains("ruth@northlight.example"));
        }
    }
}
