//! People and organizations for tests.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, Authority, EmailAddress, OrganizationId, PersonName, ProjectId, ProjectName, ProjectSlug};
use uuid::Uuid;

use crate::{NewAccount, NewOrganization, NewProject, Store};

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
