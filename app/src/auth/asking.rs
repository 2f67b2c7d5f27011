//! What the pages of signing up and in ask about whoever opens them. In the browser `asking/by_path.rs` stands in this
//! module's place.

use super::{api, signed_in::Me};
use crate::{error::AppError, form::Redirect, organizations::api::my_organizations};

/// Where they belong.
pub async fn landing() -> Result<Redirect, AppError> {
    api::sign_in::landing().await
}

/// Whether their sign-up waits for the confirmation.
pub async fn is_waiting() -> bool {
    api::sign_up::attempt_status().await.is_ok()
}

/// Who they are.
pub async fn me() -> Result<Me, AppError> {
    let me = my_organizations(true).await?;
    Ok(Me { name: me.name, email: me.email })
}
