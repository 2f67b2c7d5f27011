//! What a fault kept from happening was no try: no throttle counts it (OP-8).

use crate::support::{Answer, App, Browser, Engine, JONAS, MINA, Team, stories};

const HEADER: &str = "x-parlor-test-fault";
/// Statements of one call at most.
const MOST: u32 = 60;

/// Makes the call again and again, each time with a fault one statement later, until it goes through: more often than any of
/// its throttles lets through at once.
async fn goes_through_at_last(browser: &Browser, call: &str, fields: &[(&str, &str)]) -> Answer {
    for passed in 0..MOST {
        let passed = passed.to_string();
        let answer = browser.call_with(call, fields, &[(HEADER, passed.as_str())]).await;
        if answer.header(HEADER) == "passed" {
            assert_eq!(answer.status, 200, "{call}: {answer:?}");
            return answer;
        }
        assert_eq!(answer.status, 503, "{call} after {passed} statements: {answer:?}");
    }
    panic!("{call} has more than {MOST} statements");
}

/// A server whose statements fail on purpose.
async fn faulty(app: &App) -> App {
    App::start_with(app.engine, &[("PARLOR_TEST_FAULTS", "true")]).await
}

stories! {
    /// OP-8, SU-6: whoever signs up gets the mail at once, and may ask for more of them, however often the database failed before.
    async fn op_8_a_fault_counts_for_nothing_of_a_sign_up(app: &App) {
        let app = faulty(app).await;
        let jonas = app.browser();
        goes_through_at_last(&jonas, "accounts/sign-up", &JONAS.form()).await;
        app.mail_with(JONAS.email, "/verify/", 1).await;
        app.move_clock(61);
        goes_through_at_last(&jonas, "accounts/resend-verification", &[]).await;
        app.mail_with(JONAS.email, "/verify/", 2).await;
        goes_through_at_last(&jonas, "accounts/change-address", &[("email", "jonas@new.example")]).await;
        app.mail_with("jonas@new.example", "/verify/", 1).await;
    }

    /// OP-8, PW-1: a reset that is asked for after an outage is mailed, and so is a change of address.
    async fn op_8_a_fault_counts_for_nothing_of_an_account(app: &App) {
        let app = faulty(app).await;
        let mina = app.browser();
        mina.join(&app, &MINA).await;
        for _ in 0..4 {
            let asked = app.browser().call_with("accounts/forgot-password", &[("email", MINA.email)], &[(HEADER, "1")]).await;
            assert_eq!(asked.status, 503, "{asked:?}");
        }
        app.reset_link(MINA.email).await;
        let change = [("email", "mina@new.example"), ("password", MINA.password)];
        goes_through_at_last(&mina, "account/change-email", &change).await;
        app.mail_with("mina@new.example", "/email/", 1).await;
    }

    /// OP-8, IN-8: a pasted list that failed is no limit reached when it is sent again.
    async fn op_8_a_fault_counts_for_nothing_of_invitations(app: &App) {
        let app = faulty(app).await;
        let team = Team::new(&app, &MINA, "Harbour Finch").await;
        let list = [("organization", team.slug.as_str()), ("emails", JONAS.email), ("role", "member")];
        let invited = goes_through_at_last(&team.owner, "members/invite", &list).await;
        assert_eq!(invited.json()["lines"][0]["outcome"], "invited", "{invited:?}");
        let id = team.id_of(JONAS.email).await;
        let again = [("organization", team.slug.as_str()), ("invitation", id.as_str())];
        goes_through_at_last(&team.owner, "members/send-invitation", &again).await;
    }
}
