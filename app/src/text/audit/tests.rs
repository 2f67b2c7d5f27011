use domain::{
    Grant, Grants, InvitationState, ProjectName, ProjectRole, ProjectState, Role,
    audit::{
        Departure, InvitationChange, InvitationTerms, InvitedName, InvitedNameChange, NameChange, ProjectChange,
        ProjectPlace, Return,
    },
};

use super::*;

fn names(actor: Option<&str>, mine: bool, subject: Option<&str>) -> Names {
    Names {
        actor: actor.map(Into::into),
        mine,
        subject: subject.map(Into::into),
        oneself: false,
        organization: "Acme".into(),
        slugs: BTreeMap::new(),
    }
}

fn change_of(event: &AuditEvent) -> (Option<String>, Option<String>) {
    let names = names(None, false, None);
    let Change { before, after } = event_words(Some(event), &names).change;
    (before, after)
}

fn sentence_of(event: Option<AuditEvent>, mine: bool) -> String {
    plain(sentence(event.as_ref(), &names(Some("Mina"), mine, Some("Jonas"))))
}

// ST-4, FIELD-70: whatever this version writes it has words for, and for what was before and after too.
#[test]
fn st_4_every_event_has_its_words() {
    let document = include_str!("../../../../docs/API.md");
    let samples: Vec<serde_json::Value> = document
        .lines()
        .filter(|line| line.starts_with(r#"{"action": "#))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(samples.len() > 29);
    for sample in samples {
        let event: AuditEvent = serde_json::from_value(sample.clone()).unwrap();
        let names = names(Some("Mina"), false, Some("Jonas"));
        let EventWords { deed, change, .. } = event_words(Some(&event), &names);
        for words in [plain(sentence(Some(&event), &names)), plain(deed)] {
            assert!(!words.is_empty() && !words.contains("something"), "{sample}: {words}");
        }
        for (side, words) in [("before", change.before), ("after", change.after)] {
            // An invitation that nobody changed gives what it gave.
            let said = words.is_some_and(|words| !words.is_empty());
            assert!(said || sample["detail"][side].is_null() || side == "before", "{sample}");
        }
    }
}

// ST-4
#[test]
fn an_entry_is_one_sentence() {
    let changed = AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants: Grants::NONE };
    assert_eq!(sentence_of(Some(changed), false), "Mina made Jonas an admin");
    assert_eq!(
        sentence_of(Some(AuditEvent::MemberRestored(Return::of_role(Role::Admin))), false),
        "Mina brought back Jonas as admin"
    );
    assert_eq!(sentence_of(Some(AuditEvent::InvitationAskedFor {}), false), "Mina asked for a new invitation");
    let wanted = sentence_of(Some(AuditEvent::InvitationSeatWanted {}), false);
    assert_eq!(wanted, "Mina wanted to join, and no seat was free");
    assert_eq!(sentence_of(Some(AuditEvent::MemberLeft(Departure::of_role(Role::Member))), true), "You left");
    let moved = AuditEvent::OrganizationMoved { before: "acme".parse().unwrap(), after: "tools".parse().unwrap() };
    assert_eq!(sentence_of(Some(moved), true), "You changed the address from acme to tools");
    assert_eq!(sentence_of(None, false), "Mina changed something in Acme");
}

// ST-4: nobody is told by name as somebody else who did something to themselves.
#[test]
fn what_is_done_to_oneself_says_so() {
    let after = ProjectPlace {
        project: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
        name: "Repairs".parse().unwrap(),
        role: ProjectRole::Manager,
    };
    let said = |event: &AuditEvent, mine| {
        plain(sentence(Some(event), &Names { oneself: true, ..names(Some("Mina"), mine, Some("Mina")) }))
    };
    let removed = AuditEvent::ProjectMemberRemoved { before: after.clone() };
    assert_eq!(said(&removed, false), "Mina removed themselves from Repairs");
    let added = AuditEvent::ProjectMemberAdded { after };
    assert_eq!(said(&added, true), "You added yourself to Repairs as a manager");
    let changed = AuditEvent::RoleChanged { before: Role::Owner, after: Role::Admin, grants: Grants::NONE };
    assert_eq!(said(&changed, false), "Mina made themselves an admin");
}

// FIELD-23
#[test]
fn field_23_projects_that_are_called_alike_are_said_with_their_slugs() {
    let id = |number: u8| format!("00000000-0000-7000-8000-00000000000{number}").parse::<ProjectId>().unwrap();
    let place = |number, role| ProjectPlace { project: id(number), name: "Website".parse().unwrap(), role };
    let names = Names {
        slugs: BTreeMap::from([(id(2), "website-2".parse().unwrap())]),
        ..names(Some("Mina"), false, Some(&told_apart("Adam Same", Some("adam@two.example"))))
    };
    let said = |event: &AuditEvent| plain(sentence(Some(event), &names));
    let added = |number| AuditEvent::ProjectMemberAdded { after: place(number, ProjectRole::Agent) };
    assert_eq!(said(&added(2)), "Mina added Adam Same (adam@two.example) to Website (website-2) as an agent");
    assert_eq!(said(&added(3)), "Mina added Adam Same (adam@two.example) to Website as an agent");
    let projects = vec![place(2, ProjectRole::Agent), place(3, ProjectRole::Viewer)];
    let after = InvitationTerms { state: InvitationState::Sent, role: Role::Member, grants: Grants::NONE, projects };
    let sent = AuditEvent::InvitationSent(InvitationChange { before: None, after });
    let change = event_words(Some(&sent), &names).change;
    assert_eq!(change.after.as_deref(), Some("Member, Website (website-2) as agent, Website as viewer"));
    // By the slug that it had then.
    let terms = |name: &str, slug: &str| ProjectTerms {
        id: id(2),
        name: name.parse().unwrap(),
        slug: slug.parse().unwrap(),
        state: ProjectState::Active,
    };
    let change = ProjectChange { before: terms("Website", "website-2"), after: terms("Shop", "shop") };
    let renamed = said(&AuditEvent::ProjectRenamed(change));
    assert_eq!(renamed, "Mina renamed the project Website (website-2) to Shop (shop)");
}

fn both(before: &str, after: &str) -> (Option<String>, Option<String>) {
    (Some(before.into()), Some(after.into()))
}

// ST-4
#[test]
fn st_4_before_and_after_are_said_in_words() {
    let log: Grants = [Grant::ReadAuditLog].into_iter().collect();
    assert_eq!(
        change_of(&AuditEvent::RoleChanged { before: Role::Member, after: Role::UserAdmin, grants: log }),
        both("Member with Read audit log", "User admin")
    );
    assert_eq!(
        change_of(&AuditEvent::GrantsChanged { before: Grants::NONE, after: log }),
        both("Nothing", "Read audit log")
    );
    let place = ProjectPlace {
        project: "00000000-0000-0000-0000-000000000007".parse().unwrap(),
        name: ProjectName::first(),
        role: ProjectRole::Agent,
    };
    let gone = Departure { before: Role::Member, grants: log, projects: vec![place.clone()] };
    let held = "Member with Read audit log, Website as agent";
    assert_eq!(change_of(&AuditEvent::MemberRemoved(gone.clone())), both(held, "Removed"));
    assert_eq!(change_of(&AuditEvent::MemberLeft(gone)), both(held, "Left"));
    let back = Return { after: Role::Member, grants: log, projects: vec![place.clone()] };
    assert_eq!(change_of(&AuditEvent::MemberRestored(back)), both("Removed", held));
    let after = InvitationTerms {
        state: InvitationState::Sent,
        role: Role::Member,
        grants: Grants::NONE,
        projects: vec![place],
    };
    let draft = InvitationTerms { state: InvitationState::Draft, ..after.clone() };
    let admin = InvitationTerms { role: Role::Admin, projects: Vec::new(), ..draft.clone() };
    let change = |before| InvitationChange { before, after: after.clone() };
    let given = "Member, Website as agent";
    assert_eq!(change_of(&AuditEvent::InvitationSent(change(None))), (None, Some(given.into())));
    assert_eq!(change_of(&AuditEvent::InvitationSent(change(Some(draft.clone())))), both("Draft", given));
    assert_eq!(change_of(&AuditEvent::InvitationSent(change(Some(admin.clone())))), both("Admin", given));
    assert_eq!(change_of(&AuditEvent::InvitationResent(change(Some(after.clone())))), (None, Some(given.into())));
    assert_eq!(change_of(&AuditEvent::InvitationChanged(change(Some(admin)))), both("Admin", given));
    assert_eq!(change_of(&AuditEvent::InvitationAccepted(change(Some(draft)))), both("Invited", given));
    assert_eq!(change_of(&AuditEvent::PasswordResetSent {}), (None, None));
}

// ST-4, PRV-4: what the organization called somebody stands on both sides, until it is forgotten with their account.
#[test]
fn st_4_names_are_said_until_they_are_forgotten() {
    let name = |name: &str| Some(name.parse().unwrap());
    let renamed = |before, after| change_of(&AuditEvent::DisplayNameChanged(NameChange { before, after }));
    assert_eq!(renamed(None, name("Aiko (Kyoto)")), both("The name of their account", "Aiko (Kyoto)"));
    assert_eq!(renamed(name("Aiko (Kyoto)"), name("Aiko")), both("Aiko (Kyoto)", "Aiko"));
    assert_eq!(renamed(None, None), (None, None));
    let invited = |before, after| change_of(&AuditEvent::InvitationNameChanged(InvitedNameChange { before, after }));
    let sana = InvitedName::of(name("Sana"), None);
    let whole = InvitedName::of(name("Sana"), name("Qureshi"));
    assert_eq!(invited(sana, whole.clone()), both("Sana", "Sana Qureshi"));
    assert_eq!(invited(whole, InvitedName::of(None, None)), both("Sana Qureshi", "No name"));
    assert_eq!(invited(None, None), (None, None));
}
