//! An invitation holds what its inviter may give, at the moment it is accepted.

use crate::{
    account::waiting_writes::{call, in_turn},
    support::{App, Engine, HOUR, JONAS, Lock, MINA, PASSWORD, Team, stories},
};

stories! {
    /// FIELD-25: the inviter's account is deleted, or may not invite any more: the page says so, and *Ask for a new one*
    /// reaches the team's list; sent again by somebody else, it is as new.
    async fn field_25_whoever_invited_is_gone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (number, gone) in ["deleted", "demoted", "removed"].into_iter().enumerate() {
            app.move_clock(i64::try_from(number).unwrap() * 2 * HOUR);
            let name = format!("Priya {gone}");
            let priya = team.join(app, &name, "admin").await;
            let guest = format!("{gone}@guests.example");
            let fields = [("organization", team.slug.as_str()), ("emails", &guest), ("role", "member")];
            let token = app.mailed(&guest, "/invitations/", priya.call("members/invite", &fields)).await;
            let id = team.id_of(&team.address(&name)).await;
            let done = match gone {
                "deleted" => priya.call("account/delete", &[("password", PASSWORD)]).await,
                "demoted" => team.call(&team.owner, "members/change-role", &[("member", &id), ("role", "member")]).await,
                _ => team.call(&team.owner, "members/revoke", &[("people", &id)]).await,
            };
            assert_eq!(done.status, 200, "{done:?}");
            let reader = app.browser();
            assert_eq!(reader.call("invitations/view", &[("token", &token)]).await.why(), (410, "unbacked".into()));
            let page = reader.get(&format!("/invitations/{token}")).await;
            for words in ["has left, or may not give that role any more", "Harbour Finch", "Ask for a new one"] {
                assert!(page.body.contains(words), "{gone}: {words}");
            }
            let asked = reader.submit("invitations/ask", &format!("/invitations/{token}"), &[("token", &token)]).await;
            assert_eq!(asked.status, 303, "{asked:?}");
            assert_eq!(reader.call("invitations/view", &[("token", &token)]).await.why(), (410, "asked".into()));
            assert!(reader.get(&format!("/invitations/{token}")).await.body.contains("sees that you asked for a new one"));
            let row = team.invitation_of(&guest).await.unwrap();
            assert_eq!((&row["asked"], &row["backed"]), (&true.into(), &false.into()), "{row}");
            assert!(team.owner.get(&format!("/o/{}/members?view=invited", team.slug)).await.body.contains("Asked for a new one"));
            // Sent again by somebody who may.
            let fields = [("organization", team.slug.as_str()), ("invitation", row["id"].as_str().unwrap())];
            let again = app.mailed(&guest, "/invitations/", team.owner.call("members/send-invitation", &fields)).await;
            let fields = [("token", again.as_str()), ("name", "Guest"), ("password", PASSWORD)];
            assert_eq!(app.browser().call("invitations/accept", &fields).await.status, 200);
        }
    }

    /// FIELD-71, IN-6: an acceptance that waits behind a change of the inviter's role, a resend, a change of the invitation's
    /// role, a cancellation or a refusal finds what that left.
    async fn field_71_accepting_reads_again(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        for (number, what) in ["demote", "remove", "resend", "role", "cancel", "decline", "delete"].into_iter().enumerate() {
            for as_new in [true, false] {
                app.move_clock(i64::try_from(number).unwrap() * 4 * HOUR + i64::from(as_new) * 2 * HOUR);
                let name = format!("Priya {what} {as_new}");
                let priya = team.join(app, &name, "admin").await;
                let guest = format!("{what}@guests.example");
                let email = if as_new { guest.as_str() } else { JONAS.email };
                let fields = [("organization", team.slug.as_str()), ("emails", email), ("role", "admin")];
                let token = app.mailed(email, "/invitations/", priya.call("members/invite", &fields)).await;
                let (member, id) = (team.id_of(&team.address(&name)).await, team.id_of(email).await);
                let slug = ("organization", team.slug.as_str());
                let (end, fields): (&str, Vec<(&str, &str)>) = match what {
                    "demote" => ("members/change-role", vec![slug, ("member", &member), ("role", "user-admin")]),
                    "remove" => ("members/revoke", vec![slug, ("people", &member)]),
                    "resend" => ("members/send-invitation", vec![slug, ("invitation", &id)]),
                    "role" => ("members/invite", vec![slug, ("emails", email), ("role", "member")]),
                    "cancel" => ("members/cancel-invitation", vec![slug, ("invitation", &id)]),
                    "delete" => ("organizations/delete", vec![slug, ("name", "Harbour Finch")]),
                    _ => ("invitations/decline", vec![("token", &token)]),
                };
                let browser = app.browser();
                let new = [("token", token.as_str()), ("name", "Guest"), ("password", PASSWORD)];
                let mine = [("invitation", id.as_str())];
                let accept = if as_new {
                    call(&browser, "invitations/accept", &new)
                } else {
                    call(&jonas, "invitations/accept-mine", &mine)
                };
                let lock = Lock::row(app, "organizations", "slug", &team.slug);
                let (done, accepted) = in_turn(lock, team.owner.call(end, &fields), vec![accept]).await;
                assert_eq!(done.status, 200, "{what}: {done:?}");
                let why = accepted[0].why();
                let expected = match what {
                    "demote" | "remove" => (410, "unbacked"),
                    // By the list one accepts what it is now; the older link says that there is a newer one.
                    "resend" | "role" if as_new => (410, "superseded"),
                    "resend" | "role" => (200, ""),
                    "cancel" => (410, "cancelled"),
                    "delete" => (410, "gone"),
                    _ => (410, "declined"),
                };
                assert_eq!((why.0, why.1.as_str()), expected, "{what}: {accepted:?}");
                if what == "delete" {
                    assert_eq!(team.owner.call("organizations/restore", &[slug]).await.status, 200);
                }
                let role = match (what, as_new) {
                    ("resend", false) => Some("admin"),
                    ("role", false) => Some("member"),
                    _ => None,
                };
                assert_eq!(team.role_of(email).await.as_deref(), role, "{what}");
                if role.is_some() {
                    let id = team.id_of(email).await;
                    assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
                }
                let reader = app.browser().from(format!("10.0.0.{number}"));
                assert_eq!(reader.sign_in(&guest, PASSWORD).await.status, 401, "nothing of it is kept");
            }
        }
    }

    /// ST-5, IN-4: once an identity provider says what people are, whoever was invited before to more than being a member reads
    /// that, and *Ask for a new one* reaches the team, which invites them as a member. Roles are not given back there, while who
    /// was removed is brought back as they were.
    async fn st_5_invited_before_roles_were_managed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for name in ["Ida", "Ivo"] {
            team.join(app, name, "member").await;
        }
        let [ida, ivo] = [team.id_of(&team.address("Ida")).await, team.id_of(&team.address("Ivo")).await];
        let given = [("people", ivo.as_str()), ("role", "user-admin")];
        assert_eq!(team.call(&team.owner, "members/change-roles", &given).await.status, 200);
        let granted = [("member", ida.as_str()), ("grants", "manage-members")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &ida)]).await.status, 200);
        let guest = "guest@guests.example";
        let token = team.invite(app, guest, "admin").await;
        let (done, said) = app.run_beside(&["admin", "organization", &team.slug, "--identity-managed", "on"]);
        assert!(done, "{said}");

        let reader = app.browser();
        let why = || async { reader.call("invitations/view", &[("token", &token)]).await.why() };
        assert_eq!(why().await, (410, "identity-managed".into()));
        let new = [("token", token.as_str()), ("name", "Guest"), ("password", PASSWORD)];
        assert_eq!(reader.call("invitations/accept", &new).await.why(), (410, "identity-managed".into()));
        let page = reader.get(&format!("/invitations/{token}")).await.read();
        assert!(page.contains("come from its identity provider by now"), "{page}");
        assert!(!page.contains("has left, or may not give that role any more"), "{page}");
        let asked = reader.submit("invitations/ask", &format!("/invitations/{token}"), &[("token", &token)]).await;
        assert_eq!(asked.status, 303, "{asked:?}");
        assert_eq!(why().await, (410, "asked".into()));
        let row = team.invitation_of(guest).await.unwrap();
        assert_eq!((&row["asked"], &row["backed"]), (&true.into(), &false.into()), "{row}");
        let cancel = [("invitation", row["id"].as_str().unwrap())];
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &cancel).await.status, 200);
        let again = team.invite(app, guest, "member").await;
        assert_eq!(app.browser().call("invitations/view", &[("token", &again)]).await.status, 200);

        let undone = team.call(&team.owner, "members/undo-roles", &[("people", &ivo)]).await;
        assert_eq!((undone.status.as_u16(), undone.error()), (409, "identity-managed".into()));
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &ida)]).await.status, 200);
        let list = team.found(&team.owner, "ida").await;
        assert_eq!(list["members"][0]["grants"], serde_json::json!(["manage-members"]), "{list}");
    }
}
