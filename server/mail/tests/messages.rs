//! The mails, word by word.

use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use mail::{AlreadyRegistered, Context, Message, RenderError, Rendered, VerifyAddress};
use serde_json::json;

type Outcome = Result<(), Box<dyn Error>>;

const LINK: &str = "https://chat.harbourfinch.example/verify/8Vd0mKq2rT5xYw1bNc7hLz3e";
const CONTEXT: Context =
    Context { public_url: "https://chat.harbourfinch.example/", host: "chat.harbourfinch.example", link: Some(LINK) };

fn started_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_340_460, 0).unwrap_or_default()
}

fn verify_address() -> Message {
    let started_at = started_at();
    Message::VerifyAddress(VerifyAddress { started_at, expires_at: started_at + TimeDelta::hours(48) })
}

fn already_registered() -> Message {
    Message::AlreadyRegistered(AlreadyRegistered {})
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

/// One button and one bare link lead there, and the page can be read without anything fetched from elsewhere.
fn assert_page(rendered: &Rendered, link: &str) {
    let html = &rendered.html;
    assert_eq!(count(html, &format!("href=\"{link}\"")), 2, "{html}");
    assert_eq!(count(html, &format!(">{link}</a>")), 1, "{html}");
    assert_eq!(count(html, "class=\"act\""), 1, "one button");
    assert_eq!(count(html, "<h1"), 1);
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(html.contains("max-width:520px") && html.contains("prefers-color-scheme: dark"));
    assert!(html.contains("display:none;max-height:0"), "a hidden preheader");
    for fetched in ["<img", "<link", "<script", "url(", "src="] {
        assert!(!html.contains(fetched), "{fetched} in {html}");
    }
}

// SU-4
#[test]
fn verify_address_says_what_to_open_and_until_when() -> Outcome {
    let rendered = verify_address().render(&CONTEXT)?;
    assert_eq!(rendered.subject, "Confirm your address for Parlor");
    assert_eq!(rendered.text, include_str!("snapshots/verify-address.txt").trim_end());
    assert_page(&rendered, LINK);
    assert!(rendered.html.contains("until Tuesday, 24 November 2026, 09:41 UTC"));
    Ok(())
}

// SU-10
#[test]
fn already_registered_links_sign_in_and_reset() -> Outcome {
    let rendered = already_registered().render(&Context { link: None, ..CONTEXT })?;
    assert_eq!(rendered.subject, "You already have an account on Parlor");
    assert_eq!(rendered.text, include_str!("snapshots/already-registered.txt").trim_end());
    assert_page(&rendered, "https://chat.harbourfinch.example/sign-in");
    let reset = "href=\"https://chat.harbourfinch.example/forgot-password\"";
    assert_eq!(count(&rendered.html, reset), 1);
    Ok(())
}

// TOK-2: what is stored holds no link and no token, and reads back as it was written.
#[test]
fn the_stored_form_holds_facts_alone() -> Outcome {
    let verify = json!({
        "kind": "verify-address",
        "started_at": "2026-11-22T09:41:00Z",
        "expires_at": "2026-11-24T09:41:00Z",
    });
    let registered = json!({ "kind": "already-registered" });
    for (message, stored) in [(verify_address(), verify), (already_registered(), registered)] {
        assert_eq!(serde_json::to_value(&message)?, stored);
        assert_eq!(stored["kind"], message.kind());
        assert_eq!(serde_json::from_value::<Message>(stored)?, message);
    }
    Ok(())
}

#[test]
fn a_mail_about_a_link_is_not_sent_without_it() {
    let rendered = verify_address().render(&Context { link: None, ..CONTEXT });
    assert!(matches!(rendered, Err(RenderError::LinkMissing("verify-address"))));
}

// XSS: whatever comes in is text in the page, and is itself in the plain text.
#[test]
fn what_comes_in_is_never_markup() -> Outcome {
    let hostile = Context {
        public_url: "https://x.example/\"><script>alert(1)</script>",
        host: "<script>alert(2)</script>",
        link: Some("https://x.example/\"><script>alert(3)</script>"),
    };
    for message in [verify_address(), already_registered()] {
        let rendered = message.render(&hostile)?;
        assert!(!rendered.html.contains("<script"), "{}", rendered.html);
        assert!(rendered.html.contains("&#34;&#62;&#60;script&#62;"), "{}", rendered.html);
        assert!(rendered.text.contains("<script>alert(2)</script>"));
    }
    Ok(())
}

// LOOK, Voice
#[test]
fn the_voice_is_ours() -> Outcome {
    for message in [verify_address(), already_registered()] {
        let rendered = message.render(&CONTEXT)?;
        let said = format!("{}\n{}", rendered.subject, rendered.text).to_lowercase();
        for never in ["please", "oops", "successfully", "invalid", "error", "!", "\""] {
            assert!(!said.contains(never), "{never} in {said}");
        }
        assert!(said.contains("parlor"), "found by searching for Parlor");
        assert!(!rendered.subject.contains('\n'));
    }
    Ok(())
}
