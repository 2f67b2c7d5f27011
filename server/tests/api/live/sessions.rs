//! A stream needs its session, ends with it, and keeps it no longer.

use std::time::Duration;

use super::{Tab, stream};
use crate::support::{App, DAY, Engine, HOUR, MINA, stories, timed};

stories! {
    /// SES-3, SI-4: a session that ends by age takes its stream with it, though nothing changed.
    async fn ses_3_the_stream_ends_with_an_aged_session(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let mut tab = Tab::open(app, &browser).await;
        app.move_clock(8 * 24 * HOUR);
        let deadline = std::time::Instant::now() + Duration::from_mins(1);
        while tab.chunk().await.is_some() {
            assert!(std::time::Instant::now() < deadline, "it goes on");
        }
        assert_eq!(stream(app, &browser).await.status(), 401);
    }

    /// SI-4, SES-3: without a session there is no stream, and nothing is said about anybody.
    async fn ses_3_the_stream_asks_for_a_session(app: &App) {
        let mina = app.browser();
        let refused = mina.get("/events").await;
        assert_eq!((refused.status.as_u16(), refused.error()), (401, "signed-out".into()));
        mina.join(app, &MINA).await;
        let thief = mina.copy();
        assert_eq!(stream(app, &thief).await.status(), 200);
        mina.call("accounts/sign-out", &[]).await;
        assert_eq!(stream(app, &thief).await.status(), 401);
    }

    /// SI-7, SES-9, PW-3: the stream ends with its session, whatever ended it; the streams of others go on.
    async fn ses_9_the_stream_ends_with_the_session(app: &App) {
        // With PostgreSQL the sign-in just before may be heard too.
        let ends = async |tab: Tab| (1..=2).contains(&tab.told().await);
        let (mina, phone) = (app.browser(), app.browser());
        mina.join(app, &MINA).await;
        phone.sign_in(MINA.email, MINA.password).await;
        let sessions = mina.call("account/view", &[]).await.json()["sessions"].clone();
        let (mut kept, ended) = (Tab::open(app, &mina).await, Tab::open(app, &phone).await);
        let id = sessions[1]["id"].as_str().unwrap();
        assert_eq!(mina.call("account/end-session", &[("session", id)]).await.status, 200);
        assert!(ends(ended).await, "ended by hand");
        kept.feels("the list of sessions changed").await;

        phone.sign_in(MINA.email, MINA.password).await;
        let ended = Tab::open(app, &phone).await;
        let new = [("current_password", MINA.password), ("password", "new plain words")];
        assert_eq!(mina.call("account/change-password", &new).await.status, 200);
        assert!(ends(ended).await, "the password was changed");

        let ended = Tab::open(app, &mina).await;
        let token = app.reset_link(MINA.email).await;
        let reset = [("token", token.as_str()), ("password", MINA.password)];
        assert_eq!(app.browser().call("accounts/reset-password", &reset).await.status, 200);
        assert!(ends(ended).await, "the password was reset");

        mina.sign_in(MINA.email, MINA.password).await;
        let ended = Tab::open(app, &mina).await;
        let gone = mina.call("account/delete", &[("password", MINA.password)]).await;
        assert_eq!(gone.status, 200, "{gone:?}");
        assert!(ends(ended).await, "the account is gone");
    }

    /// SI-5: signing out in one tab is felt in the others of that browser.
    async fn si_5_signing_out_ends_the_stream(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let ended = Tab::open(app, &mina).await;
        assert_eq!(mina.call("accounts/sign-out", &[]).await.status, 200);
        // With PostgreSQL the sign-in may be heard too.
        assert!((1..=2).contains(&ended.told().await));
    }

    /// SES-8, SI-4: eight days of open streams and of looking on in the background do not extend a session; looking by
    /// oneself does.
    async fn ses_8_reading_events_does_not_extend(app: &App) {
        let (quiet, used) = (app.browser(), app.browser());
        quiet.join(app, &MINA).await;
        quiet.call("organizations/create", &[("name", "Harbour Finch")]).await;
        used.sign_in(MINA.email, MINA.password).await;
        let (signed_in, made) = timed(quiet.sign_in(MINA.email, MINA.password)).await;
        assert_eq!(signed_in.status, 200);
        let open = Tab::open(app, &quiet).await;
        let look = async || {
            let mut answers = vec![stream(app, &quiet).await.status().as_u16()];
            for call in ["organizations/mine", "organizations/home", "members/list", "account/view"] {
                let fields = [("organization", "harbour-finch"), ("quiet", "true")];
                answers.push(quiet.call(call, &fields).await.status.as_u16());
            }
            answers.dedup();
            answers
        };
        for half_day in 1..14 {
            app.move_clock(half_day * DAY / 2);
            assert_eq!(look().await, [200], "{half_day}");
            assert_eq!(used.call("organizations/mine", &[]).await.status, 200);
        }
        let (before, after) = app.edge(&made, 7 * DAY, look).await;
        assert_eq!((before, after), (vec![200], vec![401]));
        app.move_clock(8 * DAY);
        assert_eq!(look().await, [401]);
        assert_eq!(used.call("organizations/mine", &[]).await.status, 200);
        // The tab that was open all the time hears that it is over with the next change.
        assert_eq!(used.call("account/change-name", &[("name", "Mina Berg")]).await.status, 200);
        assert!(open.told().await > 0);
    }
}
