//! "You already have an account": what the owner of an address hears when it is signed up again (SU-10).

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::message::{Context, RenderError, Rendered};

/// Sent to the owner of an address that already has an account. It carries no token: its links are the sign-in and the
/// reset page that everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlreadyRegistered {}

struct Words<'a> {
    host: &'a str,
    sign_in: String,
    forgot_password: String,
}

#[derive(Template)]
#[template(path = "already-registered/subject.txt")]
struct Subject;

#[derive(Template)]
#[template(path = "already-registered/body.txt")]
struct Text<'a> {
    mail: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "already-registered/body.html")]
struct Html<'a> {
    mail: &'a Words<'a>,
}

impl AlreadyRegistered {
    pub(crate) const KIND: &'static str = "already-registered";

    pub(crate) fn render(context: &Context) -> Result<Rendered, RenderError> {
        let mail = &Words {
            host: context.host,
            sign_in: context.page("/sign-in"),
            forgot_password: context.page("/forgot-password"),
        };
        Rendered::new(&Subject, &Text { mail }, &Html { mail })
    }
}
