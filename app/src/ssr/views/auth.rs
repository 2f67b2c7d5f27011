//! Where a sign-up is: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};

use crate::auth::api::sign_up::WaitingView;

impl WaitingView {
    pub(crate) fn new(status: services::auth::AttemptStatus, now: DateTime<Utc>) -> Self {
        let wait = (status.resend_at - now).num_milliseconds().max(0);
        Self {
            email: status.email.to_string(),
            mailed_at: status.mailed_at,
            mail: status.mail,
            resend_in: u32::try_from((wait + 999) / 1000).unwrap_or_default(),
            expires_at: status.expires_at,
            status: status.status,
        }
    }
}
