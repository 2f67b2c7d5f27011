//! One mailbox, one name, one password, however they are spelled.

mod alike;
mod typed;

use crate::support::{App, Engine, MINA, PASSWORD, Team, stories};

const READABLE: &str = "chr@bücher.example";
const TYPED: &str = "chr@xn--bcher-kva.example";

stories! {
    /// FIELD-6: Chromium's email field hands over `xn--`; every other way in may spell the domain as people read it.
    async fn field_6_a_domain_beyond_ascii_is_one_address(app: &App) {
        let chr = app.browser();
        let form = [("name", "Chr"), ("email", TYPED), ("password", "four plain words")];
        assert_eq!(chr.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail_with(READABLE, "/verify/", 1).await.token();
        assert!(chr.get("/verify").await.body.contains(READABLE), "shown as people read it");
        assert_eq!(chr.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        for spelled in [READABLE, TYPED, "Chr@BÜCHER.example.", "chr＠bu\u{308}cher。example\u{200b}"] {
            assert_eq!(app.browser().sign_in(spelled, "four plain words").await.status, 200, "{spelled}");
        }
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let invited = [("emails", "CHR@xn--bcher-kva.EXAMPLE\nchr@bücher.example"), ("role", "member")];
        let lines = team.call(&team.owner, "members/invite", &invited).await.json();
        assert_eq!(lines["lines"].as_array().unwrap().len(), 1, "{lines}");
        let browser = app.browser();
        browser.sign_in(READABLE, "four plain words").await;
        let mine = browser.call("organizations/mine", &[]).await;
        assert!(mine.body.contains("Harbour Finch"), "the invitation waits for the same mailbox: {}", mine.body);
        let asked = app.browser().call("accounts/forgot-password", &[("email", "chr@BÜCHER.EXAMPLE")]).await;
        assert_eq!(asked.status, 200);
        app.mail_with(READABLE, "/reset-password/", 1).await;
    }

    /// FIELD-7, FIELD-49: what nobody sees is trimmed, or told of; what is no domain is no address.
    async fn field_7_field_49_what_is_no_address_is_told(app: &App) {
        let sign_up = async |email: &str| {
            let form = [("name", "Mina"), ("email", email), ("password", "four plain words")];
            app.browser().call("accounts/sign-up", &form).await
        };
        for (number, hidden) in ['\u{200b}', '\u{feff}', '\u{202a}', '\u{ad}', '\u{2060}', '\u{180e}'].into_iter().enumerate() {
            let email = format!("mina{number}@harbour.example");
            assert_eq!(sign_up(&format!("{hidden}{email}{hidden} ")).await.status, 200);
            app.mail_with(&email, "/verify/", 1).await;
            let within = sign_up(&format!("mi{hidden}na@harbour.example")).await;
            assert!(within.field("email").is_some_and(|told| told.contains("invisible")), "{within:?}");
        }
        for email in ["a@b^c.example", "a@1.2.3.4", "a@x_y.example", "a@xn--a.example", "a@[127.0.0.1]", "a@7"] {
            assert_eq!(sign_up(email).await.status, 422, "{email}");
        }
    }

    /// FIELD-8: case and marks do not matter, and lists are sorted as people sort, on both engines alike.
    async fn field_8_names_are_found_and_sorted_as_people_do(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let names = ["Özlem Yılmaz", "ÉMILE Zola", "Юлия Иванова", "Łukasz Nowak", "Zoë Ek", "Emil Ek", "Eva Ek"];
        for (number, name) in names.into_iter().enumerate() {
            let email = format!("p{number}@bücher.example");
            let token = team.invite(app, &email, "member").await;
            let fields = [("token", token.as_str()), ("name", name), ("password", PASSWORD)];
            assert_eq!(app.browser().call("invitations/accept", &fields).await.status, 200);
        }
        let find = async |find: &str| {
            let json = team.call(&team.owner, "members/list", &[("find", find)]).await.json();
            let rows = json["members"].as_array().unwrap().clone();
            rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for (typed, name) in [
            ("özlem", "Özlem Yılmaz"), ("ozlem", "Özlem Yılmaz"), ("YILMAZ", "Özlem Yılmaz"), ("émile", "ÉMILE Zola"),
            ("юлия", "Юлия Иванова"), ("ИВАН", "Юлия Иванова"), ("lukasz", "Łukasz Nowak"), ("zoe", "Zoë Ek"),
            ("ZOE\u{308}", "Zoë Ek"), ("P0@BÜCHER", "Özlem Yılmaz"), ("p0@xn--bcher", "Özlem Yılmaz"),
        ] {
            assert_eq!(find(typed).await, [name], "{typed}");
        }
        let sorted = ["Emil Ek", "ÉMILE Zola", "Eva Ek", "Łukasz Nowak", MINA.name, "Özlem Yılmaz", "Zoë Ek", "Юлия Иванова"];
        assert_eq!(find("").await, sorted);
        assert!(find("%").await.is_empty() && find("_").await.is_empty());
    }

    /// FIELD-22, FIELD-47: a name is refused for what a mail program makes of it, or for what nobody sees; not for a dot.
    async fn field_22_field_47_names_are_judged_by_what_they_do(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        for name in ["J.R.Smith", "Dr.Müller", "St.John Smith", "Anna v.d.Berg", "امیر\u{200c}حسین"] {
            assert_eq!(mina.call("account/change-name", &[("name", name)]).await.status, 200, "{name}");
        }
        for name in ["Müller GmbH & Co.KG", "St.Gallen Tourismus", "Dr.Oetker", "ООО.Ромашка"] {
            mina.create(name).await;
        }
        for name in ["Visit shop.example.com", "bit.ly/x", "evil。com", "1.2.3.4", "user@host.com", "\u{ad}", "Mi\u{200f}na"] {
            assert_eq!(mina.call("account/change-name", &[("name", name)]).await.status, 422, "{name:?}");
        }
        let booking = mina.call("organizations/create", &[("name", "Booking.com")]).await;
        assert!(booking.field("name").is_some_and(|told| told.contains("Leave the ending out")), "{booking:?}");
    }

    /// FIELD-48: passwords are not made of one's own words, the organization's or the product's, wherever one is chosen.
    async fn field_48_passwords_are_not_made_of_own_words(app: &App) {
        let refused = |answer: &crate::support::Answer| answer.field("password").is_some_and(|told| told.contains("Try a few plain words") && !told.contains("most used"));
        for password in ["parlor123", "Okafor2026!", "harbour12345"] {
            let form = [("name", MINA.name), ("email", MINA.email), ("password", password)];
            let answer = app.browser().call("accounts/sign-up", &form).await;
            assert!(refused(&answer), "{password}: {answer:?}");
        }
        let team = Team::new(app, &MINA, "Zanzibar Tours").await;
        let token = team.invite(app, "new@guests.example", "member").await;
        let fields = [("token", token.as_str()), ("name", "New"), ("password", "zanzibar99")];
        assert!(refused(&app.browser().call("invitations/accept", &fields).await));
        let fields = [("current_password", MINA.password), ("password", "Z4nzib4r-tours")];
        assert!(refused(&team.owner.call("account/change-password", &fields).await));
        let token = app.reset_link(MINA.email).await;
        let reset = async |password: &str| {
            app.browser().call("accounts/reset-password", &[("token", &token), ("password", password)]).await
        };
        assert!(refused(&reset("ZANZIBAR2026").await));
        assert_eq!(reset("tea in zanzibar at noon").await.status, 200);
    }

    /// SU-2: composed and decomposed spellings, and spaces of any kind, are one password.
    async fn su_2_spellings_of_one_text_are_one_password(app: &App) {
        let form = [("name", "Mina"), ("email", MINA.email), ("password", "quatre e\u{301}te\u{301}s d’or")];
        let mina = app.browser();
        assert_eq!(mina.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail_with(MINA.email, "/verify/", 1).await.token();
        mina.call("accounts/confirm", &[("token", &token)]).await;
        for typed in ["quatre étés d’or", "quatre e\u{301}te\u{301}s d’or", "quatre\u{a0}étés\u{3000}d’or"] {
            assert_eq!(app.browser().sign_in(MINA.email, typed).await.status, 200, "{typed:?}");
        }
        assert_eq!(app.browser().sign_in(MINA.email, "quatre etes d’or").await.status, 401);
    }
}
