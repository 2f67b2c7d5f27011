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
mod changes;
mod db;
mod devices;
mod error;
mod faults;
mod file;
#[cfg(test)]
mod fixtures;
mod given;
mod invitations;
mod links;
mod member_details;
mod member_list;
mod memberships;
mod organizations;
mod outbox;
mod project_members;
mod projects;
mod providers;
mod purge;
mod reader;
mod removals;
mod sessions;
mod spelling;
mod statement;
#[cfg(test)]
mod statements;
mod tx;

pub use accounts::{Account, NewAccount};
pub use announcements::{Addressee, Announcement, NewAnnouncement};
pub use attempts::{Attempt, AttemptStatus, NewAttempt};
pub use audit::{AuditEntry, NewAuditEntry, OwnAuditEntry, Removal};
pub use changes::{Change, ChangeMark, Changes};
pub use db::{DatabaseUrl, DatabaseUrlError, Store};
pub use error::StoreError;
pub use faults::Fault;
pub use invitations::{Invitation, InvitedProject, NewInvitation};
pub use links::{Link, NewLink};
pub use member_details::{Holder, MemberDetails};
pub use member_list::{MembersPage, beginning, place_of};
pub use memberships::{Member, Membership, OwnMembership};
pub use organizations::{NewOrganization, Organization};
pub use outbox::{MailState, NewMail, QueuedMail};
pub use project_members::{FindProjectMembers, ProjectManager, ProjectMember};
pub use projects::{CountedProject, LastSave, NewProject, Project};
pub use reader::Reader;
pub use removals::RemovedMember;
pub use sessions::{ListedSession, NewSession, Session};
pub use tx::Tx;

/// What a call of the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
