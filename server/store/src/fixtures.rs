//! People and organizations for tests.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, Authority, EmailAddress, OrganizationId, PersonName, ProjectId, ProjectName, ProjectSlug};
use uuid::Uuid;

use crate::{
    NewAccount, NewOrganization, NewProject, Store,
    db::Db,
    statements::{analyze, run},
};

pub(crate) const NOW: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;

pub(crate) fn project_id(number: u128) -> ProjectId {
    Uuid::from_u128(1_000 + number).into()
}

/// An account of this name.
pub(crate) async fn account(store: &Store, number: u128, name: &str) -> AccountId {
    let id = AccountId::from(Uuid::from_u128(number));
    let email: EmailAddress = format!("p{number}@harbour.example").parse().unwrap();
    let name: PersonName = name.parse().unwrap();
    let mut tx = store.begin().await.unwrap();
    let new = NewAccount { id, email: &email, name: &name, password_hash: None, hashed_apart: false, created_at: NOW };
    tx.claim(&new).await.unwrap().unwrap();
    tx.verify_account(id, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// An organization with its first project, number 0, owned by this account.
pub(crate) async fn organization(store: &Store, number: u128, owner: AccountId) -> OrganizationId {
    let id = OrganizationId::from(Uuid::from_u128(100 * number));
    let slug = format!("team-{number}").parse().unwrap();
    let name = format!("Team {number}").parse().unwrap();
    let project_name = ProjectName::first();
    let new = NewOrganization {
        id,
        slug: &slug,
        name: &name,
        owner,
        project_id: project_id(100 * number),
        project_name: &project_name,
        project_slug: &ProjectSlug::derive(&project_name, 0),
        now: NOW,
    };
    let mut tx = store.begin().await.unwrap();
    assert!(tx.insert_organization(&new).await.unwrap());
    tx.commit().await.unwrap();
    id
}

pub(crate) async fn project(store: &Store, organization: OrganizationId, number: u128, name: &str) -> ProjectId {
    let (id, name) = (project_id(number), name.parse().unwrap());
    let slug = ProjectSlug::derive(&name, 0);
    let mut tx = store.begin().await.unwrap();
    let now = NOW + TimeDelta::minutes(1);
    let new = NewProject { id, organization_id: organization, name: &name, slug: &slug, now };
    tx.insert_project(&new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub(crate) async fn join(store: &Store, organization: OrganizationId, account: AccountId, given: &Authority) {
    let mut tx = store.begin().await.unwrap();
    assert!(tx.insert_member(organization, account, given, NOW).await.unwrap());
    tx.commit().await.unwrap();
}

/// Ten thousand people in one organization, and as many in another, and a thousand projects.
pub(crate) async fn ten_thousand(store: &Store) {
    let mina = account(store, 1, "Mina Okafor").await;
    for number in [1, 2] {
        organization(store, number, mina).await;
    }
    let (id, many, rows) = match &store.db {
        Db::Sqlite { .. } => {
            ("CAST(printf('%016d', n.i) AS BLOB)", "printf('%05d', n.i)", "SELECT id FROM organizations")
        }
        Db::Postgres(_) => {
            ("lpad(to_hex(n.i), 32, '0')::uuid", "lpad(n.i::text, 5, '0')", "SELECT id FROM organizations")
        }
    };
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 11000)";
    let at = "'2026-01-01T00:00:00+00:00'";
    for sql in [
        format!(
            "{numbers} INSERT INTO accounts (id, email, name, verified_at, created_at, name_folded, email_folded)
             SELECT {id}, 'p' || {many} || '@crowd.example', 'Person ' || {many}, {at}, {at}, 'person ' || {many},
                    'p' || {many} || '@crowd.example' FROM n"
        ),
        format!(
            "{numbers} INSERT INTO memberships (organization_id, account_id, role, joined_at)
             SELECT organizations.id, {id}, 'member', {at} FROM n CROSS JOIN ({rows}) AS organizations"
        ),
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 20001 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 21000)
             INSERT INTO projects (id, organization_id, name, slug, created_at)
             SELECT {id}, ({rows} LIMIT 1), {many}, {many}, {at} FROM n"
        ),
        // Behind the two whose members they are: nobody is in them.
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 30001 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 31000)
             INSERT INTO organizations (id, slug, name, created_at) SELECT {id}, 'zz-' || {many}, {many}, {at} FROM n"
        ),
    ] {
        run(store, sql).await;
    }
    analyze(store).await;
}
