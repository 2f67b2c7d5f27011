//! Mail servers that are not textbook ones (FIELD-13, FIELD-14): what is understood, what is worth another try, and what is
//! told.

mod support;

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use chrono::DateTime;
use mail::{Accepted, Authority, Hello, Outgoing, SendError, Smtp, Timeouts};
use support::{SmtpServer, script::Rule, script::Script};

type Outcome = Result<(), Box<dyn Error>>;

const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(5),
    send: Duration::from_secs(15),
    answer: Duration::from_secs(15),
    turn: Duration::from_secs(5),
    idle: Duration::from_secs(30),
};

fn smtp(url: &str, authority: &Authority) -> Result<Smtp, Box<dyn Error>> {
    Ok(Smtp::new(&url.parse()?, Hello::of_url("https://chat.harbourfinch.example"), authority, TIMEOUTS)?)
}

fn outgoing(to: &str) -> Result<Outgoing, Box<dyn Error>> {
    Ok(Outgoing {
        to: to.into(),
        from: "Parlor <parlor@harbourfinch.example>".parse()?,
        message_id: "<1@chat.harbourfinch.example>".into(),
        date: DateTime::from_timestamp(1_795_340_460, 0).unwrap_or_default(),
        handed_over_at: DateTime::from_timestamp(1_795_340_520, 0).unwrap_or_default(),
        subject: "Grüße".into(),
        text: "Grüße\n.\nEnd".into(),
        html: "<p>Grüße</p>".into(),
    })
}

async fn send(url: &str) -> Result<Result<Accepted, SendError>, Box<dyn Error>> {
    Ok(smtp(url, &Authority::default())?.send(&outgoing("mina@harbourfinch.example")?).await)
}

/// What becomes of a mail, and the lines that the server hears, mails left out.
async fn with(rules: &'static [Rule], login: &str, query: &str) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let server = Script::start(rules)?;
    let told = match send(&format!("smtp://{login}127.0.0.1:{}{query}", server.port)).await? {
        Ok(accepted) => format!("sent: {}", accepted.reply),
        Err(SendError::Temporary(line)) => format!("later: {line}"),
        Err(SendError::Permanent(line)) => format!("never: {line}"),
    };
    let commands = ["connect", "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"];
    let heard = server.heard().into_iter().filter(|line| commands.iter().any(|command| line.starts_with(command)));
    Ok((told, heard.collect()))
}

const SENT: &str = "sent: 250 2.0.0 Taken as 4711";

// FIELD-13
#[tokio::test]
async fn it_is_greeted_by_the_public_urls_host() -> Outcome {
    let picky: &[Rule] = &[("EHLO chat.harbourfinch.example", "250 hello\r\n"), ("EHLO", "504 5.5.2 full name\r\n")];
    let (told, heard) = with(picky, "", "").await?;
    assert_eq!((told.as_str(), &heard[1]), (SENT, &"EHLO chat.harbourfinch.example".to_owned()));
    Ok(())
}

// FIELD-13: what a server says is understood however it writes it.
#[tokio::test]
async fn every_way_to_greet_is_understood() -> Outcome {
    let greetings: [&'static [Rule]; 8] = [
        &[("connect", "220-mail.example\r\n220-keeps a\r\n220 long speech\r\n")],
        &[("connect", "220 caf\u{e9}\n"), ("EHLO", "250-mail.example\n250 SIZE\n")],
        &[("EHLO", "250\r\n")],
        &[("EHLO", "500 5.5.1 Unrecognized\r\n")],
        &[("EHLO", "502 5.5.1 Not implemented\r\n"), ("HELO", "250\r\n")],
        &[("EHLO", "<close>")],
        &[("EHLO", "250-mail.example\r\n250-PIPELINING\r\n250-XCLIENT NAME ADDR\r\n250 \r\n")],
        &[("EHLO", "250-mail.example\r\n250 ENHANCEDSTATUSCODES\r\n"), (".", "250 2.0.0 Taken as 4711\n")],
    ];
    for rules in greetings {
        let (told, heard) = with(rules, "", "").await?;
        assert_eq!(told, SENT, "{rules:?}: {heard:?}");
    }
    Ok(())
}

// FIELD-13: before a recipient is named no answer is the mail's doing; afterwards it counts as it is said.
#[tokio::test]
async fn a_no_is_told_and_tried_again_unless_it_is_final() -> Outcome {
    let refusals: [(&'static [Rule], &str); 19] = [
        (&[("connect", "554 5.7.1 Not you\r\n<close>")], "later: 554 5.7.1 Not you"),
        (&[("connect", "421 4.3.2 Too busy\r\n<close>")], "later: 421 4.3.2 Too busy"),
        (&[("connect", "220 hello\r\n<close>")], "later: No connection to the mail server"),
        (&[("connect", "HTTP/1.1 400 Bad Request\r\n")], "later: What answers there is no mail server."),
        (&[("EHLO", "504 5.5.2 Full name\r\n"), ("HELO", "504 no\r\n")], "later: 504 5.5.2 Full name"),
        (&[("EHLO", "421 Closing\r\n<close>")], "later: 421 Closing"),
        (&[("MAIL", "550 5.7.1 Sender not yours\r\n")], "later: 550 5.7.1 Sender not yours"),
        (&[("MAIL", "421 4.4.2 Timeout\r\n<close>")], "later: 421 4.4.2 Timeout"),
        (&[("RCPT", "451 4.7.1 Greylisted\r\n")], "later: 451 4.7.1 Greylisted"),
        (&[("RCPT", "452 4.5.3 Too many recipients\r\n")], "later: 452 4.5.3 Too many recipients"),
        (&[("RCPT", "552 5.2.2 Mailbox full\r\n")], "later: 552 5.2.2 Mailbox full"),
        (&[("RCPT", "550-5.1.1 nobody here\r\n550 5.1.1 by that name\r\n")], "never: 550 5.1.1 nobody here"),
        (&[("RCPT", "<close>")], "later: No connection to the mail server"),
        (&[("DATA", "554 5.5.1 No\r\n")], "never: 554 5.5.1 No"),
        (&[("DATA", "221 Bye\r\n<close>")], "later: "),
        (&[(".", "451 4.3.0 Try again\r\n")], "later: 451 4.3.0 Try again"),
        (&[(".", "554 5.6.0 Not this mail\r\n")], "never: 554 5.6.0 Not this mail"),
        (&[(".", "552 5.3.4 Too large\r\n")], "never: 552 5.3.4 Too large"),
        (&[(".", "<close>")], "later: No connection to the mail server"),
    ];
    for (rules, expected) in refusals {
        let (told, _) = with(rules, "", "").await?;
        assert!(told.starts_with(expected), "{rules:?}: {told}");
    }
    Ok(())
}

// FIELD-14: encryption that was offered and does not come about is as good as none, on a new connection.
#[tokio::test]
async fn opportunistic_goes_on_without_encryption_that_fails() -> Outcome {
    const OFFERS: Rule = ("EHLO", "250-mail.example\r\n250-starttls\r\n250 AUTH PLAIN\r\n");
    let failing: [&'static [Rule]; 4] = [
        &[OFFERS, ("STARTTLS", "454 4.7.0 Not now\r\n")],
        &[OFFERS, ("STARTTLS", "502 5.5.1 No\r\n")],
        &[OFFERS, ("STARTTLS", "220 Go on\r\n")],
        &[OFFERS, ("STARTTLS", "220 Go on\r\n<close>")],
    ];
    for rules in failing {
        let (told, heard) = with(rules, "", "").await?;
        assert_eq!(told, SENT, "{rules:?}: {heard:?}");
        assert_eq!(heard.iter().filter(|line| *line == "connect").count(), 2, "{heard:?}");
        assert_eq!(heard.iter().filter(|line| *line == "STARTTLS").count(), 1, "{heard:?}");

        let (told, _) = with(rules, "", "?tls=required").await?;
        assert!(told.starts_with("later: "), "{rules:?}: {told}");
        let (told, heard) = with(rules, "parlor:hush@", "").await?;
        assert!(told.contains("the password was not sent"), "{rules:?}: {told}");
        assert!(!heard.iter().any(|line| line.starts_with("AUTH")), "{heard:?}");
    }
    Ok(())
}

// FIELD-13: PLAIN, LOGIN however it asks, or a sentence.
#[tokio::test]
async fn a_password_is_given_as_the_server_takes_it() -> Outcome {
    let ways: [(&'static [Rule], &str, &str); 5] = [
        (
            &[("EHLO", "250-m\r\n250 AUTH CRAM-MD5 PLAIN LOGIN\r\n"), ("AUTH PLAIN AHBhcmxvcgBodXNo", "235 Yes\r\n")],
            SENT,
            "AUTH PLAIN AHBhcmxvcgBodXNo",
        ),
        (
            &[
                ("EHLO", "250-m\r\n250 AUTH=LOGIN\r\n"),
                ("AUTH LOGIN", "334 V2hvPw==\r\n"),
                ("cGFybG9y", "334 cGFzcw==\r\n"),
                ("aHVzaA==", "235 Yes\r\n"),
            ],
            SENT,
            "AUTH LOGIN",
        ),
        (&[("EHLO", "250-m\r\n250 auth plain\r\n"), ("AUTH", "535 5.7.8 No\r\n")], "later: 535 5.7.8 No", "AUTH PLAIN"),
        (&[("EHLO", "250-m\r\n250 AUTH CRAM-MD5\r\n")], "later: The mail server lets nobody sign in", "EHLO"),
        (&[("EHLO", "500 What\r\n")], "later: The mail server lets nobody sign in", "HELO"),
    ];
    for (rules, expected, line) in ways {
        let (told, heard) = with(rules, "parlor:hush@", "?tls=none").await?;
        assert!(told.starts_with(expected), "{rules:?}: {told}");
        assert!(heard.iter().any(|heard| heard.starts_with(line)), "{heard:?}");
    }
    Ok(())
}

// FIELD-13: a server without SMTPUTF8 gets no address that it cannot read, and that is final and told truly.
#[tokio::test]
async fn letters_beyond_ascii_need_smtputf8() -> Outcome {
    let to = "rené@harbourfinch.example";
    let server = Script::start(&[])?;
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let refused = smtp(&url, &Authority::default())?.send(&outgoing(to)?).await;
    assert!(matches!(&refused, Err(SendError::Permanent(line)) if line.contains("beyond ASCII")), "{refused:?}");
    let server = Script::start(&[("EHLO", "250-m\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")])?;
    let url = format!("smtp://127.0.0.1:{}", server.port);
    smtp(&url, &Authority::default())?.send(&outgoing(to)?).await?;
    let mail = server.heard().into_iter().find(|line| line.starts_with("MAIL")).unwrap_or_default();
    assert_eq!(mail, "MAIL FROM:<parlor@harbourfinch.example> BODY=8BITMIME SMTPUTF8");
    Ok(())
}

// OP-5, FIELD-13: a sender that the server cannot read is a wrong setting: mail waits until it is mended, whomever it is to.
#[tokio::test]
async fn a_sender_beyond_ascii_keeps_mail_waiting() -> Outcome {
    for to in ["mina@harbourfinch.example", "rené@harbourfinch.example"] {
        let mail = Outgoing { from: "Büro <büro@harbourfinch.example>".parse()?, ..outgoing(to)? };
        let server = Script::start(&[])?;
        let url = format!("smtp://127.0.0.1:{}", server.port);
        let kept = smtp(&url, &Authority::default())?.send(&mail).await;
        assert!(
            matches!(&kept, Err(SendError::Temporary(line)) if line.contains("PARLOR_MAIL_FROM")),
            "{to}: {kept:?}"
        );
        let server = Script::start(&[("EHLO", "250-m\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")])?;
        let url = format!("smtp://127.0.0.1:{}", server.port);
        smtp(&url, &Authority::default())?.send(&mail).await?;
        let from = server.heard().into_iter().find(|line| line.starts_with("MAIL")).unwrap_or_default();
        assert_eq!(from, "MAIL FROM:<büro@harbourfinch.example> BODY=8BITMIME SMTPUTF8");
    }
    Ok(())
}

// FIELD-13: a server without 8BITMIME gets nothing but ASCII.
#[tokio::test]
async fn a_mail_is_ascii_and_its_lines_are_short() -> Outcome {
    let server = Script::start(&[("EHLO", "250 m\r\n")])?;
    let sent = Outgoing { text: "é".repeat(5_000), ..outgoing("mina@harbourfinch.example")? };
    let url = format!("smtp://127.0.0.1:{}", server.port);
    smtp(&url, &Authority::default())?.send(&sent).await?;
    let heard = server.heard();
    assert!(heard.len() > 50 && heard.iter().all(|line| line.is_ascii() && line.len() < 998));
    assert!(heard.contains(&"MAIL FROM:<parlor@harbourfinch.example>".to_owned()));
    Ok(())
}

// A connection that the server let go of between two mails costs nothing but a new one.
#[tokio::test]
async fn a_connection_that_was_let_go_is_renewed_at_once() -> Outcome {
    let server = Script::start(&[("RSET", "250 OK\r\n<close>")])?;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", server.port), &Authority::default())?;
    for _ in 0..3 {
        smtp.send(&outgoing("mina@harbourfinch.example")?).await?;
    }
    assert_eq!(server.heard().iter().filter(|line| *line == "connect").count(), 3);
    Ok(())
}

fn authority(file: &str) -> Result<Authority, Box<dyn Error>> {
    Ok(Authority::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(file))?)
}

// FIELD-14: with a real server whose certificate nobody can check.
#[tokio::test]
async fn opportunistic_encrypts_with_anybody_and_required_checks() -> Outcome {
    let none = Authority::default();
    for (mode, url, trusted, goes_out) in [
        ("ok+starttls=self.pem", "smtp://127.0.0.1", &none, true),
        ("ok+starttls=server.pem", "smtp://127.0.0.1", &none, true),
        ("ok+starttls=self.pem", "smtp://127.0.0.1?tls=required", &none, false),
        ("ok+starttls=server.pem", "smtp://127.0.0.1?tls=required", &none, false),
        ("ok+starttls=server.pem", "smtp://127.0.0.1?tls=required", &authority("ca.pem")?, true),
        ("ok+starttls=self.pem", "smtp://127.0.0.1?tls=required", &authority("ca.pem")?, false),
        ("ok+starttls=self.pem", "smtp://127.0.0.1?tls=required", &authority("self.pem")?, true),
        ("ok+smtps=server.pem", "smtps://127.0.0.1", &none, false),
        ("ok+smtps=server.pem", "smtps://127.0.0.1", &authority("ca.pem")?, true),
        ("ok+smtps=self.pem", "smtps://127.0.0.1", &none, false),
    ] {
        let server = SmtpServer::start(mode, None)?;
        let url = url.replace("127.0.0.1", &format!("127.0.0.1:{}", server.port));
        let sent = smtp(&url, trusted)?.send(&outgoing("mina@harbourfinch.example")?).await;
        match sent {
            Ok(_) => {
                assert!(goes_out, "{mode} {url}");
                assert!(server.next_message()?.0.encrypted, "{mode} {url}");
            }
            Err(SendError::Temporary(line)) => {
                assert!(!goes_out && line.contains("certificate"), "{mode} {url}: {line}");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

// OP-1
#[test]
fn a_file_that_holds_no_authority_is_named() -> Outcome {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("empty.pem"), "nothing\n")?;
    std::fs::write(folder.join("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")?;
    for file in ["empty.pem", "broken.pem", "there is none"] {
        assert!(Authority::read(&folder.join(file)).is_err(), "{file}");
    }
    Ok(())
}
