//! "Confirm your address": the link that ends a sign-up (SU-4).

use askama::Template;
use chrono::{DateTime, Utc};
use domain::limits;
use serde::{Deserialize, Serialize};

use crate::message::{Context, RenderError, Rendered};
use crate::words;

/// Sent to the address of a claim. The name that was typed is not in it: whoever typed it may be a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAddress {
    /// When the sign-up began.
    pub started_at: DateTime<Utc>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

struct Words<'a> {
    host: &'a str,
    link: &'a str,
    hours: i64,
    started: String,
    expires: String,
}

#[derive(Template)]
#[template(path = "verify-address/subject.txt")]
struct Subject;

#[derive(Template)]
#[template(path = "verify-address/body.txt")]
struct Text<'a> {
    mail: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "verify-address/body.html")]
struct Html<'a> {
    mail: &'a Words<'a>,
}

impl VerifyAddress {
    pub(crate) const KIND: &'static str = "verify-address";

    pub(crate) fn render(&self, context: &Context) -> Result<Rendered, RenderError> {
        let mail = &Words {
            host: context.host,
            link: context.link.ok_or(RenderError::LinkMissing(Self::KIND))?,
            hours: limits::VERIFICATION.num_hours(),
            started: words::moment(self.started_at),
            expires: words::moment(self.expires_at),
        };
        Rendered::new(&Subject, &Text { mail }, &Html { mail })
    }
}
