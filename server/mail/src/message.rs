//! The messages Parlor sends, from the stored form to the words.

use serde::{Deserialize, Serialize};

use crate::messages::{
    AccountDeleted, AddressChange, AlreadyRegistered, ConfirmNewAddress, GrantsChanged, Invitation, InvitationAccepted,
    KeptOutside, NewSignIn, NoFreeSeat, OrganizationDeleted, OrganizationRestored, OwnershipReceived, PasswordChanged,
    ProjectRoleChanged, RemovedFromOrganization, ResetPassword, RestoredToOrganization, RoleChanged, VerifyAddress,
    Worded,
};
use crate::rendered::{Context, RenderError, Rendered};

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
    /// "No seat was free", for whoever sent the invitation (ST-3).
    NoFreeSeat(NoFreeSeat),
    /// "Confirm your new address", for that address (SI-8).
    ConfirmNewAddress(ConfirmNewAddress),
    /// "Your address is being changed", for the old address (SI-8).
    AddressChange(AddressChange),
    /// "A new sign-in", for the owner of the account (SI-7).
    NewSignIn(NewSignIn),
    /// "You were removed", for somebody who was a member (TR-7).
    RemovedFromOrganization(RemovedFromOrganization),
    /// "You're back", for somebody whose removal was undone (TR-7).
    RestoredToOrganization(RestoredToOrganization),
    /// "You are an owner", for the new one (OR-7).
    OwnershipReceived(OwnershipReceived),
    /// "Your role changed", for the member (TR-6).
    RoleChanged(RoleChanged),
    /// "Your permissions changed", for the member (TR-2).
    GrantsChanged(GrantsChanged),
    /// "Your projects changed", for the member (PR-1).
    ProjectRoleChanged(ProjectRoleChanged),
    /// "You can’t open it for now", for members whom their organization keeps outside (ST-6).
    KeptOutside(KeptOutside),
    /// "It was deleted", for everybody in an organization (OR-7).
    OrganizationDeleted(OrganizationDeleted),
    /// "It is back", for everybody in an organization (OR-7).
    OrganizationRestored(OrganizationRestored),
    /// "Your account was deleted", for the address that it had (SI-9).
    AccountDeleted(AccountDeleted),
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
            Self::NoFreeSeat(message) => message,
            Self::ConfirmNewAddress(message) => message,
            Self::AddressChange(message) => message,
            Self::NewSignIn(message) => message,
            Self::RemovedFromOrganization(message) => message,
            Self::RestoredToOrganization(message) => message,
            Self::OwnershipReceived(message) => message,
            Self::RoleChanged(message) => message,
            Self::GrantsChanged(message) => message,
            Self::ProjectRoleChanged(message) => message,
            Self::KeptOutside(message) => message,
            Self::OrganizationDeleted(message) => message,
            Self::OrganizationRestored(message) => message,
            Self::AccountDeleted(message) => message,
        }
    }
}
