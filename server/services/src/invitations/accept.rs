//! Accepting an invitation: one transaction, one membership (IN-9).

use domain::{
    AccountId, DeadInvitation, InvitationAccess, InvitationId, InvitationState, LinkId, Password, PersonName, Refusal,
    Slug, audit::AuditEvent,
};
use mail::{InvitationAccepted, Message};
use store::{Account, Invitation, NewAccount};
use tracing::instrument;

use super::open::{Found, OpenInvitation, dead, unbacked};
use crate::{
    Caller, RequestContext, Result, Services,
    audit::{Subject, ended},
    auth::{Proof, SignedIn},
    security_events::SecurityEvent,
    transaction::Transaction,
};

/// As whom somebody accepts an invitation.
pub enum Acceptance {
    /// As a new person (IN-2).
    New {
        /// What people call them.
        name: PersonName,
        /// What they will sign in with.
        password: Password,
    },
    /// As the account of the address, signed out (IN-3).
    SignIn { password: Password },
    /// As who is signed in.
    SignedIn,
}

/// What somebody gets who accepted an invitation.
pub struct Accepted {
    pub slug: Slug,
    /// What the browser gets that was signed in by it.
    pub browser: Option<SignedIn>,
}

impl RequestContext {
    /// Accepts by a link. A mailed one proves the mailbox, so a new person is verified by it, and a claim that held the
    /// address is wiped first (SU-12).
    ///
    /// # Errors
    /// [`Refusal::DeadInvitation`], [`Refusal::WrongAccount`], [`Refusal::BadCredentials`]; [`Refusal::NoFreeSeat`], which
    /// leaves it to be accepted later;
    /// [`Refusal::SignedOut`] when the browser is at another point than `acceptance` says.
    #[instrument(level = "debug", skip_all)]
    pub async fn accept_invitation(&self, open: OpenInvitation, acceptance: Acceptance) -> Result<Accepted> {
        let OpenInvitation { access, found: Found { invitation, link, session, .. }, .. } = open;
        let as_new = matches!(access, InvitationAccess::New);
        let (mut tx, account_id, signed_in) = match (access, acceptance, session) {
            (InvitationAccess::Accept, _, Some(session)) => {
                let mut tx = self.begin().await?;
                let account = self.lock_session(&mut tx, &session).await?;
                still_for(&account, &invitation)?;
                (tx, account.id, None)
            }
            (InvitationAccess::WrongAccount { signed_in }, ..) => {
                return Err(Refusal::WrongAccount { invited: invitation.email, signed_in }.into());
            }
            (InvitationAccess::SignIn, Acceptance::SignIn { password }, _) => {
                let checked = self.check_credentials(&invitation.email, password).await?;
                let mut tx = self.begin().await?;
                let signed_in = self.sign_in_checked(&mut tx, &checked).await?;
                (tx, checked.account.id, Some(signed_in))
            }
            (InvitationAccess::New, Acceptance::New { name, password }, _) => {
                let hash = self.hasher.hash(password, self.rng.bytes()?).await?.to_string();
                let mut tx = self.begin().await?;
                let id = self.create_or_claim_account(&mut tx, &invitation, &name, &hash).await?;
                self.leave_attempts(&mut tx).await?;
                let signed_in = self.begin_session(&mut tx, id, Some(&invitation.email)).await?;
                (tx, id, Some(signed_in))
            }
            _ => return Err(Refusal::SignedOut.into()),
        };
        let slug = match self.join(&mut tx, &invitation, Some(link.id), account_id).await {
            Ok(slug) => slug,
            Err(error) => {
                drop(tx);
                return Err(self.told_of_seat(&self.client, &invitation, error).await);
            }
        };
        if signed_in.is_some() {
            let (account, email) = (account_id, &invitation.email);
            let event = if as_new {
                SecurityEvent::SignUpCompleted { account, email }
            } else {
                SecurityEvent::SignedIn { account, email }
            };
            tx.log(event);
        }
        tx.commit().await?;
        Ok(Accepted { slug, browser: signed_in })
    }
}

impl Services {
    /// Accepts an invitation for the caller's own verified address (SU-15, IN-10).
    ///
    /// # Errors
    /// [`Refusal::Unverified`]; [`Refusal::NotFound`] when it is for somebody else;
    /// [`Refusal::DeadInvitation`] when it cannot be accepted any more; [`Refusal::NoFreeSeat`] when it cannot be yet.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn accept_my_invitation(&self, caller: &Caller, id: InvitationId) -> Result<Slug> {
        let invitation = self.my_invitation(caller, id).await?;
        let (mut tx, account) = self.begin_as(caller).await?;
        still_for(&account, &invitation)?;
        match self.join(&mut tx, &invitation, None, account.id).await {
            Ok(slug) => {
                tx.commit().await?;
                Ok(slug)
            }
            Err(error) => {
                drop(tx);
                Err(self.told_of_seat(&caller.client, &invitation, error).await)
            }
        }
    }

    /// The open invitation with this id, if it is for the caller's verified address.
    pub(super) async fn my_invitation(&self, caller: &Caller, id: InvitationId) -> Result<Invitation> {
        let invitation = self.store.read().invitation(id).await?.filter(|invitation| invitation.email == caller.email);
        let invitation = invitation.ok_or(Refusal::NotFound)?;
        match self.why_dead(&invitation, None, Some(&caller.session)).await? {
            Some(reason) => Err(dead(reason, &invitation)),
            None => Ok(invitation),
        }
    }

    /// A new account, or a claim wiped and begun anew; verified by the mailed link.
    async fn create_or_claim_account(
        &self,
        tx: &mut Transaction<'_>,
        invitation: &Invitation,
        name: &PersonName,
        hash: &str,
    ) -> Result<AccountId> {
        let now = self.now();
        let id = AccountId::new(now, self.rng.bytes()?);
        let email = &invitation.email;
        let claim = tx
            .claim(&NewAccount { id, email, name, password_hash: Some(hash), hashed_apart: false, created_at: now })
            .await?;
        let Some(claim) = claim else {
            // The same click twice, or somebody proved the address a moment ago: that account's password is asked for.
            let now = tx.read().invitation(invitation.id).await?;
            let used = now.is_some_and(|invitation| invitation.state == InvitationState::Accepted);
            return Err(if used { dead(DeadInvitation::Used, invitation) } else { Refusal::SignedOut.into() });
        };
        if claim.id != id {
            self.end_by(tx, claim.id, Proof::TakenIn, None).await?;
        }
        if tx.verify_account(claim.id, now).await? { Ok(claim.id) } else { Err(Refusal::SignedOut.into()) }
    }

    /// Makes the membership, if the invitation is still open and whoever sent it may still give all of it (IN-6). Answers
    /// where.
    async fn join(
        &self,
        tx: &mut Transaction<'_>,
        seen: &Invitation,
        link: Option<LinkId>,
        account_id: AccountId,
    ) -> Result<Slug> {
        let now = self.now();
        let organization = seen.organization();
        // Locks are taken in one order: the account, the organization, the link.
        if tx.lock_organization(organization.id).await?.is_none() {
            return Err(dead(DeadInvitation::Gone, seen));
        }
        // Read again: sent anew a moment ago, it may hold another role.
        let invitation = &tx.read().invitation(seen.id).await?.ok_or_else(|| dead(DeadInvitation::Gone, seen))?;
        let open = match link {
            Some(link) => tx.use_link(link, now).await?,
            None => true,
        };
        match invitation.state.at(now, invitation.expires_at) {
            InvitationState::Sent if open => {}
            InvitationState::Sent => return Err(dead(DeadInvitation::Superseded, invitation)),
            InvitationState::Expired => return Err(dead(DeadInvitation::Expired, invitation)),
            InvitationState::Declined => return Err(dead(DeadInvitation::Declined, invitation)),
            InvitationState::Cancelled => return Err(dead(DeadInvitation::Cancelled, invitation)),
            InvitationState::Accepted | InvitationState::Draft => return Err(dead(DeadInvitation::Used, invitation)),
        }
        if !invitation.is_backed() {
            return Err(dead(unbacked(invitation), invitation));
        }
        self.require_seat_to_accept(tx, invitation).await?;
        if !tx.settle_invitation(invitation.id, InvitationState::Accepted, Some(account_id), now).await? {
            return Err(dead(DeadInvitation::Used, invitation));
        }
        if !tx.insert_member(organization.id, account_id, &invitation.given(), now).await? {
            return Err(dead(DeadInvitation::Member, invitation));
        }
        tx.supersede_links_of_invitation(invitation.id, now).await?;
        let change = ended(invitation, InvitationState::Accepted);
        let event = AuditEvent::InvitationAccepted(change);
        tx.record_for(organization.id, Some(account_id), Subject::Account(account_id), &event).await?;
        let member = tx.read().member(organization.id, account_id).await?;
        let inviter = match invitation.invited_by() {
            Some(id) => tx.read().member(organization.id, id).await?,
            None => None,
        };
        if let (Some(member), Some(inviter)) = (member, inviter) {
            let message = Message::InvitationAccepted(InvitationAccepted {
                organization: organization.name,
                slug: organization.slug.clone(),
                member: member.name,
                role: invitation.role,
            });
            tx.send(&inviter.email, &message).await?;
        }
        tx.changed(store::Change::Account(account_id));
        // Whoever comes in is told to those who watch.
        tx.log(SecurityEvent::of_role(account_id, account_id, organization.id, None, invitation.role));
        Ok(organization.slug)
    }
}

/// The account moved to another address while it waited: the invitation is not for it any more.
fn still_for(account: &Account, invitation: &Invitation) -> Result<()> {
    if account.email == invitation.email { Ok(()) } else { Err(Refusal::NotFound.into()) }
}
