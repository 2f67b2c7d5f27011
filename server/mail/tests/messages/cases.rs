//! Every message once, with what it is stored as and what it is about.

use std::error::Error;

use chrono::{DateTime, Utc};
use domain::{Grant, Grants, ProjectName, ProjectRole, Role, limits};
use mail::{
    AccountDeleted, AddressChange, AlreadyRegistered, ConfirmNewAddress, GrantsChanged, Invitation, InvitationAccepted,
    KeptOutside, Message, NewSignIn, NoFreeSeat, OrganizationDeleted, OrganizationRestored, OutsideSince,
    OwnershipReceived, PasswordChanged, ProjectRoleChanged, RemovedFromOrganization, ResetPassword,
    RestoredToOrganization, RoleChanged, VerifyAddress,
};
use serde_json::{Value, json};

/// A message, and what it has to become.
pub struct Case {
    pub message: Message,
    pub stored: Value,
    pub subject: &'static str,
    /// The page that its button leads to; a message with a link of its own has none.
    pub page: Option<&'static str>,
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_340_460, 0).unwrap_or_default()
}

/// An invitation to be of that role.
pub fn invitation(role: Role) -> Result<Message, Box<dyn Error>> {
    Ok(Message::Invitation(Invitation {
        organization: "Harbour & Finch".parse()?,
        inviter: "Jonas Berg".parse()?,
        role,
        projects: Vec::new(),
        expires_at: at() + limits::INVITATION,
    }))
}

/// All messages.
pub fn cases() -> Result<Vec<Case>, Box<dyn Error>> {
    Ok([accounts(), organizations()?, projects()?].into_iter().flatten().collect())
}

fn accounts() -> Vec<Case> {
    vec![
        Case {
            message: Message::VerifyAddress(VerifyAddress {
                started_at: at(),
                expires_at: at() + limits::VERIFICATION,
            }),
            stored: json!({
                "kind": "verify-address",
                "started_at": "2026-11-22T09:41:00Z",
                "expires_at": "2026-11-24T09:41:00Z",
            }),
            subject: "Confirm your address for Parlor",
            page: None,
        },
        Case {
            message: Message::AlreadyRegistered(AlreadyRegistered {}),
            stored: json!({ "kind": "already-registered" }),
            subject: "You already have an account on Parlor",
            page: Some("/sign-in"),
        },
        Case {
            message: Message::ResetPassword(ResetPassword { expires_at: at() + limits::RESET }),
            stored: json!({ "kind": "reset-password", "expires_at": "2026-11-22T10:41:00Z" }),
            subject: "Set a new password for Parlor",
            page: None,
        },
        Case {
            message: Message::PasswordChanged(PasswordChanged { at: at() }),
            stored: json!({ "kind": "password-changed", "at": "2026-11-22T09:41:00Z" }),
            subject: "Your Parlor password was changed",
            page: Some("/forgot-password"),
        },
        Case {
            message: Message::ConfirmNewAddress(ConfirmNewAddress { expires_at: at() + limits::ADDRESS_CHANGE }),
            stored: json!({ "kind": "confirm-new-address", "expires_at": "2026-11-24T09:41:00Z" }),
            subject: "Confirm your new address for Parlor",
            page: None,
        },
        Case {
            message: Message::AddressChange(AddressChange { at: at(), undo_until: at() + limits::ADDRESS_UNDO }),
            stored: json!({
                "kind": "address-change",
                "at": "2026-11-22T09:41:00Z",
                "undo_until": "2026-11-29T09:41:00Z",
            }),
            subject: "Your Parlor address is being changed",
            page: None,
        },
        Case {
            message: Message::NewSignIn(NewSignIn {
                at: at(),
                device: "Firefox on macOS".into(),
                client: "203.0.113.7".into(),
            }),
            stored: json!({
                "kind": "new-sign-in",
                "at": "2026-11-22T09:41:00Z",
                "device": "Firefox on macOS",
                "client": "203.0.113.7",
            }),
            subject: "New sign-in to your Parlor account",
            page: Some("/account/sessions"),
        },
        Case {
            message: Message::AccountDeleted(AccountDeleted { at: at() }),
            stored: json!({ "kind": "account-deleted", "at": "2026-11-22T09:41:00Z" }),
            subject: "Your Parlor account was deleted",
            page: Some("/sign-up"),
        },
    ]
}

fn organizations() -> Result<Vec<Case>, Box<dyn Error>> {
    Ok(vec![
        Case {
            message: invitation(Role::Admin)?,
            stored: json!({
                "kind": "invitation",
                "organization": "Harbour & Finch",
                "inviter": "Jonas Berg",
                "role": "admin",
                "projects": [],
                "expires_at": "2026-11-29T09:41:00Z",
            }),
            subject: "Jonas Berg invited you to Harbour & Finch on Parlor",
            page: None,
        },
        Case {
            message: Message::InvitationAccepted(InvitationAccepted {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                member: "Mina Okafor".parse()?,
                role: Role::UserAdmin,
            }),
            stored: json!({
                "kind": "invitation-accepted",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "member": "Mina Okafor",
                "role": "user-admin",
            }),
            subject: "Mina Okafor joined Harbour & Finch on Parlor",
            page: Some("/o/harbour-finch/members"),
        },
        Case {
            message: Message::NoFreeSeat(NoFreeSeat {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                email: "sana@harbourfinch.example".parse()?,
            }),
            stored: json!({
                "kind": "no-free-seat",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "email": "sana@harbourfinch.example",
            }),
            subject: "No seat was free in Harbour & Finch on Parlor",
            page: Some("/o/harbour-finch/members?view=invited"),
        },
        Case {
            message: Message::RemovedFromOrganization(RemovedFromOrganization {
                organization: "Harbour & Finch".parse()?,
                by: "Jonas Berg".parse()?,
            }),
            stored: json!({
                "kind": "removed-from-organization",
                "organization": "Harbour & Finch",
                "by": "Jonas Berg",
            }),
            subject: "You were removed from Harbour & Finch on Parlor",
            page: Some("/choose"),
        },
        Case {
            message: Message::RestoredToOrganization(RestoredToOrganization {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                by: "Jonas Berg".parse()?,
            }),
            stored: json!({
                "kind": "restored-to-organization",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
            }),
            subject: "You’re back in Harbour & Finch on Parlor",
            page: Some("/o/harbour-finch"),
        },
        Case {
            message: Message::OwnershipReceived(OwnershipReceived {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                from: "Jonas Berg".parse()?,
                at: Some(at()),
            }),
            stored: json!({
                "kind": "ownership-received",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "from": "Jonas Berg",
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "You are an owner of Harbour & Finch on Parlor",
            page: Some("/o/harbour-finch"),
        },
        Case {
            message: Message::GrantsChanged(GrantsChanged {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                by: "Jonas Berg".parse()?,
                before: Grants::NONE,
                after: [Grant::ManageMembers, Grant::ReadAuditLog].into_iter().collect(),
                at: at(),
            }),
            stored: json!({
                "kind": "grants-changed",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
                "before": [],
                "after": ["manage-members", "read-audit-log"],
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "What is granted to you in Harbour & Finch on Parlor changed",
            page: Some("/o/harbour-finch"),
        },
        Case {
            message: Message::RoleChanged(RoleChanged {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                by: "Jonas Berg".parse()?,
                before: Role::Admin,
                after: Role::BillingAdmin,
                at: at(),
                kept_outside: false,
            }),
            stored: json!({
                "kind": "role-changed",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
                "before": "admin",
                "after": "billing-admin",
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "Your role in Harbour & Finch on Parlor is billing admin now",
            page: Some("/o/harbour-finch"),
        },
        Case {
            message: Message::OrganizationDeleted(OrganizationDeleted {
                organization: "Harbour & Finch".parse()?,
                by: "Jonas Berg".parse()?,
                at: at(),
                until: at() + limits::ORGANIZATION_UNDO,
            }),
            stored: json!({
                "kind": "organization-deleted",
                "organization": "Harbour & Finch",
                "by": "Jonas Berg",
                "at": "2026-11-22T09:41:00Z",
                "until": "2026-11-29T09:41:00Z",
            }),
            subject: "Harbour & Finch on Parlor was deleted",
            page: Some("/account/organizations"),
        },
        Case {
            message: Message::OrganizationRestored(OrganizationRestored {
                organization: "Harbour & Finch".parse()?,
                slug: "harbour-finch".parse()?,
                by: "Jonas Berg".parse()?,
                at: at(),
            }),
            stored: json!({
                "kind": "organization-restored",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "Harbour & Finch on Parlor is back",
            page: Some("/o/harbour-finch"),
        },
    ])
}

/// A mail about a role in a project, which was the first, and is the second.
pub fn project_role(before: Option<ProjectRole>, after: Option<ProjectRole>) -> Result<Message, Box<dyn Error>> {
    Ok(Message::ProjectRoleChanged(ProjectRoleChanged {
        organization: "Harbour & Finch".parse()?,
        slug: "harbour-finch".parse()?,
        by: "Jonas Berg".parse()?,
        project: ProjectName::first(),
        beside: None,
        before,
        after,
        at: at(),
    }))
}

/// A mail to somebody who is kept outside since that.
pub fn kept_outside(since: OutsideSince) -> Result<Message, Box<dyn Error>> {
    Ok(Message::KeptOutside(KeptOutside {
        organization: "Harbour & Finch".parse()?,
        slug: "harbour-finch".parse()?,
        by: "Jonas Berg".parse()?,
        since,
        at: at(),
    }))
}

fn projects() -> Result<Vec<Case>, Box<dyn Error>> {
    Ok(vec![
        Case {
            message: project_role(Some(ProjectRole::Agent), Some(ProjectRole::Manager))?,
            stored: json!({
                "kind": "project-role-changed",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
                "project": "Website",
                "before": "agent",
                "after": "manager",
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "Your projects in Harbour & Finch on Parlor changed",
            page: Some("/o/harbour-finch"),
        },
        Case {
            message: kept_outside(OutsideSince::Policy)?,
            stored: json!({
                "kind": "kept-outside",
                "organization": "Harbour & Finch",
                "slug": "harbour-finch",
                "by": "Jonas Berg",
                "since": "policy",
                "at": "2026-11-22T09:41:00Z",
            }),
            subject: "You can’t open Harbour & Finch on Parlor for now",
            page: Some("/o/harbour-finch"),
        },
    ])
}
