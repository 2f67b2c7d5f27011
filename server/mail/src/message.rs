//! The messages Parlor sends, from the stored form to the words.

use std::fmt;

use domain::PublicUrl;
use serde::{Deserialize, Serialize};

use crate::messages::{
    AccountDeleted, AddressChange, AlreadyRegistered, ConfirmNewAddress, Invitation, InvitationAccepted, NewSignIn,
    OrganizationDeleted, OrganizationRestored, OwnershipReceived, PasswordChanged, RemovedFromOrganization,
    ResetPassword, RoleChanged, VerifyAddress, Worded,
};
use crate::words;

/// A mail as the outbox stores it: which one, and the facts in it. It holds no token, no link and nothing a stranger
/// typed but names, whose types refuse web addresses and line breaks, also when it is read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Message {
    /// "Confirm your address", for somebody who signed up (SU-4).
    VerifyAddress(VerifyAddress),
    /// "You already have an account", for the owner of an address that was signed up again (SU-10).
    AlreadyRegistered(AlreadyRegistered),
    /// "Set a new password", for somebody who forgot theirs (PW-2).
    ResetPassword(ResetPassword),
    /// "Your password was changed", for the owner of the account (PW-3).
    PasswordChanged(PasswordChanged),
    /// "Jonas Berg invited you", for the invited address (IN-1).
    Invitation(Invitation),
    /// "Mina Okafor joined", for whoever invited her (IN-7).
    InvitationAccepted(InvitationAccepted),
    /// "Confirm your new address", for that address (SI-8).
    ConfirmNewAddress(ConfirmNewAddress),
    /// "Your address is being changed", for the old address (SI-8).
    AddressChange(AddressChange),
    /// "A new sign-in", for the owner of the account (SI-7).
    NewSignIn(NewSignIn),
    /// "You were removed", for somebody who was a member (TR-7).
    RemovedFromOrganization(RemovedFromOrganization),
    /// "You are an owner", for the new one (OR-7).
    OwnershipReceived(OwnershipReceived),
    /// "Your role changed", for the member (TR-6).
    RoleChanged(RoleChanged),
    /// "It was deleted", for everybody in an organization (OR-7).
    OrganizationDeleted(OrganizationDeleted),
    /// "It is back", for everybody in an organization (OR-7).
    OrganizationRestored(OrganizationRestored),
    /// "Your account was deleted", for the address that it had (SI-9).
    AccountDeleted(AccountDeleted),
}

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

impl Message {
    /// The name of the message, as stored: `verify-address`.
    pub fn kind(&self) -> &'static str {
        self.worded().kind()
    }

    /// The message in words.
    pub fn render(&self, context: &Context) -> Result<Rendered, RenderError> {
        self.worded().render(context)
    }

    fn worded(&self) -> &dyn Worded {
        match self {
            Self::VerifyAddress(message) => message,
            Self::AlreadyRegistered(message) => message,
            Self::ResetPassword(message) => message,
            Self::PasswordChanged(message) => message,
            Self::Invitation(message) => message,
            Self::InvitationAccepted(message) => message,
            Self::ConfirmNewAddress(message) => message,
            Self::AddressChange(message) => message,
            Self::NewSignIn(message) => message,
            Self::RemovedFromOrganization(message) => message,
            Self::OwnershipReceived(message) => message,
            Self::RoleChanged(message) => message,
            Self::OrganizationDeleted(message) => message,
            Self::OrganizationRestored(message) => message,
            Self::AccountDeleted(message) => message,
        }
    }
}
