//! The local mailbox: CT-5.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use mail::{Kept, Mailbox, Outgoing, SendError, Transport};

type Outcome = Result<(), Box<dyn Error>>;

/// A folder of this test's own, empty, not made yet.
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mailbox").join(test);
    let _ = fs::remove_dir_all(&path);
    path
}

fn moment(minute: i64) -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minute)
}

fn outgoing(number: i64) -> Result<Outgoing, Box<dyn Error>> {
    Ok(Outgoing {
        to: "mina@harbourfinch.example".into(),
        from: "Parlor <parlor@localhost>".parse()?,
        message_id: format!("<{number}@localhost>"),
        date: moment(0),
        handed_over_at: moment(number),
        subject: format!("Mail {number}"),
        text: "Grüße".into(),
        html: "<p>Grüße</p>".into(),
    })
}

fn subjects(kept: &[Kept]) -> Vec<&str> {
    kept.iter().map(|mail| mail.subject.as_str()).collect()
}

// CT-5
#[tokio::test]
async fn mails_are_listed_newest_first_and_survive_a_restart() -> Outcome {
    let path = folder("restart");
    let transport = Transport::Mailbox(Mailbox::open(&path).await?);
    for number in [2, 3, 1] {
        transport.send(&outgoing(number)?).await?;
    }
    let reopened = Mailbox::open(&path).await?;
    let kept = reopened.list(10).await?;
    assert_eq!(subjects(&kept), ["Mail 3", "Mail 2", "Mail 1"]);
    assert_eq!(subjects(&reopened.list(2).await?), ["Mail 3", "Mail 2"]);
    let newest = &kept[0];
    assert_eq!((newest.to.as_str(), newest.text.as_str()), ("mina@harbourfinch.example", "Grüße"));
    assert_eq!((newest.html.as_str(), newest.sent_at), ("<p>Grüße</p>", moment(3)));
    assert_eq!(reopened.find(&newest.id).await?.as_ref(), Some(newest));
    let stored = serde_json::to_value(newest)?;
    let fields: Vec<&String> = stored.as_object().into_iter().flat_map(|fields| fields.keys()).collect();
    assert_eq!(fields, ["html", "id", "sent_at", "subject", "text", "to"]);
    Ok(())
}

// MAIL-5: a mail tried again is the same mail.
#[tokio::test]
async fn the_same_message_id_replaces() -> Outcome {
    let mailbox = Mailbox::open(folder("replace")).await?;
    mailbox.keep(&outgoing(1)?).await?;
    mailbox.keep(&Outgoing { subject: "Again".into(), ..outgoing(1)? }).await?;
    assert_eq!(subjects(&mailbox.list(10).await?), ["Again"]);
    mailbox.keep(&Outgoing { handed_over_at: moment(9), subject: "Later".into(), ..outgoing(1)? }).await?;
    let kept = mailbox.list(10).await?;
    assert_eq!(subjects(&kept), ["Later"]);
    assert_eq!(mailbox.find(&kept[0].id).await?.map(|mail| mail.subject), Some("Later".into()));
    Ok(())
}

#[tokio::test]
async fn five_hundred_are_kept() -> Outcome {
    let path = folder("limit");
    let mailbox = Mailbox::open(&path).await?;
    for number in 0..503 {
        mailbox.keep(&outgoing(number)?).await?;
    }
    let kept = mailbox.list(usize::MAX).await?;
    assert_eq!((kept.len(), kept[0].subject.as_str(), kept[499].subject.as_str()), (500, "Mail 502", "Mail 3"));
    mailbox.keep(&Outgoing { handed_over_at: moment(600), ..outgoing(250)? }).await?;
    assert_eq!(mailbox.list(usize::MAX).await?.len(), 500, "one replaced is none too many");
    assert_eq!(fs::read_dir(&path)?.count(), 500);
    Ok(())
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() -> Outcome {
    let path = folder("inside");
    let mailbox = Mailbox::open(path.join("mailbox")).await?;
    fs::write(path.join("secret.json"), "{}")?;
    for message_id in ["<../../secret@x>", "/etc/passwd", "<\0@x>", "<..>", ""] {
        mailbox.keep(&Outgoing { message_id: message_id.into(), ..outgoing(1)? }).await?;
    }
    for id in ["../secret", "secret", "", "..", "*", "%2e%2e", "\0"] {
        assert_eq!(mailbox.find(id).await?, None, "{id:?}");
    }
    assert_eq!(fs::read_dir(&path)?.count(), 2, "the mailbox, and what stood next to it");
    for entry in fs::read_dir(path.join("mailbox"))? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_a_mail_is_passed_over() -> Outcome {
    let path = folder("broken");
    let mailbox = Mailbox::open(&path).await?;
    mailbox.keep(&outgoing(1)?).await?;
    fs::write(path.join("notes.txt"), "mine")?;
    fs::write(path.join(format!("20990101T000000000000Z-{}.json", "0".repeat(32))), "{\"id\":")?;
    fs::write(path.join("cut-off.tmp"), "{\"id\":")?;
    let reopened = Mailbox::open(&path).await?;
    assert_eq!(subjects(&reopened.list(10).await?), ["Mail 1"]);
    assert!(path.join("cut-off.tmp").exists(), "another process may be writing it");
    reopened.forget_unfinished().await?;
    assert!(!path.join("cut-off.tmp").exists() && path.join("notes.txt").exists());
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn the_mailbox_is_its_owners_alone() -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;

    let path = folder("private");
    Mailbox::open(&path).await?.keep(&outgoing(1)?).await?;
    assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o700);
    for entry in fs::read_dir(&path)? {
        assert_eq!(entry?.metadata()?.permissions().mode() & 0o777, 0o600);
    }
    Ok(())
}

// OP-5: a full or missing disk is not the end of a mail.
#[tokio::test]
async fn a_mailbox_that_cannot_be_written_is_tried_again() -> Outcome {
    let path = folder("gone");
    let mailbox = Mailbox::open(&path).await?;
    fs::remove_dir_all(&path)?;
    assert!(matches!(mailbox.keep(&outgoing(1)?).await, Err(SendError::Temporary(_))));
    Ok(())
}
