//! An open invitation to somebody who is in by now ends: it would hold a second seat, and open the door again once their access is
//! revoked.

use crate::support::{App, Engine, JONAS, MINA, Team, stories};

/// It is taken back: gone from the list, its link dead, said in the log.
async fn is_cancelled(app: &App, team: &Team, email: &str, token: &str) {
    assert_eq!(team.invitation_of(email).await, None);
    let opened = app.browser().call("invitations/view", &[("token", token)]).await;
    assert_eq!(opened.why(), (410, "cancelled".into()), "{email}");
    let log = team.call(&team.owner, "audit-log/list", &[("kind", "invitations")]).await.json();
    let newest = &log["entries"][0];
    assert_eq!(
        (&newest["event"]["action"], &newest["subject"]),
        (&"invitation-cancelled".into(), &email.into()),
        "{newest}"
    );
}

stories! {
    /// TR-7, IN-7: invited anew while they could be brought back, and brought back: the invitation ends, takes no seat, and lets
    /// nobody in who is removed again.
    async fn tr_7_brought_back_ends_a_newer_invitation(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let rei = team.join(app, "Rei", "member").await;
        let email = team.address("Rei");
        let id = team.id_of(&email).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        let token = team.invite(app, &email, "admin").await;
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &id)]).await.status, 200);
        assert_eq!(team.role_of(&email).await.as_deref(), Some("member"));
        is_cancelled(app, &team, &email, &token).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        assert_eq!(rei.call("invitations/accept", &[("token", &token)]).await.why(), (410, "cancelled".into()));
        assert_eq!(team.role_of(&email).await, None);
    }

    /// SI-8, IN-7: an address that is invited, and that a member moves to, or back to, is a member's.
    async fn si_8_moving_to_an_invited_address_ends_its_invitation(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = team.another("Quiet Mill").await;
        let que = team.join(app, "Que", "member").await;
        let (old, new) = (team.address("Que"), "que@new.example");
        let here = team.invite(app, new, "admin").await;
        let elsewhere = other.invite(app, new, "member").await;
        let undo = que.move_to(app, &old, new).await;
        is_cancelled(app, &team, new, &here).await;
        // In the other organization nobody has the address: there it is an invitation as any other.
        assert!(other.invitation_of(new).await.is_some());
        assert_eq!(que.call("invitations/view", &[("token", &elsewhere)]).await.status, 200);

        let back = team.invite(app, &old, "admin").await;
        assert_eq!(app.browser().call("account/use-address-link", &[("token", &undo)]).await.status, 200);
        is_cancelled(app, &team, &old, &back).await;
    }

    /// IN-5: whoever declines while signed in tells the team no more than who is not: the address.
    async fn in_5_who_declines_shows_no_account(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let mailed = team.invite(app, JONAS.email, "member").await;
        assert_eq!(jonas.call("invitations/decline", &[("token", &mailed)]).await.status, 200);
        team.invite(app, JONAS.email, "member").await;
        let id = jonas.call("organizations/mine", &[]).await.json()["invitations"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(jonas.call("invitations/decline-mine", &[("invitation", &id)]).await.status, 200);
        let log = team.call(&team.owner, "audit-log/list", &[("kind", "invitations")]).await;
        let entries = log.json()["entries"].as_array().unwrap().clone();
        let declined: Vec<_> = entries.iter().filter(|entry| entry["event"]["action"] == "invitation-declined").collect();
        assert_eq!(declined.len(), 2);
        for entry in declined {
            assert_eq!((&entry["actor"], &entry["actor_id"]), (&JONAS.email.into(), &serde_json::Value::Null), "{entry}");
        }
        assert!(!log.body.contains(JONAS.name), "{}", log.body);
    }
}
