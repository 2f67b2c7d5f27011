//! One module a message: its facts, and where its words are (in `templates/<message>/`).

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
