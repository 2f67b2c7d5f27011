//! The settings of an organization: who sees which, and what an organization says of itself (ST-1, ST-2).

mod outside;
mod policies;

use futures_util::future::join;

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::{Answer, App, Browser, Engine, JONAS, MINA, Team, stories},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
settings/general  | organization={here}  | 401 403 404 403 200 404 200
settings/security | organization={here}  | 401 403 404 403 200 404 200
settings/security | organization={there} | 401 403 404 404 404 200 404
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
settings/save-general  | organization={here} name=Harbour Finch slug=harbour-finch country=XX | 401 403 404 403 422 404 422
settings/save-security | organization={here}                                                  | 401 403 404 403 200 404 200
settings/save-security | organization={there}                                                 | 401 403 404 404 404 200 404
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let team = stage.team().await;
    match call {
        "settings/save-general" => Prepared::in_team(&team)
            .with("name", format!("Harbour House {}", stage.number))
            .with("slug", format!("{}-house", team.slug))
            .with("country", "IE"),
        "settings/save-security" => Prepared::in_team(&team).with("invitations_need_project", "true"),
        _ => unprepared(call),
    }
}

/// Saves these settings of the organization at this slug.
async fn save(who: &Browser, at: &str, settings: [&str; 5], before: &str) -> Answer {
    let [name, slug, company, vat, country] = settings;
    let fields = [
        ("organization", at),
        ("name", name),
        ("slug", slug),
        ("registered_name", company),
        ("vat_number", vat),
        ("country", country),
        ("before", before),
    ];
    who.call("settings/save-general", &fields).await
}

/// What the settings are, as they are sent along.
async fn seen(who: &Browser, at: &str) -> String {
    let answer = who.call("settings/general", &[("organization", at)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["settings"].to_string()
}

/// What is wrong with this field.
fn problem(answer: &Answer, field: &str) -> String {
    assert_eq!(answer.status, 422, "{answer:?}");
    let fields = answer.json()["fields"].clone();
    let one = fields.as_array().unwrap().iter().find(|one| one["field"] == *field).cloned();
    one.unwrap_or_else(|| panic!("{field} is not among {fields}"))["problem"].to_string()
}

stories! {
    /// ST-1, TR-8: each page of the settings is for those whose permissions give it; others hear who can grant it.
    async fn st_1_each_sees_their_tabs(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (who, role, grants, tabs) in [
            ("Ada", "admin", "", &["general", "members", "projects", "security"][..]),
            ("Bo", "billing-admin", "", &["general", "members", "projects"]),
            ("Uma", "user-admin", "", &["general", "members", "projects"]),
            ("Mo", "member", "", &[]),
            ("Ces", "member", "create-projects", &["projects"]),
            ("Set", "member", "manage-settings", &["general", "security"]),
        ] {
            let browser = team.join(app, who, role).await;
            if !grants.is_empty() {
                let id = team.id_of(&team.address(who)).await;
                let fields = [("member", id.as_str()), ("grants", grants)];
                assert_eq!(team.call(&team.owner, "members/change-grants", &fields).await.status, 200);
            }
            let home = browser.get("/o/harbour-finch").await.body;
            assert_eq!(home.contains(">Settings<"), !tabs.is_empty(), "{who}");
            for (tab, path) in [
                ("general", "settings/general"),
                ("members", "members"),
                ("projects", "projects"),
                ("security", "settings/security"),
            ] {
                let page = browser.get(&format!("/o/harbour-finch/{path}")).await;
                // Who has no list of projects has their own (PR-4).
                let open = tabs.contains(&tab) || tab == "projects";
                assert_eq!(page.status, if open { 200 } else { 403 }, "{who} {tab}");
                assert!(open || page.body.contains("Mina Okafor"), "{who} hears who can grant {tab}");
            }
            let first = browser.get("/o/harbour-finch/settings").await;
            let expected = match tabs.first() {
                None | Some(&"general") => "/o/harbour-finch/settings/general".to_owned(),
                Some(tab) => format!("/o/harbour-finch/{tab}"),
            };
            assert_eq!((first.status.as_u16(), first.header("location")), (303, expected.as_str()), "{who}");
        }
    }

    /// ST-2: who reads the general settings does not change them; who manages settings does.
    async fn st_2_reading_is_not_changing(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (who, role, can) in [("Ada", "admin", true), ("Bo", "billing-admin", false), ("Uma", "user-admin", false)] {
            let browser = team.join(app, who, role).await;
            let view = browser.call("settings/general", &[("organization", &team.slug)]).await.json();
            assert_eq!(view["can_change"], can, "{who}");
            assert!(view["ownership"]["contents"].is_null(), "{who} does not delete it");
            let name = format!("Harbour of {who}");
            let answer = save(&browser, &team.slug, [&name, &team.slug, "", "", ""], "").await;
            assert_eq!(answer.status, if can { 200 } else { 403 }, "{who}: {answer:?}");
            let page = browser.get("/o/harbour-finch/settings/general").await.body;
            assert_eq!(page.contains("Save changes"), can, "{who}");
        }
        let names = seen(&team.owner, &team.slug).await;
        assert!(names.contains("Harbour of Ada"), "{names}");
    }

    /// ST-2: the old address leads on, by page and by call, until somebody else takes it; it never leads strangers anywhere.
    async fn st_2_the_old_address_leads_on(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        let stranger = app.browser();
        stranger.join(app, &JONAS).await;
        for (at, to) in [("harbour-finch", "harbour"), ("harbour-finch", "finch")] {
            let saved = save(&team.owner, at, ["Harbour Finch", to, "", "", ""], "").await;
            assert_eq!(saved.json()["next"], format!("/o/{to}/settings/general?saved=1"), "{saved:?}");
        }
        for old in ["harbour-finch", "harbour"] {
            for (path, who) in [("", &mira), ("/members?find=a", &team.owner), ("/projects/website", &team.owner)] {
                let page = who.get(&format!("/o/{old}{path}")).await;
                assert_eq!((page.status.as_u16(), page.header("location")), (303, format!("/o/finch{path}").as_str()));
            }
            let home = mira.call("organizations/home", &[("organization", old)]).await.json();
            assert_eq!(home["organization"]["slug"], "finch");
            let moved = mira.call("organizations/lost", &[("organization", old)]).await.json();
            assert_eq!(moved["moved_to"], "finch");
            let (page, unknown) = (stranger.get(&format!("/o/{old}")).await, stranger.get("/o/nobodys").await);
            assert_eq!((page.status.as_u16(), unknown.status.as_u16()), (404, 404));
            assert_eq!(stranger.call("organizations/home", &[("organization", old)]).await.status, 404);
        }
        // By the name it is not taken, by asking for it it is.
        let made = stranger.call("organizations/create", &[("name", "Harbour")]).await.json();
        assert_eq!(made["next"], "/o/harbour-2");
        let made = stranger.call("organizations/create", &[("name", "Quill"), ("slug", "harbour")]).await.json();
        assert_eq!(made["next"], "/o/harbour");
        assert_eq!(mira.get("/o/harbour").await.status, 404);
        assert_eq!(mira.get("/o/harbour-finch").await.header("location"), "/o/finch");
        let home = stranger.call("organizations/home", &[("organization", "harbour")]).await.json();
        assert_eq!(home["organization"]["name"], "Quill");
        // And back again: its own former one is free.
        let saved = save(&team.owner, "finch", ["Harbour Finch", "harbour-finch", "", "", ""], "").await;
        assert_eq!(saved.status, 200, "{saved:?}");
        assert_eq!(mira.get("/o/harbour-finch").await.status, 200);
        assert_eq!(mira.get("/o/finch").await.header("location"), "/o/harbour-finch");
    }

    /// ST-2, OR-5: addresses that are taken, reserved, or taken for another one are refused beside the field.
    async fn st_2_addresses_that_cannot_be_had(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        for (name, slug) in [("Zoo", "zoo"), ("Team", "team-1"), ("Doomed", "doomed")] {
            assert_eq!(jonas.call("organizations/create", &[("name", name), ("slug", slug)]).await.status, 200);
        }
        let gone = [("organization", "doomed"), ("name", "Doomed")];
        assert_eq!(jonas.call("organizations/delete", &gone).await.status, 200);
        for (slug, expected) in [
            ("zoo", r#""slug-taken""#),
            ("doomed", r#""slug-taken""#),
            ("z00", r#""slug-looks-taken""#),
            ("team-l", r#""slug-looks-taken""#),
            ("settings", r#"{"slug":"reserved"}"#),
            ("", r#"{"slug":"length"}"#),
            ("Zoo Two", r#"{"slug":"characters"}"#),
        ] {
            let answer = save(&team.owner, &team.slug, ["Harbour Finch", slug, "", "", ""], "").await;
            assert_eq!(problem(&answer, "slug"), expected, "{slug}");
        }
        assert!(seen(&team.owner, &team.slug).await.contains(r#""slug":"harbour-finch""#), "nothing was saved");
        let answer = team.owner.call("organizations/create", &[("name", "Zoo"), ("slug", "z00")]).await;
        assert_eq!(problem(&answer, "slug"), r#""slug-looks-taken""#);
        // Two at once: one has it.
        let mine = save(&team.owner, "harbour-finch", ["Harbour Finch", "the-one", "", "", ""], "");
        let theirs = save(&jonas, "zoo", ["Quill", "the-one", "", "", ""], "");
        let (mine, theirs) = join(mine, theirs).await;
        let mut answers = [mine.status.as_u16(), theirs.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [200, 422]);
    }

    /// ST-2: company details of any script and length: taken, or refused beside their field with everything else as it was.
    /// At the edge of `REGISTERED_NAME_MAX`, `VAT_NUMBER_MAX`.
    async fn st_2_company_details_of_any_script_and_length(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let name = ["Harbour Finch", "harbour-finch"];
        for (company, vat) in [
            ("Booking.com B.V.", "NL805734958B01"),
            ("株式会社はと", "T1234567890123"),
            ("شركة المرفأ", "٣١٠١٢٢٣٩٣٥٠٠٠٠٣"),
            (&"é".repeat(160), &"7".repeat(40)),
            ("", ""),
        ] {
            let answer = save(&team.owner, &team.slug, [name[0], name[1], company, vat, "IE"], "").await;
            assert_eq!(answer.status, 200, "{company} {answer:?}");
            let view = team.owner.call("settings/general", &[("organization", &team.slug)]).await.json();
            let text = |field: &str| view["settings"][field].as_str().unwrap_or_default().to_owned();
            assert_eq!((text("registered_name"), text("vat_number"), text("country")), (company.into(), vat.into(), "IE".into()));
        }
        for (company, vat, country, field) in [
            ("a\nb", "", "", "registered_name"),
            (&*"é".repeat(161), "", "", "registered_name"),
            ("", &*"7".repeat(41), "", "vat_number"),
            ("", "a\u{202e}b", "", "vat_number"),
            ("", "", "XX", "country"),
            ("", "", "ie", "country"),
        ] {
            let answer = save(&team.owner, &team.slug, [name[0], name[1], company, vat, country], "").await;
            problem(&answer, field);
        }
        assert!(seen(&team.owner, &team.slug).await.contains(r#""country":"IE""#));
        let answer = save(&team.owner, &team.slug, [name[0], name[1], "", "", ""], "{").await;
        assert_eq!(problem(&answer, "before"), r#""no-settings""#);
    }

    /// ST-2: two who save at once: what only one changed goes together, what both changed is told, and counts once it was seen.
    async fn st_2_two_who_save_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let before = seen(&ada, &team.slug).await;
        assert_eq!(save(&team.owner, &team.slug, ["Harbour", "harbour-finch", "", "", "IE"], &before).await.status, 200);
        // Another field.
        assert_eq!(save(&ada, &team.slug, ["Harbour Finch", "harbour-finch", "Finch Ltd", "", ""], &before).await.status, 200);
        let now = seen(&ada, &team.slug).await;
        for part in [r#""name":"Harbour""#, r#""country":"IE""#, r#""registered_name":"Finch Ltd""#] {
            assert!(now.contains(part), "{now}");
        }
        // The same field.
        let refused = save(&ada, &team.slug, ["Finch", "harbour-finch", "", "", ""], &before).await;
        assert_eq!((refused.status.as_u16(), refused.error().as_str()), (409, "settings-saved-meanwhile"), "{refused:?}");
        let told = refused.json();
        assert_eq!((&told["fields"], &told["by"]), (&serde_json::json!(["name"]), &told["by"]));
        assert_eq!(told["now"]["name"], "Harbour");
        assert_eq!(seen(&ada, &team.slug).await, now, "nothing was saved");
        let seen_now = told["now"].to_string();
        assert_eq!(save(&ada, &team.slug, ["Finch", "harbour-finch", "Finch Ltd", "", "IE"], &seen_now).await.status, 200);
    }

    /// FIELD-23, ST-2: where two are called alike, it is said which of them saved meanwhile, to those who see addresses.
    async fn field_23_who_saved_the_settings_is_told_apart(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (ada, leo) = (team.join(app, "Ada", "admin").await, team.join(app, "Leo", "member").await);
        team.join(app, "Uma", "member").await;
        let id = team.id_of(&team.address("Leo")).await;
        let grant = [("member", id.as_str()), ("grants", "manage-settings")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &grant).await.status, 200);
        let before = seen(&team.owner, &team.slug).await;
        assert_eq!(save(&ada, &team.slug, ["Harbour", "harbour-finch", "", "", ""], &before).await.status, 200);
        let told = async |who: &Browser| save(who, &team.slug, ["Finch", "harbour-finch", "", "", ""], &before).await.json();
        let view = async |who: &Browser| who.call("settings/general", &[("organization", &team.slug)]).await.json();
        assert_eq!((told(&team.owner).await.get("by_email"), view(&team.owner).await.get("saved_by_email")), (None, None));
        let uma = team.id_of(&team.address("Uma")).await;
        let called = [("member", uma.as_str()), ("display_name", "Ada"), ("role", "member"), ("grants", "")];
        assert_eq!(team.call(&team.owner, "members/edit", &called).await.status, 200);
        let address = serde_json::Value::from(team.address("Ada"));
        let (refused, shown) = (told(&team.owner).await, view(&team.owner).await);
        assert_eq!((&refused["by"], &refused["by_email"], &shown["saved_by_email"]), (&"Ada".into(), &address, &address));
        let (refused, shown) = (told(&leo).await, view(&leo).await);
        assert_eq!((&refused["by"], refused.get("by_email"), shown.get("saved_by_email")), (&"Ada".into(), None, None));
    }

    /// ST-2, ST-4: each change has its entry, with before and after; saving nothing has none.
    async fn st_4_settings_are_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let latest = async |at: &str| {
            let home = team.owner.call("organizations/home", &[("organization", at)]).await.json();
            home["latest"].as_array().unwrap().iter().map(|entry| entry["event"].clone()).collect::<Vec<_>>()
        };
        let before = latest("harbour-finch").await.len();
        assert_eq!(save(&team.owner, "harbour-finch", ["Harbour Finch", "harbour-finch", "", "", ""], "").await.status, 200);
        assert_eq!(latest("harbour-finch").await.len(), before);
        assert_eq!(save(&team.owner, "harbour-finch", ["Harbour", "harbour", "", "", "IE"], "").await.status, 200);
        let events = latest("harbour").await;
        let detail = |action: &str| events.iter().find(|event| event["action"] == *action).unwrap()["detail"].clone();
        assert_eq!(detail("organization-renamed"), serde_json::json!({"before": "Harbour Finch", "after": "Harbour"}));
        assert_eq!(detail("organization-moved"), serde_json::json!({"before": "harbour-finch", "after": "harbour"}));
        assert_eq!(detail("company-details-changed")["after"]["country"], "IE");
        let body = team.owner.get("/o/harbour").await.body;
        assert!(body.contains(" changed the address from ") && body.contains(" renamed "), "{body}");
    }

    /// OR-7: the questions before an end carry numbers and dates, for those who may; anybody hears what leaving comes to.
    async fn or_7_grave_questions_have_numbers(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        team.invite(app, "guest@harbour.example", "member").await;
        let ownership = team.call(&team.owner, "organizations/ownership", &[]).await.json();
        let contents = serde_json::json!({"people": 2, "invitations": 1, "projects": 1, "archived_projects": 0});
        assert_eq!(ownership["contents"], contents);
        assert_eq!(ownership["owners"], serde_json::json!([]));
        assert_eq!(ownership["candidates"].as_array().unwrap().len(), 1);
        let theirs = team.call(&mira, "organizations/ownership", &[]).await.json();
        assert_eq!((&theirs["contents"], &theirs["owners"]), (&serde_json::Value::Null, &serde_json::json!([MINA.name])));
        assert_eq!(theirs["candidates"], serde_json::json!([]));
        for (who, page, words) in [
            (&team.owner, "delete", "2 people"),
            (&team.owner, "delete", "1 open invitation"),
            (&team.owner, "delete", "Until "),
            (&mira, "leave", "lose access at once"),
            (&mira, "leave", "stays as owner"),
        ] {
            let body = who.get(&format!("/account/organizations/harbour-finch/{page}")).await.body;
            assert!(body.contains(words), "{page}: {words} is not in {body}");
        }
    }
}
