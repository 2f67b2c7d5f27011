//! A message in words: what it takes, and what comes of it.

use std::fmt;

use domain::PublicUrl;

use crate::words;

/// What a message is rendered with: where Parlor lives, and the link that only exists at this moment.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The base of every link.
    pub public_url: &'a PublicUrl,
    /// The link this one mail is about, whole; messages without a token need none.
    pub link: Option<&'a str>,
}

impl Context<'_> {
    /// The whole address of the page at this path.
    pub(crate) fn page(&self, path: impl fmt::Display) -> String {
        self.public_url.page(path)
    }

    /// The name that people know this Parlor by, as in "Sent by Parlor at …".
    pub(crate) fn host(&self) -> String {
        self.public_url.authority()
    }
}

/// A message in words, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject: one line.
    pub subject: String,
    /// The whole message as plain text.
    pub text: String,
    /// The whole message as an HTML page.
    pub html: String,
}

impl Rendered {
    pub(crate) fn new(
        subject: &impl askama::Template,
        text: &impl askama::Template,
        html: &impl askama::Template,
    ) -> Result<Self, RenderError> {
        Ok(Self { subject: words::one_line(&subject.render()?), text: text.render()?, html: html.render()? })
    }
}

/// Why a message could not be put in words. Always a bug of the caller, never the doing of a person.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The message is about a link and was given none.
    #[error("the mail “{0}” was rendered without its link")]
    LinkMissing(&'static str),
    /// The template refused.
    #[error("a mail template failed")]
    Template(#[from] askama::Error),
}
