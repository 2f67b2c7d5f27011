//! Mail over SMTP: at most four connections, each used again while it is fresh, and no server can hold us up.
//!
//! lettre composes mails and knows what an address is; the conversation is ours (docs/adr/0011-smtp.md), since servers that
//! are not textbook ones have to be understood, and since the moment in which a mail may be in two hands has to be known.

pub(crate) mod hello;
mod pool;
mod refusal;
mod reply;
mod session;
pub(crate) mod tls;
pub(crate) mod url;
mod wire;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use lettre::address::Envelope;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::outgoing::{Accepted, Outgoing, SendError, Turn};
use crate::words;
use hello::Hello;
use pool::{Connection, Pool};
use refusal::Fault;
use session::Session;
use tls::Authority;
use url::{SmtpUrl, SmtpUrlError, Tls};
use wire::Wire;

/// How long a mail server may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// To answer a connection; also how long a mail waits when every connection is in use, so that none begins with
    /// little time left.
    pub connect: Duration,
    /// For a whole mail, connecting and waiting included, up to the dot that ends it.
    pub send: Duration,
    /// To answer that dot. Longer, since a server that looks into a mail may have taken it when we have given up.
    pub answer: Duration,
    /// How long one mail whose dot is not answered keeps others from sending theirs.
    pub turn: Duration,
    /// How long a connection is kept open for the next mail.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            send: Duration::from_mins(1),
            answer: Duration::from_mins(3),
            turn: Duration::from_secs(20),
            idle: Duration::from_secs(30),
        }
    }
}

/// A mail server. Cheap to clone; the clones share their connections.
#[derive(Clone)]
pub struct Smtp {
    pool: Arc<Pool>,
    /// Of whose mail the dot may be sent: one at a time, so that a process that dies leaves one mail in doubt (MAIL-5).
    turns: Arc<Semaphore>,
    timeouts: Timeouts,
}

impl Smtp {
    /// The server behind the URL, greeted as `hello`. Connects at the first mail, not here.
    pub fn new(url: &SmtpUrl, hello: Hello, authority: &Authority, timeouts: Timeouts) -> Result<Self, SmtpUrlError> {
        let pool = Pool::new(Server::new(url, hello, authority, timeouts.connect)?, timeouts.idle);
        Ok(Self { pool: Arc::new(pool), turns: Arc::new(Semaphore::new(1)), timeouts })
    }

    pub(crate) fn host(&self) -> &str {
        &self.pool.server().host
    }

    /// Hands one mail to the server.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<Accepted, SendError> {
        let message = outgoing.compose()?;
        let wired = wire::dotted(&message.formatted());
        // Dropped half-way, a connection closes: it never goes back to the pool in the middle of a mail, where a late
        // reply would be taken for the answer to the next one.
        let handed = timeout(self.timeouts.send, self.hand_over(message.envelope(), &wired)).await;
        let (connection, turn) = handed.map_err(|_| silent(self.timeouts.send))??;
        self.end(connection, turn).await
    }

    /// All but the dot, for which the mail has its turn then.
    async fn hand_over(
        &self,
        envelope: &Envelope,
        wired: &[u8],
    ) -> Result<(Connection, OwnedSemaphorePermit), SendError> {
        let mut connection = self.pool.take().await?;
        let mut handed = connection.session.hand_over(envelope, wired).await;
        if connection.used && handed.as_ref().is_err_and(session::Undelivered::is_goodbye) {
            connection = self.pool.renew(connection).await?;
            handed = connection.session.hand_over(envelope, wired).await;
        }
        handed?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| SendError::Temporary("No more mail is sent.".into()))?;
        Ok((connection, turn))
    }

    /// The dot. From here on the mail may be the server's, until its answer is known and written down.
    async fn end(&self, mut connection: Connection, turn: OwnedSemaphorePermit) -> Result<Accepted, SendError> {
        let (answer, turn) = {
            let mut answer = pin!(connection.session.end());
            if let Ok(answer) = timeout(self.timeouts.turn, &mut answer).await {
                (answer, Some(turn))
            } else {
                // A server that does not answer one does not hold up the others.
                drop(turn);
                let rest = self.timeouts.answer.saturating_sub(self.timeouts.turn);
                (timeout(rest, answer).await.map_err(|_| silent(self.timeouts.answer))?, None)
            }
        };
        let reply = answer.map_err(Fault::of_the_mail)?;
        self.pool.put_back(connection);
        Ok(Accepted::new(words::reply(&reply.line()), turn.map(Turn::new)))
    }
}

fn silent(waited: Duration) -> SendError {
    SendError::Temporary(format!("The mail server did not answer within {} s.", waited.as_secs_f32().ceil()))
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
    encryption: Option<Encryption>,
    login: Option<(String, String)>,
    hello: Hello,
    connect_timeout: Duration,
}

struct Encryption {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Server {
    fn new(
        url: &SmtpUrl,
        hello: Hello,
        authority: &Authority,
        connect_timeout: Duration,
    ) -> Result<Self, SmtpUrlError> {
        let connector = match url.tls() {
            Tls::None => None,
            Tls::Opportunistic => Some(tls::unchecked()),
            Tls::Required | Tls::Implicit => Some(tls::checked(authority)),
        };
        let encryption = match connector {
            None => None,
            Some(connector) => Some(Encryption {
                connector: connector.map_err(|_| SmtpUrlError::Host)?,
                name: ServerName::try_from(url.host().to_owned()).map_err(|_| SmtpUrlError::Host)?,
            }),
        };
        Ok(Self {
            host: url.host().to_owned(),
            port: url.port(),
            tls: url.tls(),
            encryption,
            login: url.login().map(|(user, password)| (user.to_owned(), password.to_owned())),
            hello,
            connect_timeout,
        })
    }

    /// A new connection, encrypted and signed in as asked. Whatever goes wrong here is between us and the server, not
    /// the mail's doing, so it is always worth another try.
    async fn connect(&self) -> Result<Session, SendError> {
        let (mut session, encrypted) = self.open().await.map_err(Fault::of_ourselves)?;
        if let Some((user, password)) = &self.login {
            if self.tls != Tls::None && !encrypted {
                let kept =
                    "The mail server offers no encryption, so the password was not sent; tls=none would send it.";
                return Err(SendError::Temporary(kept.into()));
            }
            session.sign_in(user, password).await.map_err(Fault::of_ourselves)?;
        }
        Ok(session)
    }

    /// Greeted, and encrypted as asked; answers whether it is.
    async fn open(&self) -> Result<(Session, bool), Fault> {
        let wire = Wire::new(self.reach().await?);
        let Some(Encryption { connector, name }) = &self.encryption else {
            return Ok((self.greet(wire).await?, false));
        };
        if self.tls == Tls::Implicit {
            let wire = wire.encrypt(connector, name.clone()).await?;
            return Ok((Session::begin(wire, &self.hello).await?, true));
        }
        let session = self.greet(wire).await?;
        if self.tls == Tls::Required {
            if !session.offers.starttls {
                return Err(Fault::Cannot("The mail server does not offer STARTTLS, which tls=required asks for."));
            }
            return Ok((session.encrypt(connector, name.clone(), &self.hello).await?, true));
        }
        if !session.offers.starttls {
            return Ok((session, false));
        }
        match session.encrypt(connector, name.clone(), &self.hello).await {
            Ok(session) => Ok((session, true)),
            // Encryption that was offered and does not come about is as good as none (RFC 7435). After a failed handshake
            // nothing more can be said on that connection.
            Err(fault) => {
                tracing::warn!(?fault, "the mail server offers encryption that does not come about");
                Ok((self.greet(Wire::new(self.reach().await?)).await?, false))
            }
        }
    }

    /// Greets; a server that hangs up at EHLO once more, by HELO.
    async fn greet(&self, wire: Wire) -> Result<Session, Fault> {
        match Session::begin(wire, &self.hello).await {
            Err(Fault::Broken(first)) => {
                let again = Session::begin_plainly(Wire::new(self.reach().await?), &self.hello).await;
                again.map_err(|fault| if matches!(fault, Fault::Broken(_)) { Fault::Broken(first) } else { fault })
            }
            greeted => greeted,
        }
    }

    /// The first of the host's addresses that answers.
    async fn reach(&self) -> Result<TcpStream, Fault> {
        let addresses = lookup_host((self.host.as_str(), self.port)).await.map_err(Fault::Broken)?;
        let mut last = std::io::Error::new(std::io::ErrorKind::NotFound, "its name leads nowhere");
        for address in addresses {
            match timeout(self.connect_timeout, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // Commands are short and each is waited for. Fails only for a connection that is gone.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = std::io::Error::new(std::io::ErrorKind::TimedOut, "it does not answer"),
            }
        }
        Err(Fault::Broken(last))
    }
}
