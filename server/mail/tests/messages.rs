//! The mails, word by word.

#[path = "messages/cases.rs"]
mod cases;

use std::error::Error;
use std::fs;

use cases::{Case, cases, invitation, kept_outside, project_role};
use domain::{ProjectName, ProjectRole, PublicUrl, Role};
use mail::{Context, Message, OutsideSince, RenderError, Rendered};
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

const LINK: &str = "https://chat.harbourfinch.example/verify/8Vd0mKq2rT5xYw1bNc7hLz3e";
const PUBLIC_URL: &str = "https://chat.harbourfinch.example";

/// The fields of a stored message that hold a name somebody typed.
const NAMES: [&str; 6] = ["organization", "inviter", "member", "by", "from", "project"];

fn public_url() -> PublicUrl {
    PUBLIC_URL.parse().unwrap_or_else(|_| unreachable!("it is one"))
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

/// A message as it is stored, with `value` in those of its `fields` that it has; nothing when it has none.
fn with(stored: &Value, fields: &[&str], value: &str) -> Option<Value> {
    let mut changed = stored.clone();
    let mut found = false;
    for field in fields {
        if let Some(place) = changed.get_mut(field) {
            *place = value.into();
            found = true;
        }
    }
    found.then_some(changed)
}

/// What a page shows, in one line.
fn visible(html: &str) -> String {
    let body = html.split_once("<body").map_or("", |(_, body)| body);
    let spaced = body.replace("<br>", " ").replace('<', "\u{0}<");
    let text: String =
        spaced.split('\u{0}').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    words(&text.replace("&#39;", "'").replace("&#38;", "&"))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

// SU-4, SU-10, PW-2, PW-3, IN-1, SI-7, SI-8: the words are those of the snapshots.
#[test]
fn every_mail_says_what_it_is_about_and_what_to_open() -> Outcome {
    for Case { message, subject, page, .. } in cases()? {
        let rendered = message.render(&Context { link: page.is_none().then_some(LINK), public_url: &public_url() })?;
        assert_eq!(rendered.subject, subject);
        let snapshot = format!("{}/tests/snapshots/{}.txt", env!("CARGO_MANIFEST_DIR"), message.kind());
        assert_eq!(rendered.text, fs::read_to_string(&snapshot)?.trim_end(), "{snapshot}");
        let page = page.map(|path| format!("https://chat.harbourfinch.example{path}"));
        assert_page(&rendered, page.as_deref().unwrap_or(LINK));
    }
    Ok(())
}

#[test]
fn the_page_says_what_the_text_says() -> Outcome {
    for Case { message, .. } in cases()? {
        let rendered = message.render(&Context { public_url: &public_url(), link: Some(LINK) })?;
        let page = visible(&rendered.html);
        for paragraph in rendered.text.split("\n\n").map(|paragraph| words(paragraph.trim_start_matches('—'))) {
            assert!(page.contains(paragraph.trim_end_matches([':', '.'])), "{paragraph} in {page}");
        }
    }
    Ok(())
}

// SU-10
#[test]
fn already_registered_links_the_reset_page_too() -> Outcome {
    let rendered = Message::AlreadyRegistered(mail::AlreadyRegistered {})
        .render(&Context { public_url: &public_url(), link: Some(LINK) })?;
    let reset = "href=\"https://chat.harbourfinch.example/forgot-password\"";
    assert_eq!(count(&rendered.html, reset), 1);
    Ok(())
}

// IN-1, TR-1
#[test]
fn an_invitation_says_what_its_role_lets_one_do() -> Outcome {
    for (role, said) in [
        (Role::Owner, "as an owner. That lets you do everything in it, from billing to"),
        (Role::Admin, "as an admin. That lets you manage all its settings, members and projects; owners"),
        (Role::BillingAdmin, "as a billing admin. That lets you manage its billing, and see"),
        (Role::UserAdmin, "as a user admin. That lets you manage its projects and members, though"),
        (Role::Member, "as a member. That lets you work in the projects you are added to."),
    ] {
        let rendered = invitation(role)?.render(&Context { public_url: &public_url(), link: Some(LINK) })?;
        assert!(rendered.text.contains(said) && rendered.html.contains(said), "{}", rendered.text);
    }
    Ok(())
}

// IN-1, PR-1: the projects that it adds to are told with the role in each, in both forms; none where there are none. What an
// older version wrote names none.
#[test]
fn in_1_an_invitation_names_its_projects() -> Outcome {
    let context = Context { public_url: &public_url(), link: Some(LINK) };
    let mut stored = serde_json::to_value(invitation(Role::Member)?)?;
    for (projects, said) in [
        (serde_json::json!([{ "project": "Website", "role": "agent" }]), "You’ll be in Website as an agent."),
        (
            serde_json::json!([
                { "project": "Website", "role": "agent" },
                { "project": "Spare & parts", "role": "manager" },
                { "project": "שלום", "role": "viewer" },
            ]),
            "You’ll be in Website as an agent, Spare & parts as a manager and \u{2068}שלום\u{2069} as a viewer.",
        ),
        // FIELD-23: those that are called alike are told apart.
        (
            serde_json::json!([
                { "project": "Website", "slug": "website", "role": "agent" },
                { "project": "Website", "slug": "website-2", "role": "viewer" },
            ]),
            "You’ll be in Website (website) as an agent and Website (website-2) as a viewer.",
        ),
    ] {
        stored["projects"] = projects;
        let rendered = serde_json::from_value::<Message>(stored.clone())?.render(&context)?;
        assert!(rendered.text.contains(said), "{}", rendered.text);
        assert!(visible(&rendered.html).contains(said), "{}", visible(&rendered.html));
        assert!(!rendered.html.contains("Spare & parts"), "it is escaped");
    }
    stored.as_object_mut().map(|fields| fields.remove("projects"));
    let rendered = serde_json::from_value::<Message>(stored)?.render(&context)?;
    assert!(!rendered.text.contains("You’ll be in") && !rendered.html.contains("You’ll be in"));
    Ok(())
}

// FIELD-52, PR-1, ST-6: what was done to a project or a place in one is told in each of its ways, in both forms.
#[test]
fn field_52_what_became_of_ones_projects_is_told() -> Outcome {
    let (agent, viewer) = (Some(ProjectRole::Agent), Some(ProjectRole::Viewer));
    let at = "on Sunday, 22 November 2026, 09:41 UTC";
    let last = "It was your last project, and members of Harbour & Finch need one. It opens again once somebody adds you to one.";
    for (message, said) in [
        (project_role(None, agent)?, format!("Jonas Berg added you to Website as an agent {at}.")),
        (
            project_role(agent, viewer)?,
            format!("Jonas Berg made you a viewer in Website {at}; you were an agent there before."),
        ),
        (project_role(viewer, None)?, format!("Jonas Berg took you out of Website {at}; you were a viewer there.")),
        (
            kept_outside(OutsideSince::Removed(ProjectName::first()))?,
            format!("Jonas Berg took you out of Website {at}. {last}"),
        ),
        (
            kept_outside(OutsideSince::Archived(ProjectName::first()))?,
            format!("Jonas Berg archived Website {at}. {last}"),
        ),
    ] {
        let rendered = message.render(&Context { public_url: &public_url(), link: None })?;
        assert!(rendered.text.contains(&said), "{}", rendered.text);
        assert!(visible(&rendered.html).contains(&said), "{}", visible(&rendered.html));
        assert_eq!(serde_json::from_value::<Message>(serde_json::to_value(&message)?)?, message);
    }
    // A role with which an organization stays shut says so.
    let cases = cases()?;
    let role = cases.iter().find(|case| case.message.kind() == "role-changed").ok_or("a mail about a role")?;
    let mut stored = role.stored.clone();
    stored["kept_outside"] = true.into();
    let rendered =
        serde_json::from_value::<Message>(stored)?.render(&Context { public_url: &public_url(), link: None })?;
    let said =
        "Members of Harbour & Finch need a project, and you belong to none in use: you can’t open it until somebody";
    assert!(rendered.text.contains(said) && visible(&rendered.html).contains(said), "{}", rendered.text);
    let mut hostile = serde_json::to_value(kept_outside(OutsideSince::Policy)?)?;
    hostile["since"] = serde_json::json!({ "removed": "a\r\nBcc: eve@example.com" });
    assert!(serde_json::from_value::<Message>(hostile).is_err());
    Ok(())
}

// TOK-2: what is stored holds no link and no token, and reads back as it was written.
#[test]
fn the_stored_form_holds_facts_alone() -> Outcome {
    for Case { message, stored, .. } in cases()? {
        assert_eq!(serde_json::to_value(&message)?, stored);
        assert_eq!(stored["kind"], message.kind());
        let text = stored.to_string();
        assert!(!text.contains("://") && !text.contains("token") && !text.contains('/'), "{text}");
        assert_eq!(serde_json::from_value::<Message>(stored)?, message);
    }
    Ok(())
}

// INP-4: a name of more than one line or out of order never becomes a mail, whoever wrote it.
#[test]
fn a_name_that_is_none_is_not_read() -> Outcome {
    let no_names = ["a\r\nBcc: eve@example.com", "a\nb", "a\u{2028}b", "a\u{202e}b", ""];
    for Case { stored, .. } in cases()? {
        let named = NAMES.iter().flat_map(|field| no_names.map(|name| with(&stored, &[field], name))).flatten();
        let placed = ["../x", "a/b", "A b", "evil.example"].iter().filter_map(|slug| with(&stored, &["slug"], slug));
        for hostile in named.chain(placed).chain(with(&stored, &["role"], "boss")) {
            assert!(serde_json::from_value::<Message>(hostile.clone()).is_err(), "{hostile}");
        }
    }
    Ok(())
}

#[test]
fn a_mail_about_a_link_is_not_sent_without_it() -> Outcome {
    for Case { message, page, .. } in cases()? {
        match message.render(&Context { link: None, public_url: &public_url() }) {
            Ok(_) => assert!(page.is_some(), "{}", message.kind()),
            Err(RenderError::LinkMissing(kind)) => assert_eq!((kind, page), (message.kind(), None)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

// XSS: whatever comes in is text in the page, and is itself in the plain text.
#[test]
fn what_comes_in_is_never_markup() -> Outcome {
    let public_url = public_url();
    let hostile = Context { public_url: &public_url, link: Some("https://x.example/\"><script>alert(3)</script>") };
    let name = "<b>x</b> & 'y'";
    for Case { stored, .. } in cases()? {
        let named = with(&stored, &NAMES, name).or_else(|| with(&stored, &["device", "client"], name));
        let rendered = serde_json::from_value::<Message>(named.clone().unwrap_or(stored))?.render(&hostile)?;
        assert!(!rendered.html.contains("<script") && !rendered.html.contains("<b>"), "{}", rendered.html);
        let linked = rendered.text.contains("<script>alert(3)</script>");
        assert_eq!(rendered.html.contains("&#34;&#62;&#60;script&#62;"), linked, "{}", rendered.html);
        if named.is_some() {
            assert!(rendered.html.contains("&#60;b&#62;x&#60;/b&#62; &#38; &#39;y&#39;"), "{}", rendered.html);
            assert!(rendered.text.contains(name), "{}", rendered.text);
        }
    }
    Ok(())
}

// FIELD-9: a name that is written from right to left turns nothing round, in the subject, the text and the page.
#[test]
fn a_name_is_isolated() -> Outcome {
    let name = "شركة (ABC) 2026";
    for Case { stored, .. } in cases()? {
        let Some(named) = with(&stored, &NAMES, name) else { continue };
        let rendered = serde_json::from_value::<Message>(named)?
            .render(&Context { public_url: &public_url(), link: Some(LINK) })?;
        let isolated = format!("\u{2068}{name}\u{2069}");
        for text in [&rendered.subject, &rendered.text] {
            assert_eq!(count(text, name), count(text, &isolated), "{text}");
        }
        let (head, body) = rendered.html.split_once("</title>").ok_or("a title")?;
        assert_eq!(count(head, name), count(head, &isolated), "{head}");
        assert!(count(body, name) > 0);
        assert_eq!(count(body, name), count(body, &format!("<bdi>{name}</bdi>")), "{body}");
    }
    Ok(())
}

// A name that a mail program would decode in a header stays the characters it is (RFC 2047).
#[test]
fn a_subject_hides_nothing() -> Outcome {
    for Case { stored, .. } in cases()? {
        let named = with(&stored, &NAMES, "=?utf-8?B?aHR0cHM6Ly9ldmlsLmV4YW1wbGU=?=");
        let Some(named) = named else { continue };
        let subject = serde_json::from_value::<Message>(named)?
            .render(&Context { public_url: &public_url(), link: Some(LINK) })?
            .subject;
        assert!(subject.contains("utf-8?B?") && !subject.contains("=?"), "{subject}");
    }
    Ok(())
}

// LOOK, Voice
#[test]
fn the_voice_is_ours() -> Outcome {
    for Case { message, .. } in cases()? {
        let rendered = message.render(&Context { public_url: &public_url(), link: Some(LINK) })?;
        let said = format!("{}\n{}\n{}", rendered.subject, rendered.text, visible(&rendered.html)).to_lowercase();
        for never in ["please", "oops", "successfully", "invalid", "error", "are you sure", "!", "\""] {
            assert!(!said.contains(never), "{never} in {said}");
        }
        assert!(
            rendered.subject.contains("Parlor") || said.contains("sent by parlor"),
            "found by searching for Parlor"
        );
        assert!(!rendered.subject.contains('\n'));
    }
    Ok(())
}
