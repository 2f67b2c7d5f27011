//! `PARLOR_SMTP_URL`: which mail server, and how carefully.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// `tls=none`: never. For a server on the same machine.
    None,
    /// `tls=opportunistic`: when the server offers it, with whoever it is; else not (RFC 7435). A password waits for it all
    /// the same.
    Opportunistic,
    /// `tls=required`: always, by STARTTLS, and the server's certificate is checked.
    Required,
    /// `smtps:`: from the first byte, and the server's certificate is checked.
    Implicit,
}

/// A mail server: `smtp://user:password@host:port?tls=none|opportunistic|required`, or `smtps://…`.
///
/// Without a port it is 587, with `tls=none` 25, with `smtps` 465. Without `tls=` it is `opportunistic`.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<Login>,
}

#[derive(Clone, PartialEq, Eq)]
struct Login {
    user: String,
    password: String,
}

/// What is wrong with the URL. It never repeats the URL, which holds a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Neither `smtp://` nor `smtps://`.
    #[error("it begins with smtp:// or smtps://")]
    Scheme,
    /// No host, or none that can be reached.
    #[error("it needs a host, as in smtp://mail.example.com")]
    Host,
    /// Not a port.
    #[error("the port is a number from 1 to 65535")]
    Port,
    /// A user without a password, or the other way round.
    #[error("before the @ it needs a user and a password, as in smtp://user:password@host")]
    Login,
    /// A percent sign that begins no escape.
    #[error("in the user and the password, write % as %25 and @ as %40")]
    Escape,
    /// Something else than `tls=` behind the question mark, or an unknown value.
    #[error("after the ? there is only tls=none, tls=opportunistic or tls=required")]
    Tls,
    /// `smtps:` is encrypted from the first byte; there is nothing to choose.
    #[error("smtps is always encrypted; leave ?tls= out")]
    TlsTwice,
}

impl SmtpUrl {
    /// The server's name or address.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the connection is encrypted.
    pub fn tls(&self) -> Tls {
        self.tls
    }

    /// User and password.
    pub(crate) fn login(&self) -> Option<(&str, &str)> {
        self.login.as_ref().map(|login| (login.user.as_str(), login.password.as_str()))
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpUrl")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("login", &self.login.as_ref().map(|_| "…"))
            .finish()
    }
}

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(SmtpUrlError::Scheme)?;
        let smtps = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(SmtpUrlError::Scheme),
        };
        // Nothing behind the host has an @, so the last one ends the login, however the password was written.
        let (login, rest) = match rest.rsplit_once('@') {
            Some((login, rest)) => (Some(parse_login(login)?), rest),
            None => (None, rest),
        };
        let (authority, query) =
            rest.split_once('?').map_or((rest, None), |(authority, query)| (authority, Some(query)));
        let (host, port) = parse_authority(authority.strip_suffix('/').unwrap_or(authority))?;
        let tls = match (smtps, query) {
            (true, None) => Tls::Implicit,
            (true, Some(_)) => return Err(SmtpUrlError::TlsTwice),
            (false, None) => Tls::Opportunistic,
            (false, Some(query)) => parse_tls(query)?,
        };
        let usual = match tls {
            Tls::None => 25,
            Tls::Opportunistic | Tls::Required => 587,
            Tls::Implicit => 465,
        };
        Ok(Self { host, port: port.unwrap_or(usual), tls, login })
    }
}

fn parse_tls(query: &str) -> Result<Tls, SmtpUrlError> {
    match query {
        "tls=none" => Ok(Tls::None),
        "tls=opportunistic" => Ok(Tls::Opportunistic),
        "tls=required" => Ok(Tls::Required),
        _ => Err(SmtpUrlError::Tls),
    }
}

fn parse_login(login: &str) -> Result<Login, SmtpUrlError> {
    let (user, password) = login.split_once(':').ok_or(SmtpUrlError::Login)?;
    if user.is_empty() || password.is_empty() {
        return Err(SmtpUrlError::Login);
    }
    Ok(Login { user: unescape(user)?, password: unescape(password)? })
}

fn parse_authority(authority: &str) -> Result<(String, Option<u16>), SmtpUrlError> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, rest) = rest.split_once(']').ok_or(SmtpUrlError::Host)?;
        let address: Ipv6Addr = address.parse().map_err(|_| SmtpUrlError::Host)?;
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(parse_port(port)?),
            None if rest.is_empty() => None,
            None => return Err(SmtpUrlError::Host),
        };
        return Ok((address.to_string(), port));
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(parse_port(port)?)),
        None => (authority, None),
    };
    // A name beyond ASCII is looked up by its other form (IDNA).
    let host =
        if host.is_ascii() { host.to_owned() } else { idna::domain_to_ascii(host).map_err(|_| SmtpUrlError::Host)? };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if host.is_empty() || !host.bytes().all(plain) {
        return Err(SmtpUrlError::Host);
    }
    Ok((host, port))
}

fn parse_port(port: &str) -> Result<u16, SmtpUrlError> {
    port.parse().ok().filter(|&port| port > 0).ok_or(SmtpUrlError::Port)
}

fn unescape(text: &str) -> Result<String, SmtpUrlError> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2).ok_or(SmtpUrlError::Escape)?;
        if !code.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(SmtpUrlError::Escape);
        }
        bytes.push(u8::from_str_radix(code, 16).map_err(|_| SmtpUrlError::Escape)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).map_err(|_| SmtpUrlError::Escape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, Hello, Smtp, Timeouts};

    type Parsed<'a> = (&'a str, u16, Tls, Option<(&'a str, &'a str)>);

    // CT-4
    #[test]
    fn every_way_to_write_a_mail_server() -> Result<(), SmtpUrlError> {
        let cases: [(&str, Parsed); 11] = [
            ("smtp://mail.example.com", ("mail.example.com", 587, Tls::Opportunistic, None)),
            ("smtp://post.bücher.example", ("post.xn--bcher-kva.example", 587, Tls::Opportunistic, None)),
            ("smtp://localhost?tls=none", ("localhost", 25, Tls::None, None)),
            ("smtp://localhost:1025/?tls=none", ("localhost", 1025, Tls::None, None)),
            ("smtp://127.0.0.1:2525?tls=opportunistic", ("127.0.0.1", 2525, Tls::Opportunistic, None)),
            ("smtp://[::1]:25?tls=none", ("::1", 25, Tls::None, None)),
            ("smtps://[2001:db8::1]", ("2001:db8::1", 465, Tls::Implicit, None)),
            ("SMTPS://u:p@mail.example.com", ("mail.example.com", 465, Tls::Implicit, Some(("u", "p")))),
            (
                "smtp://mina%40x.example:a%3Ab%25@h?tls=required",
                ("h", 587, Tls::Required, Some(("mina@x.example", "a:b%"))),
            ),
            ("smtp://u:p:?/@#@h:26", ("h", 26, Tls::Opportunistic, Some(("u", "p:?/@#")))),
            (" smtp://u:%C3%BC@h \n", ("h", 587, Tls::Opportunistic, Some(("u", "ü")))),
        ];
        for (text, expected) in cases {
            let url: SmtpUrl = text.parse()?;
            assert_eq!((url.host(), url.port(), url.tls(), url.login()), expected, "{text}");
        }
        Ok(())
    }

    // OP-1
    #[test]
    fn every_wrong_one_is_named() {
        for (text, expected) in [
            ("", SmtpUrlError::Scheme),
            ("mail.example.com:25", SmtpUrlError::Scheme),
            ("http://mail.example.com", SmtpUrlError::Scheme),
            ("smtp://", SmtpUrlError::Host),
            ("smtp://:25", SmtpUrlError::Host),
            ("smtp://h/path", SmtpUrlError::Host),
            ("smtp://h h", SmtpUrlError::Host),
            ("smtp://[::1", SmtpUrlError::Host),
            ("smtp://[nope]", SmtpUrlError::Host),
            ("smtp://[::1]x", SmtpUrlError::Host),
            ("smtp://h:", SmtpUrlError::Port),
            ("smtp://h:0", SmtpUrlError::Port),
            ("smtp://h:65536", SmtpUrlError::Port),
            ("smtp://u@h", SmtpUrlError::Login),
            ("smtp://:p@h", SmtpUrlError::Login),
            ("smtp://u:@h", SmtpUrlError::Login),
            ("smtp://u:100%@h", SmtpUrlError::Escape),
            ("smtp://u:%+1@h", SmtpUrlError::Escape),
            ("smtp://u:%€@h", SmtpUrlError::Escape),
            ("smtp://u:%FF@h", SmtpUrlError::Escape),
            ("smtp://h?tls=starttls", SmtpUrlError::Tls),
            ("smtp://h?", SmtpUrlError::Tls),
            ("smtp://h?tls=none&x=1", SmtpUrlError::Tls),
            ("smtps://h?tls=none", SmtpUrlError::TlsTwice),
        ] {
            assert_eq!(text.parse::<SmtpUrl>(), Err(expected), "{text}");
        }
    }

    // OP-7
    #[test]
    fn a_password_is_never_printed() -> Result<(), SmtpUrlError> {
        let url: SmtpUrl = "smtp://parlor:hush-hush@h".parse()?;
        assert!(!format!("{url:?}").contains("hush"));
        assert!(
            !format!("{:?}", Smtp::new(&url, Hello::of_url("http://nas"), &Authority::default(), Timeouts::default())?)
                .contains("hush")
        );
        Ok(())
    }
}
