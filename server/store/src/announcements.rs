//! Mails to everybody in an organization, or to those of them whom something touches. The transaction that causes one writes
//! one row, however many people it touches; afterwards it is made into mails, some at a time.

use chrono::{DateTime, Utc};
use domain::{AccountId, AnnouncementId, EmailAddress, OrganizationId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    policies::kept_outside,
    statement::Statement,
};

/// Whom an announcement is for. Who that is is looked up when they are told: what is not true of somebody any more is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the organization.
    Everybody,
    /// Those who are kept outside for want of a project (ST-6).
    KeptOutside,
    /// Those of them who belong to this project, which is archived.
    KeptOutsideOf(ProjectId),
}

/// An announcement that has not reached everybody yet.
#[derive(Clone, Debug, FromRow)]
pub struct Announcement {
    #[sqlx(try_from = "Uuid")]
    pub id: AnnouncementId,
    /// Whose members it is for.
    #[sqlx(try_from = "Uuid")]
    pub organization_id: OrganizationId,
    /// JSON of the message.
    pub message: String,
    spared: Option<Uuid>,
    reached: Uuid,
    kept_outside: bool,
    of_project: Option<Uuid>,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
}

impl Announcement {
    /// Who need not be told: it was their doing.
    pub fn spared(&self) -> Option<AccountId> {
        self.spared.map(Into::into)
    }

    /// Whom it is for.
    pub fn audience(&self) -> Audience {
        match self.of_project {
            Some(project) => Audience::KeptOutsideOf(project.into()),
            None if self.kept_outside => Audience::KeptOutside,
            None => Audience::Everybody,
        }
    }
}

impl Audience {
    const fn is_kept_outside(self) -> bool {
        !matches!(self, Self::Everybody)
    }

    fn project(self) -> Option<Uuid> {
        match self {
            Self::KeptOutsideOf(project) => Some(project.as_uuid()),
            Self::Everybody | Self::KeptOutside => None,
        }
    }
}

/// An announcement to be.
pub struct NewAnnouncement<'a> {
    pub id: AnnouncementId,
    /// Whose members it is for.
    pub organization_id: OrganizationId,
    /// Whom of them.
    pub audience: Audience,
    /// JSON of the message.
    pub message: &'a str,
    /// Who need not be told.
    pub spared: AccountId,
    pub now: DateTime<Utc>,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
}

/// Somebody to be told.
#[derive(Clone, Debug, FromRow)]
pub struct Addressee {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    /// Where the mail goes.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
}

/// The next members who are kept outside, behind the last one that was reached.
macro_rules! next_outside {
    ($($who:literal)?) => {
        concat!(
            "
        SELECT members.account_id, accounts.email
        FROM (
            SELECT memberships.account_id, ",
            kept_outside!(),
            "
            FROM memberships WHERE memberships.organization_id = $1 AND memberships.account_id > $2 ",
            $($who,)?
            "
        ) AS members JOIN accounts ON accounts.id = members.account_id
        WHERE members.kept_outside ORDER BY members.account_id LIMIT $3"
        )
    };
}

statements! {
    /// Members are reached in the order of their accounts; before the first comes the nil id.
    INSERT = "
        INSERT INTO announcements (
            id, organization_id, message, spared, reached, created_at, expires_at, kept_outside, of_project)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIRST = "
        SELECT id, organization_id, message, spared, reached, kept_outside, of_project, expires_at FROM announcements
        ORDER BY created_at, id LIMIT 1";
    NEXT_MEMBERS = "
        SELECT memberships.account_id, accounts.email
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.account_id > $2
        ORDER BY memberships.account_id LIMIT $3";
    NEXT_KEPT_OUTSIDE = next_outside!();
    NEXT_KEPT_OUTSIDE_OF = next_outside!("
              AND EXISTS (
                SELECT 1 FROM project_memberships AS places_there
                WHERE places_there.organization_id = memberships.organization_id
                  AND places_there.account_id = memberships.account_id AND places_there.project_id = $4)");
    /// Of several workers at once, one goes on.
    REACH = "UPDATE announcements SET reached = $3 WHERE id = $1 AND reached = $2";
    DELETE = "DELETE FROM announcements WHERE id = $1 AND reached = $2";
}

impl Store {
    /// The announcement that has waited longest.
    pub async fn first_announcement(&self) -> Result<Option<Announcement>> {
        Ok(with_pool!(self, db => sqlx::query_as(FIRST).fetch_optional(db).await?))
    }
}

impl Tx {
    pub async fn insert_announcement(&mut self, new: &NewAnnouncement<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.message)
            .bind(new.spared.as_uuid())
            .bind(Uuid::nil())
            .bind(new.now)
            .bind(new.expires_at)
            .bind(new.audience.is_kept_outside())
            .bind(new.audience.project())
            .execute(db)
            .await
            .map(drop)?);
        self.wakes_outbox();
        Ok(())
    }

    /// The next members that an announcement has not reached, at most `limit`.
    pub async fn next_addressees(&mut self, announcement: &Announcement, limit: i64) -> Result<Vec<Addressee>> {
        let next: Statement = match announcement.audience() {
            Audience::Everybody => NEXT_MEMBERS,
            Audience::KeptOutside => NEXT_KEPT_OUTSIDE,
            Audience::KeptOutsideOf(project) => {
                return Ok(with_conn!(self, db => sqlx::query_as(NEXT_KEPT_OUTSIDE_OF)
                    .bind(announcement.organization_id.as_uuid())
                    .bind(announcement.reached)
                    .bind(limit)
                    .bind(project.as_uuid())
                    .fetch_all(db)
                    .await?));
            }
        };
        Ok(with_conn!(self, db => sqlx::query_as(next)
            .bind(announcement.organization_id.as_uuid())
            .bind(announcement.reached)
            .bind(limit)
            .fetch_all(db)
            .await?))
    }

    /// Notes that it has reached everybody up to this account. False: another worker goes on with it.
    pub async fn reach(&mut self, announcement: &Announcement, last: AccountId) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(REACH)
            .bind(announcement.id.as_uuid())
            .bind(announcement.reached)
            .bind(last.as_uuid())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Deletes an announcement that has reached everybody, unless another worker has.
    pub async fn end_announcement(&mut self, announcement: &Announcement) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE)
            .bind(announcement.id.as_uuid())
            .bind(announcement.reached)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::{Authority, Grants, Policy, ProjectRole, Role};

    use super::*;
    use crate::{
        fixtures::{NOW, account, join, organization, project},
        statements::stores,
    };

    fn in_projects(projects: &[ProjectId]) -> Authority {
        let roles = projects.iter().map(|project| (*project, ProjectRole::Agent)).collect();
        Authority::new(Role::Member, Grants::NONE, roles)
    }

    // FIELD-52, ST-6: who is told is who is kept outside when they are told, some at a time; of an archived project, those whom it
    // alone let in.
    #[tokio::test]
    async fn field_52_who_is_kept_outside_is_told() {
        for store in stores().await {
            let owner = account(&store, 1, "Mina Okafor").await;
            let id = organization(&store, 1, owner).await;
            let website = project(&store, id, 1, "Spare parts").await;
            let repairs = project(&store, id, 2, "Repairs").await;
            let mut people = Vec::new();
            for (number, places) in [(2, vec![]), (3, vec![repairs]), (4, vec![website, repairs]), (5, vec![])] {
                let one = account(&store, number, "Leo Marchetti").await;
                join(&store, id, one, &in_projects(&places)).await;
                people.push(one);
            }
            let admin = account(&store, 6, "Ada Lind").await;
            join(&store, id, admin, &Authority::of_role(Role::Admin)).await;
            people.sort_unstable_by_key(|one| one.as_uuid());

            let mut tx = store.begin().await.unwrap();
            let announcement = |audience| Announcement {
                id: AnnouncementId::new(NOW, [7; 10]),
                organization_id: id,
                message: "{}".to_owned(),
                spared: None,
                reached: Uuid::nil(),
                kept_outside: Audience::is_kept_outside(audience),
                of_project: Audience::project(audience),
                expires_at: NOW,
            };
            let told = async |tx: &mut Tx, audience, limit| {
                let next = tx.next_addressees(&announcement(audience), limit).await.unwrap();
                next.into_iter().map(|one| one.account_id).collect::<Vec<_>>()
            };
            assert!(told(&mut tx, Audience::KeptOutside, 10).await.is_empty(), "the policy is off");
            tx.switch_policy_on(id, Policy::MembersNeedProject, NOW, owner).await.unwrap();
            let mut outside = Vec::new();
            for one in &people {
                if tx.read().is_kept_outside(id, *one).await.unwrap() {
                    outside.push(*one);
                }
            }
            assert_eq!(outside.len(), 2);
            assert_eq!(told(&mut tx, Audience::KeptOutside, 10).await, outside);
            assert_eq!(told(&mut tx, Audience::KeptOutside, 1).await, [outside[0]]);
            assert!(told(&mut tx, Audience::KeptOutsideOf(repairs), 10).await.is_empty(), "it lets them in");
            tx.set_project_archived(id, repairs, Some((NOW, owner))).await.unwrap();
            let left = told(&mut tx, Audience::KeptOutsideOf(repairs), 10).await;
            assert!(left.len() == 1 && !outside.contains(&left[0]), "{left:?}");
            assert_eq!(told(&mut tx, Audience::KeptOutside, 10).await.len(), 3);
            assert_eq!(told(&mut tx, Audience::Everybody, 10).await.len(), 6);

            // It is for whom it was written.
            for (number, audience) in
                [(1, Audience::KeptOutsideOf(repairs)), (2, Audience::KeptOutside), (3, Audience::Everybody)]
            {
                let new = NewAnnouncement {
                    id: AnnouncementId::new(NOW, [number; 10]),
                    organization_id: id,
                    audience,
                    message: "{}",
                    spared: owner,
                    now: NOW,
                    expires_at: NOW,
                };
                tx.insert_announcement(&new).await.unwrap();
            }
            tx.commit().await.unwrap();
            for audience in [Audience::KeptOutsideOf(repairs), Audience::KeptOutside, Audience::Everybody] {
                let first = store.first_announcement().await.unwrap().unwrap();
                assert_eq!((first.audience(), first.spared()), (audience, Some(owner)));
                let mut tx = store.begin().await.unwrap();
                tx.end_announcement(&first).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }
}
