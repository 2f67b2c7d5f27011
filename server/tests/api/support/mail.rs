//! Mail as people get it.

use chrono::{DateTime, Utc};

/// A mail in the local mailbox.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Mail {
    /// Where it went.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
    /// When it was handed over.
    pub sent_at: DateTime<Utc>,
}

/// Where mailed links lead; a token follows.
const LINKS: [&str; 4] = ["/verify/", "/reset-password/", "/invitations/", "/email/"];

impl Mail {
    /// The token of the link in it.
    pub fn token(&self) -> String {
        let rest = LINKS.iter().find_map(|page| self.text.split_once(page)).expect("a link").1;
        rest.split_whitespace().next().unwrap().to_owned()
    }
}
