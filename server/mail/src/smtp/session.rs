//! One conversation with a mail server: greeting, encryption, signing in, mails.

use base64ct::{Base64, Encoding as _};
use lettre::Address;
use lettre::address::Envelope;

use super::hello::Hello;
use super::refusal::Fault;
use super::reply::Reply;
use super::wire::Wire;
use crate::outgoing::SendError;

/// Why a letter beyond ASCII before the @ goes nowhere: without SMTPUTF8 there is no way to write it.
const NO_UTF8: &str = "The mail server takes no address with letters beyond ASCII before the at sign.";
/// The same of the address that mail is from, which is a setting of ours and of no mail.
const NO_UTF8_SENDER: &str =
    "The mail server takes no sender with letters beyond ASCII before the at sign (PARLOR_MAIL_FROM).";

/// What a server says it can do. Keywords are read in any case, and `AUTH=` as some servers write it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a server can do each of these or not")]
pub(super) struct Offers {
    /// It encrypts on request.
    pub starttls: bool,
    eight_bit: bool,
    utf8: bool,
    plain: bool,
    login: bool,
}

impl Offers {
    fn read(reply: &Reply) -> Self {
        let mut offers = Self::default();
        // The first line is the server's name.
        for line in reply.lines.iter().skip(1) {
            let line = line.to_ascii_uppercase();
            let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
            match words.next().unwrap_or_default() {
                "STARTTLS" => offers.starttls = true,
                "8BITMIME" => offers.eight_bit = true,
                "SMTPUTF8" => offers.utf8 = true,
                "AUTH" => {
                    for word in words {
                        offers.plain |= word == "PLAIN";
                        offers.login |= word == "LOGIN";
                    }
                }
                _ => {}
            }
        }
        offers
    }
}

/// A mail that did not go out, and whose doing that is.
#[derive(Debug)]
pub enum Undelivered {
    /// Said before a recipient was named.
    Ours(Fault),
    /// Said to a recipient or to the mail.
    Mail(Fault),
}

impl Undelivered {
    /// Whether the server may just have let go of a connection that was used before.
    pub fn is_goodbye(&self) -> bool {
        let (Self::Ours(fault) | Self::Mail(fault)) = self;
        fault.is_goodbye()
    }
}

impl From<Undelivered> for SendError {
    fn from(undelivered: Undelivered) -> Self {
        match undelivered {
            Undelivered::Ours(fault) => fault.of_ourselves(),
            Undelivered::Mail(fault) => fault.of_the_mail(),
        }
    }
}

/// A conversation under way.
pub(super) struct Session {
    wire: Wire,
    /// What the server can do, as it said last.
    pub offers: Offers,
}

impl Session {
    /// Hears the server's greeting and greets it. One that knows no EHLO is greeted by HELO.
    pub(super) async fn begin(mut wire: Wire, hello: &Hello) -> Result<Self, Fault> {
        positive(wire.reply().await?)?;
        let offers = greet(&mut wire, hello).await?;
        Ok(Self { wire, offers })
    }

    /// Greets by HELO alone, a server that hangs up at EHLO.
    pub(super) async fn begin_plainly(mut wire: Wire, hello: &Hello) -> Result<Self, Fault> {
        positive(wire.reply().await?)?;
        positive(wire.ask(&format!("HELO {hello}")).await?)?;
        Ok(Self { wire, offers: Offers::default() })
    }

    /// Asks for encryption; after it, what the server can do is asked anew.
    pub(super) async fn encrypt(
        mut self,
        connector: &tokio_rustls::TlsConnector,
        name: rustls::pki_types::ServerName<'static>,
        hello: &Hello,
    ) -> Result<Self, Fault> {
        positive(self.wire.ask("STARTTLS").await?)?;
        let mut wire = self.wire.encrypt(connector, name).await?;
        let offers = greet(&mut wire, hello).await?;
        Ok(Self { wire, offers })
    }

    /// Signs in, by PLAIN or by LOGIN.
    pub(super) async fn sign_in(&mut self, user: &str, password: &str) -> Result<(), Fault> {
        let encode = |text: &str| Base64::encode_string(text.as_bytes());
        if self.offers.plain {
            positive(self.wire.ask(&format!("AUTH PLAIN {}", encode(&format!("\0{user}\0{password}")))).await?)?;
            return Ok(());
        }
        if !self.offers.login {
            return Err(Fault::Cannot("The mail server lets nobody sign in, or not in a way that Parlor knows."));
        }
        // Whatever it calls them, it asks for the name first.
        positive(self.wire.ask("AUTH LOGIN").await?)?;
        positive(self.wire.ask(&encode(user)).await?)?;
        positive(self.wire.ask(&encode(password)).await?)?;
        Ok(())
    }

    /// Whether the server is still there.
    pub(super) async fn is_alive(&mut self) -> bool {
        self.wire.ask("RSET").await.is_ok_and(|reply| reply.is_positive())
    }

    /// Hands over all of a mail but the dot that ends it: until that is sent, the mail is ours alone.
    pub(super) async fn hand_over(&mut self, envelope: &Envelope, wired: &[u8]) -> Result<(), Undelivered> {
        let by_utf8 = envelope.from().is_some_and(|address| !is_ascii(address));
        let to_utf8 = envelope.to().iter().any(|address| !is_ascii(address));
        // The sender first: before a recipient is named it is about us.
        if by_utf8 && !self.offers.utf8 {
            return Err(Undelivered::Ours(Fault::Cannot(NO_UTF8_SENDER)));
        }
        if to_utf8 && !self.offers.utf8 {
            return Err(Undelivered::Mail(Fault::Cannot(NO_UTF8)));
        }
        let from = envelope.from().map_or(String::new(), ToString::to_string);
        let utf8 = if by_utf8 || to_utf8 { " SMTPUTF8" } else { "" };
        let body = if !wired.is_ascii() && self.offers.eight_bit { " BODY=8BITMIME" } else { "" };
        self.ours(&format!("MAIL FROM:<{from}>{body}{utf8}")).await?;
        for to in envelope.to() {
            self.about_the_mail(&format!("RCPT TO:<{to}>")).await?;
        }
        self.about_the_mail("DATA").await?;
        self.wire.write(wired).await.map_err(Undelivered::Mail)
    }

    /// Sends the dot and hears what becomes of the mail.
    pub(super) async fn end(&mut self) -> Result<Reply, Fault> {
        positive(self.wire.ask(".").await?)
    }

    /// Says goodbye.
    pub(super) async fn quit(&mut self) {
        // An answer is nice to have, no more.
        let _ = self.wire.ask("QUIT").await;
    }

    async fn ours(&mut self, command: &str) -> Result<Reply, Undelivered> {
        positive(self.wire.ask(command).await.map_err(Undelivered::Ours)?).map_err(Undelivered::Ours)
    }

    async fn about_the_mail(&mut self, command: &str) -> Result<Reply, Undelivered> {
        positive(self.wire.ask(command).await.map_err(Undelivered::Mail)?).map_err(Undelivered::Mail)
    }
}

async fn greet(wire: &mut Wire, hello: &Hello) -> Result<Offers, Fault> {
    let answer = wire.ask(&format!("EHLO {hello}")).await?;
    if answer.is_positive() {
        return Ok(Offers::read(&answer));
    }
    if answer.code < 500 {
        return Err(Fault::Said(answer));
    }
    match wire.ask(&format!("HELO {hello}")).await {
        Ok(reply) if reply.is_positive() => Ok(Offers::default()),
        // What it said first says more.
        Ok(_) => Err(Fault::Said(answer)),
        Err(fault) => Err(fault),
    }
}

fn positive(reply: Reply) -> Result<Reply, Fault> {
    if reply.is_positive() { Ok(reply) } else { Err(Fault::Said(reply)) }
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}
