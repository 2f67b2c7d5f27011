//! What is somebody else's stays when an account is deleted (SI-9, IN-5).

use crate::support::{App, Engine, JONAS, MINA, PASSWORD, Person, Team, stories};

const KIM: Person = Person { name: "Kim Adler", email: "kim@quill.example", password: "plain words of kim" };

stories! {
    /// SI-9, IN-5: invitations that wait, a stranger's change to the address and a stranger's sign-up with it are as they
    /// were before.
    async fn si_9_what_is_others_stays(app: &App) {
        let stranger = app.browser();
        stranger.call("accounts/sign-up", &[("name", "Stranger"), ("email", KIM.email), ("password", PASSWORD)]).await;
        app.mail(KIM.email, 1).await;
        let kim = app.browser();
        let link = app.mailed(KIM.email, "/verify/", kim.call("accounts/sign-up", &KIM.form())).await;
        assert_eq!(kim.call("accounts/confirm", &[("token", &link)]).await.status, 200);
        assert_eq!(kim.call("accounts/resume", &[]).await.json()["at"], "through");

        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let sent = team.invite(app, KIM.email, "member").await;
        let other = team.another("Northlight").await;
        let draft = [("emails", KIM.email), ("role", "member"), ("draft", "true")];
        assert_eq!(other.call(&other.owner, "members/invite", &draft).await.status, 200);
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let change = [("email", KIM.email), ("password", JONAS.password)];
        assert_eq!(jonas.call("account/change-email", &change).await.status, 200);
        let late = app.browser();
        late.call("accounts/sign-up", &[("name", "Late"), ("email", KIM.email), ("password", PASSWORD)]).await;
        app.mail_is_out().await;

        assert_eq!(kim.call("account/delete", &[("password", KIM.password)]).await.status, 200);
        assert_eq!(team.invitation_of(KIM.email).await.unwrap()["state"], "sent");
        assert_eq!(other.invitation_of(KIM.email).await.unwrap()["state"], "draft");
        let view = app.browser().call("invitations/view", &[("token", &sent)]).await;
        assert_eq!((view.status.as_u16(), &view.json()["access"]["access"]), (200, &"new".into()), "{view:?}");
        assert!(!view.body.contains(KIM.name));
        assert_eq!(jonas.call("account/view", &[]).await.json()["new_email"], KIM.email);
        app.move_clock(120);
        for waiting in [&stranger, &late] {
            assert_eq!(waiting.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
            assert_eq!(waiting.call("accounts/resend-verification", &[]).await.status, 200);
        }
        let accept = [("token", sent.as_str()), ("name", "Kim"), ("password", PASSWORD)];
        assert_eq!(app.browser().call("invitations/accept", &accept).await.status, 200);
        assert_eq!(team.role_of(KIM.email).await.as_deref(), Some("member"));
    }
}
