//! Who calls: the session of a request (SI-4), and what they are in the organization that it names (OR-1).

use std::ops::Deref;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, Availability, EmailAddress, OrganizationId, OrganizationName, Permission, PersonName,
    Refusal, SessionId, Slug, limits,
};
use security::{Digest, Purpose};
use store::{EnteredOrganization, Organization, Reader};
use tracing::instrument;

use crate::{ClientInfo, RequestContext, Result, ServiceError, Services};

/// A browser that is signed in, whether or not the account's address is verified.
#[derive(Clone, Debug)]
pub struct Session {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// The digest of its token, by which a transaction makes sure that it still is one.
    pub(crate) digest: Digest,
    pub email: EmailAddress,
    pub name: PersonName,
    pub(crate) verified: bool,
}

/// Somebody who is signed in, with a verified address (SU-13).
#[derive(Clone, Debug)]
pub struct Caller {
    pub(crate) session: Session,
    pub(crate) client: ClientInfo,
}

/// Somebody in an organization, as of this request.
#[derive(Clone, Debug)]
pub struct OrganizationContext {
    pub caller: Caller,
    pub organization: Organization,
    /// What the caller may do there.
    pub authority: Authority,
    /// What the caller chose to be there.
    pub availability: Availability,
    /// When the caller last opened it, if they opened none of theirs after it.
    pub(crate) open_since: Option<DateTime<Utc>>,
}

impl Deref for Caller {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl RequestContext {
    /// The session of this request, which counts as used, in the background excepted: at most one write a minute.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when there is none, or it ended: after 7 days without use or 30 days in all.
    pub async fn session(&self) -> Result<Session> {
        Ok(self.look_up(None, !self.background).await?.0)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// As [`Self::session`]; [`Refusal::Unverified`].
    pub async fn caller(&self) -> Result<Caller> {
        self.verified(self.session().await?)
    }

    /// Who is signed in, and what they are in the organization with this slug.
    ///
    /// # Errors
    /// As [`Self::caller`]; [`Refusal::NotFound`] for an unknown organization, a foreign one and a deleted one alike
    /// (OR-6); [`Refusal::KeptOutside`] for a member who belongs to no project, where members need one (ST-6).
    pub async fn organization(&self, slug: &Slug) -> Result<OrganizationContext> {
        let (context, kept_outside) = self.membership(slug).await?;
        if kept_outside {
            let OrganizationContext { organization, .. } = context;
            return Err(kept_outside_refusal(&mut self.store.read(), organization.id, organization.name).await);
        }
        Ok(context)
    }

    /// The same for what a member may do who is kept outside: reading why, and leaving.
    ///
    /// # Errors
    /// As [`Self::organization`], but for [`Refusal::KeptOutside`].
    pub async fn organization_from_outside(&self, slug: &Slug) -> Result<OrganizationContext> {
        Ok(self.membership(slug).await?.0)
    }

    /// The caller in this organization, and whether they are kept outside.
    async fn membership(&self, slug: &Slug) -> Result<(OrganizationContext, bool)> {
        let (session, entered) = self.look_up(Some(slug), !self.background).await?;
        let caller = self.verified(session)?;
        let entered = entered.filter(|found| found.deleted_at.is_none()).ok_or(Refusal::NotFound)?;
        let EnteredOrganization { organization, authority, availability, open_since, kept_outside, .. } = entered;
        Ok((OrganizationContext { caller, organization, authority, availability, open_since }, kept_outside))
    }

    /// The session, if there is one; it does not count as used.
    pub(crate) async fn peek(&self) -> Result<Option<Session>> {
        match self.look_up(None, false).await {
            Ok((session, _)) => Ok(Some(session)),
            Err(ServiceError::Refused(Refusal::SignedOut)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn verified(&self, session: Session) -> Result<Caller> {
        if session.verified {
            Ok(Caller { session, client: self.client.clone() })
        } else {
            Err(Refusal::Unverified.into())
        }
    }

    /// The session and, in the same statement, the organization with this slug as the account enters it.
    #[instrument(level = "debug", name = "session", skip_all)]
    async fn look_up(&self, slug: Option<&Slug>, used: bool) -> Result<(Session, Option<EnteredOrganization>)> {
        let digest = self.credentials.session.as_ref().ok_or(Refusal::SignedOut)?.digest(Purpose::Session);
        let (session, entered) = match slug {
            Some(slug) => self.store.session_in(digest.as_bytes(), slug).await?.ok_or(Refusal::SignedOut)?,
            None => (self.store.session(digest.as_bytes()).await?.ok_or(Refusal::SignedOut)?, None),
        };
        let now = self.now();
        if now - session.seen_at >= limits::SESSION_IDLE || now - session.created_at >= limits::SESSION_ABSOLUTE {
            // Ended for good: a clock that is set back revives nothing (RST-5).
            self.best_effort(async {
                let mut tx = self.store.begin().await?;
                tx.delete_session(digest.as_bytes()).await?;
                tx.commit().await
            })
            .await;
            return Err(Refusal::SignedOut.into());
        }
        if used && (now - session.seen_at).abs() >= limits::SESSION_TOUCH {
            self.best_effort(async {
                let mut tx = self.store.begin().await?;
                tx.touch_session(session.id, now, &self.client.address_text()).await?;
                tx.commit().await
            })
            .await;
        }
        let session = Session {
            account_id: session.account_id,
            session_id: session.id,
            digest,
            email: session.email,
            name: session.name,
            verified: session.verified,
        };
        Ok((session, entered))
    }
}

/// The refusal of somebody who is kept outside, with the names of some who can add them to a project (ST-6); or that the
/// database is away.
pub(crate) async fn kept_outside_refusal(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    organization: OrganizationName,
) -> ServiceError {
    match reader.project_adders(id).await {
        Ok(added_by) => Refusal::KeptOutside { organization, added_by }.into(),
        Err(error) => error.into(),
    }
}

impl Services {
    /// Under what browsers keep what this account types: always the same, and nobody else can guess it (SI-11).
    pub fn draft_key(&self, session: &Session) -> String {
        self.secret.link_token(Purpose::Drafts, session.account_id.as_uuid().as_bytes()).expose()
    }

    /// The refusal for want of a permission, with the names of some who can grant it (TR-8).
    ///
    /// # Errors
    /// Always: that refusal, or that the database is away.
    pub(crate) async fn forbid<T>(&self, context: &OrganizationContext, permission: Permission) -> Result<T> {
        let granted_by = self.store.read().providers(context.organization.id, permission).await?;
        Err(Refusal::Forbidden { permission, granted_by }.into())
    }
}
