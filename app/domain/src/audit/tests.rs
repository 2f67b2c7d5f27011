use super::*;
use crate::{BillingContact, Grant, Plan, ProjectRoles, SubscriptionStatus};

fn place() -> ProjectPlace {
    ProjectPlace { project: uuid::Uuid::from_u128(7).into(), name: ProjectName::first(), role: ProjectRole::Agent }
}

fn every_event() -> Vec<AuditEvent> {
    let place = place();
    let (state, role) = (InvitationState::Draft, Role::Member);
    let terms = InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
    let grants: Grants = [Grant::ReadAuditLog].into_iter().collect();
    let after = InvitationTerms { grants, projects: vec![place.clone()], ..terms.clone() };
    let change = InvitationChange { before: Some(terms), after };
    let active = ProjectTerms {
        id: place.project,
        name: place.name.clone(),
        slug: "website".parse().unwrap(),
        state: ProjectState::Active,
    };
    let archived = ProjectTerms { state: ProjectState::Archived, ..active.clone() };
    let project = ProjectChange { before: active.clone(), after: archived };
    let viewer = ProjectPlace { role: ProjectRole::Viewer, ..place.clone() };
    let plan = Plan { name: "Team".parse().unwrap(), seats: Some("5".parse().unwrap()), projects: None };
    let subscription = Subscription { ends_on: "2026-01-31".parse().ok(), ..Subscription::begin(plan) };
    let contact = BillingContact { name: None, email: "ruth@harbour.example".parse().unwrap() };
    vec![
        AuditEvent::OrganizationCreated {
            after: OrganizationTerms {
                name: "Harbour Finch".parse().unwrap(),
                slug: "harbour-finch".parse().unwrap(),
                role: Role::Owner,
                project: ProjectName::first(),
            },
        },
        AuditEvent::OrganizationDeleted {},
        AuditEvent::OrganizationRestored {},
        AuditEvent::OrganizationRenamed { before: "Harbour".parse().unwrap(), after: "Finch".parse().unwrap() },
        AuditEvent::OrganizationMoved { before: "harbour".parse().unwrap(), after: "finch".parse().unwrap() },
        AuditEvent::CompanyDetailsChanged {
            before: CompanyDetails::default(),
            after: CompanyDetails { country: "IE".parse().ok(), ..CompanyDetails::default() },
        },
        AuditEvent::InvitationDrafted(change.clone()),
        AuditEvent::InvitationSent(InvitationChange { before: None, ..change.clone() }),
        AuditEvent::InvitationResent(change.clone()),
        AuditEvent::InvitationLinkCopied {},
        AuditEvent::InvitationChanged(change.clone()),
        AuditEvent::InvitationCancelled(change.clone()),
        AuditEvent::InvitationAccepted(change.clone()),
        AuditEvent::InvitationDeclined(change.clone()),
        AuditEvent::InvitationDismissed(change),
        AuditEvent::InvitationAskedFor {},
        AuditEvent::InvitationSeatWanted {},
        AuditEvent::RoleChanged { before: Role::Member, after: Role::Owner, grants: Grants::NONE },
        AuditEvent::RoleChanged {
            before: Role::Member,
            after: Role::Admin,
            grants: [Grant::ReadAuditLog].into_iter().collect(),
        },
        AuditEvent::MemberRemoved { before: Role::Admin },
        AuditEvent::MemberLeft { before: Role::Admin },
        AuditEvent::AccountDeleted { before: Role::Admin },
        AuditEvent::MemberRestored { after: Role::Admin },
        AuditEvent::DisplayNameChanged {},
        AuditEvent::PasswordResetSent {},
        AuditEvent::GrantsChanged { before: Grants::NONE, after: grants },
        AuditEvent::ProjectCreated { after: active },
        AuditEvent::ProjectRenamed(project.clone()),
        AuditEvent::ProjectArchived(project.clone()),
        AuditEvent::ProjectRestored(project),
        AuditEvent::ProjectMemberAdded { after: place.clone() },
        AuditEvent::ProjectRoleChanged { before: place, after: viewer.clone() },
        AuditEvent::ProjectMemberRemoved { before: viewer },
        AuditEvent::IdentityManagedChanged { before: false, after: true },
        AuditEvent::PolicyChanged { policy: Policy::InvitationsNeedProject, before: false, after: true },
        AuditEvent::PolicyChanged { policy: Policy::MembersNeedProject, before: true, after: false },
        AuditEvent::SupportContactChanged { before: false, after: true },
        AuditEvent::AuditLogExported {
            after: AuditExport { format: AuditFile::Csv, kind: Some(AuditKind::Members), entries: 2_811 },
        },
        AuditEvent::PlanChanged { before: None, after: subscription.clone() },
        AuditEvent::PlanChanged {
            before: Some(subscription.clone()),
            after: Subscription { status: SubscriptionStatus::PastDue, ends_on: None, ..subscription },
        },
        AuditEvent::BillingContactChanged { before: None, after: Some(contact.masked()) },
        AuditEvent::BillingContactChanged { before: Some(contact.masked()), after: None },
    ]
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

/// What this version writes, in its stored form: for those who put it into words too.
const SAMPLES: &str = include_str!("samples.json");

// ST-4: entries are kept for years. What is stored stays readable, and no event is without a sample of it.
#[test]
fn st_4_every_event_has_a_sample() {
    let stored = |event: &AuditEvent| {
        let (action, detail) = event.to_stored().unwrap();
        serde_json::json!({ "action": action, "detail": serde_json::from_str::<Value>(&detail).unwrap() })
    };
    let written: Vec<Value> = every_event().iter().map(stored).collect();
    let samples: Vec<Value> = serde_json::from_str(SAMPLES).unwrap();
    assert!(written == samples, "{}", Value::Array(written));
    let unknown = serde_json::from_str::<AuditEvent>(r#"{ "action": "?", "detail": {} }"#).unwrap_err().to_string();
    let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
    assert!(known.len() > 29, "{unknown}");
    for action in known {
        assert!(samples.iter().any(|sample| sample["action"] == action), "{action}");
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
