//! Passwords of people who have an account: checked with one hash each, throttled, and never told apart (SI-1, SI-6).

use domain::{AccountId, EmailAddress, Password, Refusal};
use security::{PasswordHash, Priority, Purpose, client_key};
use store::Account;

use crate::{ClientInfo, Credentials, Result, ServiceError, Services, security_events::SecurityEvent};

/// An account whose password was given right, and the hash that it was checked against.
pub(crate) struct Checked {
    pub account: Account,
    /// As it was stored: a transaction makes sure that it still is.
    pub hash: String,
    /// The same password hashed at today's cost, where the stored one is not.
    pub fresh: Option<String>,
}

impl Services {
    /// Checks the password of the account with this address. An unknown address answers like a wrong password, after one
    /// hash as well.
    pub(crate) async fn check_credentials(
        &self,
        email: &EmailAddress,
        password: Password,
        browser: &Credentials,
    ) -> Result<Checked> {
        let client = client_key(&browser.client.address);
        // Before this try counts: where more is guessed than can be hashed, those who never failed go first (FIELD-44).
        let unsuspected = self.throttles.clients.is_untouched(&client, self.now());
        let priority = if unsuspected { Priority::Unsuspected } else { Priority::Other };
        self.throttles.clients.take(&client, self.now()).map_err(|wait| {
            SecurityEvent::Throttled { email: Some(email) }.log(&browser.client);
            Refusal::throttled(wait)
        })?;
        let checked = self.check_password_at(email, password, browser, priority).await;
        // What failed for want of a core or of the database was no guess.
        if !matches!(checked, Err(ServiceError::Refused(Refusal::BadCredentials | Refusal::Throttled { .. }))) {
            self.throttles.clients.give_back(&client);
        }
        match &checked {
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {
                SecurityEvent::SignInFailed { email }.log(&browser.client)
            }
            Err(ServiceError::Refused(Refusal::Throttled { .. })) => {
                SecurityEvent::Throttled { email: Some(email) }.log(&browser.client)
            }
            _ => {}
        }
        checked
    }

    async fn check_password_at(
        &self,
        email: &EmailAddress,
        password: Password,
        browser: &Credentials,
        priority: Priority,
    ) -> Result<Checked> {
        // A browser that was signed in before counts for itself: strangers who guess do not keep the owner out.
        let known = match browser.device.as_ref().map(|device| device.digest(Purpose::Device)) {
            Some(digest) if self.store.knows_device(email, digest.as_bytes()).await? => Some(digest),
            _ => None,
        };
        let priority = if known.is_some() { Priority::Known } else { priority };
        let key = known.map_or_else(|| email.to_string(), |digest| format!("{email} {digest:?}"));
        self.check_throttled(&key, password, self.store.account_by_email(email).await?, priority).await
    }

    /// Checks the password of somebody who is signed in.
    pub(crate) async fn check_password_of(
        &self,
        id: AccountId,
        password: Password,
        client: &ClientInfo,
    ) -> Result<Checked> {
        let account = self.store.account(id).await?;
        let checked = self.check_throttled(&id.to_string(), password, account, Priority::Known).await;
        match &checked {
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {
                SecurityEvent::PasswordWrong { account: id }.log(client)
            }
            Err(ServiceError::Refused(Refusal::Throttled { .. })) => {
                SecurityEvent::Throttled { email: None }.log(client)
            }
            _ => {}
        }
        checked
    }

    async fn check_throttled(
        &self,
        key: &str,
        password: Password,
        account: Option<Account>,
        priority: Priority,
    ) -> Result<Checked> {
        self.throttles.accounts.take(key, self.now()).map_err(Refusal::throttled)?;
        let checked = self.check(password, account, priority).await;
        match &checked {
            Ok(_) => self.throttles.accounts.clear(key),
            Err(ServiceError::Refused(Refusal::BadCredentials)) => {}
            Err(_) => self.throttles.accounts.give_back(key, self.now()),
        }
        checked
    }

    async fn check(&self, password: Password, account: Option<Account>, priority: Priority) -> Result<Checked> {
        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let stored: Option<PasswordHash> = hash.as_deref().and_then(|hash| hash.parse().ok());
        if let (Some(account), Some(_), None) = (&account, &hash, &stored)
            && self.throttles.odd_hashes.take(&account.id.to_string(), self.now()).is_ok()
        {
            tracing::error!(
                account = %account.id,
                "a stored password hash is none, or costs more than is ever spent: its owner needs a reset"
            );
        }
        let right = self.hasher.verify(password.clone(), stored.clone(), priority).await?;
        let (true, Some(account), Some(stored), Some(hash)) = (right, account, stored, hash) else {
            return Err(Refusal::BadCredentials.into());
        };
        let fresh = if self.hasher.is_outdated(&stored) {
            Some(self.hasher.hash(password, self.rng.bytes()?).await?.to_string())
        } else {
            None
        };
        Ok(Checked { account, hash, fresh })
    }

    /// The password failures of this address are forgotten: its owner proved the mailbox (LOAD-9).
    pub(crate) fn reset_throttle(&self, email: &EmailAddress, id: AccountId) {
        self.throttles.accounts.clear(email.as_str());
        self.throttles.accounts.clear(&id.to_string());
    }
}
