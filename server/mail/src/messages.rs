//! The messages Parlor sends, from the stored form to the words. One module a message: its facts, and where its words are (in
//! `templates/<message>/`).

use serde::{Deserialize, Serialize};

use crate::rendered::{Context, RenderError, Rendered};

/// A message that has words.
pub(crate) trait Worded {
    /// Its name, as stored.
    fn kind(&self) -> &'static str;
    /// The message in words.
    fn render(&self, context: &Context) -> Result<Rendered, RenderError>;
}

/// Gives a message its kind and its three templates: subject, text, HTML. They know its facts as `mail`, and `context`.
/// Declared with `link` they know that too, and the message is never rendered without one.
macro_rules! worded {
    ($message:ident, $kind:literal, $($link:ident,)? [$subject:literal, $text:literal, $html:literal]) => {
        #[allow(dead_code, unused_imports, reason = "not every template speaks of every fact, or of a moment")]
        const _: () = {
            use crate::messages::Worded;
            use crate::rendered::{Context, RenderError, Rendered};
            use crate::words;
            use domain::paths;

            #[derive(askama::Template)]
            #[template(path = $subject)]
            struct Subject<'a> {
                mail: &'a $message,
            }

            #[derive(askama::Template)]
            #[template(path = $text)]
            struct Text<'a> {
                mail: &'a $message,
                context: &'a Context<'a>,
                $($link: &'a str,)?
            }

            #[derive(askama::Template)]
            #[template(path = $html)]
            struct Html<'a> {
                mail: &'a $message,
                context: &'a Context<'a>,
                $($link: &'a str,)?
            }

            impl Worded for $message {
                fn kind(&self) -> &'static str {
                    $kind
                }

                fn render(&self, context: &Context) -> Result<Rendered, RenderError> {
                    $(let $link = context.link.ok_or(RenderError::LinkMissing($kind))?;)?
                    let text = Text { mail: self, context, $($link,)? };
                    let html = Html { mail: self, context, $($link,)? };
                    Rendered::new(&Subject { mail: self }, &text, &html)
                }
            }
        };
    };
}

/// All messages, each by the type of its facts.
macro_rules! messages {
    ($(#[$about:meta])* $messages:ident { $($(#[$when:meta])* $message:ident,)* }) => {
        $(#[$about])*
        pub enum $messages {
            $($(#[$when])* $message($message),)*
        }

        impl $messages {
            fn worded(&self) -> &dyn Worded {
                match self {
                    $(Self::$message(message) => message,)*
                }
            }
        }
    };
}

mod account_deleted;
mod address_change;
mod already_registered;
mod confirm_new_address;
mod grants_changed;
mod invitation;
mod invitation_accepted;
mod kept_outside;
mod new_sign_in;
mod no_free_seat;
mod organization_deleted;
mod organization_restored;
mod ownership_received;
mod password_changed;
mod project_role_changed;
mod removed_from_organization;
mod reset_password;
mod restored_to_organization;
mod role_changed;
mod verify_address;

pub use account_deleted::AccountDeleted;
pub use address_change::AddressChange;
pub use already_registered::AlreadyRegistered;
pub use confirm_new_address::ConfirmNewAddress;
pub use grants_changed::GrantsChanged;
pub use invitation::{Invitation, InvitedTo};
pub use invitation_accepted::InvitationAccepted;
pub use kept_outside::{KeptOutside, OutsideSince};
pub use new_sign_in::NewSignIn;
pub use no_free_seat::NoFreeSeat;
pub use organization_deleted::OrganizationDeleted;
pub use organization_restored::OrganizationRestored;
pub use ownership_received::OwnershipReceived;
pub use password_changed::PasswordChanged;
pub use project_role_changed::ProjectRoleChanged;
pub use removed_from_organization::RemovedFromOrganization;
pub use reset_password::ResetPassword;
pub use restored_to_organization::RestoredToOrganization;
pub use role_changed::RoleChanged;
pub use verify_address::VerifyAddress;

messages! {
    /// A mail as the outbox stores it: which one, and the facts in it. It holds no token, no link and nothing a stranger
    /// typed but names, whose types refuse web addresses and line breaks, also when it is read back.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "kebab-case")]
    Message {
        /// "Confirm your address", for somebody who signed up (SU-4).
        VerifyAddress,
        /// "You already have an account", for the owner of an address that was signed up again (SU-10).
        AlreadyRegistered,
        /// "Set a new password", for somebody who forgot theirs (PW-2).
        ResetPassword,
        /// "Your password was changed", for the owner of the account (PW-3).
        PasswordChanged,
        /// "Jonas Berg invited you", for the invited address (IN-1).
        Invitation,
        /// "Mina Okafor joined", for whoever invited her (IN-7).
        InvitationAccepted,
        /// "No seat was free", for whoever sent the invitation (ST-3).
        NoFreeSeat,
        /// "Confirm your new address", for that address (SI-8).
        ConfirmNewAddress,
        /// "Your address is being changed", for the old address (SI-8).
        AddressChange,
        /// "A new sign-in", for the owner of the account (SI-7).
        NewSignIn,
        /// "You were removed", for somebody who was a member (TR-7).
        RemovedFromOrganization,
        /// "You're back", for somebody whose removal was undone (TR-7).
        RestoredToOrganization,
        /// "You are an owner", for the new one (OR-7).
        OwnershipReceived,
        /// "Your role changed", for the member (TR-6).
        RoleChanged,
        /// "Your permissions changed", for the member (TR-2).
        GrantsChanged,
        /// "Your projects changed", for the member (PR-1).
        ProjectRoleChanged,
        /// "You can’t open it for now", for members whom their organization keeps outside (ST-6).
        KeptOutside,
        /// "It was deleted", for everybody in an organization (OR-7).
        OrganizationDeleted,
        /// "It is back", for everybody in an organization (OR-7).
        OrganizationRestored,
        /// "Your account was deleted", for the address that it had (SI-9).
        AccountDeleted,
    }
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
}
