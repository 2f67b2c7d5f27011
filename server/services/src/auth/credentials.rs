//! Passwords of people who have an account: checked with one hash each, throttled, and never told apart (SI-1, SI-6).

use chrono::TimeDelta;
use domain::{AccountId, EmailAddress, Password, Refusal, Tries};
use security::{PasswordHash, Priority, Purpose, client_key};
use store::Account;

use crate::{Caller, RequestContext, Result, ServiceError, Services, security_events::SecurityEvent};

fn throttled(wait: TimeDelta) -> Refusal {
    Refusal::throttled(wait, Tries::Passwords)
}

/// Whom a password may belong to.
#[derive(Default)]
struct Candidates {
    /// The account or claim.
    account: Option<Account>,
    /// The claim that stands beside it (SU-10).
    shadow: Option<Account>,
}

impl Candidates {
    /// Those that one hash is for, hash by hash.
    ///
    /// A shadow claim is hashed beside its account, so that one hash is for both. Where a claim moved here from another
    /// address, its own hash follows one for the account that the address may have, whether or not it has one.
    fn into_rounds(self) -> Vec<Vec<Account>> {
        let Self { account, shadow } = self;
        match (account, shadow) {
            (Some(claim), None) if claim.verified_at.is_none() && claim.hashed_apart => vec![vec![], vec![claim]],
            (account, Some(shadow)) if shadow.hashed_apart => vec![Vec::from_iter(account), vec![shadow]],
            (account, shadow) => vec![account.into_iter().chain(shadow).collect()],
        }
    }
}

/// An account whose password was given right, and the hash that it was checked against.
pub(crate) struct Checked {
    pub account: Account,
    /// As it was stored: a transaction makes sure that it still is.
    pub hash: String,
    /// The same password hashed anew, where it should be: at today's cost, for the address that a claim has now.
    pub fresh: Option<String>,
}

impl Checked {
    /// Whether the password may have been a guess at that of the account that has the address: whoever signs up with a
    /// guess, and signs in to that, learns that it was wrong. So the first sign-in to each sign-up counts as a failure.
    const fn may_be_a_guess(&self) -> bool {
        self.account.verified_at.is_none() && !self.account.signed_in
    }
}

impl RequestContext {
    /// Checks the password of the account with this address. An unknown address answers like a wrong password, after one
    /// hash as well.
    pub(crate) async fn check_credentials(&self, email: &EmailAddress, password: Password) -> Result<Checked> {
        let candidates = Candidates { account: self.store.read().account_by_email(email).await?, shadow: None };
        self.check_password_from(email, password, candidates).await
    }

    /// Checks the password of whoever signs in with this address: that of its account, or that of a sign-up with it which
    /// waits. An unknown address answers as a known one does, after as many hashes.
    pub(crate) async fn check_signing_in(&self, email: &EmailAddress, password: Password) -> Result<Checked> {
        let mut candidates = Candidates::default();
        for found in self.store.accounts_signing_in(email).await? {
            let place = if found.shadow { &mut candidates.shadow } else { &mut candidates.account };
            *place = Some(found);
        }
        self.check_password_from(email, password, candidates).await
    }

    async fn check_password_from(
        &self,
        email: &EmailAddress,
        password: Password,
        candidates: Candidates,
    ) -> Result<Checked> {
        let client = client_key(self.client.address);
        // Before this try counts: where more is guessed than can be hashed, those who never failed go first (FIELD-44).
        let unsuspected = self.throttles.clients.is_untouched(&client, self.now());
        let priority = if unsuspected { Priority::Unsuspected } else { Priority::Other };
        self.throttles.clients.take(&client, self.now()).map_err(|wait| {
            SecurityEvent::Throttled { email: Some(email) }.log(&self.client);
            throttled(wait)
        })?;
        let checked = self.check_password_at(email, password, priority, candidates).await;
        // What failed for want of a core or of the database was no guess.
        if !matches!(checked, Err(ServiceError::Refused(Refusal::BadCredentials | Refusal::Throttled { .. }))) {
            self.throttles.clients.give_back(&client);
        }
        let checked = checked.and_then(|checked| {
            if checked.may_be_a_guess() {
                self.throttles.unverified_sign_ins.take(&client, self.now()).map_err(throttled)?;
            }
            Ok(checked)
        });
        match &checked {
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {
                SecurityEvent::SignInFailed { email }.log(&self.client);
            }
            Err(ServiceError::Refused(Refusal::Throttled { .. })) => {
                SecurityEvent::Throttled { email: Some(email) }.log(&self.client);
            }
            _ => {}
        }
        checked
    }

    async fn check_password_at(
        &self,
        email: &EmailAddress,
        password: Password,
        priority: Priority,
        candidates: Candidates,
    ) -> Result<Checked> {
        // A browser that was signed in before counts for itself: strangers who guess do not keep the owner out.
        let known = match self.credentials.device.as_ref().map(|device| device.digest(Purpose::Device)) {
            Some(digest) if self.store.knows_device(email, digest.as_bytes()).await? => Some(digest),
            _ => None,
        };
        let priority = if known.is_some() { Priority::Known } else { priority };
        let key = known.map_or_else(|| email.to_string(), |digest| format!("{email} {digest:?}"));
        self.check_throttled(&key, password, candidates, priority).await
    }
}

impl Services {
    /// Checks the password of somebody who is signed in.
    pub(crate) async fn check_password_of(&self, caller: &Caller, password: Password) -> Result<Checked> {
        let (id, client) = (caller.account_id, &caller.client);
        let candidates = Candidates { account: self.store.account(id).await?, shadow: None };
        let checked = self.check_throttled(&id.to_string(), password, candidates, Priority::Known).await;
        match &checked {
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {
                SecurityEvent::PasswordWrong { account: id }.log(client);
            }
            Err(ServiceError::Refused(Refusal::Throttled { .. })) => {
                SecurityEvent::Throttled { email: None }.log(client);
            }
            _ => {}
        }
        checked
    }

    async fn check_throttled(
        &self,
        key: &str,
        password: Password,
        candidates: Candidates,
        priority: Priority,
    ) -> Result<Checked> {
        self.throttles.accounts.take(key, self.now()).map_err(throttled)?;
        let checked = self.check(password, candidates, priority).await;
        match &checked {
            Ok(checked) if checked.account.verified_at.is_some() => self.throttles.accounts.clear(key),
            Ok(checked) if checked.may_be_a_guess() => {}
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {}
            // A claim's password forgives no guess at that of the account beside it.
            Ok(_) | Err(_) => self.throttles.accounts.give_back(key, self.now()),
        }
        checked
    }

    async fn check(&self, password: Password, candidates: Candidates, priority: Priority) -> Result<Checked> {
        for round in candidates.into_rounds() {
            if let Some(checked) = self.check_round(&password, round, priority).await? {
                return Ok(checked);
            }
        }
        Err(Refusal::BadCredentials.into())
    }

    /// Whose of these the password is, after one hash.
    async fn check_round(
        &self,
        password: &Password,
        accounts: Vec<Account>,
        priority: Priority,
    ) -> Result<Option<Checked>> {
        let mut stored = Vec::new();
        let mut owners = Vec::new();
        for account in accounts {
            let Some(text) = account.password_hash.clone() else { continue };
            if let Ok(hash) = text.parse::<PasswordHash>() {
                stored.push(hash);
                owners.push((account, text));
            } else if self.throttles.odd_hashes.take(&account.id.to_string(), self.now()).is_ok() {
                tracing::error!(
                    account = %account.id,
                    "a stored password hash is none, or costs more than is ever spent: its owner needs a reset"
                );
            }
        }
        let Some(found) = self.hasher.verify_any(password.clone(), &stored, priority).await? else { return Ok(None) };
        let (account, hash) = owners.swap_remove(found);
        let outdated = self.hasher.is_outdated(&stored[found]);
        let fresh = if account.verified_at.is_none() && (outdated || account.hashed_apart) {
            Some(self.hash_signing_up(&account.email, password.clone()).await?)
        } else if outdated {
            Some(self.hasher.hash(password.clone(), self.rng.bytes()?).await?.to_string())
        } else {
            None
        };
        Ok(Some(Checked { account, hash, fresh }))
    }

    /// The hash of a password that somebody signs up with, made beside the one of the account that has the address: a
    /// sign-in finds out with one hash which of the two it is (SU-10).
    pub(crate) async fn hash_signing_up(&self, email: &EmailAddress, password: Password) -> Result<String> {
        let account = self.store.read().account_by_email(email).await?.filter(|account| account.verified_at.is_some());
        let stored = account.and_then(|account| account.password_hash).and_then(|hash| hash.parse().ok());
        let hash = match stored.filter(|hash| !self.hasher.is_outdated(hash)) {
            Some(other) => self.hasher.hash_beside(password, &other).await?,
            None => self.hasher.hash(password, self.rng.bytes()?).await?,
        };
        Ok(hash.to_string())
    }

    /// The password failures of this address are forgotten: its owner proved the mailbox (LOAD-9).
    pub(crate) fn reset_throttle(&self, email: &EmailAddress, id: AccountId) {
        self.throttles.accounts.clear(email.as_str());
        self.throttles.accounts.clear(&id.to_string());
    }
}
