//! Identifiers: UUID version 7, one type per thing, so that they cannot be mixed up.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id for something that begins at `now`; `random` makes it unique.
            pub fn new(now: DateTime<Utc>, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The bare UUID, for the database.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// An account: a person.
    AccountId
    /// An attempt: one browser's sign-up.
    AttemptId
    /// A mail to everybody in an organization.
    AnnouncementId
    /// An entry of the audit log.
    AuditEntryId
    /// An invitation into an organization.
    InvitationId
    /// A mailed link; its token is derived from this id and the server's secret.
    LinkId
    /// A mail in the outbox.
    MailId
    /// What people switch between.
    OrganizationId
    /// The second level inside an organization.
    ProjectId
    /// One browser that is signed in.
    SessionId
    /// An event for the operator's billing; the same at every try to deliver it.
    WebhookEventId
}
