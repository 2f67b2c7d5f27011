//! The clock was ahead and is set back: nobody waits for longer than the rule says (FIELD-32, RST-5).

use crate::support::{App, DAY, Engine, HOUR, JONAS, MINA, UNDER, stories};

stories! {
    /// FIELD-32: what was counted, written or put off while the clock was ahead.
    async fn field_32_a_clock_that_was_ahead_makes_nobody_wait(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        for ahead in [HOUR, DAY, 400 * DAY] {
            app.move_clock(ahead);
            for _ in 0..2 {
                assert_eq!(app.browser().sign_in(MINA.email, "not her password").await.status, 401);
                assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
            }
            app.move_clock(0);
            let back = app.browser().sign_in(MINA.email, MINA.password).await;
            assert_eq!(back.status, 200, "{ahead}: {back:?}");
        }

        let ask = async || app.browser().call("accounts/forgot-password", &[("email", MINA.email)]).await.status;
        app.move_clock(DAY);
        for _ in 0..2 {
            assert_eq!(ask().await, 200);
        }
        app.mail_with(MINA.email, "/reset-password/", 2).await;
        app.move_clock(0);
        assert_eq!(ask().await, 200);
        app.mail_with(MINA.email, "/reset-password/", 3).await;

        app.move_clock(DAY);
        let jonas = app.browser();
        jonas.sign_up(app, &JONAS).await;
        app.move_clock(0);
        let status = jonas.call("accounts/attempt-status", &[]).await.json();
        assert_eq!(status["resend_in"], 0, "a wait from the future is over: {status}");
        assert_eq!(jonas.call("accounts/resend-verification", &[]).await.status, 200);
        let soon = jonas.call("accounts/resend-verification", &[]).await;
        assert_eq!(soon.status, 429, "{soon:?}");
        assert!(soon.header("retry-after").parse::<i64>().unwrap() <= 60, "{soon:?}");
    }

    /// FIELD-32: a mail that was put off while the clock was ahead goes out at once, and a session is seen again.
    async fn field_32_what_was_put_off_goes_out(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        // Nobody listens there.
        let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let smtp = format!("smtp://{away}?tls=none");
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &smtp), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        app.move_clock(DAY);
        assert_eq!(mina.call("account/view", &[]).await.status, 200);
        app.browser().call("accounts/sign-up", &JONAS.form()).await;
        app.logged("mail has to wait").await;
        app.move_clock(0);
        app.kill_and_start_with(&[(UNDER, "env -u PARLOR_SMTP_URL")]).await;
        app.mail_with(JONAS.email, "/verify/", 1).await;
        let seen = async || {
            let view = mina.call("account/view", &[]).await.json();
            (view["sessions"][0]["seen_at"].as_str().unwrap().to_owned(), view["now"].as_str().unwrap().to_owned())
        };
        // The first look notes that it was seen.
        seen().await;
        let (seen, now) = seen().await;
        assert!(seen <= now, "{seen} is after {now}");
    }
}
