//! The only SQL. One module per aggregate; each statement is one text that SQLite and PostgreSQL both take.
//!
//! Reads hang on [`Store`] and run outside any transaction; what changes something, and what it has to read under its
//! locks, hangs on [`Tx`].
//! Not found is `Ok(None)`.

#![warn(unreachable_pub)]
#![allow(missing_docs, reason = "a comment that repeats its name tells nothing; what needs one has one")]

mod accounts;
mod announcements;
mod attempts;
mod audit;
mod audit_log;
mod audit_words;
mod availability;
mod billing_states;
mod changes;
mod connections;
mod db;
mod deletion;
mod devices;
mod error;
mod faults;
mod file;
#[cfg(test)]
mod fixtures;
mod general_settings;
mod given;
mod home;
mod invitation_list;
mod invitations;
mod links;
mod lost;
mod member_details;
mod member_list;
mod members;
mod memberships;
mod migrations;
mod organizations;
mod outbox;
mod pattern;
mod policies;
mod project_members;
mod projects;
mod providers;
mod purge;
mod reader;
mod removals;
mod rows;
mod sessions;
mod spelling;
mod statement;
#[cfg(test)]
mod statements;
mod subscriptions;
mod tx;
mod webhook_events;

pub use accounts::{Account, NewAccount};
pub use announcements::{Addressee, Announcement, Audience, NewAnnouncement};
pub use attempts::{Attempt, AttemptStatus, NewAttempt};
pub use audit::{AuditEntry, DoneTo, NewAuditEntry, OwnAuditEntry};
pub use audit_log::{AuditActor, AuditLogPage, AuditSearch, newest_place, oldest_place};
pub use billing_states::CountedOrganization;
pub use changes::{Change, ChangeMark, Changes, Overheard, Said};
pub use db::{DatabaseUrl, DatabaseUrlError, Store};
pub use deletion::Contents;
pub use error::StoreError;
pub use faults::Fault;
pub use home::{HomeFacts, WithoutProject};
pub use invitation_list::InvitationKey;
pub use invitations::{Invitation, InvitedProject, NewInvitation};
pub use links::{Link, NewLink};
pub use lost::Removal;
pub use member_details::{Holder, ManagingMember, MemberDetails};
pub use member_list::{MembersPage, beginning, place_of};
pub use members::Member;
pub use memberships::{Membership, OwnMembership};
pub use organizations::{NewOrganization, Organization};
pub use outbox::{MailOutcome, MailState, NewMail, QueuedMail};
pub use policies::OrganizationPolicies;
pub use project_members::{FindProjectMembers, ProjectManager, ProjectMember};
pub use projects::{CountedProject, LastSave, NewProject, Project};
pub use reader::Reader;
pub use removals::RemovedMember;
pub use sessions::{EnteredOrganization, ListedSession, NewSession, Session};
pub use subscriptions::{ListedSubscription, PlanUse};
pub use tx::Tx;
pub use webhook_events::{NewWebhookEvent, QueuedWebhookEvent, WebhookBacklog};

/// What a call of the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
