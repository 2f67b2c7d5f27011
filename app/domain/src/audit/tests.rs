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
    let removed = AuditEvent::MemberRemoved { before: Role::Admin }.to_stored().unwrap();
    assert_eq!(removed, (AuditEvent::MEMBER_REMOVED.to_owned(), r#"{"after":null,"before":"admin"}"#.to_owned()));
    for (event, action) in [
        (AuditEvent::MemberLeft { before: Role::Member }, AuditEvent::MEMBER_LEFT),
        (
            AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants: Grants::NONE },
            AuditEvent::ROLE_CHANGED,
        ),
        (AuditEvent::GrantsChanged { before: Grants::NONE, after: Grants::NONE }, AuditEvent::GRANTS_CHANGED),
        (AuditEvent::ProjectMemberAdded { after: place() }, AuditEvent::PROJECT_MEMBER_ADDED),
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
    let (state, role) = (InvitationState::Sent, Role::Admin);
    let after = InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
    let older_event = AuditEvent::InvitationSent(InvitationChange { before: None, after });
    assert_eq!(AuditEvent::from_stored("invitation-sent", older), Ok(older_event.clone()));
    assert_eq!(older_event.to_stored().unwrap().1, r#"{"after":{"role":"admin","state":"sent"},"before":null}"#);
    for (action, detail) in [("project-painted", "{}"), ("member-left", "{}"), ("member-left", "")] {
        assert_eq!(AuditEvent::from_stored(action, detail), Err(UnknownAuditEvent));
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
