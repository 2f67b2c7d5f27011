//! What `/account` shows: sessions, organizations, an address on its way (SI-7, OR-7).

use chrono::{DateTime, Utc};
use domain::{EmailAddress, LinkPurpose, Permission, Role, SessionId, limits};
use store::{Member, Organization, OwnMembership};
use tracing::instrument;

use crate::{
    Caller, Result, Services,
    auth::{Proof, UserAgent},
    organizations::{TO_DELETE, TO_TRANSFER},
    security_events::SecurityEvent,
};

/// Others listed as possible owners of an organization.
const OWNERSHIP_CANDIDATES: i64 = 100;

/// What an account shows its owner.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The address that was asked for, while its link is open.
    pub new_email: Option<EmailAddress>,
    /// This session first, then the last used first.
    pub sessions: Vec<SessionInfo>,
    pub organizations: Vec<MyOrganization>,
}

/// A browser that is signed in.
#[derive(Clone, Debug)]
pub struct SessionInfo {
    pub id: SessionId,
    pub browser: UserAgent,
    /// The address it was last used from.
    pub client: String,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When it was signed in.
    pub created_at: DateTime<Utc>,
}

/// One of the caller's organizations.
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do with it")]
#[derive(Clone, Debug)]
pub struct MyOrganization {
    pub organization: Organization,
    pub role: Role,
    /// Whether the caller sees its general settings.
    pub can_read_settings: bool,
    /// Whether the caller may hand it over.
    pub can_transfer: bool,
    /// Whether the caller may delete it, or bring it back once it is deleted.
    pub can_delete: bool,
    /// Whether nobody else owns it.
    pub only_owner: bool,
    /// Who else could, where nobody else does.
    pub ownership_candidates: Vec<Member>,
    /// Deleted: when it is gone for good.
    pub purged_at: Option<DateTime<Utc>>,
}

impl Services {
    /// What the account shows its owner.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn profile(&self, caller: &Caller) -> Result<Profile> {
        let now = self.now();
        let (idle, absolute) = (now - limits::SESSION_IDLE, now - limits::SESSION_ABSOLUTE);
        let mut sessions: Vec<SessionInfo> = self
            .store
            .sessions_of(caller.account_id, idle, absolute)
            .await?
            .into_iter()
            .map(|session| SessionInfo {
                id: session.id,
                browser: UserAgent::read(&session.user_agent),
                client: session.client,
                seen_at: session.seen_at,
                created_at: session.created_at,
            })
            .collect();
        sessions.sort_by_key(|session| session.id != caller.session_id);
        let newest = self.store.newest_link_of_account(caller.account_id, LinkPurpose::NewAddress).await?;
        let new_email = newest.filter(|link| link.dead(now).is_none()).and_then(|link| link.email());
        let mut organizations = Vec::new();
        for own in self.store.own_memberships(caller.account_id, now - limits::ORGANIZATION_UNDO).await? {
            let OwnMembership { membership, only_owner } = own;
            let purged_at = membership.deleted_at.map(|at| at + limits::ORGANIZATION_UNDO);
            let authority = &membership.authority;
            // To those who cannot bring it back, what is deleted is gone.
            if purged_at.is_some() && !authority.may(TO_DELETE) {
                continue;
            }
            let mut ownership_candidates = Vec::new();
            if only_owner && purged_at.is_none() {
                let id = membership.organization.id;
                ownership_candidates =
                    self.store.read().first_members_by_name(id, "", OWNERSHIP_CANDIDATES + 1).await?;
                ownership_candidates.retain(|member| member.account_id != caller.account_id);
            }
            organizations.push(MyOrganization {
                organization: membership.organization,
                role: authority.role(),
                can_read_settings: authority.may(Permission::ReadSettings),
                can_transfer: authority.may(TO_TRANSFER),
                can_delete: authority.may(TO_DELETE),
                only_owner,
                ownership_candidates,
                purged_at,
            });
        }
        Ok(Profile { new_email, sessions, organizations })
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`Refusal::NotFound`](domain::Refusal::NotFound) when it is none of theirs.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn end_session(&self, caller: &Caller, id: SessionId) -> Result<()> {
        let (mut tx, account) = self.begin_as(caller).await?;
        self.end_by(&mut tx, account.id, Proof::OneSession(id), None).await?;
        tx.log(SecurityEvent::SessionEnded { account: caller.account_id });
        tx.commit().await
    }

    /// Ends all of the caller's sessions but the one that asks.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn end_other_sessions(&self, caller: &Caller) -> Result<()> {
        let (mut tx, account) = self.begin_as(caller).await?;
        self.end_by(&mut tx, account.id, Proof::OtherSessions, Some(caller.session_id)).await?;
        tx.log(SecurityEvent::OtherSessionsEnded { account: account.id });
        tx.commit().await
    }
}
