//! Lines to and from a mail server: over TCP, encrypted later or from the start. Replies are read generously, since not
//! every server writes them by the book; what is sent is by the book.

use std::io;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio_rustls::TlsConnector;

use super::refusal::Fault;
use super::reply::Reply;

/// How long a line of a reply may be. RFC 5321 says 512 bytes; some servers say more.
const LONGEST_LINE: u64 = 8 * 1024;
/// How many lines a reply may have.
const MOST_LINES: usize = 256;

/// Something bytes go through.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection to a mail server.
pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
}

impl Wire {
    /// Talks through `stream`.
    pub(super) fn new(stream: impl Stream + 'static) -> Self {
        Self { stream: BufReader::new(Box::new(stream)) }
    }

    /// Sends one command and hears its answer.
    pub(super) async fn ask(&mut self, command: &str) -> Result<Reply, Fault> {
        self.write(format!("{command}\r\n").as_bytes()).await?;
        self.reply().await
    }

    /// Sends bytes.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.stream.write_all(bytes).await.map_err(Fault::Broken)?;
        self.stream.flush().await.map_err(Fault::Broken)
    }

    /// Hears one answer, of however many lines. Lines end in LF with or without CR; bytes that are no UTF-8 are shown as
    /// such.
    pub(super) async fn reply(&mut self) -> Result<Reply, Fault> {
        let mut lines = Vec::new();
        loop {
            let mut bytes = Vec::new();
            (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut bytes).await.map_err(Fault::Broken)?;
            if !bytes.ends_with(b"\n") {
                let cut = io::Error::new(io::ErrorKind::UnexpectedEof, "it hung up");
                return Err(if bytes.is_empty() { Fault::Broken(cut) } else { Fault::NotSmtp });
            }
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_end_matches(['\r', '\n']);
            let (code, text) = line.split_at_checked(3).ok_or(Fault::NotSmtp)?;
            let code: u16 = code.parse().ok().filter(|code| (200..600).contains(code)).ok_or(Fault::NotSmtp)?;
            let more = text.starts_with('-');
            lines.push(text.strip_prefix(['-', ' ']).unwrap_or(text).trim_end().to_owned());
            if !more {
                return Ok(Reply { code, lines });
            }
            if lines.len() == MOST_LINES {
                return Err(Fault::NotSmtp);
            }
        }
    }

    /// Encrypts what follows. What the server sent in the open meanwhile is forgotten: it may be anybody's.
    pub(super) async fn encrypt(self, connector: &TlsConnector, name: ServerName<'static>) -> Result<Self, Fault> {
        let encrypted = connector.connect(name, self.stream.into_inner()).await.map_err(Fault::Tls)?;
        Ok(Self::new(encrypted))
    }
}

/// A mail as it goes over the wire, but for the dot that ends it: every line ends in CRLF, and a dot at the beginning of
/// one is doubled (RFC 5321, 4.5.2).
pub(super) fn dotted(mail: &[u8]) -> Vec<u8> {
    let mut wired = Vec::with_capacity(mail.len() + mail.len() / 32);
    for line in mail.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b".") {
            wired.push(b'.');
        }
        // A CR alone would be a line's end to some, and with a dot after it the mail's.
        wired.extend(line.iter().map(|byte| if *byte == b'\r' { b' ' } else { *byte }));
        wired.extend_from_slice(b"\r\n");
    }
    if mail.ends_with(b"\n") {
        // What follows the last line's end is no line.
        wired.truncate(wired.len() - 2);
    }
    wired
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(said: &'static [u8]) -> Result<Reply, Fault> {
        let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
        theirs.write_all(said).await.map_err(Fault::Broken)?;
        drop(theirs);
        Wire::new(ours).reply().await
    }

    // FIELD-13, FIELD-14: servers that are not textbook ones are understood.
    #[tokio::test]
    async fn replies_are_read_generously() -> Result<(), Fault> {
        for (said, code, lines) in [
            (&b"250 OK\r\n"[..], 250, &["OK"][..]),
            (b"250\r\n", 250, &[""]),
            (b"250 OK\n", 250, &["OK"]),
            (b"250-one\r\n250-two\n250 three \r\n", 250, &["one", "two", "three"]),
            (b"250-\r\n250 \r\n", 250, &["", ""]),
            (b"220 caf\xe9 ESMTP\r\n", 220, &["caf\u{fffd} ESMTP"]),
            (b"220-slow\r\n220 mail\r\n250 early\r\n", 220, &["slow", "mail"]),
        ] {
            let reply = heard(said).await?;
            assert_eq!(
                (reply.code, reply.lines.iter().map(String::as_str).collect::<Vec<_>>()),
                (code, lines.to_vec())
            );
        }
        Ok(())
    }

    #[tokio::test]
    async fn what_is_no_reply_is_none() {
        let endless: &[u8] = "250-x\r\n".repeat(MOST_LINES + 1).leak().as_bytes();
        let long: &[u8] = format!("250 {}\r\n", "x".repeat(10_000)).leak().as_bytes();
        for said in [&b""[..], b"HTTP/1.1 400 Bad Request\r\n", b"25\r\n", b"999 x\r\n", b"250 cut", endless, long] {
            assert!(heard(said).await.is_err(), "{}", String::from_utf8_lossy(&said[..said.len().min(40)]));
        }
    }

    #[test]
    fn a_mail_is_lines_that_begin_with_no_single_dot() {
        for (mail, wired) in [
            (&b"a\r\nb\r\n"[..], &b"a\r\nb\r\n"[..]),
            (b"a\nb", b"a\r\nb\r\n"),
            (b".\r\n..\r\n.a", b"..\r\n...\r\n..a\r\n"),
            (b"a\n.\nb", b"a\r\n..\r\nb\r\n"),
            (b"a\r.\r\nb", b"a .\r\nb\r\n"),
            (b"a\r\n\r\n", b"a\r\n\r\n"),
            (b"", b"\r\n"),
        ] {
            assert_eq!(dotted(mail), wired, "{:?}", String::from_utf8_lossy(mail));
        }
    }
}
