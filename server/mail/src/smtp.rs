//! Mail over SMTP: at most four connections, each used again while it is fresh, and no server can hold us up.

mod pool;
mod refusal;
pub mod url;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, TlsParameters},
    extension::ClientId,
};
use tokio::time::timeout;

use crate::outgoing::{Accepted, Outgoing, SendError};
use crate::words;
use pool::Pool;
use url::{SmtpUrl, SmtpUrlError, Tls};

/// How long a mail server may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// To answer a connection; also how long a mail waits when every connection is in use, so that none begins with
    /// little time left.
    pub connect: Duration,
    /// For a whole mail, connecting and waiting included.
    pub send: Duration,
    /// How long a connection is kept open for the next mail.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), send: Duration::from_mins(1), idle: Duration::from_secs(30) }
    }
}

/// A mail server. Cheap to clone; the clones share their connections.
#[derive(Clone)]
pub struct Smtp {
    pool: Arc<Pool>,
    send_timeout: Duration,
}

impl Smtp {
    /// The server behind the URL. Connects at the first mail, not here.
    pub fn new(url: &SmtpUrl, timeouts: Timeouts) -> Result<Self, SmtpUrlError> {
        let pool = Pool::new(Server::new(url, timeouts.connect)?, timeouts.idle);
        Ok(Self { pool: Arc::new(pool), send_timeout: timeouts.send })
    }

    /// Hands one mail to the server.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<Accepted, SendError> {
        let message = outgoing.compose()?;
        // Dropped half-way, a connection closes: it never goes back to the pool in the middle of a mail, where a late
        // reply would be taken for the answer to the next one.
        timeout(self.send_timeout, self.deliver(&message)).await.unwrap_or_else(|_| {
            let waited = self.send_timeout.as_secs_f32().ceil();
            Err(SendError::Temporary(format!("The mail server did not answer within {waited} s.")))
        })
    }

    async fn deliver(&self, message: &lettre::Message) -> Result<Accepted, SendError> {
        let mut connection = self.pool.take().await?;
        let response = connection
            .smtp
            .send(message.envelope(), &message.formatted())
            .await
            .map_err(|error| refusal::of_the_mail(&error))?;
        self.pool.put_back(connection);
        let lines: Vec<&str> = response.message().collect();
        Ok(Accepted { reply: words::reply(&format!("{} {}", response.code(), lines.join(" "))) })
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Server { host, port, tls, .. } = self.pool.server();
        f.debug_struct("Smtp").field("host", host).field("port", port).field("tls", tls).finish_non_exhaustive()
    }
}

/// How to reach the mail server and be let in.
struct Server {
    host: String,
    port: u16,
    tls: Tls,
    tls_parameters: TlsParameters,
    credentials: Option<Credentials>,
    hello: ClientId,
    connect_timeout: Duration,
}

impl Server {
    fn new(url: &SmtpUrl, connect_timeout: Duration) -> Result<Self, SmtpUrlError> {
        Ok(Self {
            host: url.host().to_owned(),
            port: url.port(),
            tls: url.tls(),
            tls_parameters: TlsParameters::new(url.host().to_owned()).map_err(|_| SmtpUrlError::Host)?,
            credentials: url.login().map(|(user, password)| Credentials::new(user.to_owned(), password.to_owned())),
            hello: ClientId::default(),
            connect_timeout,
        })
    }

    /// A new connection, encrypted and signed in as asked. Whatever goes wrong here is between us and the server, not
    /// the mail's doing, so it is always worth another try.
    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let implicit = (self.tls == Tls::Implicit).then(|| self.tls_parameters.clone());
        let address = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(self.connect_timeout), &self.hello, implicit, None)
                .await
                .map_err(|error| refusal::of_ourselves(&error))?;
        let upgrade = match self.tls {
            Tls::None | Tls::Implicit => false,
            Tls::Opportunistic => connection.can_starttls(),
            Tls::Required => true,
        };
        if upgrade {
            let upgraded = connection.starttls(self.tls_parameters.clone(), &self.hello).await;
            upgraded.map_err(|error| refusal::of_ourselves(&error))?;
        }
        if let Some(credentials) = &self.credentials {
            if self.tls != Tls::None && !connection.is_encrypted() {
                let kept =
                    "The mail server offers no encryption, so the password was not sent; tls=none would send it.";
                return Err(SendError::Temporary(kept.into()));
            }
            let signed_in = connection.auth(DEFAULT_MECHANISMS, credentials).await;
            signed_in.map_err(|error| refusal::of_ourselves(&error))?;
        }
        Ok(connection)
    }
}
