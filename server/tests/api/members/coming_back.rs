//! What is done from a list without JavaScript leads back to it as it was, and is told there (TR-3).

use crate::support::{App, Engine, MINA, Team, stories};

/// What a form sends, by name.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// Sends the form of a list, and says where that leads.
async fn submit(team: &Team, call: &str, fields: Fields<'_>) -> String {
    let fields = [&[("organization", team.slug.as_str())], fields].concat();
    let answer = team.owner.submit(call, &format!("/o/{}/members", team.slug), &fields).await;
    assert_eq!(answer.status, 303, "{call}: {}", answer.body);
    answer.header("location").to_owned()
}

stories! {
    /// TR-3, TR-6, TR-7, PR-2: taking something back leads to the list as it was, too, and is told there, once.
    async fn tr_3_what_is_taken_back_is_told_on_the_list_as_it_was(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut ids = Vec::new();
        for name in ["Mira", "Noor"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let both = ids.join(",");
        let project = team.found(&team.owner, "").await["projects"][0]["id"].as_str().unwrap().to_owned();
        let list = "/o/harbour-finch/members?sort=-joined";
        let done = async |call: &str, people: &str, more: Fields<'_>| {
            let fields = [&[("people", people), ("member", people), ("return_to", list)], more].concat();
            submit(&team, call, &fields).await
        };
        let changed = format!("&changed={}.member.admin", ids[0]);
        let steps: [(&str, &str, Fields<'_>, &str, &str); 8] = [
            ("members/change-role", &ids[0], &[("role", "admin")], &changed, "Role changed to Admin, was Member"),
            ("members/undo-roles", &ids[0], &[], "&undone=1", "Undone: they are as before."),
            ("members/change-roles", &both, &[("role", "admin")], "&changed=2.admin", "2 people are admins now."),
            ("members/undo-roles", &both, &[], "&undone=2", "Undone: all of them are as before."),
            ("members/add-to-project", &both, &[("project", &project), ("role", "agent")], "&added=2", "2 people are added to the project."),
            ("members/undo-project", &both, &[("project", &project)], "&undone=2", "Undone: all of them are as before."),
            ("members/revoke", &both, &[], "&revoked=2", "Access is revoked for 2 people."),
            ("members/restore", &both, &[], "&restored=2", "2 people are back, as before."),
        ];
        for (call, people, more, told, sentence) in steps {
            app.move_clock(1);
            let next = done(call, people, more).await;
            assert_eq!(next, format!("{list}{told}"), "{call}");
            let page = team.owner.get(&next).await;
            assert!(page.body.contains(sentence), "{call}: {}", page.body);
            for field in page.body.split("<input ").filter(|field| field.contains("name=\"return_to\"")) {
                assert!(field.contains("value=\"/o/harbour-finch/members?sort=-joined\""), "{call}: {field}");
            }
        }
        // So do acts about invitations.
        team.invite(app, "guest@guests.example", "member").await;
        let guest = team.id_of("guest@guests.example").await;
        let invited = "/o/harbour-finch/members?view=invited&role=member";
        let cancel = [("invitation", guest.as_str()), ("return_to", invited)];
        let next = submit(&team, "members/cancel-invitation", &cancel).await;
        assert_eq!(next, format!("{invited}&cancelled=1"));
        let page = team.owner.get(&next).await;
        assert!(page.body.contains("The invitation is cancelled. Its link says so."), "{}", page.body);
        team.invite(app, "other@guests.example", "member").await;
        let other = team.id_of("other@guests.example").await;
        for (call, told, sentence) in [
            ("members/send-invitation", "invited=1", "The invitation is on its way, good for 7 days."),
            ("members/try-invitation-now", "tried=1", "The mail is tried now."),
        ] {
            let next = submit(&team, call, &[("invitation", &*other), ("return_to", invited)]).await;
            assert_eq!(next, format!("{invited}&{told}"), "{call}");
            let page = team.owner.get(&next).await;
            assert!(page.body.contains(sentence), "{call}: {}", page.body);
        }
        let elsewhere = [("people", ids[0].as_str()), ("return_to", "//evil.example")];
        assert_eq!(team.call(&team.owner, "members/revoke", &elsewhere).await.status, 200);
        let next = team.call(&team.owner, "members/restore", &elsewhere).await.json()["next"].clone();
        assert_eq!(next, "/o/harbour-finch/members?restored=1");
    }

    /// TR-3, TR-5, TR-6, PR-2: what is done on the page of a member leads to that page, which tells it once and leads back to the list
    /// as it was; taking a role back there, too.
    async fn tr_3_a_members_page_leads_back_to_the_list_as_it_was(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Mira", "member").await;
        let mira = team.id_of(&team.address("Mira")).await;
        let project = team.found(&team.owner, "").await["projects"][0]["id"].as_str().unwrap().to_owned();
        let list = "/o/harbour-finch/members?sort=-joined";
        let page = format!("/o/harbour-finch/members/{mira}?return_to=/o/harbour-finch/members%3Fsort%3D-joined");
        let member = [("member", mira.as_str()), ("people", mira.as_str())];
        let place = [("project", project.as_str()), ("before", "none"), ("role", "agent")];
        let placed = format!("place={project}.{mira}:none:agent");
        let changed = format!("changed={mira}.member.admin");
        let steps: [(&str, Fields<'_>, &str, &str, &str); 5] = [
            ("members/send-password-reset", &[], list, "reset-sent=1", "The mail to set a new password is on its way."),
            ("members/change-project", &place, list, &placed, "Added as an agent."),
            ("members/edit", &[("display_name", "Mira B."), ("role", "member")], list, "saved=1", "What you changed about "),
            ("members/edit", &[("display_name", "Mira B."), ("role", "admin")], list, &changed, " is now an admin."),
            ("members/undo-roles", &[], &page, "undone=1", "Undone: the role is as before."),
        ];
        for (call, more, return_to, told, sentence) in steps {
            let fields = [&member[..], more, &[("return_to", return_to)]].concat();
            let next = submit(&team, call, &fields).await;
            assert_eq!(next, format!("{page}&{told}"), "{call}");
            let body = team.owner.get(&next).await.body;
            assert!(body.contains(sentence), "{call}: {body}");
            let crumb = body.split("<a ").find(|link| link.contains("class=\"crumb\"")).unwrap_or_default();
            assert!(crumb.contains(&format!("href=\"{list}\"")), "{call}: {crumb}");
            // All forms of the page name the list, but the one that takes the role back: it names the page.
            for field in body.split("<input ").filter(|field| field.contains("name=\"return_to\"")) {
                let there = [list, page.as_str()].into_iter().any(|there| field.contains(&format!("value=\"{there}\"")));
                assert!(there, "{call}: {field}");
            }
            let of_members = |form: &&str| form.split('>').next().is_some_and(|tag| tag.contains("/api/members/"));
            for form in body.split("<form ").filter(of_members) {
                assert!(form.contains("name=\"return_to\""), "{call}: {form}");
            }
            for add in body.split("href=\"").filter(|link| link.contains("?add=")) {
                assert!(add.contains("return_to=/o/harbour-finch/members%3Fsort%3D-joined"), "{call}: {add}");
            }
            assert!(!team.owner.get(&page).await.body.contains(sentence), "{call}: told once");
        }
        // A role in a project that somebody has already is not told.
        let same = [("project", project.as_str()), ("before", "agent"), ("role", "agent")];
        let fields = [&member[..], &same, &[("return_to", list)]].concat();
        assert_eq!(submit(&team, "members/change-project", &fields).await, page);
        // Nothing is said to be saved where nothing is otherwise than before.
        let same = [&member[..], &[("display_name", "Mira B."), ("role", "member"), ("return_to", list)]].concat();
        assert_eq!(submit(&team, "members/edit", &same).await, page);
        let elsewhere = [&member[..], &[("return_to", "//evil.example")]].concat();
        let next = submit(&team, "members/send-password-reset", &elsewhere).await;
        assert_eq!(next, format!("/o/harbour-finch/members/{mira}?reset-sent=1"));
    }

    /// TR-6: who is left out by the list's filter with another role is told by name, with the way back; and a role is told while it is
    /// so, in a row and elsewhere.
    async fn tr_6_another_role_is_told_wherever_they_are_and_while_it_is_so(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Mira", "member").await;
        let mira = team.id_of(&team.address("Mira")).await;
        let (all, filtered) = ("/o/harbour-finch/members", "/o/harbour-finch/members?role=member");
        let give = async |role: &str, list: &str| {
            let fields = [("member", mira.as_str()), ("role", role), ("return_to", list)];
            submit(&team, "members/change-role", &fields).await
        };
        let meanwhile = async |role: &str| {
            let changed = team.call(&team.owner, "members/change-role", &[("member", &mira), ("role", role)]).await;
            assert_eq!(changed.status, 200, "{changed:?}");
        };
        let next = give("admin", filtered).await;
        assert_eq!(next, format!("{filtered}&changed={mira}.member.admin"));
        let body = team.owner.get(&next).await.body;
        assert!(body.contains("Mira") && body.contains(" is now an admin.") && !body.contains("Role changed to"), "{body}");
        let undo = body.split("<form ").find(|form| form.contains("/api/members/undo-roles")).unwrap_or_default();
        for field in [format!("value=\"{mira}\""), format!("value=\"{filtered}\"")] {
            assert!(undo.contains(&field), "{field}: {undo}");
        }
        let next = give("user-admin", filtered).await;
        meanwhile("admin").await;
        let body = team.owner.get(&next).await.body;
        assert!(!body.contains(" is now a user admin.") && !body.contains("undo-roles"), "{body}");

        let body = team.owner.get(&give("member", all).await).await.body;
        assert!(body.contains("Role changed to Member, was Admin") && body.contains("undo-roles"), "{body}");
        let next = give("user-admin", all).await;
        meanwhile("member").await;
        let body = team.owner.get(&next).await.body;
        assert!(!body.contains("Role changed to") && !body.contains("undo-roles"), "{body}");
    }

    /// TR-6, PR-2: what is saved about one member is told on their page, a role with the way back; and of several it is said how many
    /// of them it was done with.
    async fn tr_6_what_is_saved_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut ids = Vec::new();
        for name in ["Mira", "Noor"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let (mira, both) = (ids[0].as_str(), ids.join(","));
        let page = format!("/o/harbour-finch/members/{mira}");
        for (name, role, told, sentence) in [
            ("Mira", "admin", format!("changed={mira}.member.admin"), " is now an admin."),
            ("Mira Berg", "admin", "saved=1".to_owned(), "What you changed about "),
        ] {
            let next = submit(&team, "members/edit", &[("member", mira), ("display_name", name), ("role", role)]).await;
            assert_eq!(next, format!("{page}?{told}"));
            let body = team.owner.get(&next).await.body;
            assert!(body.contains(sentence), "{body}");
            assert_eq!(body.contains("/api/members/undo-roles"), name == "Mira", "{body}");
        }
        // One of the two has the role already.
        let next = submit(&team, "members/change-roles", &[("people", &*both), ("role", "admin")]).await;
        assert_eq!(next, format!("/o/harbour-finch/members?changed={}.member.admin", ids[1]));
        let project = team.found(&team.owner, "").await["projects"][0]["id"].as_str().unwrap().to_owned();
        let undone = team.call(&team.owner, "members/change-role", &[("member", &ids[1]), ("role", "member")]).await;
        assert_eq!(undone.json()["next"], format!("/o/harbour-finch/members?changed={}.admin.member", ids[1]));
        for (added, sentence) in [(1, "One person is added to the project."), (0, "Nobody was added: all of them were in the project")] {
            let fields = [("people", ids[1].as_str()), ("project", project.as_str()), ("role", "agent")];
            let next = submit(&team, "members/add-to-project", &fields).await;
            assert_eq!(next, format!("/o/harbour-finch/members?added={added}"));
            let body = team.owner.get(&next).await.body;
            assert!(body.contains(sentence), "{body}");
        }
    }
}
