//! The mailed verification link: looking at it changes nothing, *Confirm* proves the address, *This wasn't me* deletes
//! the claim (SU-4, SU-7, SU-14).

use chrono::{DateTime, Utc};
use domain::{DeadLink, EmailAddress, LinkPurpose, PersonName, Refusal, SignUpOrigin};
use security::Token;
use store::{Account, Attempt, NewAccount};
use tracing::instrument;

use super::{
    Proof,
    link::{OpenLink, dead_link},
};
use crate::{RequestContext, Result, security_events::SecurityEvent, throttles::Taken};

/// What an open link's page shows.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The address it proves.
    pub email: EmailAddress,
    pub name: PersonName,
    pub started_at: DateTime<Utc>,
    /// How this browser stands to that sign-up.
    pub origin: SignUpOrigin,
}

/// An address was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Whether this browser is the one that signed up.
    pub own: bool,
    /// Whether a browser still waits for it, and goes on by itself.
    pub waits: bool,
}

impl RequestContext {
    /// What the page of this link shows. Changes nothing.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead.
    #[instrument(level = "debug", skip_all)]
    pub async fn verification_link(&self, link: Option<&Token>) -> Result<LinkView> {
        let OpenLink { account, .. } = self.open_account_link(link, LinkPurpose::Verification).await?;
        let origin = self.origin(&account).await?;
        Ok(LinkView { email: account.email, name: account.name, started_at: account.created_at, origin })
    }

    /// Proves the address. Of several at once, one wins; the others hear that the link is used.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead; [`Refusal::OtherSignUp`] in a browser with a sign-up of its own
    /// for the address.
    #[instrument(level = "debug", skip_all)]
    pub async fn confirm(&self, link: Option<&Token>) -> Result<Confirmed> {
        let open = self.open_account_link(link, LinkPurpose::Verification).await?;
        let origin = self.origin(&open.account).await?;
        if origin == SignUpOrigin::Rival {
            return Err(Refusal::OtherSignUp.into());
        }
        let (mut tx, account) = self.begin_with_link(&open).await?;
        if !tx.verify_account(account.id, self.now()).await? {
            return Err(dead_link(LinkPurpose::Verification, DeadLink::Used));
        }
        tx.log(SecurityEvent::AddressConfirmed { account: account.id, email: &account.email });
        tx.commit().await?;
        let waits = self.store.is_waited_for(account.id).await?;
        Ok(Confirmed { own: origin == SignUpOrigin::Own, waits })
    }

    /// Deletes the claim; the address is free again.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead.
    #[instrument(level = "debug", skip_all)]
    pub async fn reject(&self, link: Option<&Token>) -> Result<()> {
        let open = self.open_account_link(link, LinkPurpose::Verification).await?;
        let (mut tx, account) = self.begin_with_link(&open).await?;
        if !tx.delete_claim(account.id).await? {
            return Err(dead_link(LinkPurpose::Verification, DeadLink::Used));
        }
        tx.commit().await
    }

    /// Goes on with this browser's own sign-up, in place of the one that the link belongs to: the link proves the mailbox,
    /// so whose name and password it becomes is for this browser to say. A new link is mailed.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead; [`Refusal::NoAttempt`] without a sign-up of its own;
    /// [`Refusal::TooSoon`] after many mails.
    #[instrument(level = "debug", skip_all)]
    pub async fn restart_sign_up(&self, link: Option<&Token>) -> Result<()> {
        let open = self.open_account_link(link, LinkPurpose::Verification).await?;
        let mine = self.rival(&open.account).await?.ok_or(Refusal::NoAttempt)?;
        let now = self.now();
        let mut taken = Taken::default();
        self.take_unverified_mail(&mut taken, &self.client, &mine.sign_up_id.to_string(), now)?;
        taken.settle(self.restart_by(&open, &mine, now).await)
    }

    /// The same, once that is counted.
    async fn restart_by(&self, open: &OpenLink, mine: &Attempt, now: DateTime<Utc>) -> Result<()> {
        let (mut tx, account) = self.begin_with_link(open).await?;
        let hash = mine.password_hash.as_deref();
        let new = NewAccount {
            id: account.id,
            email: &account.email,
            name: &mine.name,
            password_hash: hash,
            hashed_apart: false,
            created_at: mine.mailed_at,
        };
        let claim = tx.claim(&new).await?.ok_or(dead_link(LinkPurpose::Verification, DeadLink::Used))?;
        self.end_by(&mut tx, account.id, Proof::SignUpAgain, None).await?;
        let mail = self.write_verification_mail(&mut tx, &claim, now, now).await?;
        if !tx.restart_attempt(mine.id, account.id, mail, now).await? {
            return Err(Refusal::NoAttempt.into());
        }
        tx.commit().await
    }

    /// How this browser stands to the sign-up that made the claim.
    async fn origin(&self, account: &Account) -> Result<SignUpOrigin> {
        let mut origin = SignUpOrigin::Elsewhere;
        for attempt in self.attempts().await? {
            if attempt.account_id() == Some(account.id) {
                return Ok(SignUpOrigin::Own);
            }
            if attempt.email == account.email && attempt.completed_at.is_none() {
                origin = SignUpOrigin::Rival;
            }
        }
        Ok(origin)
    }

    /// The newest sign-up of this browser for the claim's address, if the claim is another browser's.
    async fn rival(&self, account: &Account) -> Result<Option<Attempt>> {
        if self.origin(account).await? != SignUpOrigin::Rival {
            return Ok(None);
        }
        let attempts = self.attempts().await?;
        Ok(attempts.into_iter().find(|attempt| attempt.email == account.email && attempt.completed_at.is_none()))
    }
}
