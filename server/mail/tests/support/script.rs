//! A mail server that answers by a script, for what no textbook server does.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A rule: how a line begins, and what is answered, whole. The greeting's line is `connect`, the end of a mail is `.`; an
/// answer that ends in `<close>` ends the connection.
pub type Rule = (&'static str, &'static str);

/// What every server that is well says; a script's own rules come first.
const WELL: [Rule; 9] = [
    ("connect", "220 mail.example ESMTP\r\n"),
    ("EHLO", "250-mail.example\r\n250 8BITMIME\r\n"),
    ("HELO", "250 mail.example\r\n"),
    ("MAIL", "250 2.1.0 OK\r\n"),
    ("RCPT", "250 2.1.5 OK\r\n"),
    ("DATA", "354 Go on\r\n"),
    (".", "250 2.0.0 Taken as 4711\r\n"),
    ("RSET", "250 2.0.0 OK\r\n"),
    ("QUIT", "221 2.0.0 Bye\r\n<close>"),
];

/// The running server; it ends with the test's process.
pub struct Script {
    /// Where it listens.
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Starts a server that is well but for these rules.
    pub fn start(rules: &'static [Rule]) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let heard = Arc::new(Mutex::default());
        let log = Arc::clone(&heard);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let log = Arc::clone(&log);
                // A client that hangs up is none of the server's business.
                thread::spawn(move || drop(talk(client, rules, &log)));
            }
        });
        Ok(Self { port, heard })
    }

    /// All lines that it heard, `connect` at the beginning of each connection.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn talk(mut client: TcpStream, rules: &[Rule], log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(client.try_clone()?);
    let mut line = "connect".to_owned();
    let mut in_mail = false;
    loop {
        log.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
        if !in_mail || line == "." {
            let rule = rules.iter().chain(&WELL).find(|(begins, _)| line.starts_with(begins));
            let answer = rule.map_or("500 5.5.1 What?\r\n", |(_, answer)| answer);
            let (said, close) = answer.strip_suffix("<close>").map_or((answer, false), |said| (said, true));
            client.write_all(said.as_bytes())?;
            if close {
                return client.shutdown(std::net::Shutdown::Both);
            }
            in_mail = said.starts_with("354");
        }
        let mut bytes = Vec::new();
        if lines.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        let heard = String::from_utf8_lossy(&bytes);
        heard.trim_end_matches(['\r', '\n']).clone_into(&mut line);
    }
}
