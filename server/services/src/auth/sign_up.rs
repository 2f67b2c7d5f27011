//! Signing up: a claim, its mail, and the attempt of this browser (SU-1, SU-9 to SU-11).

use chrono::{DateTime, Utc};
use domain::{AccountId, AttemptId, EmailAddress, LinkPurpose, Password, PersonName, Refusal};
use security::{PasswordHash, Purpose, Token, client_key};
use store::{Attempt, NewAccount, NewAttempt, Tx};
use tracing::instrument;

use super::Proof;
use crate::{
    ClientInfo, RequestContext, Result, Services, Throttles, security_events::SecurityEvent, throttles::Taken,
};

/// Sign-ups that a browser holds at most; of more the oldest is given up.
const ATTEMPTS: usize = 4;

/// What somebody who signs up typed.
pub struct SignUp {
    pub name: PersonName,
    pub email: EmailAddress,
    /// What they will sign in with.
    pub password: Password,
}

/// A claim to be.
pub(crate) struct NewSignUp<'a> {
    pub name: &'a PersonName,
    pub email: &'a EmailAddress,
    pub hash: Option<&'a str>,
    /// When its mail goes out.
    pub mail_due_at: DateTime<Utc>,
}

impl RequestContext {
    /// Claims the address, and answers the tokens of the browser's sign-ups, the new one first. An address that has an
    /// account answers alike, in every byte and as slowly: its owner gets a mail instead of the link. Where the address got many
    /// mails by now, this one waits: nobody's mailbox is filled by others, and nobody is kept from signing up by them.
    ///
    /// # Errors
    /// [`Refusal::TooSoon`] after many sign-ups with this address, or many mails of this client; when hashing or the
    /// database is busy.
    #[instrument(level = "debug", skip_all)]
    pub async fn sign_up(&self, sign_up: SignUp) -> Result<Vec<Token>> {
        let SignUp { name, email, password } = sign_up;
        let now = self.now();
        // By client first: whoever signs up somebody else's address does not keep its owner from doing so.
        let client = client_key(self.client.address);
        let key = format!("{email} {client}");
        let throttled = |wait| {
            SecurityEvent::Throttled { email: Some(&email) }.log(&self.client);
            Refusal::too_soon(wait)
        };
        let Throttles { sign_ups, unverified_by_client, signed_up_anywhere, sign_up_mails, .. } = &self.throttles;
        let mut tries = Taken::default();
        tries.take(sign_ups, &key, now).map_err(throttled)?;
        tries.take(unverified_by_client, &client, now).map_err(throttled)?;
        tries.take(signed_up_anywhere, email.as_str(), now).map_err(throttled)?;
        let begun = async {
            let hash = self.hash_signing_up(&email, password).await?;
            // The key is what was typed: the same for an address that has an account (ENU-3). The sign-up supersedes the link of
            // the one whose mail waits, which is dropped then, so that the newest one has its place.
            let mail_due_at = now + tries.put_off(sign_up_mails, email.as_str(), now);
            let new = NewSignUp { name: &name, email: &email, hash: Some(&hash), mail_due_at };
            self.begin_attempt(new, None).await
        };
        let begun = begun.await;
        let token = tries.settle(begun)?;
        // A browser may be signing up with several addresses, a tab each.
        let (kept, given_up) = self.credentials.attempts.split_at(self.credentials.attempts.len().min(ATTEMPTS - 1));
        if !given_up.is_empty() {
            let mut tx = self.store.begin().await?;
            for attempt in given_up {
                tx.leave_attempt(attempt.digest(Purpose::Attempt).as_bytes()).await?;
            }
            tx.commit().await?;
        }
        Ok([token].into_iter().chain(kept.iter().cloned()).collect())
    }
}

impl Services {
    /// Counts a mail to an address that nobody has verified, whichever call writes it: one budget for each client, and one
    /// for whom it is asked, a sign-up or an account.
    ///
    /// # Errors
    /// [`Refusal::TooSoon`].
    pub(crate) fn take_unverified_mail<'a>(
        &'a self,
        taken: &mut Taken<'a>,
        client: &ClientInfo,
        asking: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Throttles { unverified_by_client, unverified_by_attempt, .. } = &self.throttles;
        let key = client_key(client.address);
        taken.take_all(&[(unverified_by_client, key.as_str()), (unverified_by_attempt, asking)], now).map_err(|wait| {
            SecurityEvent::Throttled { email: None }.log(client);
            Refusal::too_soon(wait).into()
        })
    }

    /// Claims the address and begins an attempt for it, in place of the attempt `old` and its claim.
    pub(crate) async fn begin_attempt(&self, new: NewSignUp<'_>, old: Option<&Attempt>) -> Result<Token> {
        let NewSignUp { name, email, hash, mail_due_at } = new;
        let now = self.now();
        let token = self.token()?;
        let mut tx = match old {
            Some(old) => {
                let (mut tx, old, claim) = self.begin_with_attempt(old, Some(email)).await?;
                if let Some(claim) = claim {
                    if claim.verified_at.is_some() {
                        // Confirmed a moment ago: the session is there to be taken.
                        return Err(Refusal::NoAttempt.into());
                    }
                    tx.supersede_links(claim.id, LinkPurpose::Verification, now).await?;
                    tx.delete_claim(claim.id).await?;
                }
                tx.delete_attempt(old.id).await?;
                tx
            }
            None => self.store.begin().await?,
        };
        let new_id = AccountId::new(now, self.rng.bytes()?);
        let hashed_apart = old.is_some();
        let new = NewAccount { id: new_id, email, name, password_hash: hash, hashed_apart, created_at: now };
        let claim = match tx.claim(&new).await? {
            Some(claim) => claim,
            None => tx.shadow_claim(&new).await?,
        };
        if claim.id != new_id {
            self.end_by(&mut tx, claim.id, Proof::SignUpAgain, None).await?;
        }
        if let Some(hash) = hash.filter(|_| claim.shadow) {
            note_hashed_apart(&mut tx, email, claim.id, hash).await?;
        }
        let mail_id = self.write_verification_mail(&mut tx, &claim, now, mail_due_at).await?;
        // One that moves to another address stays the same attempt of the same sign-up, so that what is counted goes on.
        let (id, sign_up_id) = if let Some(old) = old {
            (old.id, old.sign_up_id)
        } else {
            let id = AttemptId::new(now, self.rng.bytes()?);
            (id, id)
        };
        tx.insert_attempt(&NewAttempt {
            id,
            digest: token.digest(Purpose::Attempt).as_bytes(),
            sign_up_id,
            account_id: Some(claim.id),
            email,
            name,
            password_hash: hash,
            mail_id,
            mailed_at: now,
            now,
        })
        .await?;
        tx.commit().await?;
        Ok(token)
    }
}

/// Notes whether the password of a shadow claim takes a hash of its own: that of the account may have changed since this
/// one was hashed beside it, or is of another cost.
pub(super) async fn note_hashed_apart(tx: &mut Tx, email: &EmailAddress, shadow: AccountId, hash: &str) -> Result<()> {
    let account = tx.read().account_by_email(email).await?;
    let stored = account.and_then(|account| account.password_hash).and_then(|hash| hash.parse::<PasswordHash>().ok());
    let apart = match (stored, hash.parse::<PasswordHash>()) {
        (Some(stored), Ok(hash)) => !hash.is_beside(&stored),
        _ => false,
    };
    Ok(tx.set_hashed_apart(shadow, apart).await?)
}
