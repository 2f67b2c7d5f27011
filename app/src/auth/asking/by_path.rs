//! Stands in the place of `asking` in the browser: asks each call by its path and reads what is needed of the answer, so that
//! the pages of signing up and in come without all that organizations and sign-ups are.

use serde::de::IgnoredAny;

use super::{
    api::{sign_in::Landing, sign_up::AttemptStatus},
    signed_in::Me,
};
use crate::{
    error::AppError,
    form::{Redirect, ask_for},
    organizations::api::MyOrganizations,
};

/// Where they belong.
pub async fn landing() -> Result<Redirect, AppError> {
    ask_for::<Landing, _>(&[]).await
}

/// Whether their sign-up waits for the confirmation.
pub async fn is_waiting() -> bool {
    ask_for::<AttemptStatus, IgnoredAny>(&[]).await.is_ok()
}

/// Who they are.
pub async fn me() -> Result<Me, AppError> {
    ask_for::<MyOrganizations, _>(&[("quiet", "true")]).await
}
