//! What the pages of signing up and in ask about whoever opens them. In the browser each call is asked by its path, and only
//! what is needed of its answer is read: those pages come without all that organizations and sign-ups are.

use std::pin::Pin;

use serde::de::IgnoredAny;

use super::{
    api::{
        sign_in::{self, Landing},
        sign_up::{AttemptStatus, attempt_status},
    },
    me::Me,
};
use crate::{
    ON_SERVER,
    error::AppError,
    form::{Redirect, ask_for},
    organizations::api::{MyOrganizations, my_organizations},
};

/// Boxed, since a future of both ways would have the code of both.
type Asked<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The page on which whoever opens this one goes on.
pub fn landing() -> Asked<Result<Redirect, AppError>> {
    if ON_SERVER { Box::pin(sign_in::landing()) } else { Box::pin(ask_for::<Landing, _>(&[])) }
}

/// Whether their sign-up waits for the confirmation.
pub fn is_waiting() -> Asked<bool> {
    if ON_SERVER {
        Box::pin(async { attempt_status().await.is_ok() })
    } else {
        Box::pin(async { ask_for::<AttemptStatus, IgnoredAny>(&[]).await.is_ok() })
    }
}

/// The account that is signed in; refused where none is.
pub fn me() -> Asked<Result<Me, AppError>> {
    if ON_SERVER {
        Box::pin(async {
            my_organizations(true, true, String::new()).await.map(|me| Me { name: me.name, email: me.email })
        })
    } else {
        Box::pin(ask_for::<MyOrganizations, _>(&[("quiet", "true"), ("first", "true")]))
    }
}
