//! What is typed is met by what is kept, however either is spelled: addresses, names, passwords.

use crate::support::{App, Engine, JONAS, MINA, PASSWORD, Team, stories};

stories! {
    /// FIELD-6, SU-3: capitals are the same letters, whatever stands around them; what an older version wrote in another
    /// spelling is met after an update.
    async fn field_6_capitals_are_one_mailbox(app: &App) {
        let password = "four plain words";
        for (number, (typed, others)) in [
            ("νικος.παπας", ["ΝΙΚΟΣ.ΠΑΠΑΣ", "νικοσ.παπασ"]),
            ("ΑΛΕΞΗΣ.Κ", ["αλεξης.κ", "αλεξησ.κ"]),
            ("İpek", ["ipek", "İPEK"]),
        ].into_iter().enumerate() {
            let typed = format!("{typed}@s{number}.example");
            let form = [("name", "Somebody"), ("email", &*typed), ("password", password)];
            assert_eq!(app.browser().call("accounts/sign-up", &form).await.status, 200, "{typed}");
            for other in others {
                let other = format!("{other}@s{number}.example");
                assert_eq!(app.browser().sign_in(&other, password).await.status, 200, "{other}");
            }
        }
        app.mail_with("αλεξης.κ@s1.example", "/verify/", 1).await;
        app.mail_is_out().await;
        app.kill();
        app.execute("UPDATE accounts SET email = 'αλεξησ.κ@s1.example' WHERE email = 'αλεξης.κ@s1.example'");
        app.execute("UPDATE accounts SET email = 'i\u{307}pek@s2.example' WHERE email = 'ipek@s2.example'");
        app.start_again_with(&[]).await;
        for email in ["αλεξης.κ@s1.example", "ΑΛΕΞΗΣ.Κ@s1.example", "ipek@s2.example"] {
            assert_eq!(app.browser().sign_in(email, password).await.status, 200, "{email}");
        }
    }

    /// OR-7: the name that is typed to delete an organization is the one that stands on the page, on whatever keyboard. OR-5,
    /// FIELD-8: no letter that it is found by is missing in its address.
    async fn field_8_a_typed_name_is_the_name(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        for (name, slug, typed) in [
            ("Việt Nam", "viet-nam", "Vie\u{323}\u{302}t Nam"),
            ("Zoë GmbH", "zoe-gmbh", "Zoe\u{308} GmbH"),
            ("A  Berg", "a-berg", "A Berg"),
            ("Müller\u{a0}AG", "muller-ag", "Müller AG"),
            ("O’Neil", "oneil", " O'Neil "),
            ("Đức Łódź", "duc-lodz", "Đức Łódź"),
        ] {
            let created = mina.call("organizations/create", &[("name", name)]).await;
            assert_eq!(created.json()["next"], format!("/o/{slug}"), "{name}");
            for wrong in ["", &name.to_lowercase(), &format!("{name}!")] {
                let refused = mina.call("organizations/delete", &[("organization", slug), ("name", wrong)]).await;
                assert!(refused.status == 422 && refused.field("name").is_some(), "{name} {wrong}");
            }
            let deleted = mina.call("organizations/delete", &[("organization", slug), ("name", typed)]).await;
            assert_eq!(deleted.status, 200, "{name} {typed}: {}", deleted.body);
        }
    }

    /// FIELD-47: the flag of Wales is written in tags, and stays. FIELD-9: a title isolates a name that runs from the right.
    async fn field_47_field_9_flags_and_titles(app: &App) {
        let wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
        let mina = app.browser();
        mina.join(app, &MINA).await;
        for name in [format!("Wales {wales}"), format!("{wales} Wales")] {
            assert_eq!(mina.call("account/change-name", &[("name", &name)]).await.status, 200, "{name}");
            assert!(mina.get("/account").await.body.contains(&name));
        }
        let home = mina.create("(עברית) 1!").await;
        for page in ["", "/members", "/members/new"] {
            let body = mina.get(&format!("{home}{page}")).await.body;
            let title = body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
            assert!(title.contains("\u{2068}(עברית) 1!\u{2069}"), "{page}: {title}");
        }
    }

    /// FIELD-23: an invitation into an organization whose name looks like mine says its address.
    async fn field_23_names_that_look_alike_stand_with_their_addresses(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        mina.create("Acme").await;
        let team = Team::new(app, &JONAS, "Harbour Finch").await;
        // The first letter is a Cyrillic one, then a Greek one.
        for (name, looks) in [("Аcme", true), ("Αcme", true), ("Acme Two", false)] {
            let other = team.another(name).await;
            let token = other.invite(app, MINA.email, "member").await;
            let view = mina.call("invitations/view", &[("token", &token)]).await.json();
            assert_eq!(view["address"].is_string(), looks, "{name}: {view}");
        }
    }

    /// FIELD-8: somebody invited is found by both spellings of their address, as members are; ї and Kana by either.
    async fn field_8_found_by_either_spelling(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (number, name) in ["Їжак", "ヤマダ"].into_iter().enumerate() {
            let token = team.invite(app, &format!("p{number}@bücher.example"), "member").await;
            let fields = [("token", token.as_str()), ("name", name), ("password", PASSWORD)];
            assert_eq!(app.browser().call("invitations/accept", &fields).await.status, 200);
        }
        team.invite(app, "jörg@bücher.example", "member").await;
        for (typed, name) in
            [("іжак", "Їжак"), ("їжак", "Їжак"), ("やまだ", "ヤマダ"), ("p0@XN--BCHER", "Їжак"), ("p1@Bücher", "ヤマダ")]
        {
            let json = team.call(&team.owner, "members/list", &[("find", typed)]).await.json();
            assert_eq!(json["members"][0]["name"], name, "{typed}: {json}");
        }
        for typed in ["xn--bcher", "jorg@xn--bcher-kva.example", "j%C3%B6rg@b%C3%BCcher", "J%C3%96RG"] {
            let page = team.owner.get(&format!("/o/harbour-finch/members?view=invited&find={typed}")).await;
            // What was looked for is marked in it.
            let body = page.body.replace("<mark>", "").replace("</mark>", "");
            let shown = body.contains("jörg@<wbr>bücher.<wbr>example");
            assert!(shown, "{typed}");
        }
        let page = team.owner.get("/o/harbour-finch/members?view=invited&find=nobody").await;
        assert!(!page.body.contains("jörg@<wbr>"), "who is not looked for is not shown");
    }
}

/// FIELD-48: a password is not made of the host's or the address's other spelling either.
#[tokio::test]
async fn field_48_other_spellings_of_domains_are_own_words() {
    let app = App::start_with(Engine::Sqlite, &[("PARLOR_PUBLIC_URL", "http://BÜCHER.example:5032")]).await;
    let story = async {
        let sign_up = async |email: &str, password: &str| {
            let form = [("name", "Kai Ek"), ("email", email), ("password", password)];
            let origin = [("origin", "http://xn--bcher-kva.example:5032")];
            app.browser().call_with("accounts/sign-up", &form, &origin).await
        };
        // (The log names the host in `xn--`, where no password may be.)
        for password in ["bücher.example", "BÜCHER.EXAMPLE", "bücher123", "bucher123"] {
            let answer = sign_up("kai@harbour.example", password).await;
            assert!(answer.field("password").is_some_and(|told| told.contains("Parlor")), "{password} {answer:?}");
        }
        for email in ["kai@xn--ksehaus-5wa.example", "kai@käsehaus.example"] {
            for password in ["kai@xn--ksehaus-5wa.example", "kai@käsehaus.example", "kasehaus99"] {
                let answer = sign_up(email, password).await;
                assert!(answer.field("password").is_some_and(|told| told.contains("email")), "{password} {answer:?}");
            }
        }
        assert_eq!(sign_up("kai@xn--ksehaus-5wa.example", "four plain words").await.status, 200);
    };
    app.tells(story).await;
}
