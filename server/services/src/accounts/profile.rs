//! What `/account` shows: sessions, organizations, an address on its way (SI-7, OR-7).

use chrono::{DateTime, Utc};
use domain::{EmailAddress, Role, SessionId, limits};
use security::Purpose;
use store::{Member, Organization};

use super::{Caller, Proof, UserAgent};
use crate::{Client, Result, Services, security_events::SecurityEvent};

/// Others listed as possible owners of an organization.
const HEIRS: i64 = 100;

/// What an account shows its owner.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The address that was asked for, while its link is open.
    pub new_email: Option<EmailAddress>,
    /// This session first, then the last used first.
    pub sessions: Vec<SessionFacts>,
    /// Last opened first.
    pub organizations: Vec<Mine>,
}

/// A browser that is signed in.
#[derive(Clone, Debug)]
pub struct SessionFacts {
    /// Which session.
    pub id: SessionId,
    /// Which browser.
    pub browser: UserAgent,
    /// The address it was last used from.
    pub client: String,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When it was signed in.
    pub created_at: DateTime<Utc>,
}

/// One of the caller's organizations.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Which one.
    pub organization: Organization,
    /// The caller's role.
    pub role: Role,
    /// Whether nobody else owns it.
    pub only_owner: bool,
    /// Who else could, where nobody else does.
    pub heirs: Vec<Member>,
    /// Deleted: when it is gone for good.
    pub gone_at: Option<DateTime<Utc>>,
}

impl Services {
    /// What the account shows its owner.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn profile(&self, caller: &Caller) -> Result<Profile> {
        let now = self.now();
        let (idle, absolute) = (now - limits::SESSION_IDLE, now - limits::SESSION_ABSOLUTE);
        let mut sessions: Vec<SessionFacts> = self
            .store
            .sessions_of(caller.account_id, idle, absolute)
            .await?
            .into_iter()
            .map(|session| SessionFacts {
                id: session.id,
                browser: UserAgent::read(&session.user_agent),
                client: session.client,
                seen_at: session.seen_at,
                created_at: session.created_at,
            })
            .collect();
        sessions.sort_by_key(|session| session.id != caller.session_id);
        let newest = self.store.newest_link_of_account(caller.account_id, Purpose::NewAddress.as_str()).await?;
        let new_email = newest.filter(|link| link.dead(now).is_none()).and_then(|link| link.email());
        let mut organizations = Vec::new();
        for membership in self.store.memberships(caller.account_id, now - limits::ORGANIZATION_UNDO).await? {
            let gone_at = membership.deleted_at.map(|at| at + limits::ORGANIZATION_UNDO);
            // To everybody but its owners what is deleted is gone.
            if gone_at.is_some() && membership.role != Role::Owner {
                continue;
            }
            let mut heirs = Vec::new();
            if membership.only_owner && gone_at.is_none() {
                heirs = self.store.find_members(membership.organization.id, "", HEIRS + 1, 0).await?;
                heirs.retain(|member| member.account_id != caller.account_id);
            }
            organizations.push(Mine {
                organization: membership.organization,
                role: membership.role,
                only_owner: membership.only_owner,
                heirs,
                gone_at,
            });
        }
        Ok(Profile { new_email, sessions, organizations })
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`](crate::ServiceError::NotFound) when it is none of theirs.
    pub async fn end_session(&self, caller: &Caller, id: SessionId, client: &Client) -> Result<()> {
        let (mut tx, account) = self.begin_as(caller).await?;
        self.end_by(&mut tx, account.id, Proof::OneSession(id), None).await?;
        tx.commit().await?;
        SecurityEvent::SessionEnded { account: caller.account_id }.log(client);
        Ok(())
    }

    /// Ends all of the caller's sessions but the one that asks.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn end_other_sessions(&self, caller: &Caller, client: &Client) -> Result<()> {
        let (mut tx, account) = self.begin_as(caller).await?;
        self.end_by(&mut tx, account.id, Proof::OtherSessions, Some(caller.session_id)).await?;
        tx.commit().await?;
        SecurityEvent::OtherSessionsEnded { account: account.id }.log(client);
        Ok(())
    }
}
