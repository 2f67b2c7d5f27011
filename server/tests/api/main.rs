//! Stories over HTTP, on the real binary. Each runs on SQLite and on PostgreSQL; the tree mirrors `app/src`.
//! Test names begin with what they prove: a number of the specification or a case of the promises.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod account;
mod audit_log;
mod auth;
mod begins;
mod billing;
mod calls;
mod delivery;
mod edge;
mod faults;
mod invitations;
mod isolation;
mod limits;
mod links;
mod live;
mod mail;
mod many_members;
mod member_details;
mod members;
mod model;
mod organizations;
mod prepared;
mod projects;
mod races;
mod requests;
mod roles;
mod settings;
mod spans;
mod spelling;
mod support;
mod told;
