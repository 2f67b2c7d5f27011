//! Who calls: the session of a request (SI-4), and what they are in the organization that it names (OR-1).

use domain::{AccountId, Authority, EmailAddress, Permission, PersonName, Refusal, SessionId, Slug, limits};
use security::{Digest, Purpose, Token};
use store::Organization;

use crate::{ClientInfo, Result, Services};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Caller {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// The digest of its token, by which a transaction makes sure that it still is one.
    pub(crate) session: Digest,
    pub email: EmailAddress,
    pub name: PersonName,
    /// Whether the address is verified.
    pub verified: bool,
    /// From where they call.
    pub(crate) client: ClientInfo,
}

/// Somebody in an organization, as of this request.
#[derive(Clone, Debug)]
pub struct OrganizationContext {
    pub caller: Caller,
    pub organization: Organization,
    /// What the caller may do there.
    pub authority: Authority,
}

impl Services {
    /// Under what browsers keep what this account types: always the same, and nobody else can guess it (SI-11).
    pub fn draft_key(&self, caller: &Caller) -> String {
        self.secret.link_token(Purpose::Drafts, caller.account_id.as_uuid().as_bytes()).expose()
    }

    /// Who holds this session. Counts as use: at most one write a minute.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when there is none, or it ended: after 7 days without use or 30 days in all.
    pub async fn caller(&self, session: Option<&Token>, client: &ClientInfo) -> Result<Caller> {
        self.look_up(session, client, true).await
    }

    /// Who holds this session, asked in the background: it does not count as use (SES-8).
    ///
    /// # Errors
    /// [`Refusal::SignedOut`].
    pub async fn peek(&self, session: Option<&Token>, client: &ClientInfo) -> Result<Caller> {
        self.look_up(session, client, false).await
    }

    async fn look_up(&self, session: Option<&Token>, client: &ClientInfo, used: bool) -> Result<Caller> {
        let digest = session.ok_or(Refusal::SignedOut)?.digest(Purpose::Session);
        let session = self.store.session(digest.as_bytes()).await?.ok_or(Refusal::SignedOut)?;
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
                tx.touch_session(session.id, now, &client.address).await?;
                tx.commit().await
            })
            .await;
        }
        Ok(Caller {
            account_id: session.account_id,
            session_id: session.id,
            session: digest,
            email: session.email,
            name: session.name,
            verified: session.verified,
            client: client.clone(),
        })
    }

    /// What the caller is in the organization with this slug.
    ///
    /// # Errors
    /// [`Refusal::Unverified`]; [`Refusal::NotFound`] for an unknown one, a foreign one and a deleted one
    /// alike (OR-6).
    pub async fn organization_context(&self, caller: Caller, slug: &Slug) -> Result<OrganizationContext> {
        caller.require_verified()?;
        let membership = self.store.membership(slug, caller.account_id).await?;
        let membership = membership.filter(|found| found.deleted_at.is_none()).ok_or(Refusal::NotFound)?;
        let authority = membership.authority();
        Ok(OrganizationContext { caller, organization: membership.organization, authority })
    }

    /// The refusal for want of a permission, with the names of some who can grant it (TR-8).
    ///
    /// # Errors
    /// Always: that refusal, or that the database is away.
    pub(crate) async fn forbid<T>(&self, context: &OrganizationContext, permission: Permission) -> Result<T> {
        let granted_by = self.store.holders(context.organization.id, permission).await?;
        Err(Refusal::Forbidden { permission, granted_by }.into())
    }
}

impl Caller {
    /// Refuses while the address is unverified (SU-13).
    ///
    /// # Errors
    /// [`Refusal::Unverified`].
    pub fn require_verified(&self) -> Result<()> {
        if self.verified { Ok(()) } else { Err(Refusal::Unverified.into()) }
    }
}
