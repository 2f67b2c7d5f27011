use super::*;
use crate::{Grant, InvitationState, Plan, ProjectName, ProjectRole, ProjectRoles};

fn place() -> ProjectPlace {
    ProjectPlace { project: uuid::Uuid::from_u128(7).into(), name: ProjectName::first(), role: ProjectRole::Agent }
}

fn project() -> ProjectTerms {
    let name = ProjectName::first();
    let slug = crate::ProjectSlug::derive(&name, 0);
    ProjectTerms { id: uuid::Uuid::from_u128(7).into(), name, slug, state: crate::ProjectState::Active }
}

/// The events as docs/API.md shows them in their stored form, which people and scripts go by.
fn samples() -> Vec<Value> {
    let document = include_str!("../../../../docs/API.md");
    let lines = document.lines().filter(|line| line.starts_with(r#"{"action": "#));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn every_event() -> Vec<AuditEvent> {
    samples().into_iter().map(|sample| serde_json::from_value(sample).unwrap()).collect()
}

// ST-4
#[test]
fn what_is_stored_is_read_again() {
    for event in every_event() {
        let (action, detail) = event.to_stored().unwrap();
        assert!(detail.contains(r#""before":"#) && detail.contains(r#""after":"#), "{detail}");
        assert_eq!(AuditEvent::from_stored(&action, &detail), Ok(event), "{action} {detail}");
    }
    let removed = AuditEvent::MemberRemoved(Departure::of_role(Role::Admin)).to_stored().unwrap();
    assert_eq!(removed, (AuditEvent::MEMBER_REMOVED.to_owned(), r#"{"after":null,"before":"admin"}"#.to_owned()));
    for (event, action) in [
        (AuditEvent::MemberLeft(Departure::of_role(Role::Member)), AuditEvent::MEMBER_LEFT),
        (
            AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants: Grants::NONE },
            AuditEvent::ROLE_CHANGED,
        ),
        (AuditEvent::GrantsChanged { before: Grants::NONE, after: Grants::NONE }, AuditEvent::GRANTS_CHANGED),
        (AuditEvent::ProjectMemberAdded { after: place() }, AuditEvent::PROJECT_MEMBER_ADDED),
        (AuditEvent::DisplayNameChanged(NameChange { before: None, after: None }), AuditEvent::DISPLAY_NAME_CHANGED),
        (AuditEvent::ProjectCreated { after: project() }, AuditEvent::PROJECT_CREATED),
        (AuditEvent::BillingContactChanged { before: None, after: None }, AuditEvent::BILLING_CONTACT_CHANGED),
    ] {
        assert_eq!(event.to_stored().unwrap().0, action);
    }
    // As an earlier version wrote it, without grants and projects.
    let subscription = Subscription::begin(Plan { name: "Free".parse().unwrap(), seats: None, projects: None });
    let begun = AuditEvent::PlanChanged { before: None, after: subscription };
    assert_eq!(begun.to_stored().unwrap().0, AuditEvent::PLAN_CHANGED);
    let older = r#"{"before":null,"after":{"state":"sent","role":"admin"}}"#;
    let after = InvitationTerms::of_role(InvitationState::Sent, Role::Admin);
    let older_event = AuditEvent::InvitationSent(InvitationChange { before: None, after });
    assert_eq!(AuditEvent::from_stored("invitation-sent", older), Ok(older_event.clone()));
    assert_eq!(older_event.to_stored().unwrap().1, r#"{"after":{"role":"admin","state":"sent"},"before":null}"#);
    for (action, detail) in [("project-painted", "{}"), ("member-left", "{}"), ("member-left", "")] {
        assert_eq!(AuditEvent::from_stored(action, detail), Err(UnknownAuditEvent));
    }
}

// ST-4: what says on one side what there was says on the other what there is. Events that change no value, and those by which
// somebody or something comes or goes, are named here, each; another one that says nothing fails.
#[test]
fn st_4_what_changes_a_value_holds_before_and_after() {
    let nothing_before = [
        "organization-created",
        "project-created",
        "project-member-added",
        "member-restored",
        "invitation-sent",
        "plan-changed",
        "billing-contact-changed",
        "audit-log-exported",
    ];
    let nothing_after = ["member-removed", "member-left", "account-deleted", "project-member-removed"];
    let no_value = [
        "invitation-link-copied",
        "invitation-asked-for",
        "invitation-seat-wanted",
        "password-reset-sent",
        "members-exported",
    ];
    // What an older version wrote, and what is forgotten with an account.
    let now_more = ["organization-deleted", "organization-restored", "display-name-changed", "invitation-name-changed"];
    let samples = samples();
    let said = |sample: &Value| ["before", "after"].map(|side| !sample["detail"][side].is_null());
    for sample in &samples {
        let action = sample["action"].as_str().unwrap();
        let of_action = |other: &&Value| other["action"] == action;
        let whole = samples.iter().filter(of_action).any(|other| said(other) == [true, true]);
        match said(sample) {
            [true, true] => {}
            [false, true] => assert!(nothing_before.contains(&action) || whole, "{sample}"),
            [true, false] => assert!(nothing_after.contains(&action) || whole, "{sample}"),
            [false, false] => {
                assert!(no_value.contains(&action) || now_more.contains(&action) && whole, "{sample}");
            }
        }
    }
}

// ST-4: what an older version wrote is read, though it says less.
#[test]
fn st_4_what_said_less_is_still_read() {
    let nothing = r#"{"before":null,"after":null}"#;
    let unsaid = StateChange { before: None, after: None };
    let uncalled = NameChange { before: None, after: None };
    for (action, detail, event) in [
        ("organization-deleted", nothing, AuditEvent::OrganizationDeleted(unsaid)),
        ("organization-restored", nothing, AuditEvent::OrganizationRestored(unsaid)),
        ("display-name-changed", nothing, AuditEvent::DisplayNameChanged(uncalled)),
        (
            "member-removed",
            r#"{"before":"member","after":null}"#,
            AuditEvent::MemberRemoved(Departure::of_role(Role::Member)),
        ),
        (
            "member-restored",
            r#"{"before":null,"after":"admin"}"#,
            AuditEvent::MemberRestored(Return::of_role(Role::Admin)),
        ),
    ] {
        assert_eq!(AuditEvent::from_stored(action, detail), Ok(event), "{action}");
    }
}

// ST-4, TR-1: who sees neither the members nor the log hears that somebody came or went, and not what was given to them.
#[test]
fn st_4_what_was_given_is_for_those_who_see_members() {
    let log: Grants = [Grant::ReadAuditLog].into_iter().collect();
    let gone = Departure { before: Role::Member, grants: log, projects: vec![place()] };
    let after = InvitationTerms {
        grants: log,
        projects: vec![place()],
        ..InvitationTerms::of_role(InvitationState::Accepted, Role::Member)
    };
    let plain = InvitationTerms::of_role(InvitationState::Accepted, Role::Member);
    let joined = |after: &InvitationTerms| {
        AuditEvent::InvitationAccepted(InvitationChange { before: Some(after.clone()), after: after.clone() })
    };
    let changed = |grants| AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants };
    for (whole, less) in [
        (AuditEvent::MemberLeft(gone.clone()), AuditEvent::MemberLeft(Departure::of_role(Role::Member))),
        (AuditEvent::AccountDeleted(gone), AuditEvent::AccountDeleted(Departure::of_role(Role::Member))),
        (joined(&after), joined(&plain)),
        (changed(log), changed(Grants::NONE)),
    ] {
        assert_eq!(whole.clone().shown_to(&Authority::of_role(Role::Member)), less);
        assert_eq!(whole.clone().shown_to(&Authority::of_role(Role::UserAdmin)), whole);
        assert_eq!(whole.clone().shown_to(&Authority::new(Role::Member, log, ProjectRoles::default())), whole);
    }
}

// ST-4: entries are kept for years. What is stored stays readable and is written as it was, and no event is without a
// sample of it.
#[test]
fn st_4_every_event_has_a_sample() {
    let samples = samples();
    for sample in &samples {
        let (action, detail) = serde_json::from_value::<AuditEvent>(sample.clone()).unwrap().to_stored().unwrap();
        let written =
            serde_json::json!({ "action": action, "detail": serde_json::from_str::<Value>(&detail).unwrap() });
        assert_eq!(written, *sample);
    }
    let unknown = serde_json::from_str::<AuditEvent>(r#"{ "action": "?", "detail": {} }"#).unwrap_err().to_string();
    let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
    assert!(known.len() > 29, "{unknown}");
    for action in known {
        assert!(samples.iter().any(|sample| sample["action"] == action), "docs/API.md has no sample of {action}");
    }
}

// IN-5, TR-1
#[test]
fn who_is_invited_is_known_to_those_who_see_members() {
    let roles = ProjectRoles::from_iter([(place().project, ProjectRole::Viewer)]);
    let in_project = Authority::new(Role::Member, Grants::NONE, roles);
    for event in every_event() {
        let of_log = event.kind() == AuditKind::Exports;
        assert_eq!(event.is_visible_to(&Authority::of_role(Role::BillingAdmin)), !of_log);
        let auditor =
            Authority::new(Role::Member, [Grant::ReadAuditLog].into_iter().collect(), ProjectRoles::default());
        assert!(event.is_visible_to(&auditor), "{event:?}");
        let action = event.to_stored().unwrap().0;
        let of_team = action.starts_with("invitation-")
            || [
                "grants-changed",
                "display-name-changed",
                "password-reset-sent",
                "member-removed",
                "member-restored",
                "support-contact-changed",
            ]
            .contains(&&*action);
        let of_project = action.starts_with("project-");
        let biller =
            Authority::new(Role::Member, [Grant::ManageBilling].into_iter().collect(), ProjectRoles::default());
        let accepted = matches!(event, AuditEvent::InvitationAccepted(_));
        let of_company = matches!(event, AuditEvent::CompanyDetailsChanged { .. } | AuditEvent::PolicyChanged { .. });
        let of_billing = ["plan-changed", "billing-contact-changed"].contains(&&*action);
        let known = !of_team && !of_project && !of_log && !of_company && !of_billing || accepted;
        assert_eq!(event.is_visible_to(&Authority::of_role(Role::Member)), known, "{event:?}");
        assert_eq!(event.is_visible_to(&in_project), known || of_project, "{event:?}");
        assert_eq!(event.is_visible_to(&biller), known || of_billing, "{event:?}");
        assert_eq!(event.project().is_some(), of_project, "{event:?}");
    }
}
