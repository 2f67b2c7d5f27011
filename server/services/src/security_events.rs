//! Security events: one structured line each, in a stream of its own (OP-10, PRV-6).
//!
//! They are logged under the target `parlor::security`, after the commit that makes them true. No secret is in them, and
//! addresses are masked. docs/SECURITY.md lists them.

use domain::{AccountId, EmailAddress, Grants, OrganizationId, Role};

use crate::ClientInfo;

/// Something that whoever watches over a Parlor wants to know of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SecurityEvent<'a> {
    /// Somebody signed in with a password.
    SignedIn { account: AccountId, email: &'a EmailAddress },
    /// A password was wrong, or the address has no account.
    SignInFailed { email: &'a EmailAddress },
    /// Somebody who is signed in gave a wrong password.
    PasswordWrong { account: AccountId },
    /// Tries were refused because there were too many.
    Throttled { email: Option<&'a EmailAddress> },
    /// An address was confirmed for the first time.
    AddressConfirmed { account: AccountId, email: &'a EmailAddress },
    /// A confirmed sign-up got its session.
    SignUpCompleted { account: AccountId, email: &'a EmailAddress },
    /// A reset mail was asked for, whether or not there is an account.
    ResetRequested { email: &'a EmailAddress },
    /// A reset mail was sent to a member by somebody else.
    ResetSent { account: AccountId, email: &'a EmailAddress, by: AccountId, organization: OrganizationId },
    /// None was sent to a member by somebody else, because there were too many.
    ResetThrottled { account: AccountId, email: &'a EmailAddress, by: AccountId, organization: OrganizationId },
    /// A password was set by a reset link.
    PasswordReset { account: AccountId, email: &'a EmailAddress },
    /// A password was changed by who knew it.
    PasswordChanged { account: AccountId, email: &'a EmailAddress },
    /// Another address was asked for.
    AddressChangeRequested { account: AccountId, email: &'a EmailAddress },
    /// The account moved to this address.
    AddressChanged { account: AccountId, email: &'a EmailAddress },
    /// The account stays at this address, or came back to it.
    AddressChangeUndone { account: AccountId, email: &'a EmailAddress },
    /// Another account has this address, so the change is not undone yet; whoever changed it is shut out.
    AddressChangeStopped { account: AccountId, email: &'a EmailAddress },
    /// A member's role was changed, or somebody came or went.
    RoleChanged { account: AccountId, by: AccountId, organization: OrganizationId, roles: Roles },
    /// Somebody came to own an organization, or ceased to.
    OwnershipChanged { account: AccountId, by: AccountId, organization: OrganizationId, roles: Roles },
    /// What is granted to a member was changed.
    GrantsChanged { account: AccountId, by: AccountId, organization: OrganizationId, grants: (Grants, Grants) },
    /// An organization was deleted by an owner.
    OrganizationDeleted { by: AccountId, organization: OrganizationId },
    /// A deleted organization was brought back by an owner.
    OrganizationRestored { by: AccountId, organization: OrganizationId },
    /// A browser signed out.
    SignedOut { account: AccountId },
    /// A session was ended from another browser.
    SessionEnded { account: AccountId },
    /// All sessions but one were ended.
    OtherSessionsEnded { account: AccountId },
    /// An account was deleted.
    AccountDeleted { account: AccountId, email: &'a EmailAddress },
}

/// What somebody was in an organization, and is; none outside of it.
type Roles = (Option<Role>, Option<Role>);

/// What a line says beside its name.
#[derive(Default)]
struct Fields<'a> {
    account: Option<AccountId>,
    email: Option<&'a EmailAddress>,
    by: Option<AccountId>,
    organization: Option<OrganizationId>,
    /// What was before and after.
    change: (Option<String>, Option<String>),
}

impl<'a> SecurityEvent<'a> {
    /// Its name, as the field `event` holds it.
    const fn name(&self) -> &'static str {
        match self {
            Self::SignedIn { .. } => "signed-in",
            Self::SignInFailed { .. } => "sign-in-failed",
            Self::PasswordWrong { .. } => "password-wrong",
            Self::Throttled { .. } | Self::ResetThrottled { .. } => "throttled",
            Self::AddressConfirmed { .. } => "address-confirmed",
            Self::SignUpCompleted { .. } => "sign-up-completed",
            Self::ResetRequested { .. } | Self::ResetSent { .. } => "reset-requested",
            Self::PasswordReset { .. } => "password-reset",
            Self::PasswordChanged { .. } => "password-changed",
            Self::AddressChangeRequested { .. } => "address-change-requested",
            Self::AddressChanged { .. } => "address-changed",
            Self::AddressChangeUndone { .. } => "address-change-undone",
            Self::AddressChangeStopped { .. } => "address-change-stopped",
            Self::RoleChanged { .. } => "role-changed",
            Self::OwnershipChanged { .. } => "ownership-changed",
            Self::GrantsChanged { .. } => "grants-changed",
            Self::OrganizationDeleted { .. } => "organization-deleted",
            Self::OrganizationRestored { .. } => "organization-restored",
            Self::SignedOut { .. } => "signed-out",
            Self::SessionEnded { .. } => "session-ended",
            Self::OtherSessionsEnded { .. } => "other-sessions-ended",
            Self::AccountDeleted { .. } => "account-deleted",
        }
    }

    fn fields(&self) -> Fields<'a> {
        let said = |role: Role| role.as_str().to_owned();
        match *self {
            Self::SignInFailed { email } | Self::ResetRequested { email } => {
                Fields { email: Some(email), ..Fields::default() }
            }
            Self::Throttled { email } => Fields { email, ..Fields::default() },
            Self::ResetSent { account, email, by, organization }
            | Self::ResetThrottled { account, email, by, organization } => Fields {
                account: Some(account),
                email: Some(email),
                by: Some(by),
                organization: Some(organization),
                ..Fields::default()
            },
            Self::SignedIn { account, email }
            | Self::AddressConfirmed { account, email }
            | Self::SignUpCompleted { account, email }
            | Self::PasswordReset { account, email }
            | Self::PasswordChanged { account, email }
            | Self::AddressChangeRequested { account, email }
            | Self::AddressChanged { account, email }
            | Self::AddressChangeUndone { account, email }
            | Self::AddressChangeStopped { account, email }
            | Self::AccountDeleted { account, email } => {
                Fields { account: Some(account), email: Some(email), ..Fields::default() }
            }
            Self::PasswordWrong { account }
            | Self::SignedOut { account }
            | Self::SessionEnded { account }
            | Self::OtherSessionsEnded { account } => Fields { account: Some(account), ..Fields::default() },
            Self::RoleChanged { account, by, organization, roles }
            | Self::OwnershipChanged { account, by, organization, roles } => Fields {
                account: Some(account),
                by: Some(by),
                organization: Some(organization),
                change: (roles.0.map(said), roles.1.map(said)),
                ..Fields::default()
            },
            Self::GrantsChanged { account, by, organization, grants: (before, after) } => Fields {
                account: Some(account),
                by: Some(by),
                organization: Some(organization),
                change: (Some(before.to_string()), Some(after.to_string())),
                ..Fields::default()
            },
            Self::OrganizationDeleted { by, organization } | Self::OrganizationRestored { by, organization } => {
                Fields { by: Some(by), organization: Some(organization), ..Fields::default() }
            }
        }
    }

    /// The event of a change of role, or of coming and going: to own an organization is one of its own.
    pub(crate) fn of_role(
        account: AccountId,
        by: AccountId,
        organization: OrganizationId,
        before: impl Into<Option<Role>>,
        after: impl Into<Option<Role>>,
    ) -> Self {
        let roles = (before.into(), after.into());
        if roles.0 == Some(Role::Owner) || roles.1 == Some(Role::Owner) {
            Self::OwnershipChanged { account, by, organization, roles }
        } else {
            Self::RoleChanged { account, by, organization, roles }
        }
    }

    /// Logs it at once: something that was refused, or that no transaction makes true.
    pub(crate) fn log(&self, client: &ClientInfo) {
        self.line(client).log();
    }

    /// The line that tells it, for a transaction to log once it is committed.
    pub(crate) fn line(&self, client: &ClientInfo) -> Line {
        let Fields { account, email, by, organization, change: (before, after) } = self.fields();
        Line {
            event: self.name(),
            account,
            email: email.map(EmailAddress::masked),
            by,
            organization,
            before,
            after,
            client: client.address_text(),
        }
    }
}

/// A security event as it is logged.
pub(crate) struct Line {
    event: &'static str,
    account: Option<AccountId>,
    /// As [`EmailAddress::masked`] tells it.
    email: Option<String>,
    by: Option<AccountId>,
    organization: Option<OrganizationId>,
    before: Option<String>,
    after: Option<String>,
    client: String,
}

impl Line {
    /// Logs it. The one place that does.
    pub(crate) fn log(self) {
        tracing::info!(
            target: "parlor::security",
            event = self.event,
            account = self.account.map(tracing::field::display),
            email = self.email,
            by = self.by.map(tracing::field::display),
            organization = self.organization.map(tracing::field::display),
            before = self.before,
            after = self.after,
            client = self.client,
            "security event"
        );
    }
}
