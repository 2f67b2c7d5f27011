use super::*;
use crate::{db::with_conn, statements::stores};
use domain::{
    Grants, InvitationState, ProjectName, Role,
    audit::{Departure, InvitationChange, InvitationTerms, OrganizationTerms, StateChange},
};

const ORGANIZATION: &str = "
    INSERT INTO organizations (id, slug, name, created_at) VALUES ($1, 'harbour-finch', 'Harbour Finch', $2)";
const ENTRY: &str = "
    INSERT INTO audit_entries (id, organization_id, action, detail, client, at) VALUES ($1, $2, $3, $4, '', $5)";
const SQLITE: &str = include_str!("../../migrations/sqlite/0008_audit_events.sql");
const POSTGRES: &str = include_str!("../../migrations/postgres/0008_audit_events.sql");

/// As older versions wrote them, and what they tell.
fn older() -> Vec<(&'static str, &'static str, AuditEvent)> {
    let terms = InvitationTerms::of_role;
    let unsaid = StateChange { before: None, after: None };
    let sent = terms(InvitationState::Sent, Role::Admin);
    let created = AuditEvent::OrganizationCreated {
        after: OrganizationTerms {
            name: "Harbour Finch".parse().unwrap(),
            slug: "harbour-finch".parse().unwrap(),
            role: Role::Owner,
            project: ProjectName::first(),
        },
    };
    let accepted =
        InvitationChange { before: Some(sent.clone()), after: terms(InvitationState::Accepted, Role::Admin) };
    let removed = AuditEvent::MemberRemoved(Departure::of_role(Role::Admin));
    vec![
        (
            "organization-created",
            r#"{"name":"Harbour Finch","slug":"harbour-finch","project":"Website"}"#,
            created.clone(),
        ),
        (
            "organization-created",
            r#"{"name":"Harbour Finch","slug":"harbour-finch","project":"Website","before":null,
                "after":{"name":"Harbour Finch","slug":"harbour-finch","role":"owner","project":"Website"}}"#,
            created,
        ),
        ("organization-deleted", r#"{"before":"open","after":"deleted"}"#, AuditEvent::OrganizationDeleted(unsaid)),
        ("organization-restored", "{}", AuditEvent::OrganizationRestored(unsaid)),
        (
            "invitation-sent",
            r#"{"role":"admin"}"#,
            AuditEvent::InvitationSent(InvitationChange { before: None, after: sent.clone() }),
        ),
        (
            "invitation-sent",
            r#"{"role":"admin","before":null,"after":{"state":"sent","role":"admin"}}"#,
            AuditEvent::InvitationSent(InvitationChange { before: None, after: sent }),
        ),
        (
            "invitation-accepted",
            r#"{"role":"admin","before":{"state":"sent","role":"admin"},"after":{"state":"accepted","role":"admin"}}"#,
            AuditEvent::InvitationAccepted(accepted),
        ),
        (
            "invitation-cancelled",
            r#"{"role":"admin"}"#,
            AuditEvent::InvitationCancelled(InvitationChange {
                before: None,
                after: terms(InvitationState::Cancelled, Role::Admin),
            }),
        ),
        (
            "invitation-link-copied",
            r#"{"before":{"link":false},"after":{"link":true}}"#,
            AuditEvent::InvitationLinkCopied {},
        ),
        ("invitation-asked-for", "{}", AuditEvent::InvitationAskedFor {}),
        (
            "role-changed",
            r#"{"before":"member","after":"admin"}"#,
            AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants: Grants::NONE },
        ),
        ("member-removed", r#"{"role":"admin"}"#, removed.clone()),
        ("member-removed", r#"{"role":"admin","before":"admin","after":null}"#, removed),
        ("member-left", r#"{"role":"member"}"#, AuditEvent::MemberLeft(Departure::of_role(Role::Member))),
    ]
}

/// Writes them into an organization's log, and runs the migration.
async fn carry_over(store: &Store, id: OrganizationId, at: DateTime<Utc>) -> Result<()> {
    let mut tx = store.begin().await?;
    with_conn!(tx, db => sqlx::query(ORGANIZATION).bind(id.as_uuid()).bind(at).execute(db).await.map(drop)?);
    for (number, (action, detail, _)) in (0_u8..).zip(older()) {
        let entry = AuditEntryId::new(at, [number; 10]).as_uuid();
        with_conn!(tx, db => sqlx::query(ENTRY)
            .bind(entry)
            .bind(id.as_uuid())
            .bind(action)
            .bind(detail)
            .bind(at)
            .execute(db)
            .await
            .map(drop)?);
    }
    let migration = if tx.is_postgres() { POSTGRES } else { SQLITE };
    for statement in migration.split_inclusive(';').filter(|statement| statement.contains("UPDATE")) {
        with_conn!(tx, db => sqlx::query(statement).execute(db).await.map(drop)?);
    }
    tx.commit().await
}

/// ST-4: what older versions wrote is read as what it told.
#[tokio::test]
async fn older_entries_are_carried_over() {
    for store in stores().await {
        let id = OrganizationId::from(Uuid::from_u128(7));
        carry_over(&store, id, DateTime::UNIX_EPOCH).await.unwrap();
        let mut entries = store.latest_audit(id, DateTime::UNIX_EPOCH, 100).await.unwrap();
        entries.reverse();
        let told: Vec<Option<AuditEvent>> = entries.iter().map(AuditEntry::event).collect();
        let expected: Vec<Option<AuditEvent>> = older().into_iter().map(|(_, _, event)| Some(event)).collect();
        assert_eq!(told, expected);
    }
}
