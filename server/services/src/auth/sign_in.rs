//! Signing in (SI-1, SU-13).

use domain::{AccountId, AttemptId, EmailAddress, Password, Refusal, limits};
use mail::{Message, NewSignIn};
use security::{Purpose, Token};
use store::{Account, NewAttempt, NewSession, Tx};
use tracing::instrument;

use super::{UserAgent, credentials::Checked, sign_up::note_hashed_apart};
use crate::{Credentials, RequestContext, Result, Services, Session, security_events::SecurityEvent};

/// What a browser gets that signed in.
pub struct SignedIn {
    pub session: Token,
    /// By which it is known again.
    pub device: Token,
    /// Its sign-ups from now on, the newest first; one where the address is still to be proven.
    pub attempts: Vec<Token>,
}

impl RequestContext {
    /// Signs in. Unknown addresses and wrong passwords answer alike, after one hash each. The session the browser
    /// had is ended.
    ///
    /// # Errors
    /// [`Refusal::BadCredentials`], [`Refusal::Throttled`].
    #[instrument(level = "debug", skip_all)]
    pub async fn sign_in(&self, email: &EmailAddress, password: Password) -> Result<SignedIn> {
        let checked = self.check_signing_in(email, password).await?;
        let mut tx = self.begin().await?;
        let signed_in = self.sign_in_checked(&mut tx, &checked).await?;
        tx.log(if checked.account.shadow {
            SecurityEvent::SignInFailed { email }
        } else {
            SecurityEvent::SignedIn { account: checked.account.id, email }
        });
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Signs in whose password was checked, unless a sign-up or a reset replaced it while it was being hashed
    /// (SU-11, RAC-5).
    pub(crate) async fn sign_in_checked(&self, tx: &mut Tx, checked: &Checked) -> Result<SignedIn> {
        let Checked { account: seen, hash, fresh } = checked;
        // By now it may be confirmed. Moved to another address, it is not the one that was asked for any more.
        let account = tx.lock_with_password(seen.id, hash).await?.filter(|account| account.email == seen.email);
        let account = account.ok_or(Refusal::BadCredentials)?;
        if let Some(fresh) = fresh {
            tx.rehash(account.id, hash, fresh).await?;
            if account.shadow {
                note_hashed_apart(tx, &account.email, account.id, fresh).await?;
            }
        }
        // Nobody has proven that a claim's address is theirs.
        let news_to = account.verified_at.is_some().then_some(&account.email);
        let mut signed_in = self.begin_session(tx, account.id, news_to).await?;
        self.leave_attempts(tx).await?;
        if account.verified_at.is_none() {
            signed_in.attempts.push(self.resume_attempt(tx, &account).await?);
        }
        Ok(signed_in)
    }

    /// The same request with the session that it was just given, whose use this is not.
    #[must_use]
    pub fn signed_in(&self, signed_in: &SignedIn) -> Self {
        let credentials = Credentials { session: Some(signed_in.session.clone()), ..self.credentials.clone() };
        Self { credentials, ..self.in_background() }
    }

    /// Sign-ups that this browser gives up: their links say so, rather than that they go on where they began.
    pub(crate) async fn leave_attempts(&self, tx: &mut Tx) -> Result<()> {
        for attempt in &self.credentials.attempts {
            tx.leave_attempt(attempt.digest(Purpose::Attempt).as_bytes()).await?;
        }
        Ok(())
    }

    /// A session with a new token (SI-4), in place of the one the browser had. A sign-in from an unknown device is mailed
    /// to the account's owner (SI-7), at `news_to`.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Tx,
        account_id: AccountId,
        news_to: Option<&EmailAddress>,
    ) -> Result<SignedIn> {
        let now = self.now();
        if let Some(old) = &self.credentials.session {
            tx.delete_session(old.digest(Purpose::Session).as_bytes()).await?;
        }
        let (session, device) = (self.token()?, self.token()?);
        let device_digest = device.digest(Purpose::Device);
        let user_agent: String = self.client.user_agent.chars().filter(|c| *c != '\0').take(255).collect();
        let client = self.client.address_text();
        tx.insert_session(&NewSession {
            id: domain::SessionId::new(now, self.rng.bytes()?),
            digest: session.digest(Purpose::Session).as_bytes(),
            account_id,
            user_agent: &user_agent,
            client: &client,
            device: device_digest.as_bytes(),
            now,
        })
        .await?;
        // It shows in open lists (SI-7).
        tx.changed(store::Change::Account(account_id));
        let old = self.credentials.device.as_ref().map(|device| device.digest(Purpose::Device));
        let old = old.as_ref().map(security::Digest::as_bytes);
        if tx.device_signed_in(account_id, old, device_digest.as_bytes(), now).await?
            && let Some(email) = news_to
        {
            let message =
                Message::NewSignIn(NewSignIn { at: now, device: UserAgent::read(&user_agent).name(), client });
            self.write_notices(tx, &[(email, &message)]).await?;
        }
        Ok(SignedIn { session, device, attempts: Vec::new() })
    }
}

impl Services {
    /// The session that gave a proof goes on under a new token, in a browser that is known by a new one.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when it ended meanwhile.
    pub(crate) async fn renew_session(&self, tx: &mut Tx, old: &Session) -> Result<SignedIn> {
        let (session, device) = (self.token()?, self.token()?);
        let digest = device.digest(Purpose::Device);
        if !tx.renew_session(old.session_id, session.digest(Purpose::Session).as_bytes(), digest.as_bytes()).await? {
            return Err(Refusal::SignedOut.into());
        }
        tx.device_signed_in(old.account_id, None, digest.as_bytes(), self.now()).await?;
        Ok(SignedIn { session, device, attempts: Vec::new() })
    }

    /// An attempt for a claim's owner who comes back: it shows the newest mail, or a new one where that one's
    /// link has died.
    async fn resume_attempt(&self, tx: &mut Tx, account: &Account) -> Result<Token> {
        let now = self.now();
        let token = self.token()?;
        let id = AttemptId::new(now, self.rng.bytes()?);
        let newest = tx.newest_mail_of_claim(account.id).await?;
        let sign_up_id = newest.map_or(id, |(.., sign_up_id)| sign_up_id);
        let (mail_id, mailed_at) = match newest {
            Some((id, at, _)) if at + limits::VERIFICATION > now => (id, at),
            _ => (self.write_verification_mail(tx, account, now, now).await?, now),
        };
        tx.insert_attempt(&NewAttempt {
            id,
            digest: token.digest(Purpose::Attempt).as_bytes(),
            sign_up_id,
            account_id: Some(account.id),
            email: &account.email,
            name: &account.name,
            password_hash: account.password_hash.as_deref(),
            mail_id,
            mailed_at,
            now,
        })
        .await?;
        Ok(token)
    }
}
