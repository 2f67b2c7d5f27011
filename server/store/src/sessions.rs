//! Sessions: browsers that are signed in.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, Availability, EmailAddress, Grants, OrganizationName, PersonName, ProjectRoles, Role,
    SessionId, Slug, limits,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Organization, Result, Store, StoreError, Tx,
    db::{statements, with_conn, with_pool},
    given::project_role,
    policies::kept_outside,
};

#[cfg(test)]
mod tests;

/// A session with the account it belongs to: one statement a request.
#[derive(Clone, Debug, FromRow)]
pub struct Session {
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// The last request that was not a poll, to the minute.
    pub seen_at: DateTime<Utc>,
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// Whether the address is proven.
    pub verified: bool,
}

/// The same with the account's membership in one organization, if it has one.
#[derive(FromRow)]
struct SessionInOrganization {
    #[sqlx(flatten)]
    session: Session,
    organization_id: Option<Uuid>,
    organization_slug: Option<String>,
    organization_name: Option<String>,
    identity_managed: Option<bool>,
    deleted_at: Option<DateTime<Utc>>,
    role: Option<String>,
    grants: Option<String>,
    availability: Option<String>,
    open_since: Option<DateTime<Utc>>,
    /// One of the account's projects there: a row for each.
    project_id: Option<Uuid>,
    project_role: Option<String>,
    kept_outside: Option<bool>,
}

/// An organization as the account of a session enters it.
#[derive(Clone, Debug)]
pub struct EnteredOrganization {
    pub organization: Organization,
    /// What the member may do in it.
    pub authority: Authority,
    /// What the member chose to be in it.
    pub availability: Availability,
    /// When the member last opened it, if none of theirs was opened after it.
    pub open_since: Option<DateTime<Utc>>,
    /// When it was deleted, if that can still be undone.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Whether the member stays outside for want of a project (ST-6).
    pub kept_outside: bool,
}

impl SessionInOrganization {
    /// The membership, if there is one, without projects.
    fn membership(&self) -> Result<Option<(Organization, Role, Grants, Availability)>> {
        let Self {
            organization_id: Some(id),
            organization_slug: Some(slug),
            organization_name: Some(name),
            identity_managed: Some(identity_managed),
            role: Some(role),
            grants: Some(grants),
            availability: Some(availability),
            ..
        } = self
        else {
            return Ok(None);
        };
        let organization = Organization {
            id: (*id).into(),
            slug: slug.parse().map_err(|_| StoreError::Corrupt("slug"))?,
            name: OrganizationName::try_from(name.clone()).map_err(|_| StoreError::Corrupt("organization name"))?,
            identity_managed: *identity_managed,
        };
        let role = role.parse().map_err(|_| StoreError::Corrupt("role"))?;
        let grants = grants.parse().map_err(|_| StoreError::Corrupt("grants"))?;
        let availability = availability.parse().map_err(|_| StoreError::Corrupt("availability"))?;
        Ok(Some((organization, role, grants, availability)))
    }
}

/// A session as its owner sees it in the list.
#[derive(Clone, Debug, FromRow)]
pub struct ListedSession {
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// The last request that was not a poll, to the minute.
    pub seen_at: DateTime<Utc>,
    /// The browser, as it names itself.
    pub user_agent: String,
    /// The address it was last used from.
    pub client: String,
}

/// A session to be.
pub struct NewSession<'a> {
    pub id: SessionId,
    /// Digest of the cookie's token.
    pub digest: &'a [u8],
    pub account_id: AccountId,
    /// The browser, as it names itself.
    pub user_agent: &'a str,
    /// The address of the client that signed in, as text; empty where it is not known.
    pub client: &'a str,
    /// Digest of the token by which the browser is known again.
    pub device: &'a [u8],
    pub now: DateTime<Utc>,
}

statements! {
    INSERT = "
        INSERT INTO sessions (id, digest, account_id, created_at, seen_at, user_agent, client, device)
        VALUES ($1, $2, $3, $4, $4, $5, $6, $7)";
    BY_DIGEST = "
        SELECT sessions.id, sessions.created_at, sessions.seen_at, sessions.account_id,
               COALESCE(accounts.shadowed_email, accounts.email) AS email, accounts.name,
               accounts.verified_at IS NOT NULL AS verified
        FROM sessions JOIN accounts ON accounts.id = sessions.account_id
        WHERE sessions.digest = $1";
    /// With what its account is in the organization to which this slug leads: its own by now, or one that it had. The slug is a
    /// subquery, so that PostgreSQL knows of one organization, and does not go through all its members for the one.
    IN_ORGANIZATION = concat!("
        SELECT sessions.id, sessions.created_at, sessions.seen_at, sessions.account_id,
               COALESCE(accounts.shadowed_email, accounts.email) AS email, accounts.name,
               accounts.verified_at IS NOT NULL AS verified,
               organizations.id AS organization_id, organizations.slug AS organization_slug,
               organizations.name AS organization_name, organizations.identity_managed, organizations.deleted_at,
               memberships.role, memberships.grants, memberships.availability,
               CASE WHEN NOT EXISTS (
                   SELECT 1 FROM memberships AS others
                   WHERE others.account_id = memberships.account_id AND others.opened_at > memberships.opened_at)
                 THEN memberships.opened_at END AS open_since,
               belonging.project_id, belonging.role AS project_role, ", kept_outside!(), "
        FROM sessions
        JOIN accounts ON accounts.id = sessions.account_id
        LEFT JOIN organizations
          ON organizations.id = (SELECT organization_slugs.organization_id FROM organization_slugs WHERE organization_slugs.slug = $2)
        LEFT JOIN memberships
          ON memberships.organization_id = organizations.id AND memberships.account_id = sessions.account_id
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = memberships.organization_id AND belonging.account_id = memberships.account_id
        WHERE sessions.digest = $1");
    OF_ACCOUNT = "
        SELECT id, created_at, seen_at, user_agent, client FROM sessions
        WHERE account_id = $1 AND seen_at > $2 AND created_at > $3 ORDER BY seen_at DESC, id LIMIT 200";
    /// Never back, but from a time that no other request can have noted: the clock was ahead (FIELD-32).
    TOUCH = "
        UPDATE sessions SET seen_at = $2, client = $3
        WHERE id = $1 AND (seen_at < $2 OR seen_at > $4)";
    /// Also by the token that it had before: a session that is renewed at that moment is the same session.
    OWNER = "SELECT account_id FROM sessions WHERE digest = $1 OR former_digest = $1";
    DELETE = "DELETE FROM sessions WHERE digest = $1 OR former_digest = $1";
    END = "DELETE FROM sessions WHERE id = $1 AND account_id = $2";
    END_ALL = "DELETE FROM sessions WHERE account_id = $1";
    END_OTHERS = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2";
    RENEW = "UPDATE sessions SET former_digest = digest, digest = $2, device = $3 WHERE id = $1";
    PURGE = "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2";
}

impl Store {
    /// The session whose cookie has this digest, dead ones included.
    pub async fn session(&self, digest: &[u8]) -> Result<Option<Session>> {
        Ok(with_pool!(self, db => sqlx::query_as(BY_DIGEST).bind(digest).fetch_optional(db).await?))
    }

    /// The same, and the account's membership in the organization to which this slug leads, deleted or not. No membership: there is no
    /// such organization, or the account is not in it (OR-6).
    pub async fn session_in(
        &self,
        digest: &[u8],
        slug: &Slug,
    ) -> Result<Option<(Session, Option<EnteredOrganization>)>> {
        let rows: Vec<SessionInOrganization> = with_pool!(self, db => sqlx::query_as(IN_ORGANIZATION)
            .bind(digest)
            .bind(slug.as_str())
            .fetch_all(db)
            .await?);
        let mut projects = ProjectRoles::default();
        for row in &rows {
            if let Some((id, role)) = project_role(row.project_id, row.project_role.as_deref())? {
                projects.add(id, role);
            }
        }
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let entered = row.membership()?.map(|(organization, role, grants, availability)| EnteredOrganization {
            organization,
            authority: Authority::new(role, grants, projects),
            availability,
            open_since: row.open_since,
            deleted_at: row.deleted_at,
            kept_outside: row.kept_outside.unwrap_or_default(),
        });
        Ok(Some((row.session, entered)))
    }

    /// Whose session has this digest, or had it before it was renewed.
    pub async fn session_owner(&self, digest: &[u8]) -> Result<Option<AccountId>> {
        let owner: Option<Uuid> =
            with_pool!(self, db => sqlx::query_scalar(OWNER).bind(digest).fetch_optional(db).await?);
        Ok(owner.map(Into::into))
    }

    /// The account's sessions last used after `idle` and begun after `absolute`, the last used first.
    pub async fn sessions_of(
        &self,
        account: AccountId,
        idle: DateTime<Utc>,
        absolute: DateTime<Utc>,
    ) -> Result<Vec<ListedSession>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_ACCOUNT)
            .bind(account.as_uuid())
            .bind(idle)
            .bind(absolute)
            .fetch_all(db)
            .await?))
    }
}

impl Tx {
    pub async fn insert_session(&mut self, new: &NewSession<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.digest)
            .bind(new.account_id.as_uuid())
            .bind(new.now)
            .bind(new.user_agent)
            .bind(new.client)
            .bind(new.device)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Notes a request, and from where it came.
    pub async fn touch_session(&mut self, id: SessionId, now: DateTime<Utc>, client: &str) -> Result<()> {
        with_conn!(self, db => sqlx::query(TOUCH)
            .bind(id.as_uuid())
            .bind(now)
            .bind(client)
            .bind(now + limits::SESSION_TOUCH / 2)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Ends one session of the account. False: it has no such session.
    pub async fn end_session(&mut self, account: AccountId, id: SessionId) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(END)
            .bind(id.as_uuid())
            .bind(account.as_uuid())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Ends all sessions of the account.
    pub async fn end_sessions(&mut self, account: AccountId) -> Result<()> {
        with_conn!(self, db => sqlx::query(END_ALL).bind(account.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Ends all sessions of the account but this one.
    pub async fn end_other_sessions(&mut self, account: AccountId, keep: SessionId) -> Result<()> {
        with_conn!(self, db => sqlx::query(END_OTHERS)
            .bind(account.as_uuid())
            .bind(keep.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Gives the session a new token, in a browser that is known by a new one. False: it was ended meanwhile.
    pub async fn renew_session(&mut self, id: SessionId, digest: &[u8], device: &[u8]) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(RENEW)
            .bind(id.as_uuid())
            .bind(digest)
            .bind(device)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Ends the session whose cookie has this digest, or had it before it was renewed.
    pub async fn delete_session(&mut self, digest: &[u8]) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE).bind(digest).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the sessions last used before `idle` or begun before `absolute`.
    pub async fn purge_sessions(&mut self, idle: DateTime<Utc>, absolute: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(idle).bind(absolute).execute(db).await?.rows_affected()))
    }
}
