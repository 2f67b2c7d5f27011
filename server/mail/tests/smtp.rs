//! Mail over SMTP, to a real server that is well, ill or gone.

mod support;

use std::error::Error;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use chrono::DateTime;
use mail::{Authority, Hello, Outgoing, SendError, Smtp, Timeouts, Transport};
use support::{Event, SmtpServer};
use tokio::task::JoinHandle;

type Outcome = Result<(), Box<dyn Error>>;

/// Short, so that a server that hangs costs a test two seconds.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_millis(1_500),
    send: Duration::from_secs(2),
    answer: Duration::from_secs(2),
    turn: Duration::from_millis(250),
    idle: Duration::from_secs(30),
};

const PATIENT: Timeouts = Timeouts { send: Duration::from_secs(20), answer: Duration::from_secs(20), ..TIMEOUTS };

fn transport(url: &str, timeouts: Timeouts) -> Result<Transport, Box<dyn Error>> {
    Ok(Transport::Smtp(Smtp::new(&url.parse()?, Hello::of_url("http://nas"), &Authority::default(), timeouts)?))
}

fn to(server: &SmtpServer, timeouts: Timeouts) -> Result<Transport, Box<dyn Error>> {
    transport(&format!("smtp://127.0.0.1:{}", server.port), timeouts)
}

fn outgoing(number: u32) -> Result<Outgoing, Box<dyn Error>> {
    Ok(Outgoing {
        to: "mina@harbourfinch.example".into(),
        from: "Parlor <parlor@localhost>".parse()?,
        message_id: format!("<{number}@chat.harbourfinch.example>"),
        date: DateTime::from_timestamp(1_795_340_460, 0).unwrap_or_default(),
        handed_over_at: DateTime::from_timestamp(1_795_340_520, 0).unwrap_or_default(),
        subject: "Confirm your address – “Parlor”".into(),
        text: format!(
            "Grüße\n.\n..dots\nhttps://chat.harbourfinch.example/verify/{}\nFrom here on\n{}",
            "x".repeat(43),
            "long ".repeat(400).trim_end()
        ),
        html: "<!doctype html>\n<p>Grüße &amp; “quotes”</p>\n".into(),
    })
}

/// Sends a mail in a task of its own.
fn send_apart(
    transport: &Transport,
    number: u32,
) -> Result<JoinHandle<Result<mail::Accepted, SendError>>, Box<dyn Error>> {
    let (transport, sent) = (transport.clone(), outgoing(number)?);
    Ok(tokio::spawn(async move { transport.send(&sent).await }))
}

fn assert_temporary(result: Result<mail::Accepted, SendError>, part: &str) {
    match result {
        Err(SendError::Temporary(line)) => assert!(line.contains(part), "{line}"),
        other => panic!("{other:?}"),
    }
}

// OP-5: what arrives is what was written, for a reader that is not ours.
#[tokio::test]
async fn a_mail_arrives_whole() -> Outcome {
    let server = SmtpServer::start("ok", None)?;
    let sent = outgoing(1)?;
    let accepted = to(&server, PATIENT)?.send(&sent).await?;
    assert_eq!(accepted.reply, "250 Taken as 4711");
    let (received, _) = server.next_message()?;
    assert_eq!(received.sender, "parlor@localhost");
    assert_eq!(received.recipients, ["mina@harbourfinch.example"]);
    for (name, value) in [
        ("from", "Parlor <parlor@localhost>"),
        ("to", "mina@harbourfinch.example"),
        ("subject", "Confirm your address – “Parlor”"),
        ("message-id", "<1@chat.harbourfinch.example>"),
        ("date", "Sun, 22 Nov 2026 09:41:00 +0000"),
        ("auto-submitted", "auto-generated"),
    ] {
        assert_eq!(received.header(name), Some(value), "{name}");
    }
    assert_eq!(received.content_type, "multipart/alternative");
    assert_eq!(received.text.replace("\r\n", "\n").trim_end(), sent.text);
    assert_eq!(received.html.replace("\r\n", "\n").trim_end(), sent.html.trim_end());
    Ok(())
}

#[tokio::test]
async fn no_line_break_becomes_a_header_or_a_recipient() -> Outcome {
    let server = SmtpServer::start("ok", None)?;
    let transport = to(&server, PATIENT)?;
    let mut tricked = outgoing(1)?;
    tricked.subject = "Hello\r\nBcc: eve@example.com\r\n\r\nBody".into();
    tricked.message_id = "<1@x>\r\nBcc: eve@example.com".into();
    transport.send(&tricked).await?;
    let (received, _) = server.next_message()?;
    assert_eq!(received.header("bcc"), None);
    assert_eq!(received.header("subject"), Some("Hello Bcc: eve@example.com Body"));
    let smuggled = Outgoing { to: "mina@x.example>\r\nRCPT TO:<eve@example.com".into(), ..outgoing(2)? };
    assert!(matches!(transport.send(&smuggled).await, Err(SendError::Permanent(_))));
    Ok(())
}

// MAIL-3
#[tokio::test]
async fn a_451_is_worth_another_try() -> Outcome {
    let server = SmtpServer::start("once-451", None)?;
    let transport = to(&server, PATIENT)?;
    let sent = outgoing(1)?;
    let refused = transport.send(&sent).await;
    assert_eq!(refused, Err(SendError::Temporary("451 4.7.1 Greylisted, come back in a while".into())));
    transport.send(&sent).await?;
    assert_eq!(server.next_message()?.0.header("message-id"), Some(sent.message_id.as_str()));
    Ok(())
}

// MAIL-3, OP-7
#[tokio::test]
async fn a_550_is_for_good_and_names_nobody() -> Outcome {
    let server = SmtpServer::start("always-550", None)?;
    let refused = to(&server, PATIENT)?.send(&outgoing(1)?).await;
    assert_eq!(refused, Err(SendError::Permanent("550 5.1.1 (address) nobody here by that name".into())));
    Ok(())
}

// OP-5: a wrong password loses nothing.
#[tokio::test]
async fn being_shut_out_is_not_the_mails_fault() -> Outcome {
    let server = SmtpServer::start("access-535", None)?;
    assert_temporary(to(&server, PATIENT)?.send(&outgoing(1)?).await, "535 5.7.8 Sign in first");
    Ok(())
}

// MAIL-1
#[tokio::test]
async fn a_server_that_is_gone_is_worth_another_try() -> Outcome {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let transport = transport(&format!("smtp://127.0.0.1:{port}"), TIMEOUTS)?;
    assert_temporary(transport.send(&outgoing(1)?).await, "No connection to the mail server");
    Ok(())
}

// MAIL-2
#[tokio::test]
async fn a_server_that_hangs_is_given_up_and_others_flow() -> Outcome {
    for mode in ["hang-after-ehlo", "hang-after-data"] {
        let server = SmtpServer::start(mode, Some(1))?;
        let transport = to(&server, TIMEOUTS)?;
        let (first, second) = (outgoing(1)?, outgoing(2)?);
        let begun = Instant::now();
        let hung = async { (transport.send(&first).await, begun.elapsed()) };
        let other = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            (transport.send(&second).await, begun.elapsed())
        };
        let ((hung, gave_up), (other, flowed)) = tokio::join!(hung, other);
        assert_temporary(hung, "did not answer within 2 s");
        assert!(other.is_ok(), "{mode}: {other:?}");
        assert!(flowed < gave_up && gave_up < Duration::from_secs(8), "{mode}: {flowed:?} {gave_up:?}");
    }
    Ok(())
}

// MAIL-2: with every connection hung, the next mail is told so soon, and begins nothing it has no time to end.
#[tokio::test]
async fn a_server_that_hangs_for_all_holds_nobody_longer() -> Outcome {
    let server = SmtpServer::start("hang-after-data", None)?;
    let transport = to(&server, TIMEOUTS)?;
    let begun = Instant::now();
    let sends = (1..=6).map(|number| send_apart(&transport, number)).collect::<Result<Vec<_>, _>>()?;
    let mut busy = 0;
    for send in sends {
        match send.await? {
            Err(SendError::Temporary(line)) if line.contains("busy") => busy += 1,
            other => assert_temporary(other, "did not answer"),
        }
    }
    assert_eq!(busy, 2);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    let connections = server.rest().iter().filter(|event| matches!(event, Event::Connection)).count();
    assert_eq!(connections, 4);
    Ok(())
}

// MAIL-2: the late answer to one mail is not taken for the answer to the next.
#[tokio::test]
async fn a_late_answer_is_nobodys() -> Outcome {
    let server = SmtpServer::start("late-after-data", Some(1))?;
    let transport = to(&server, TIMEOUTS)?;
    assert_temporary(transport.send(&outgoing(1)?).await, "did not answer");
    let late = server.next_message()?;
    assert_eq!((late.0.header("message-id"), late.1), (Some("<1@chat.harbourfinch.example>"), 1));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    transport.send(&outgoing(2)?).await?;
    let next = server.next_message()?;
    assert_eq!((next.0.header("message-id"), next.1), (Some("<2@chat.harbourfinch.example>"), 1), "a new connection");
    Ok(())
}

// MAIL-4
#[tokio::test]
async fn cut_off_after_the_dot_the_next_try_is_the_same_mail() -> Outcome {
    let server = SmtpServer::start("cut-after-dot", Some(1))?;
    let transport = to(&server, PATIENT)?;
    let sent = outgoing(1)?;
    assert_temporary(transport.send(&sent).await, "No connection to the mail server");
    transport.send(&sent).await?;
    let ((first, _), (second, _)) = (server.next_message()?, server.next_message()?);
    assert_eq!(first.header("message-id"), Some(sent.message_id.as_str()));
    for name in ["message-id", "date", "subject", "to"] {
        assert_eq!(first.header(name), second.header(name), "{name}");
    }
    assert_eq!((first.text, first.html), (second.text, second.html), "the same link too");
    Ok(())
}

#[tokio::test]
async fn one_connection_carries_many_mails_and_is_shut_when_idle() -> Outcome {
    let server = SmtpServer::start("ok", None)?;
    let transport = to(&server, Timeouts { idle: Duration::from_millis(400), ..PATIENT })?;
    for number in 1..=3 {
        transport.send(&outgoing(number)?).await?;
        assert_eq!(server.next_message()?.1, usize::from(number == 1), "connections before mail {number}");
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(matches!(server.next()?, Event::Quit));
    transport.send(&outgoing(4)?).await?;
    assert_eq!(server.next_message()?.1, 1, "a new one, after the old one was shut");
    Ok(())
}

#[tokio::test]
async fn four_connections_are_the_most() -> Outcome {
    let server = SmtpServer::start("ok", None)?;
    let transport = to(&server, Timeouts { connect: Duration::from_secs(10), ..PATIENT })?;
    let sends = (1..=24).map(|number| send_apart(&transport, number)).collect::<Result<Vec<_>, _>>()?;
    for send in sends {
        send.await??;
    }
    let (mut connections, mut messages) = (0, 0);
    while messages < 24 {
        let (_, before) = server.next_message()?;
        connections += before;
        messages += 1;
    }
    assert!((1..=4).contains(&connections), "{connections} connections");
    Ok(())
}

// MAIL-5: a mail that was taken is never sent again because of a slow goodbye.
#[tokio::test]
async fn a_server_that_never_says_goodbye_delays_nothing() -> Outcome {
    let server = SmtpServer::start("hang-on-quit", None)?;
    let transport = to(&server, Timeouts { idle: Duration::from_millis(50), ..TIMEOUTS })?;
    for number in 1..=3 {
        transport.send(&outgoing(number)?).await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    Ok(())
}

// CT-4: what was asked to be encrypted does not go out in the open.
#[tokio::test]
async fn without_encryption_no_password_and_no_required_mail_goes_out() -> Outcome {
    let server = SmtpServer::start("ok", None)?;
    let required = transport(&format!("smtp://127.0.0.1:{}?tls=required", server.port), PATIENT)?;
    assert_temporary(required.send(&outgoing(1)?).await, "STARTTLS");
    let password = transport(&format!("smtp://parlor:hush@127.0.0.1:{}", server.port), PATIENT)?;
    assert_temporary(password.send(&outgoing(2)?).await, "the password was not sent");
    let smtps = transport(&format!("smtps://127.0.0.1:{}", server.port), TIMEOUTS)?;
    assert_temporary(smtps.send(&outgoing(3)?).await, "mail server");
    assert!(!server.rest().iter().any(|event| matches!(event, Event::Message(_))));
    Ok(())
}
