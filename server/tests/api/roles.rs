//! Nobody does what their role does not give.

use crate::support::{App, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories};

stories! {
    /// ROL-1: a member invites nobody, changes no role, removes nobody, hands nothing over and deletes nothing.
    async fn rol_1_members_manage_nobody(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        team.join(app, "Tom", "member").await;
        team.invite(app, "guest@guests.example", "member").await;
        let [owner, me, tom, guest] = [
            team.id_of(MINA.email).await,
            team.id_of(&team.address("Mira")).await,
            team.id_of(&team.address("Tom")).await,
            team.id_of("guest@guests.example").await,
        ];
        let before = team.list().await;
        for (call, fields) in [
            ("members/list", vec![]),
            ("members/invited", vec![]),
            ("members/select", vec![]),
            ("members/invite", vec![("emails", "spy@guests.example"), ("role", "member")]),
            ("members/invite", vec![("emails", "spy@guests.example"), ("role", "member"), ("draft", "true")]),
            ("members/send-invitation", vec![("invitation", guest.as_str())]),
            ("members/cancel-invitation", vec![("invitation", guest.as_str())]),
            ("members/invitation-link", vec![("invitation", guest.as_str())]),
            ("members/change-role", vec![("member", me.as_str()), ("role", "owner")]),
            ("members/change-role", vec![("member", me.as_str()), ("role", "member")]),
            ("members/change-role", vec![("member", tom.as_str()), ("role", "admin")]),
            ("members/change-role", vec![("member", owner.as_str()), ("role", "member")]),
            ("members/review", vec![("people", tom.as_str())]),
            ("members/revoke", vec![("people", tom.as_str())]),
            ("members/revoke", vec![("people", guest.as_str())]),
            ("members/revoke", vec![("people", me.as_str())]),
            ("organizations/transfer", vec![("member", me.as_str())]),
            ("organizations/delete", vec![("name", "Harbour Finch")]),
        ] {
            let answer = team.call(&mira, call, &fields).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (403, "forbidden".into()), "{call} {fields:?}");
        }
        let mut after = team.list().await;
        // That somebody was there is no change.
        for (now, then) in after["members"].as_array_mut().unwrap().iter_mut().zip(before["members"].as_array().unwrap()) {
            now["opened_at"] = then["opened_at"].clone();
        }
        assert_eq!((&after["members"], &after["invitations"]), (&before["members"], &before["invitations"]));
    }

    /// TR-5, IN-7: what is offered about an invitation is what the call for it grants. A user admin takes back invitations to
    /// roles that they may not give.
    async fn tr_5_what_is_offered_is_granted(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let ada = team.join(app, "Ada", "admin").await;
        for (round, who) in [("o", &team.owner), ("a", &ada), ("u", &uma)] {
            for role in ["owner", "admin", "billing-admin", "user-admin", "member"] {
                team.invite(app, &format!("{round}.{role}@guests.example"), role).await;
            }
            let list = team.call(who, "members/invited", &[("find", "guests")]).await.json();
            let rows = list["invitations"].as_array().unwrap().iter().filter(|row| row["email"].as_str().unwrap().starts_with(round));
            for row in rows.collect::<Vec<_>>() {
                for (offer, call) in [
                    ("can_copy_link", "members/invitation-link"),
                    ("can_send", "members/send-invitation"),
                    ("can_cancel", "members/cancel-invitation"),
                ] {
                    let answer = team.call(who, call, &[("invitation", row["id"].as_str().unwrap())]).await;
                    assert_eq!(row[offer], answer.status == 200, "{call} {row}");
                }
                let beyond = match round {
                    "o" => vec![],
                    "a" => vec!["owner"],
                    _ => vec!["owner", "admin"],
                };
                assert_eq!(row["can_cancel"], !beyond.contains(&row["role"].as_str().unwrap()), "{row}");
            }
            for member in team.found(who, "").await["members"].as_array().unwrap() {
                let fields = [("people", member["id"].as_str().unwrap())];
                let review = team.call(who, "members/review", &fields).await.json();
                assert_eq!(member["can_revoke"], review["people"][0]["effect"] == "removed", "{member}");
            }
        }
    }

    /// TR-5, ST-5: what the menu of a row offers is what the call behind it grants, to everybody who sees the list; where an
    /// identity provider says what people are, it offers no role and no project.
    async fn tr_5_a_row_offers_what_is_granted(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let bill = team.join(app, "Bill", "billing-admin").await;
        team.join(app, "Tom", "member").await;
        let projects = team.call(&team.owner, "projects/list", &[]).await.json();
        let website = projects["active"][0]["id"].as_str().unwrap().to_owned();
        let (mut rounds, mut offered) = (0, 0);
        for who in [&bill, &uma, &ada, &team.owner] {
            for row in team.found(who, "").await["members"].as_array().unwrap() {
                let (id, role) = (row["id"].as_str().unwrap(), row["role"].as_str().unwrap());
                let place = ["none", "agent"].map(ToOwned::to_owned);
                for (offer, call, fields) in [
                    ("can_change_role", "members/change-role", vec![("member", id), ("role", role)]),
                    ("can_edit", "members/edit", vec![("member", id), ("role", role), ("display_name", "Somebody")]),
                    (
                        "can_add_to_project",
                        "members/change-project",
                        vec![("member", id), ("project", &website), ("before", &place[0]), ("role", &place[1])],
                    ),
                    ("can_send_reset", "members/send-password-reset", vec![("member", id)]),
                ] {
                    // A role that one may take away may be one that one cannot give; nobody is sent a reset by themselves.
                    let beyond = (offer == "can_change_role" && role == "billing-admin") || row["me"] == true;
                    let answer = team.call(who, call, &fields).await;
                    let granted = answer.status == 200 || answer.status == 429;
                    assert!(beyond || row[offer] == granted, "{call} {offer} {row} {answer:?}");
                    rounds += 1;
                    offered += u32::from(row[offer] == true);
                }
                // So that the next one can add them again.
                let back = [("project", website.as_str()), ("changes", &format!("{id}:agent:none"))];
                team.call(&team.owner, "projects/save-members", &back).await;
            }
        }
        assert!(rounds == 80 && offered > 30, "{offered} of {rounds}");
        app.execute("UPDATE organizations SET identity_managed = TRUE");
        let list = team.list().await;
        assert_eq!(list["identity_managed"], true);
        for row in list["members"].as_array().unwrap() {
            let offers = ["can_change_role", "can_add_to_project", "can_edit", "can_revoke"].map(|offer| row[offer] == true);
            assert_eq!(offers, [false, false, true, row["me"] == false], "{row}");
        }
        let page = team.owner.get(&format!("/o/{}/members", team.slug)).await;
        assert!(page.body.contains("come from its identity provider"), "{}", page.body);
    }

    /// ROL-2, IN-6: an admin mints no owner, becomes none, and touches none.
    async fn rol_2_admins_mint_no_owners(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        team.join(app, "Tom", "member").await;
        team.invite(app, "guest@guests.example", "owner").await;
        let [mina, me, tom, guest] = [
            team.id_of(MINA.email).await,
            team.id_of(&team.address("Ada")).await,
            team.id_of(&team.address("Tom")).await,
            team.id_of("guest@guests.example").await,
        ];
        for (call, fields, permission) in [
            ("members/invite", vec![("emails", "spy@guests.example"), ("role", "owner")], "manage-owners"),
            ("members/invite", vec![("emails", "spy@guests.example"), ("role", "owner"), ("draft", "true")], "manage-owners"),
            ("members/send-invitation", vec![("invitation", guest.as_str())], "manage-owners"),
            ("members/change-role", vec![("member", me.as_str()), ("role", "owner")], "manage-owners"),
            ("members/change-role", vec![("member", tom.as_str()), ("role", "owner")], "manage-owners"),
            ("members/change-role", vec![("member", mina.as_str()), ("role", "member")], "manage-owners"),
            ("members/revoke", vec![("people", mina.as_str())], "manage-owners"),
            ("members/revoke", vec![("people", guest.as_str())], "manage-owners"),
            ("organizations/transfer", vec![("member", me.as_str())], "manage-owners"),
            ("organizations/delete", vec![("name", "Harbour Finch")], "delete-organization"),
        ] {
            let answer = team.call(&ada, call, &fields).await;
            assert_eq!((answer.status.as_u16(), answer.json()["permission"].clone()), (403, permission.into()), "{call} {fields:?}");
        }
        assert_eq!(team.role_of(MINA.email).await.as_deref(), Some("owner"));
        assert_eq!(team.role_of(&team.address("Ada")).await.as_deref(), Some("admin"));
        // What an admin may: everybody below an owner, other admins and oneself included.
        for (member, role) in [(&tom, "admin"), (&tom, "billing-admin"), (&tom, "member"), (&me, "member")] {
            assert_eq!(team.call(&ada, "members/change-role", &[("member", member), ("role", role)]).await.status, 200, "{role}");
        }
    }

    /// TR-1: a user admin manages neither owners nor admins and gives no billing; a billing admin only looks.
    async fn tr_1_what_lies_between(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let user_admin = team.join(app, "Uma", "user-admin").await;
        let billing_admin = team.join(app, "Bill", "billing-admin").await;
        for name in ["Ada", "Tom"] {
            team.join(app, name, if name == "Ada" { "admin" } else { "member" }).await;
        }
        let [mina, ada] = [team.id_of(MINA.email).await, team.id_of(&team.address("Ada")).await];
        let tom = team.id_of(&team.address("Tom")).await;
        let change = async |who, member: &str, role: &str| {
            team.call(who, "members/change-role", &[("member", member), ("role", role)]).await.status.as_u16()
        };
        for (member, role, status) in [
            (&mina, "member", 403),
            (&ada, "member", 403),
            (&tom, "admin", 403),
            (&tom, "billing-admin", 403),
            (&tom, "user-admin", 200),
            (&tom, "member", 200),
        ] {
            assert_eq!(change(&user_admin, member, role).await, status, "{role}");
            assert_eq!(change(&billing_admin, member, role).await, 403, "{role}");
        }
        for (who, invitations) in [(&user_admin, true), (&billing_admin, false)] {
            team.invite(app, "guest@guests.example", "member").await;
            let list = team.found(who, "").await;
            assert_eq!(list["member_count"], 5);
            assert_eq!(!list["invitations"].as_array().unwrap().is_empty(), invitations);
            assert_eq!(team.call(who, "members/revoke", &[("people", &ada)]).await.status, 403);
        }
        assert_eq!(team.call(&user_admin, "members/revoke", &[("people", &tom)]).await.status, 200);
        // Whoever may remove a billing admin may take back an invitation as one, without being able to give it.
        for (role, status) in [("billing-admin", 200), ("admin", 403)] {
            let address = format!("{role}@guests.example");
            team.invite(app, &address, role).await;
            let id = team.id_of(&address).await;
            let call = async |call: &str| team.call(&user_admin, call, &[("invitation", &id)]).await.status.as_u16();
            assert_eq!(call("members/send-invitation").await, 403, "{role}");
            assert_eq!(call("members/cancel-invitation").await, status, "{role}");
        }
    }

    /// ROL-5, IN-6: an inviter who was demoted or removed meanwhile grants nothing: it is checked again on acceptance.
    async fn rol_5_the_inviter_is_checked_again(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let id = team.id_of(&team.address("Ada")).await;
        let invite = async |email: &str, role: &str| {
            let fields = [("emails", email), ("role", role)];
            app.mailed(email, "/invitations/", team.call(&ada, "members/invite", &fields)).await
        };
        let accept = async |token: &str| {
            app.browser().call("invitations/accept", &[("token", token), ("name", "Priya"), ("password", PASSWORD)]).await
        };
        let (admin, member) = (invite("one@guests.example", "admin").await, invite("two@guests.example", "member").await);
        let removed = invite("three@guests.example", "member").await;
        let role = async |role: &str| {
            assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &id), ("role", role)]).await.status, 200);
        };
        invite(JONAS.email, "admin").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let waiting = async || jonas.call("organizations/mine", &[]).await.json()["invitations"].as_array().unwrap().len();
        assert_eq!(waiting().await, 1);
        role("user-admin").await;
        assert_eq!(waiting().await, 0, "what cannot be accepted is not offered");
        let listed = team.list().await["invitations"].as_array().unwrap().clone();
        let backed = |email: &str| listed.iter().find(|row| row["email"] == email).unwrap()["backed"].as_bool().unwrap();
        assert!(!backed(JONAS.email) && backed("two@guests.example"), "and the team sees which");
        let seen = app.browser().call("invitations/view", &[("token", &admin)]).await;
        assert_eq!(seen.why(), (410, "unbacked".into()));
        let refused = accept(&admin).await;
        assert_eq!(refused.why(), (410, "unbacked".into()));
        assert_eq!(app.browser().sign_in("one@guests.example", PASSWORD).await.status, 401, "not even an account was made");
        assert_eq!(accept(&member).await.status, 200, "what they may still give is given");
        role("admin").await;
        assert_eq!(accept(&admin).await.status, 200, "and what they may give again");
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        assert_eq!(accept(&removed).await.status, 410);
        // Sent again by somebody who may, it is good.
        let guest = team.id_of("three@guests.example").await;
        let fields = [("invitation", guest.as_str())];
        let send = team.call(&team.owner, "members/send-invitation", &fields);
        let token = app.mailed("three@guests.example", "/invitations/", send).await;
        assert_eq!(accept(&token).await.status, 200);
    }

    /// ROL-8, OR-7: the last owner neither leaves, nor is demoted or removed, nor deletes the account; handing over is the
    /// way.
    async fn rol_8_an_owner_stays(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let [mina, heir] = [team.id_of(MINA.email).await, team.id_of(&team.address("Ada")).await];
        let here = ("organization", "harbour-finch");
        let fields = |role| [here, ("member", mina.as_str()), ("role", role), ("password", MINA.password)];
        for (call, role) in [
            ("organizations/leave", ""),
            ("members/change-role", "admin"),
            ("members/change-role", "member"),
            ("account/delete", ""),
        ] {
            let refused = team.owner.call(call, &fields(role)).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (409, "last-owner".into()), "{call}");
            assert_eq!(refused.json()["organizations"], serde_json::json!(["Harbour Finch"]));
            assert!(refused.json()["message"].as_str().unwrap().contains("Hand over ownership or delete"));
        }
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &mina)]).await.status, 404, "oneself is passed over");
        assert_eq!(team.call(&ada, "members/revoke", &[("people", &mina)]).await.status, 403);
        assert_eq!(team.role_of(MINA.email).await.as_deref(), Some("owner"));
        // With a second owner each of them may go, but not both.
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &heir), ("role", "owner")]).await.status, 200);
        app.mail_with(&team.address("Ada"), "You are an owner of Harbour Finch", 1).await;
        assert_eq!(team.owner.call("members/change-role", &fields("member")).await.status, 200);
        assert_eq!(team.call(&ada, "organizations/leave", &[]).await.status, 409);
        assert_eq!(team.call(&ada, "organizations/transfer", &[("member", &mina)]).await.status, 200);
        assert_eq!(team.call(&ada, "organizations/leave", &[]).await.status, 200);
        assert_eq!(team.list().await["members"][0]["role"], "owner");
    }

    /// FIELD-52: whoever flips a role forth and back changes it each time, and fills no mailbox: five mails at once, then one an
    /// hour, with what is granted among them. Others, and being removed, have a budget of their own.
    async fn field_52_a_role_flipped_forth_and_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Ada", "member").await;
        team.join(app, "Bo", "admin").await;
        let (ada, bo) = (team.address("Ada"), team.address("Bo"));
        let id = team.id_of(&ada).await;
        let give = async |id: &str, role: &str| {
            let answer = team.call(&team.owner, "members/change-role", &[("member", id), ("role", role)]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        };
        let mails = async |about: &str| {
            app.mail_is_out().await;
            app.mails(&ada).await.iter().filter(|mail| mail.subject.contains(about)).count()
        };
        for _ in 0..4 {
            give(&id, "user-admin").await;
            give(&id, "member").await;
        }
        assert_eq!(team.role_of(&ada).await.as_deref(), Some("member"));
        let entries = team.call(&team.owner, "audit-log/list", &[]).await.json();
        let entries = entries["entries"].as_array().unwrap();
        assert_eq!(entries.iter().filter(|entry| entry["event"]["action"] == "role-changed").count(), 8);
        let granting = [("member", id.as_str()), ("grants", "create-projects")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granting).await.status, 200);
        assert_eq!((mails("Your role").await, mails("granted to you").await), (5, 0));
        app.logged("a change is not mailed").await;
        give(&team.id_of(&bo).await, "member").await;
        app.mail_with(&bo, "Your role in Harbour Finch", 1).await;
        app.move_clock(HOUR);
        give(&id, "user-admin").await;
        give(&id, "member").await;
        assert_eq!(mails("Your role").await, 6);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        app.mail_with(&ada, "You were removed from Harbour Finch", 1).await;
    }

    /// FIELD-52: the same where an organization is deleted and brought back.
    async fn field_52_deleted_and_brought_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Ada", "member").await;
        for _ in 0..7 {
            let deleted = team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await;
            assert_eq!(deleted.status, 200, "{deleted:?}");
            assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        }
        let ada = team.address("Ada");
        app.mail_with(&ada, "Harbour Finch on Parlor was deleted", 5).await;
        app.mail_with(&ada, "Harbour Finch on Parlor is back", 5).await;
        app.mail_is_out().await;
        let told = app.mails(&ada).await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("was deleted")).count(), 5);
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("is back")).count(), 5);
    }
}
