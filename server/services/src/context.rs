//! What every use case has at hand.

use std::{net::IpAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::{MailId, PublicUrl, WebhookEventId};
use mail::{Sender, Transport};
use security::{Hasher, ServerSecret, Token};
use store::{Store, StoreError};
use tokio::time::timeout;
use tracing::instrument;
use webhook::Endpoint;

use crate::{Clock, InHand, Presence, Result, Rng, Throttles};

/// How long the database may take to say that it is there.
const READY: Duration = Duration::from_secs(5);

/// The use cases; cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Settings>);

/// What the operator decides.
pub struct Settings {
    pub store: Store,
    pub hasher: Hasher,
    /// The key of mailed tokens.
    pub secret: ServerSecret,
    /// What time it is.
    pub clock: Clock,
    /// Where random bytes come from.
    pub rng: Rng,
    pub transport: Transport,
    /// Whom mail is from.
    pub sender: Sender,
    /// The base of every link (OP-3).
    pub public_url: PublicUrl,
    /// How many of what.
    pub limits: Limits,
    /// How often what may be tried.
    pub throttles: Throttles,
    /// The mails that are being sent.
    pub mails_in_hand: InHand<MailId>,
    /// Where the operator's billing is told of seats and plans; none where it is not.
    pub billing_webhook: Option<Endpoint>,
    /// The events that it is being told.
    pub events_in_hand: InHand<WebhookEventId>,
    /// Who has a tab open.
    pub presence: Presence,
}

/// How many of what.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Organizations one account may create (OR-5).
    pub organizations_per_account: u32,
    /// Days for which entries of an audit log are kept; none: for good (ST-4).
    pub audit_log_days: Option<u32>,
}

/// A request, as use cases see it: what is done without an account, or to get into one, is a method of it.
#[derive(Clone)]
pub struct RequestContext {
    pub services: Services,
    pub client: ClientInfo,
    pub credentials: Credentials,
    /// Nobody waits for the answer: the request does not count as use of the session (SES-8).
    pub background: bool,
}

/// Who is on the other end of a request.
#[derive(Clone, Debug)]
pub struct ClientInfo {
    /// The address it comes from; none where only a proxy is known, which does not say.
    pub address: Option<IpAddr>,
    /// The browser, as it names itself; at most 255 characters of it are kept.
    pub user_agent: String,
}

/// The cookies by which a browser proves who it is.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    pub session: Option<Token>,
    /// Its sign-ups, the newest first.
    pub attempts: Vec<Token>,
    /// By which it is known again.
    pub device: Option<Token>,
}

impl ClientInfo {
    /// The address as it is stored and told; empty where it is not known.
    pub(crate) fn address_text(&self) -> String {
        self.address.map_or_else(String::new, |address| address.to_string())
    }
}

impl RequestContext {
    /// The same request, whose answer nobody waits for.
    #[must_use]
    pub fn in_background(&self) -> Self {
        Self { background: true, ..self.clone() }
    }
}

impl std::ops::Deref for RequestContext {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

impl Services {
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// The time; the one place that asks.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The host that people see, `chat.harbour.example`.
    pub fn host(&self) -> String {
        self.public_url.authority()
    }

    /// Whether the database can be written to.
    ///
    /// # Errors
    /// When it cannot.
    #[instrument(level = "debug", skip_all)]
    pub async fn ready(&self) -> Result<()> {
        let ready = timeout(READY, self.store.can_write()).await.unwrap_or_else(|_| Err(StoreError::silent()));
        if let Err(cause) = &ready {
            tracing::warn!(%cause, "not ready");
        }
        Ok(ready?)
    }

    /// Hears of what changes, here and in other processes.
    pub fn changes(&self) -> store::Changes {
        self.store.changes()
    }

    /// Whether every change would be heard.
    pub fn is_listening(&self) -> bool {
        self.store.is_listening()
    }

    /// Now, in the order of changes: what is read after this holds everything that was told before it.
    pub fn change_mark(&self) -> store::ChangeMark {
        self.store.change_mark()
    }

    /// What was told after `mark`; `None`: that is too long ago to know.
    pub fn changes_since(&self, mark: store::ChangeMark) -> Option<Vec<store::Change>> {
        self.store.changes_since(mark)
    }

    /// Passes on what other processes change, for as long as it is run.
    pub async fn listen(&self) {
        Box::pin(self.store.listen()).await;
    }

    /// Writes something that a read may do without: when the disk is full, reads go on (DB-4).
    pub(crate) async fn best_effort(&self, write: impl Future<Output = Result<(), store::StoreError>>) {
        if let Err(error) = write.await {
            tracing::warn!(%error, "a note was not written");
        }
    }

    pub(crate) fn token(&self) -> Result<Token> {
        Ok(Token::new(self.rng.bytes()?))
    }
}

impl std::ops::Deref for Services {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.0
    }
}
